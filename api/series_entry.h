/* One entry of /v1/series: the figures of one series in one unit, and as JSON the columns over time
 * with the gaps in sight. Figures in different units do not belong in one column. */
#pragma once

#include "api/api.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>

/* A figure of an entry; its text lasts. */
struct series_point {
    struct observation observation;
    struct str document;
    bool after_cut; /* points before it were left out: what lies between is no gap */
};

/* Zero-initialised, and then reused from entry to entry. */
struct series_entry {
    struct observation_key key; /* of its first point */
    struct str unit;
    struct series_point *points; /* in order of their periods */
    size_t n, room;
};

/* Empties the entry for the series and the unit of `row`. */
MUST_USE int series_entry_begin(struct series_entry *entry, struct observation_memo *memo,
                                const struct observation *row);

/* Whether `row` belongs to the entry. */
bool series_entry_takes(const struct series_entry *entry, const struct observation *row);

/* Adds a figure and notes what an answer that shows it must say beside it. 0, -ERR_NOMEM, or a
 * failure of the store. */
MUST_USE int series_entry_add(struct series_entry *entry, struct api_call *call,
                              struct observation_memo *memo, const struct observation *row);

/* Leaves the first `first` and the last `last` points; both 0: all. */
void series_entry_cut(struct series_entry *entry, size_t first, size_t last);

/* Writes one object of schema Series. 0, or a failure of the store. */
MUST_USE int series_entry_json(struct jw *w, struct api_call *call, struct observation_memo *memo,
                               const struct observation_indicator *indicator,
                               const struct series_entry *entry);
