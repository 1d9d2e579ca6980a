/* From the arguments of a call to the conditions of a reading of a register; see api/register.h for
 * what the names of parameters mean. For api/register.c only. */
#pragma once

#include "api/register.h"

/* limit: an operation has fewer parameters */
enum { REGISTER_TESTS_MAX = 24 };

/* The arguments that all lists have. */
struct register_args {
    struct str cursor, on;
    int64_t limit;
    bool bom;
    struct str_list fields, group_by;
    struct str period; /* of a statistic */
    struct register_test tests[REGISTER_TESTS_MAX];
    size_t n_tests;
};

/* 0, or a failure; everything lives as long as the call. */
MUST_USE int register_args_read(struct api_call *call, const struct register_spec *spec,
                                const struct table *table, struct register_args *ret);

/* Adds that the day of the register lies within `period`, where one is given. 0 or -ERR_INTERNAL.
 */
MUST_USE int register_args_within(const struct register_spec *spec, struct str period,
                                  struct register_args *ret);

/* Puts the day of judgement where the conditions of a state want it. */
void register_args_judge(struct register_args *args, int32_t on);
