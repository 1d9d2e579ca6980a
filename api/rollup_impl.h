/* Between the files of the roll-up: one slice of figures on its way through the rules, axis by
 * axis.
 *
 * Each axis has a beginning, which finds out whether something is rolled up along it and refuses
 * what must be, and an end, which lists what is missing. rollup.c calls them in order. They return
 * as rollup_group() does.
 */
#pragma once

#include "api/rollup.h"

struct rolling {
    struct rollup *all;
    const struct rollup_scope *scope;
    const struct aggregate_indicator *indicator;
    struct rollup_slice figures; /* not empty */
    bool over_regions, over_time, over_parts;
    struct rollup_result *ret;
};

/* Kinds of refusal; codes and sentences stand in one table (rollup_refusal.c). */
enum refusal {
    REFUSED_MIXED_INDICATORS,
    REFUSED_MIXED_MEASURES,
    REFUSED_MIXED_DEFINITIONS,
    REFUSED_MIXED_UNITS,
    REFUSED_MIXED_ACCUMULATIONS,
    REFUSED_MIXED_LENGTHS,
    REFUSED_SAME_PLACE,
    REFUSED_NOT_A_LEVEL,
    REFUSED_NOT_AGGREGATED,
    REFUSED_DISTINCT_ENTITIES,
    REFUSED_RATIO,
    REFUSED_WEIGHTED_MEAN,
    REFUSED_PARTS_MISSING,
    REFUSED_WEIGHTS_MISSING,
    REFUSED_REGIONS_NOT_NAMED,
    REFUSED_NESTED_REGIONS,
    REFUSED_OVERLAPPING_ZONES,
    REFUSED_OVERLAPPING_PERIODS,
    REFUSED_HALVES_MISSING,
    REFUSED_SINCE_START,
    REFUSED_COHORT,
    REFUSED_STOCK_OVER_TIME,
    REFUSED_NOT_OVER_TIME,
    REFUSED_NESTED_PARTS,
    REFUSED_OVERLAPPING_PARTS,
    REFUSED_PROMOTING_PARTS,
    REFUSED_COVERAGE_DIFFERS,
    REFUSAL_COUNT
};

/* What is made of several numbers along one axis. */
enum how {
    KEEP,   /* there is one */
    ADD,    /* their sum */
    BOUND,  /* at least the largest, at most their sum */
    WEIGHT, /* their mean by weights */
    DIVIDE, /* recomputed from numerators and denominators */
    REFUSE,
};

/* 1, the refusal. */
int rollup_refuse(struct rollup *all, enum refusal refusal);

/* Names what offends: a parameter of the request, a value, and a sentence. Static or in the arena.
 */
void rollup_offend(struct rollup *all, struct str parameter, struct str value, struct str detail);

/* Appends a text; or only when it is not there yet. -ERR_NOMEM. */
MUST_USE int rollup_text(struct rollup *all, struct rollup_texts *list, struct str text);
MUST_USE int rollup_text_once(struct rollup *all, struct rollup_texts *list, struct str text);

/* The code of a period, in the arena. */
struct str rollup_period(struct rollup *all, struct period period);

/* The figures of one region, or of one region and period, from `at` on: where they end. */
size_t rollup_region_end(struct rollup_slice figures, size_t at);
size_t rollup_cell_end(struct rollup_slice figures, size_t at);

bool rollup_same_period(struct period a, struct period b);

/* Leaves out, region by region, what covers a part of a period that was asked for where a figure
 * covers just that period; of what `period` names or is grouped by. Figures of one role, in order.
 */
void rollup_take_asked(const struct rollup *all, const struct rollup_scope *scope,
                       struct rollup_slice *figures);

/* Whether more than one region is rolled up. */
bool rollup_over_regions(const struct rollup *all, const struct rollup_scope *scope);

MUST_USE int rollup_regions_begin(struct rolling *rolling);
MUST_USE int rollup_regions_end(struct rolling *rolling);

/* Sets the first and the last period; narrows the figures to the last one where that is the rule.
 */
MUST_USE int rollup_time_begin(struct rolling *rolling);
MUST_USE int rollup_time_end(struct rolling *rolling);

MUST_USE int rollup_parts_begin(struct rolling *rolling);
MUST_USE int rollup_parts_end(struct rolling *rolling);

/* Whether a part is at most the whole; that of a rate, a mean or a growth says nothing about it. */
bool rollup_adds_up(const struct rolling *rolling);

/* Sets the first and the last period, and tells whether they differ. */
bool rollup_time_ends(struct rolling *rolling);

/* The order of figures of one role; 0: one place. */
int rollup_compare_places(const struct rollup_figure *a, const struct rollup_figure *b);

/* Refuses two kinds whose numbers do not go together. */
int rollup_alike(struct rollup *all, const struct rollup_kind *a, const struct rollup_kind *b);

/* Refuses figures that are not alike, or of which several are of one place. */
MUST_USE int rollup_all_alike(struct rolling *rolling);
MUST_USE int rollup_places(struct rolling *rolling);

/* Its code. Static. */
struct str rollup_bound_code(uint8_t bound);

/* Says the bound of the result in one word: its own for a single figure, otherwise which end the
 * value is. */
void rollup_set_bound(struct rollup_result *ret);

/* The true number behind a figure that has a value. */
struct interval rollup_interval(const struct rollup_figure *figure);

/* The sum of the figures from `at` to `end`, which are parts of one place: 1, 0 when none has a
 * value, or -ERR_LIMIT. */
MUST_USE int rollup_cell(struct rollup_slice figures, size_t at, size_t end, struct interval *ret);

/* The greater of two ends, both known; the smaller one when `least`. */
struct interval_end rollup_outer(struct interval_end a, struct interval_end b, bool least);

/* What a computation of the number of `ret` returned: what cannot be computed is a reason. */
MUST_USE int rollup_computed(int r, enum reason of_input, struct rollup_result *ret);

/* Refuses periods of different lengths, of which one is not beside the other. */
MUST_USE int rollup_same_lengths(struct rolling *rolling);

/* Each sets the number of the result: parts into cells, these over time, these over regions; the
 * plain mean of that sum; the mean by weights; the least or greatest cell. */
MUST_USE int rollup_combine(struct rolling *rolling, enum how over_regions, enum how over_time);
MUST_USE int rollup_mean(struct rolling *rolling);
MUST_USE int rollup_weigh(struct rolling *rolling, struct rollup_slice weights);
MUST_USE int rollup_extreme(struct rolling *rolling);

/* `ret`, the numerator, by the denominator, in the unit of `ret`. */
MUST_USE int rollup_divide(struct rollup_result *ret, const struct rollup_result *by);

/* Refuses unless both have figures for the same regions and periods. */
MUST_USE int rollup_same_cells(struct rollup *all, struct rollup_slice numerators,
                               struct rollup_slice denominators);
