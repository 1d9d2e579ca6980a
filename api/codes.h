/* The check that the codes in the arguments exist (x-codes in the contract).
 *
 * A mistyped code is an error with the nearest codes, never a silent empty answer. Runs between the
 * parsing of the arguments and the handler, so that a handler is only called with codes that are
 * visible at the release it reads; and it runs after syntax errors too, so that a client learns of
 * all its mistakes at once. Says nothing about whether there is data for a code.
 */
#pragma once

#include "api/api.h"

/* Adds a violation for each code argument of `call` that does not exist, and suggestions to those
 * violations of the parser that are about a code. PROBLEM_NONE also when it added some; otherwise
 * the store failed. Without a release nothing is checked. */
MUST_USE enum problem_id api_check_codes(struct api_call *call);
