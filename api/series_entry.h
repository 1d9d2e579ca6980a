/* One entry of /v1/series: the points of one series in one unit, and as JSON the columns over time
 * with the gaps in sight. Figures in different units do not belong in one column. */
#pragma once

#include "api/api.h"
#include "api/series_point.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>

struct series_derive;

struct series_entry {
    const struct observation_indicator *indicator;
    struct series_point *points; /* in order of their periods, at least one */
    size_t n;
    bool computed; /* points may be computed ones: columns tell which, from what, or why not */
};

/* Shows the first `first` and the last `last` figures; both 0: all. A point that could not be
 * computed is no figure. */
void series_entry_cut(struct series_entry *entry, size_t first, size_t last);

/* Writes one value of a column; `point` is NULL in a gap. */
typedef void (*series_put_fn)(struct jw *w, struct period period, const struct series_point *point,
                              const void *cls);

/* Writes the array of one value for each period of the calendar. True: there were gaps. */
bool series_entry_column(struct jw *w, const struct series_entry *entry, series_put_fn put,
                         const void *cls);

/* Writes one object of schema Series, and notes what must be said beside it. 0, or a failure of the
 * store. */
MUST_USE int series_entry_json(struct jw *w, struct api_call *call, struct observation_memo *memo,
                               const struct series_entry *entry, struct series_derive *derive);
