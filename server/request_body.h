/* The body of a request: whether it is wanted, where it goes, and what it was. */
#pragma once

#include "server/request.h"

/* What is wrong with what the head announces of a body, for rq->call.op: PROBLEM_NONE, or as
 * head_check_body(), head_check_json() and head_check_upload(). */
MUST_USE enum problem_id request_check_announced(struct request *rq);

/* Reads the body where the operation takes one: into call->body, leaving violations there, or into
 * call->upload. */
MUST_USE enum problem_id request_read_body(struct request *rq);
