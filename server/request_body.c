#include "server/request_body.h"

#include "api/body.h"
#include "base/err.h"
#include "server/request_job.h"
#include "server/shared.h"

#include <time.h>

/* limit: 20 s for a body of at most 64 KiB, also of a client that sends a byte now and then; a file
 * has a second more for each 64 KiB, half of what a slow line carries. */
enum { BODY_MS = 20000, BYTES_PER_S = 64 * 1024 };

/* limit: 4 files at once for each worker; one change is made at a time, so that more only wait. */
enum { UPLOADS_MAX = 4 };

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

enum problem_id request_check_announced(struct request *rq)
{
    const struct op_spec *op = rq->call.op;

    if (op->body != NULL)
        return head_check_json(&rq->head, BODY_BYTES_MAX);
    if (op->upload != 0)
        return head_check_upload(&rq->head, op->upload, rq->worker->shared->upload_max,
                                 &rq->upload);
    return head_check_body(&rq->head);
}

/* Nothing was kept of a body that was announced, since there was no room for another. */
static bool was_refused(const struct request *rq, const struct spool *spool)
{
    return spool->fd < 0 && spool->error == 0 && rq->upload.length > 0;
}

static enum problem_id read_upload(struct request *rq)
{
    struct spool *spool = rq->job != NULL ? &rq->job->spool : &rq->exchange->spool;
    struct upload *upload = &rq->call.upload;
    int r = spool->error;

    if (was_refused(rq, spool))
        return request_refuse_job(rq);
    /* Only the job needs the file. */
    if (r == 0 && rq->job != NULL) {
        /* An empty body brings nothing that would have made one. */
        if (spool->fd < 0)
            r = spool_open(spool, rq->worker->shared->db_path);
        if (r == 0)
            r = spool_end(spool, upload->sha256);
    }
    if (r < 0)
        return api_fail(&rq->call, r);
    upload->fd = spool->fd;
    upload->size = spool->size;
    upload->media_type = rq->upload.media_type;
    upload->charset = rq->upload.charset;
    return PROBLEM_NONE;
}

enum problem_id request_read_body(struct request *rq)
{
    const struct buf *body = rq->job != NULL ? &rq->job->body : &rq->exchange->body;

    if (rq->call.op->upload != 0)
        return read_upload(rq);
    if (rq->call.op->body == NULL)
        return PROBLEM_NONE;
    if (body->failed)
        return PROBLEM_OUT_OF_MEMORY;
    return body_read(&rq->call, (struct str){body->p, body->n});
}

static bool begin_upload(struct worker *worker, struct exchange *exchange, size_t length)
{
    int r;

    if (worker->n_uploads >= UPLOADS_MAX || writer_is_busy(&worker->shared->writer))
        return false;
    r = spool_open(&exchange->spool, worker->shared->db_path);
    exchange->spool.error = r;
    /* Where it can not be kept, that is the answer at once. */
    if (r < 0)
        return false;
    worker->n_uploads++;
    exchange->body_due_ms = now_ms() + BODY_MS + (int64_t)(length / BYTES_PER_S) * 1000;
    return true;
}

bool request_takes_body(struct worker *worker, struct MHD_Connection *connection,
                        struct exchange *exchange, struct str method, struct str version)
{
    struct request rq = {.connection = connection, .method_name = method, .version = version};
    bool takes;

    request_begin(&rq, worker, exchange, &worker->arena);
    takes = request_find(&rq) == PROBLEM_NONE && rq.outcome == OUTCOME_BODY;
    buf_finish(&rq.out);
    if (takes && rq.call.op->upload != 0)
        return begin_upload(worker, exchange, rq.upload.length);
    if (!takes || rq.call.op->body == NULL)
        return false;
    buf_init(&exchange->body, BODY_BYTES_MAX);
    exchange->body_due_ms = now_ms() + BODY_MS;
    return true;
}

void request_take_piece(struct exchange *exchange, struct str piece)
{
    if (exchange->spool.fd >= 0)
        spool_put(&exchange->spool, piece.p, piece.n);
    else
        buf_put(&exchange->body, piece.p, piece.n);
}
