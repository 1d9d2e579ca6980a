/* `codesAsOf=`: figures that were published under the region codes of their time, expressed in
 * those of one day.
 *
 * Territories follow the codes: what merged is added up, and only when every part has a figure of
 * the same definition; what was given another code passes; what would have to be divided - a
 * figure of a whole that is asked for by its parts - is refused, for nothing published tells the
 * shares. A code's own figure for its own territory always stands as published.
 */
#pragma once

#include "api/series_point.h"
#include "db/region_basis.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A figure that would have to be divided. */
struct series_split {
    bool found;
    int64_t whole;        /* number of the region that it was published for */
    enum basis_kind kind; /* BASIS_SPLIT: it was divided later; BASIS_MERGE: it came of parts */
    struct basis_change change; /* one of the changes of codes that make it so */
};

/* One place: all figures of one definition and period that may flow into `target`, each with its
 * own region in `source`. */
struct series_place {
    const struct region_basis *basis;
    int64_t target;
    bool additive; /* the indicator adds up over regions */
    const struct series_point *points;
    size_t n;
};

/* Writes the figure of the target, if there is one, with what it was made of appended to `inputs`,
 * which must have room for all points of the place. True: there is one, or its reason.
 * `split->found` becomes true when a figure would have to be divided. */
bool series_codes_map(const struct series_place *place, struct series_inputs *inputs,
                      struct series_point *ret, struct series_split *split);
