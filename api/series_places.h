/* Series that are computed before they are shown: set on calendar years, or expressed in the region
 * codes of one day.
 *
 * One place after another is read: one indicator in one region, with all regions whose figures flow
 * into it. Places come in the default order of observations. Periods of the filter, and `latest`,
 * mean the periods that are shown.
 */
#pragma once

#include "api/series_align.h"
#include "api/series_codes.h"
#include "api/series_point.h"
#include "base/arena.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero-initialised, with the first group filled in. */
struct series_places {
    struct api_call *call;
    struct observation_memo *memo;
    const struct observation_filter *filter;
    const struct region_basis *basis; /* NULL: under the codes of their time */
    bool align;

    bool has_latest; /* `filter->latest` came to this */
    struct period latest;

    /* What is shown at the place that was read last, by series, unit and period; never empty. */
    struct series_points *shown;
    /* A figure that would have to be divided: there is no answer. */
    struct series_split split;
    /* Dimensions of breakdowns that only the filter kept out, "a, b"; empty: none so far. */
    struct str dimensions;

    /* Private. */
    struct arena arena; /* of one place */
    bool any_period;
    size_t rank;
    bool opened;
    struct id_list targets, sources;
    size_t at;
    bool additive;
    enum series_time_rule rule;
    struct series_points read, mapped, years;
    struct series_inputs inputs;
};

/* Finds what `latest` is, where the filter asks for it. 0, or a failure of the store. */
MUST_USE int series_places_open(struct series_places *places);

/* Gives back its memory; takes one that was not opened. */
void series_places_close(struct series_places *places);

/* Reads the next place that has anything to show, and forgets the one before: 1, 0 at the end. */
MUST_USE int series_places_next(struct series_places *places);
