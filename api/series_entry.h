/* One entry of /v1/series: the points of one series in one unit, and as JSON the columns over time
 * with the gaps in sight. Figures in different units do not belong in one column. */
#pragma once

#include "api/api.h"
#include "api/series_point.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>

struct series_entry {
    const struct observation_indicator *indicator;
    struct series_point *points; /* in order of their periods, at least one */
    size_t n;
    bool computed; /* points may be computed ones: columns tell which, from what, or why not */
};

/* Leaves the first `first` and the last `last` figures; both 0: all. A point that could not be
 * computed is no figure. */
void series_entry_cut(struct series_entry *entry, size_t first, size_t last);

/* Writes one object of schema Series, and notes what must be said beside it. 0, or a failure of the
 * store. */
MUST_USE int series_entry_json(struct jw *w, struct api_call *call, struct observation_memo *memo,
                               const struct series_entry *entry);
