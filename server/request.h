/* The life of a request, from the head that was read to the answer that is queued.
 *
 * The steps stand in order in request.c. Everything about one request is in one struct on the
 * stack of its handler and in the worker's arena; only the exchange outlives it.
 */
#pragma once

#include "api/api.h"
#include "base/macros.h"
#include "base/str.h"
#include "server/cond.h"
#include "server/exchange.h"
#include "server/head.h"
#include "server/negotiate.h"
#include "server/reply.h"
#include "server/route.h"
#include "server/uri.h"
#include "server/worker.h"

#include <microhttpd.h>

#include <stdbool.h>
#include <stddef.h>

struct job;

/* What the steps decided to send. */
enum outcome {
    OUTCOME_BODY,         /* what the handler wrote */
    OUTCOME_NOT_MODIFIED, /* the client has it */
    OUTCOME_METHODS,      /* the answer to OPTIONS */
    OUTCOME_PROBLEM,      /* request.problem */
    OUTCOME_JOB,          /* nothing yet: the handler is the writer's to run */
};

struct request {
    struct worker *worker;
    struct MHD_Connection *connection;
    struct exchange *exchange;
    struct str method_name, version;
    /* As it came, as long as the call. */
    struct str target;
    struct head head;
    /* What the head says of a file. */
    struct head_upload upload;
    /* Something was sent as a key. */
    bool keyed;
    /* The change of the store that this is, once it has its own memory. */
    struct job *job;
    const struct served_release *served;
    /* The release that is read is dated (server/release.h). */
    bool dated;
    struct uri uri;
    struct route route;
    struct api_call call;
    struct buf out;
    struct negotiate_coding coding;
    /* The release was asked for by `asOf`; and no later one changes the answer. */
    bool as_of, fixed;
    /* Validators; empty text where there is none. The tag is complete once the length is known. */
    char hash[COND_HASH_SIZE], last_modified[COND_DATE_SIZE];
    /* The whole tag of an operation whose answers change without a release. */
    struct str tag;
    /* Length of the body that a 304 stands for, when the client's tag says it. */
    bool has_length;
    size_t length;
    /* Value of Allow, for OPTIONS and 405. */
    char allow[ROUTE_ALLOW_SIZE];
    /* Media types that are offered, for 406. */
    struct str_list offered;
    /* Under way while the answer of an x-stream operation is made. */
    struct stream *stream;
    enum outcome outcome;
    enum problem_id problem;
    /* The connection cannot be used for another request: its bytes cannot be trusted. */
    bool close;
};

/* May answers of the operation be kept by whoever gets them? What is asked with a body is answered
 * once, and what is answered to a key is for who has it. */
static inline bool request_is_kept(const struct request *rq)
{
    return rq->call.op->cache != CACHE_NONE && rq->call.op->method == METHOD_GET && !rq->keyed;
}

/* Begins a request in `arena`, with what is constant about it; rq->out is to be finished. */
void request_begin(struct request *rq, struct worker *worker, struct exchange *exchange,
                   struct arena *arena);

/* The steps that need the head alone: its form, who asks, the operation, and whether they may. */
MUST_USE enum problem_id request_find(struct request *rq);

/* All steps that decide. */
MUST_USE enum problem_id request_decide(struct request *rq);

/* Makes the answer and queues it, once. */
MUST_USE enum MHD_Result request_answer(struct request *rq);

/* CLOCK_MONOTONIC, in microseconds. */
int64_t request_now_us(void);

/* Is the body that the head announces wanted? Then the exchange is ready for it; otherwise
 * request_handle() says why, without it. */
MUST_USE bool request_takes_body(struct worker *worker, struct MHD_Connection *connection,
                                 struct exchange *exchange, struct str method, struct str version);

/* Takes the next piece of a body that is wanted. */
void request_take_piece(struct exchange *exchange, struct str piece);

/* Answers a request that waits for a change of the store, if that is done; then, as long as it is
 * not, the HTTP library asks again. */
MUST_USE enum MHD_Result request_resume(struct worker *worker, struct MHD_Connection *connection,
                                        struct exchange *exchange);

/* Before the exchange ends: it waits no longer for its change, which is made all the same. */
void request_abandon(struct worker *worker, struct exchange *exchange);

/* Answers a request whose head is complete, or lets it wait for its change. Returns what the HTTP
 * library's handler has to return.
 */
MUST_USE enum MHD_Result request_handle(struct worker *worker, struct MHD_Connection *connection,
                                        struct exchange *exchange, struct str method,
                                        struct str version);
