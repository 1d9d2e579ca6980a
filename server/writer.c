#include "server/writer.h"

#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "db/keys.h"
#include "server/release.h"

#include <stdio.h>
#include <time.h>

/* How often uses of keys are recorded. */
enum { RECORD_S = 60 };

/* limit: the memory of a job grows by this. */
enum { JOB_BLOCK = 64 * 1024 };

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void writer_open(struct writer *writer, const char *db_path, struct release_source *releases,
                 struct key_uses *uses)
{
    pthread_condattr_t monotonic;

    *writer = (struct writer){.db_path = db_path, .releases = releases, .uses = uses};
    pthread_mutex_init(&writer->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&writer->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    arena_init(&writer->job.arena, JOB_BLOCK, JOB_MEMORY_MAX);
    spool_init(&writer->job.spool);
}

/* With the mutex held. */
static void give_back(struct writer *writer, struct job *job)
{
    if (job->call != NULL)
        buf_finish(job->call->out);
    buf_finish(&job->body);
    spool_close(&job->spool);
    /* Jobs are rare, and one that was large is not to be remembered by the memory of the process.
     */
    arena_finish(&job->arena);
    arena_init(&job->arena, JOB_BLOCK, JOB_MEMORY_MAX);
    job->abandoned = false;
    job->call = NULL;
    job->request = NULL;
    job->problem = PROBLEM_NONE;
    job->reason[0] = '\0';
    job->state = JOB_FREE;
    pthread_cond_broadcast(&writer->changed);
}

static void log_job(const struct job *job)
{
    const struct api_call *call = job->call;
    struct log_field fields[] = {
        {.key = "id", .type = LOG_STR, .s = str_from(job->id)},
        {.key = "operation", .type = LOG_STR, .s = str_from(call->op->operation_id)},
        {.key = "actor", .type = LOG_STR, .s = call->actor},
        {.key = "problem",
         .type = LOG_STR,
         .s = job->problem != PROBLEM_NONE ? str_from(problem_specs[job->problem].slug)
                                           : STR("none")},
        {.key = "upload_bytes", .type = LOG_I64, .i = call->upload.size},
        {.key = "duration_us", .type = LOG_I64, .i = job->duration_us},
    };

    log_write(LOG_INFO, "write", fields, COUNT_OF(fields));
}

static enum problem_id run_handler(struct writer *writer, struct job *job)
{
    struct api_call *call = job->call;
    struct db *db = NULL;
    enum problem_id problem;
    int r = db_open_writer(writer->db_path, false, &db);

    if (r == -ERR_BUSY) {
        call->retry_after_s = JOB_RETRY_S;
        return api_problem(call, PROBLEM_IMPORT_IN_PROGRESS, "Another process writes.");
    }
    if (r < 0)
        return api_fail(call, r);
    call->db = db;
    problem = call->op->run(call, call->args);
    if (call->error < 0)
        snprintf(job->reason, sizeof job->reason, "%s", db_message(db));
    call->db = NULL;
    db_close(&db);
    return problem;
}

static void run_job(struct writer *writer, struct job *job)
{
    struct metrics_writer *metrics = &writer->metrics;
    int64_t started = now_us();

    metrics_set(&metrics->running, 1);
    metrics_add(&metrics->upload_bytes, (uint64_t)job->call->upload.size);
    job->problem = run_handler(writer, job);
    job->duration_us = now_us() - started;
    metrics_add(&metrics->busy_us, (uint64_t)job->duration_us);
    if (job->problem == PROBLEM_NONE)
        metrics_set(&metrics->changed_at, (uint64_t)time(NULL));
    metrics_set(&metrics->running, 0);
    /* The main thread finds it too, a second later at most. */
    if (release_source_refresh(writer->releases, false) > 0)
        log_write(LOG_INFO, "release_by_job", NULL, 0);
    log_job(job);
}

/* Uses that can not be recorded now are noted again. */
static void record_uses(struct writer *writer)
{
    struct key_use v[KEY_USES_MAX];
    size_t n = key_uses_take(writer->uses, v);
    struct db *db = NULL;
    int r;

    if (n == 0 || writer->releases->immutable)
        return;
    r = db_open_writer(writer->db_path, false, &db);
    if (r == 0)
        r = key_record_uses(db, v, n);
    db_close(&db);
    for (size_t i = 0; r < 0 && i < n; i++)
        key_uses_note(writer->uses, v[i].id, v[i].at);
}

/* Waits for a job or the end, at most until `due`. True when the time is up. With the mutex held.
 */
static bool wait_until(struct writer *writer, const struct timespec *due)
{
    while (writer->job.state != JOB_READY && !writer->stopping) {
        if (pthread_cond_timedwait(&writer->changed, &writer->mutex, due) != 0)
            return true;
    }
    return false;
}

static void *run(void *cls)
{
    struct writer *writer = cls;
    struct job *job = &writer->job;
    struct timespec due;
    bool stopping;

    pthread_setname_np(pthread_self(), "writer");
    clock_gettime(CLOCK_MONOTONIC, &due);
    due.tv_sec += RECORD_S;
    pthread_mutex_lock(&writer->mutex);
    do {
        bool record = wait_until(writer, &due);

        if (job->state == JOB_READY) {
            job->state = JOB_RUNNING;
            pthread_mutex_unlock(&writer->mutex);
            run_job(writer, job);
            pthread_mutex_lock(&writer->mutex);
            job->state = JOB_DONE;
            if (job->abandoned)
                give_back(writer, job);
        }
        stopping = writer->stopping && job->state != JOB_READY;
        pthread_mutex_unlock(&writer->mutex);
        if (record || stopping) {
            record_uses(writer);
            clock_gettime(CLOCK_MONOTONIC, &due);
            due.tv_sec += RECORD_S;
        }
        pthread_mutex_lock(&writer->mutex);
    } while (!stopping);
    pthread_mutex_unlock(&writer->mutex);
    return NULL;
}

int writer_start(struct writer *writer)
{
    writer->started = pthread_create(&writer->thread, NULL, run, writer) == 0;
    return writer->started ? 0 : -ERR_NOMEM;
}

void writer_close(struct writer *writer)
{
    pthread_mutex_lock(&writer->mutex);
    writer->stopping = true;
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->mutex);
    if (writer->started)
        pthread_join(writer->thread, NULL);
    buf_finish(&writer->job.body);
    spool_close(&writer->job.spool);
    arena_finish(&writer->job.arena);
    pthread_cond_destroy(&writer->changed);
    pthread_mutex_destroy(&writer->mutex);
}

bool writer_is_busy(struct writer *writer)
{
    bool busy;

    pthread_mutex_lock(&writer->mutex);
    busy = writer->job.state != JOB_FREE;
    pthread_mutex_unlock(&writer->mutex);
    return busy;
}

struct job *writer_take(struct writer *writer)
{
    struct job *job = NULL;

    pthread_mutex_lock(&writer->mutex);
    if (writer->job.state == JOB_FREE && writer->started && !writer->stopping) {
        job = &writer->job;
        job->state = JOB_TAKEN;
    }
    pthread_mutex_unlock(&writer->mutex);
    return job;
}

void writer_submit(struct writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->mutex);
    job->state = JOB_READY;
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->mutex);
}

bool writer_is_done(struct writer *writer, struct job *job)
{
    bool done;

    pthread_mutex_lock(&writer->mutex);
    done = job->state == JOB_DONE;
    pthread_mutex_unlock(&writer->mutex);
    return done;
}

void writer_release(struct writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->mutex);
    give_back(writer, job);
    pthread_mutex_unlock(&writer->mutex);
}

void writer_abandon(struct writer *writer, struct job *job)
{
    pthread_mutex_lock(&writer->mutex);
    if (job->state == JOB_DONE)
        give_back(writer, job);
    else
        job->abandoned = true;
    pthread_mutex_unlock(&writer->mutex);
}
