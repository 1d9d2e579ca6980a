/* What a request on records is about: regions, the registers behind them, and the day of judgement.
 *
 * A region stands for what lies below it too. An answer rests on each register that could have a
 * record of what was asked for, whether it has one or not: a count of 0 is what the register says.
 */
#pragma once

#include "api/api.h"
#include "base/period.h"
#include "db/record_coverage.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Kinds of runs of days that a span is divided into. */
struct period_list {
    struct period *v;
    size_t n;
};

struct record_scope {
    struct record_regions regions;
    struct coverages registers; /* those that the answer rests on */
    bool *covers;               /* [group * registers.n + register]: it may hold records of it */
    int32_t on;
};

struct record_wish {
    enum coverage_of of;
    struct str_list regions;   /* selectors */
    struct str_list documents; /* none: all registers */
    struct str on;             /* a day; empty: the last that the registers of the regions cover */
    bool grouped;              /* by region */
};

/* Everything lives as long as call->arena. Notes the registers as documents of the answer, and
 * hints of each that ends before the day of judgement. 0 or negative; -ERR_LIMIT: more regions than
 * are put into groups. */
MUST_USE int record_scope_open(struct api_call *call, const struct record_wish *wish,
                               struct record_scope *ret);

/* Whether a register has something to say of a period of a group on the day of judgement; hints
 * when it says not all. */
bool record_scope_covers(struct api_call *call, const struct record_scope *scope, size_t group,
                         struct period period);

/* Hints at all days of the periods that no register covers, for answers that have no entry of them.
 */
void record_scope_tell(struct api_call *call, const struct record_scope *scope,
                       const struct period_list *periods);

/* Whether one register holds all there is of a period of a group, which stands for one region. */
bool record_scope_holds(const struct record_scope *scope, size_t group, struct period period);

/* Hints for which days a register is complete. */
void record_scope_hint(struct api_call *call, int32_t from, int32_t to);

/* The periods of the kind `freq` that lie wholly within the span; without `split` the span itself,
 * as the period that it is, or as a range. -ERR_LIMIT: too many. */
MUST_USE int record_periods(struct arena *arena, struct str span, bool split, enum freq freq,
                            struct period_list *ret);
