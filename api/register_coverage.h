/* For which days and regions the registers behind a statistic are complete: for
 * api/register_statistics.c only.
 *
 * A count of 0 is a measured one where a register covers the place, and says nothing elsewhere.
 */
#pragma once

#include "api/register_counted.h"

struct coverage_span {
    int32_t from, to; /* both within */
};

/* Reads the registers that hold records of the table, and notes those that the answer rests on: the
 * ones that cover something of what was asked for. 0, or a failure. */
MUST_USE int register_coverage_open(struct statistic *s);

/* How far the days are covered; of the regions asked for, or (not empty) of this one. 0, or a
 * failure. */
MUST_USE int register_coverage_of(struct statistic *s, struct str region, struct coverage_span days,
                                  struct register_cover *ret);

/* The same of all that was asked for. */
MUST_USE int register_coverage_all(struct statistic *s, struct register_cover *ret);

/* The same of a group, by its region and its periods; false in *ret_known: it has no days. */
MUST_USE int register_coverage_group(struct statistic *s, const struct register_group *group,
                                     bool *ret_known, struct register_cover *ret);
