/* The published figures that a target is judged by: those of its indicator, region and breakdown up
 * to a day, and what they come to over a span of days.
 *
 * A forecast is no actual figure, and a figure without a value, of another unit or another
 * definition than the newest one does not count.
 */
#pragma once

#include "api/api.h"
#include "api/figure.h"
#include "api/derived.h"
#include "base/interval.h"
#include "db/targets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress_figures {
    struct figure *v; /* in call->arena, ordered by series and then by time */
    size_t n;
    struct str definition;   /* that of the newest figure */
    bool other_definitions;  /* there are figures of others too */
    bool state;              /* the indicator says how things are on a day; otherwise it adds up */
    bool additive, distinct; /* periods add up; they do, but the same entity may be in several */
};

/* What was reached in a span of days. */
struct progress_actual {
    bool known;
    bool has_value; /* false: only bounds */
    bool complete;  /* nothing is missing from the first to the last day */
    bool derived;   /* computed from more than one figure, or from something else than an amount */
    int32_t starts_on, ends_on;
    struct interval number;
    const struct figure *const *inputs; /* in call->arena */
    size_t n_inputs;
    uint8_t decimals; /* places of the figures */
};

/* Reads the figures of `row` with this measure and unit that end on `last` or before. 0, or a
 * failure of the store. */
MUST_USE int progress_figures_read(struct api_call *call, struct observation_memo *memo,
                                   const struct target_row *row, struct str measure,
                                   struct str unit, int32_t last, struct progress_figures *ret);

/* The newest figure that says how things were on a day from `first` to `last`; for an indicator
 * that adds up, the newest figure of a whole year that ends on such a day. NULL: there is none.
 * `any`: of whatever definition. */
const struct figure *progress_newest(const struct progress_figures *figures, int32_t first,
                                     int32_t last, bool any);

/* The figure as an actual one; NULL is none. */
MUST_USE int progress_one(struct api_call *call, const struct figure *figure,
                          struct progress_actual *ret);

/* What adds up from `first` to `last`, from figures of parts of this time that do not overlap.
 * Where periods do not add up only a figure that begins on `first` counts, the longest of them. */
MUST_USE int progress_sum(struct api_call *call, const struct progress_figures *figures,
                          int32_t first, int32_t last, struct progress_actual *ret);

/* Names the inputs of `part` as inputs of `whole` too; `*room` is kept for it from one call to the
 * next, 0 at first. -ERR_NOMEM. */
MUST_USE int progress_join(struct api_call *call, const struct progress_actual *part, size_t *room,
                           struct progress_actual *whole);
