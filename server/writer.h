/* The one thread of the server that changes the store.
 *
 * An operation that writes (op->writes: a method other than GET with `security`) is a job. When its
 * request is whole, the body in a file or in memory, and everything that the contract decides is
 * decided, the worker hands it over and goes on serving others; the connection waits, and the
 * worker asks on each turn of its loop whether the job is done. What the handler answers is sent
 * then, so after its transaction has ended: a change that is told is committed.
 *
 * There is one job at a time. Whoever comes meanwhile, or while another process writes, hears
 * import-in-progress at once. A client that goes away ends nothing: its job is run to its end. So
 * is a job that runs when the server is told to stop.
 *
 * What a handler of such an operation may do (api/api.h has the rest):
 *   - call->db is a writer, opened for this job under the lock of db/lock.h and closed after it:
 *     begin and end transactions, prepare, read, write, and take as long as it takes. There is no
 *     deadline. A transaction that it leaves open is rolled back by the closing.
 *   - call->upload.fd is the body of an `x-upload` operation, at its beginning; read(2), lseek(2)
 *     and pread(2) as needed, do not close it. It has no name and goes with the job.
 *   - call->body is the JSON of the others, as everywhere.
 *   - call->arena has at most JOB_MEMORY_MAX, call->out as much as any answer.
 *   - call->release and call->newest are those that were served when the request came: to decide
 *     about what is newest now, read it through call->db inside the transaction.
 *   - it sees nothing of the connection, and whether the client still waits can not be known.
 *   - opening a writer takes the lock, and closing it checkpoints; nothing else is written for a
 *     handler that writes nothing.
 * After a job the newest release is looked up before the answer goes out, so that a client that was
 * told of a release reads it with its next request.
 *
 * The thread also records when keys were used last: at most once a minute, only when no other
 * process writes, and once more at the end.
 */
#pragma once

#include "api/api.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "server/key_uses.h"
#include "server/metrics.h"
#include "server/spool.h"

#include <pthread.h>
#include <stdbool.h>

struct release_source;

/* limit: a report of a draft has at most some thousand entries; rows are never kept. */
enum { JOB_MEMORY_MAX = 64 * 1024 * 1024 };

/* Seconds after which it is worth to ask again for what another job kept from being done. */
enum { JOB_RETRY_S = 2 };

enum { JOB_ID_SIZE = 17, JOB_REASON_SIZE = 200 };

enum job_state {
    JOB_FREE,
    JOB_TAKEN,   /* a worker prepares it */
    JOB_READY,   /* waits for the thread */
    JOB_RUNNING, /* the thread has it */
    JOB_DONE,    /* the worker has it again */
};

struct job {
    /* Guarded by the writer's mutex; all else belongs to whom the state says. */
    enum job_state state;
    /* Nobody waits for it any more. */
    bool abandoned;
    /* Memory of everything that the job reads and makes; nothing of it is the connection's. */
    struct arena arena;
    struct buf body;
    struct spool spool;
    struct api_call *call;
    enum problem_id problem;
    /* For the log: the request's id, and what the engine of the store said of a failure. */
    char id[JOB_ID_SIZE], reason[JOB_REASON_SIZE];
    int64_t duration_us;
    /* The worker's, in the job's arena. */
    void *request;
};

struct writer {
    const char *db_path;
    struct release_source *releases;
    struct key_uses *uses;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t thread;
    bool started, stopping;
    struct metrics_writer metrics;
    struct job job;
};

/* Prepares the writer, with which writer_close() ends in every case. `db_path`, `releases` and
 * `uses` outlive it. */
void writer_open(struct writer *writer, const char *db_path, struct release_source *releases,
                 struct key_uses *uses);

/* Starts the thread, before anybody takes a job. 0 or -ERR_NOMEM. */
MUST_USE int writer_start(struct writer *writer);

/* Runs what is ready to its end, records the uses of keys and ends the thread. After all workers
 * were closed. */
void writer_close(struct writer *writer);

/* Is a job taken? By the time the caller knows, that may have changed. */
bool writer_is_busy(struct writer *writer);

/* Takes the job to prepare it, its arena and buffers empty; NULL when it is taken. */
struct job *writer_take(struct writer *writer);

/* Hands it to the thread. */
void writer_submit(struct writer *writer, struct job *job);

/* Whether it is done; then it is the worker's again. */
MUST_USE bool writer_is_done(struct writer *writer, struct job *job);

/* Gives it back, before it was submitted or after it was done. */
void writer_release(struct writer *writer, struct job *job);

/* The client has gone after it was submitted: it is given back once it is done. */
void writer_abandon(struct writer *writer, struct job *job);
