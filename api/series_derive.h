/* `derive=` on series: what is computed beside each point, as columns of the same length. */
#pragma once

#include "api/derive.h"
#include "api/series_entry.h"

#include <stdbool.h>
#include <stddef.h>

/* One value of a column. */
struct series_result {
    bool has_value, lower_known, upper_known, has_base;
    struct dec value, lower, upper;
    enum reason reason;
    struct str base_region; /* of the figure beside: a year before, the region above, the people */
    struct period base_period;
};

/* One request's deriving. Zero-initialised computes nothing. */
struct series_derive {
    struct derive_kinds kinds;
    struct derive derive;
    struct observation_filter filter; /* with the periods of the entry */
    struct period_span span;
    struct series_result *results; /* of one entry and kind */
    size_t room;
};

/* `memo` must stay; `filter` is that of the request. 0, -ERR_INTERNAL, -ERR_NOMEM, or a failure of
 * the store. */
MUST_USE int series_derive_open(struct series_derive *derive, struct api_call *call,
                                struct observation_memo *memo,
                                const struct observation_filter *filter, struct str_list kinds,
                                struct str population);

/* Gives back its memory; takes a zeroed one. */
void series_derive_close(struct series_derive *derive);

/* Writes the object of columns for all kinds. Compound growth is that since the first point shown.
 * A computed point is held against those of its own entry only, and not over a break. 0, or a
 * failure of the store. */
MUST_USE int series_derive_json(struct jw *w, struct series_derive *derive,
                                const struct series_entry *entry);
