/* Who asks, how often they may, and what they may do. */
#pragma once

#include "server/request.h"

/* Finds out whose key came, if any, and counts the request of its key or address; once for an
 * exchange, but for the key, which may be revoked while a long body comes. Sets call->scopes and
 * call->actor. PROBLEM_NONE, key-in-url, unauthorized, rate-limited, or what api_fail() makes of a
 * store that can not be read. */
MUST_USE enum problem_id request_identify(struct request *rq);

/* What the operation asks of who asks: a scope, and the header fields that the contract requires;
 * these go into the call. PROBLEM_NONE, unauthorized, forbidden, precondition-required; other
 * faults of fields are left as violations. */
MUST_USE enum problem_id request_permit(struct request *rq);

/* Seconds to say in Retry-After; 0: the usual ones. */
uint32_t request_wait_s(const struct request *rq);
