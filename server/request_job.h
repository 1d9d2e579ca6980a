/* A request that changes the store, from when it is whole to its answer (server/writer.h).
 *
 * The HTTP library asks for an answer again on each turn of its loop, as long as none was queued
 * after the whole request has come: connection.c of 0.9.75 stays in FULL_REQ_RECEIVED and keeps the
 * connection among those that are ready, whatever else arrives on it; a reset ends it. So a request
 * waits without suspending its connection, which that version does not do reliably. Where the
 * library keeps a timeout of its own it is off meanwhile. It was tried with clients that send
 * slowly, that send the next request early, that close one side, and that go away.
 */
#pragma once

#include "server/request.h"

/* Runs `rq`, decided as far as the handler, as a job: decides it once more in the memory of the
 * job, since what the connection holds may end before it. What is returned is for the HTTP library;
 * `*ret` is PROBLEM_NONE when the request waits or was answered, else what is to be answered. */
MUST_USE enum MHD_Result request_start_job(struct request *rq, enum problem_id *ret);

/* The answer for when no job can be taken. */
MUST_USE enum problem_id request_refuse_job(struct request *rq);
