/* Rolling up: what becomes of several published figures when one number is asked for, and when that
 * is refused because the figures do not support it.
 *
 * These are the rules, and no other file has any. They follow the indicator's rule over regions and
 * its rule over time, and the rule of a breakdown's dimension:
 *
 *   rule      roll-up                                        refused
 *   sum       the sum of the bounds; what is missing leaves  regions within each other, zones
 *             it open above, so that it is no total          beside other regions, periods that
 *                                                            overlap, a part of a year for the
 *                                                            year that was asked for
 *   union     bounds alone: at least the largest part, at    as an exact sum or mean
 *             most the sum, since an entity counts once
 *   ratio     sum of numerators over sum of denominators     with one part for some, or as a sum
 *                                                            or mean
 *   wmean     mean, each figure by its weight                without a weight, or as a sum
 *   last      the last period's figures                      as a sum or mean over time
 *   cohort,   -                                              always
 *   none
 *   partition the sum of the parts                           parts beside their whole
 *   other     -                                              always, by the name of the rule
 *
 * Figures of other indicators, measures, definitions, units or accumulations are never rolled up
 * together; nor are values since a start over time, nor a ratio's parts or a weight of another
 * accumulation than what they belong to. avg, min and max are of regions and periods: parts are put
 * together first, as above, and periods of different lengths are refused. min and max only compare,
 * and count only counts, so that they are otherwise always allowed for figures that are alike; what
 * is missing leaves them open on the side where it may go further.
 *
 * Where a region has a figure of just the year, half, quarter or month that was asked for, those of
 * its parts say the same again and are left out; parts that were asked for by name are not.
 *
 * A rule applies where something is rolled up: over regions unless one region is asked for, over
 * time when the figures of the group are of several periods, over parts when they have several
 * breakdowns. Zero, missing and not applicable are three things: a region that has no figure is
 * missing, one for which there can be none (status M) is not. Where nothing but a part was
 * published and nobody asked for that part, it is a lower bound of the whole, or, where parts do
 * not add up, as those of a rate, no bound at all.
 *
 * Arithmetic is exact and by intervals (base/interval.h). Nothing is read here but the facts of
 * db/aggregates.h.
 */
#pragma once

#include "api/api.h"
#include "api/reason.h"
#include "base/interval.h"
#include "base/period.h"
#include "db/aggregates.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rollup_function { ROLLUP_BY_RULE, ROLLUP_SUM, ROLLUP_AVG, ROLLUP_MIN, ROLLUP_MAX };

enum rollup_bound {
    ROLLUP_EQ,
    ROLLUP_GE,
    ROLLUP_GT,
    ROLLUP_LE,
    ROLLUP_LT,
    ROLLUP_APPROX,
    ROLLUP_BOUNDS
};

/* The bound of a published figure; "approx" for what is none of the others. */
enum rollup_bound rollup_bound_of(struct str code);

/* What a figure is to its group. */
enum rollup_role { ROLLUP_OWN, ROLLUP_NUMERATOR, ROLLUP_DENOMINATOR, ROLLUP_WEIGHT, ROLLUP_ROLES };

/* What figures must have in common. */
struct rollup_kind {
    const struct aggregate_indicator *indicator;
    struct str measure, definition, unit, accumulation;
};

/* A published figure, in what a roll-up needs of it. */
struct rollup_figure {
    uint32_t group;
    uint8_t role;  /* enum rollup_role */
    uint8_t bound; /* enum rollup_bound */
    uint8_t decimals;
    bool has_value;
    bool impossible; /* status M: there can be no value */
    bool repaired;   /* read from damaged text */
    struct period period;
    const struct rollup_kind *kind;
    const struct aggregate_region *region;
    int64_t breakdown, document; /* numbers */
    struct str parts;            /* text of the breakdown */
    int64_t value_e6;
    struct limit_e6 lower, upper;
};

/* Order of the figures of a group: role, region, first day, last day, frequency, breakdown. */
int rollup_figure_cmp(const void *a, const void *b);

/* The code of a dimension in the text of a breakdown; empty: it has none. */
struct str rollup_part(struct str parts, struct str dimension);

struct rollup_slice {
    struct rollup_figure *v;
    size_t n;
};

/* A list of texts that grows in an arena. */
struct rollup_texts {
    struct str *v;
    size_t n, room;
};

/* Time for which regions have no figure. */
struct rollup_gaps {
    struct {
        const struct aggregate_region *region;
        struct str period;
    } * v;
    size_t n, room;
};

/* limit: offending parts that a refusal names; a person mends the request after the first few */
enum { ROLLUP_OFFENDERS_MAX = 20 };

/* Why a group is refused. */
struct rollup_refusal {
    struct str rule;     /* stable: "nested-regions" */
    struct str sentence; /* one, English */
    struct {
        struct str parameter, value, detail;
    } offenders[ROLLUP_OFFENDERS_MAX];
    size_t n;
};

/* What holds for all groups of a request. Zero-initialise, fill the first part. */
struct rollup {
    struct arena *arena;
    struct aggregate_facts *facts;
    enum rollup_function function;
    bool by_region, by_parent, by_period, by_year;
    /* Regions that the request names, by number; not read while `regions_named` is false. */
    bool regions_named;
    const struct aggregate_region *const *expected;
    size_t n_expected;
    /* Dimensions that are grouped by, or of which the request names a code. */
    struct str_list dimensions;
    /* Time that the request names; none: whatever the figures cover. */
    const struct period_span *spans;
    size_t n_spans;

    struct rollup_refusal refusal;
    bool regions_checked;
};

/* What tells one group from another, as far as rules ask. */
struct rollup_scope {
    const struct aggregate_indicator *indicator;
    int64_t region; /* grouped by region: its number */
    int64_t parent; /* grouped by parent: its number, 0: none */
    bool has_year;
    int year;
};

struct rollup_result {
    bool none;          /* no figure, nor what a ratio is made of: there is nothing to answer */
    enum reason reason; /* REASON_NONE: there is a value, or bounds */
    bool has_value;     /* false where only the bounds are known */
    struct interval is;
    struct str bound; /* as that of a figure; empty: nothing is known */
    bool inexact;     /* a figure used is a bound, about so much, or repaired */
    struct str unit;
    uint8_t decimals;
    struct str over_regions, over_time, over_parts; /* rules; empty: nothing was rolled up */
    bool judged; /* something was expected, so that `complete` means something */
    bool complete;
    bool has_parts; /* one breakdown is common to all */
    struct str parts;
    struct period first, last;
    struct rollup_texts missing, not_applicable, missing_parts;
    struct rollup_gaps missing_periods;
    struct rollup_slice used[ROLLUP_ROLES]; /* some of their figures have no value */
    size_t figures;                         /* with one */
};

/* Before any group: 1 when the request as such is refused, or 0. */
MUST_USE int rollup_begin(struct rollup *rollup, size_t n_indicators, bool by_indicator);

/* Rolls up the figures of one group, which are in order; they may be moved and narrowed. 0: `ret`
 * is filled. 1: refused, see rollup->refusal. -ERR_NOMEM, or a failure of the store. */
MUST_USE int rollup_group(struct rollup *rollup, const struct rollup_scope *scope,
                          struct rollup_slice figures, struct rollup_result *ret);
