/* Counts, sums, shares and days over the records of a register, in total and by groups, for all
 * registers alike.
 *
 *     static const struct register_measure measures[] = {{.name = "visits"}, ...};
 *     static const struct register_statistics statistics = {.of = &visits, ...};
 *
 *     enum problem_id api_get_visits_statistics(struct api_call *call,
 *                                               const struct get_visits_statistics_args *a UNUSED)
 *     {
 *         return register_statistics_answer(call, &statistics);
 *     }
 *
 * The parameters of the operation are the filters of the register (api/register.h), `period`,
 * within which the day of `of->day` lies, and `group_by`, names of keys. A measure that is judged
 * on a day has REGISTER_ON_DAY in its conditions. With `period`, the total of the same period one
 * year earlier stands beside it. Whatever is made of records counts each record once.
 */
#pragma once

#include "api/register.h"
#include "db/register_groups.h"

/* part / whole, both numbers of measures. */
struct register_ratio {
    const char *name;
    size_t part, whole;
    uint8_t decimals;
    bool percent;
};

/* limit: what one statistic tells beside its measures */
enum { REGISTER_RATIOS_MAX = 6, REGISTER_STATISTICS_KEYS_MAX = 16 };

struct register_statistics {
    const struct register_spec *of;
    const struct register_key *keys; /* what group_by= may name */
    size_t n_keys;
    const struct register_measure *measures;
    size_t n_measures;
    const struct register_ratio *ratios;
    size_t n_ratios;
    size_t share_of;  /* the measure of which each group has a share, and that grows */
    const char *from; /* days from this column to the next, told as `days`; NULL: none */
    const char *to;
};

MUST_USE enum problem_id register_statistics_answer(struct api_call *call,
                                                    const struct register_statistics *spec);
