/* Who is ranked: the regions of a request, one figure of each, and which of these go together.
 *
 * Only figures of one definition, unit and way of accumulating are ranked with each other: those of
 * the definition asked for, or else of what most regions published. A region with another one, or
 * with a figure that has no value, is shown without a place; so is a forecast, and a total since
 * a start, which is a different day for each. A region whose code was in force on the last day and
 * of which nothing was published is missing.
 */
#pragma once

#include "api/api.h"
#include "api/ranking.h"
#include "api/reason.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A region with a figure. */
struct contender {
    struct observation_key key; /* its text lasts */
    struct str unit, accumulation;
    struct ranking_entry entry; /* its place, when there is no reason against it */
    enum reason reason;         /* why it has no place; undetermined: only bounds of one */
    int fit, reliability;
    bool not_applicable; /* there can be no figure */
    bool forecast;
};

struct field {
    struct api_call *call;
    struct observation_memo *memo;
    struct arena *arena;
    struct observation_filter filter;
    struct period period;
    enum ranking_first first;
    struct str definition;         /* asked for, then ranked; empty: any, then: nothing is ranked */
    struct str unit, accumulation; /* of what is ranked */
    struct contender *v;           /* one of each region: the ranked in their order, then others */
    size_t n, ranked;
    struct id_list missing;
    struct str other_dimensions; /* nothing is of the breakdown asked for, but of these: "a, b" */
    size_t in_force;             /* regions asked for whose codes were in force on the last day */
};

/* Reads and ranks. The caller has set all up to `definition`; `filter` is of one indicator, of one
 * measure and of regions by name. PROBLEM_NONE, or the problem to return. */
MUST_USE enum problem_id field_read(struct field *field);
