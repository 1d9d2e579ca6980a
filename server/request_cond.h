/* The validators of a request's answer, and what its conditions say of it (server/cond.h). */
#pragma once

#include "base/macros.h"
#include "server/request.h"

#include <stdbool.h>

/* Fills rq->hash and rq->last_modified; they stay empty for what is not kept. */
void request_make_validators(struct request *rq);

/* Fills rq->tag, once the handler has said what it is made of. */
void request_make_tag(struct request *rq);

/* Does the client have an answer that is known to be there? RFC 9110, 13.2.2: the date counts only
 * where no tag is given. It must be the very date that came with the answer: of a later one, nobody
 * knows which release the client took it from. */
MUST_USE bool request_is_unmodified(const struct request *rq);

/* What became of the validators that the client sent, once the outcome stands. */
enum metrics_validator request_validator(const struct request *rq);

/* RFC 9110, 13.1.1: does the client insist on another answer than the one there is? Operations
 * without a tag have nothing to insist on. */
MUST_USE bool request_is_other_wanted(const struct request *rq);
