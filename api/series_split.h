/* What is said about `codesAsOf=`: the codes that stand for those asked for, and why a figure that
 * would have to be divided is refused. */
#pragma once

#include "api/api.h"
#include "api/series_codes.h"
#include "db/observations.h"

/* Hints for each code that is named and is none of the day. 0, or a failure of the store. */
MUST_USE int series_split_hint(struct api_call *call, struct observation_memo *memo,
                               const struct region_basis *basis, struct str_list named);

/* not-additive, with the rule, the whole, and its parts one by one. */
MUST_USE enum problem_id series_split_problem(struct api_call *call, struct observation_memo *memo,
                                              const struct region_basis *basis,
                                              const struct series_split *split);
