/* Arguments: one parser for all operations, driven by the generated parameter tables.
 *
 * Turns the decoded path segments and query pairs of a request into the argument struct of its
 * operation, collecting every violation on the way, and into the canonical query that entity tags
 * and links are made of. What the tables cannot say (does the code exist, does the range run
 * forwards) is left to api/codes.h and to the handlers.
 */
#pragma once

#include "api/api.h"
#include "server/uri.h"

/* limit: 1 KiB for one value; a list of 50 codes has room, and a target holds no more than four. */
enum { PARAMS_VALUE_MAX = 1024 };

/* Reads `segments` (the values of the path parameters, in order) and `pairs` for call->op. Sets
 * call->args, call->query and call->violations; arguments with a violation stay as if not given, so
 * that the others can still be checked. PROBLEM_NONE also with violations; out-of-memory. */
MUST_USE enum problem_id params_parse(struct api_call *call, const struct str *segments,
                                      const struct uri_pairs *pairs);
