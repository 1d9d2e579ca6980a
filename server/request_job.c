#include "server/request_job.h"

#include "server/request_cond.h"
#include "server/shared.h"

#include <stdio.h>

enum problem_id request_refuse_job(struct request *rq)
{
    rq->call.retry_after_s = JOB_RETRY_S;
    return PROBLEM_IMPORT_IN_PROGRESS;
}

/* The bytes that came are the job's from here on. */
static void take_over(struct job *job, struct worker *worker, struct exchange *exchange)
{
    if (exchange->spool.fd >= 0)
        worker->n_uploads--;
    job->spool = exchange->spool;
    spool_init(&exchange->spool);
    job->body = exchange->body;
    exchange->body = (struct buf){0};
    snprintf(job->id, sizeof job->id, "%s", exchange->id);
}

static enum MHD_Result finish(struct request *rq, struct job *job)
{
    enum MHD_Result result = request_answer(rq);

    writer_release(&rq->worker->shared->writer, job);
    return result;
}

enum MHD_Result request_start_job(struct request *rq, enum problem_id *ret)
{
    struct worker *worker = rq->worker;
    struct writer *writer = &worker->shared->writer;
    struct exchange *exchange = rq->exchange;
    struct job *job = exchange->body_seen ? writer_take(writer) : NULL;
    struct request *kept = job != NULL ? arena_alloc(&job->arena, sizeof *kept) : NULL;

    *ret = PROBLEM_NONE;
    if (job == NULL) {
        *ret = request_refuse_job(rq);
        return MHD_YES;
    }
    if (kept == NULL) {
        writer_release(writer, job);
        *ret = PROBLEM_OUT_OF_MEMORY;
        return MHD_YES;
    }
    *kept = (struct request){.connection = rq->connection,
                             .method_name = rq->method_name,
                             .version = rq->version,
                             .job = job};
    take_over(job, worker, exchange);
    request_begin(kept, worker, exchange, &job->arena);
    job->request = kept;
    job->call = &kept->call;
    kept->problem = request_decide(kept);
    if (kept->problem != PROBLEM_NONE || kept->outcome != OUTCOME_JOB)
        return finish(kept, job);
    exchange->job = job;
    worker->n_waiting++;
    MHD_set_connection_option(rq->connection, MHD_CONNECTION_OPTION_TIMEOUT, 0U);
    writer_submit(writer, job);
    return MHD_YES;
}

static void stop_waiting(struct worker *worker, struct exchange *exchange)
{
    exchange->job = NULL;
    worker->n_waiting--;
}

enum MHD_Result request_resume(struct worker *worker, struct MHD_Connection *connection,
                               struct exchange *exchange)
{
    struct job *job = exchange->job;
    struct request *rq = job->request;

    if (!writer_is_done(&worker->shared->writer, job))
        return MHD_YES;
    worker->moved = true;
    stop_waiting(worker, exchange);
    MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                              (unsigned)CONNECTION_TIMEOUT_S);
    rq->problem = job->problem;
    rq->outcome = OUTCOME_BODY;
    request_make_tag(rq);
    exchange->duration_us = request_now_us() - exchange->waits_since_us;
    return finish(rq, job);
}

void request_abandon(struct worker *worker, struct exchange *exchange)
{
    struct job *job = exchange->job;

    if (exchange->spool.fd >= 0)
        worker->n_uploads--;
    if (job == NULL)
        return;
    stop_waiting(worker, exchange);
    writer_abandon(&worker->shared->writer, job);
}
