/* What is about persons or parties, and who may read it: a key with the scope read:restricted, that
 * asks for it by name. So whoever names nothing gets what is public, with whatever key.
 *
 *   - columns of records: those that `fields` names, in lists and single records;
 *   - figures of restricted indicators: those that `indicator` names, in /v1/observations, with
 * what `derive` computes of them there; and their number in /v1/indicators/{id}.
 *
 * Everything else stays closed whatever the key: totals, ranks, series, comparisons, changes,
 * counts, search, exports. What was computed without a figure must not tell of it when it is
 * computed with it. */
#pragma once

#include "api/api.h"

#include <stdbool.h>

/* Whether the key of the call has the scope. */
bool restricted_is_open(const struct api_call *call);

/* Whether the operation answers figures of restricted indicators that are named, and the key has
 * the scope. */
bool restricted_figures_are_open(const struct api_call *call);

/* The problem of a member that was asked for without the scope. */
MUST_USE enum problem_id restricted_refuse(struct api_call *call, struct str member);
