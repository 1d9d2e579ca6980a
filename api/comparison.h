/* Two published figures of one indicator held against each other: two regions, or two periods.
 *
 * They are comparable when unit, way of accumulating and length of the periods agree. A change of
 * definition between two periods of a region is a break in its series (SDMX B) and another
 * definition (D), two regions with different definitions are D; the comparison is then answered and
 * flagged. Totals since a start, whose day is not published, are not compared at all.
 */
#pragma once

#include "api/api.h"
#include "api/derived.h"
#include "api/figure.h"
#include "api/figure_find.h"
#include "api/reason.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { COMPARISON_LEFT, COMPARISON_RIGHT, COMPARISON_SIDES };

/* What all figures of a request have in common. */
struct comparison_scope {
    struct api_call *call;
    struct observation_memo *memo;
    struct {
        int64_t region;
        struct period period;
    } sides[COMPARISON_SIDES];
    bool over_time; /* one region, two periods */
    struct str measure;
    struct str_map breakdown;
};

/* limit: figures of one place that are chosen from; they differ in definition, of which an
 * indicator has a handful */
enum { COMPARISON_CANDIDATES_MAX = 16 };

/* limit: marks of one comparison: a changed definition gives two, each figure's status one more */
enum { COMPARISON_FLAGS_MAX = 4 };

struct comparison {
    struct indicator_list indicators; /* the one, with its names; none: there is no such code */
    struct figure candidates[COMPARISON_SIDES][COMPARISON_CANDIDATES_MAX];
    const struct figure *figures[COMPARISON_SIDES]; /* of these; NULL: none was published */
    struct str others[COMPARISON_SIDES];            /* without one: of other breakdowns, "a, b" */
    enum reason reason;                             /* why they can not be compared */
    struct {
        char code; /* SDMX: B or D */
        enum reason reason;
    } flags[COMPARISON_FLAGS_MAX];
    size_t n_flags;
};

/* Finds and judges the two figures of an indicator. Of several of one place that pair is taken
 * which goes together best. 0, or a failure of the store. */
MUST_USE int comparison_find(const struct comparison_scope *scope, struct str indicator,
                             struct comparison *ret);

/* Right less left, in the unit of the figures, of a percentage in percentage points; what right is
 * in per cent of left; and that less 100. Places: as many as the more exact figure and the
 * indicator have, `decimals`. */
void comparison_difference(const struct comparison *comparison, uint8_t decimals,
                           struct derived *ret);
void comparison_ratio(const struct comparison *comparison, struct derived *ret);
void comparison_change(const struct comparison *comparison, struct derived *ret);

/* The denominator that a published ratio and its numerator imply on a side, in `unit` with
 * `decimals`. */
void comparison_denominator(const struct comparison *ratios, const struct comparison *numerators,
                            int side, struct str unit, uint8_t decimals, struct derived *ret);
