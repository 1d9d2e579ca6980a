#include "server/stream.h"

#include "db/db.h"
#include "server/exchange.h"
#include "server/worker.h"

#include <microhttpd.h>

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

/* limit: 5 s for one piece, as for the queries of any other request. */
enum { PIECE_MS = 5000 };

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool stream_pool_init(struct stream_pool *pool, struct arena *arena)
{
    struct stream *v = arena_alloc(arena, STREAMS_MAX * sizeof *v);

    *pool = (struct stream_pool){0};
    for (size_t i = 0; v != NULL && i < STREAMS_MAX; i++) {
        v[i].next = pool->free;
        pool->free = &v[i];
    }
    return v != NULL;
}

/* In the worker's arena, bounded for the time of the handler. */
static enum problem_id run_handler(struct api_call *call)
{
    size_t cap = call->arena->cap;
    enum problem_id problem;

    call->arena->cap = STREAM_MEMORY_MAX;
    problem = call->op->run(call, call->args);
    call->arena->cap = cap;
    return problem == PROBLEM_NONE && call->stream.next == NULL ? PROBLEM_INTERNAL : problem;
}

/* From here on the memory of the request belongs to the stream, and the arena is empty. */
static void keep_request(struct stream *stream, struct api_call *call)
{
    struct arena *arena = call->arena;

    stream->call = *call;
    stream->arena = *arena;
    stream->call.arena = &stream->arena;
    stream->call.out = &stream->piece;
    arena_init(arena, stream->arena.block, stream->arena.cap);
    call->out->max = STREAM_PIECE_MAX;
}

/* Makes a piece in the memory of `call`. The epoch is looked at when it is made: nothing of it can
 * be of a later one that the look does not see. */
static enum problem_id next_piece(struct stream *stream, struct api_call *call)
{
    enum problem_id problem = call->stream.next(call, call->stream.state, &stream->more);
    struct access_epoch now;
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = db_access_epoch(call->db, &now);
    if (r < 0)
        return api_fail(call, r);
    if (now.release != stream->access.release || strcmp(now.digest, stream->access.digest) != 0)
        return api_problem(call, PROBLEM_STORAGE_UNAVAILABLE,
                           "What may be read has changed while the answer was made.");
    return PROBLEM_NONE;
}

enum problem_id stream_run(struct worker *worker, struct MHD_Connection *connection,
                           struct exchange *exchange, struct api_call *call, struct stream **ret)
{
    struct stream *stream = worker->streams.free;
    enum problem_id problem;
    int r;

    if (stream == NULL)
        return PROBLEM_TOO_MANY_EXPORTS;
    worker->streams.free = stream->next;
    *stream = (struct stream){
        .worker = worker,
        .connection = connection,
        .exchange = exchange,
        .opening = worker->opening,
    };
    if (call->release != NULL)
        stream->release = *call->release;
    *ret = stream;
    r = db_access_epoch(call->db, &stream->access);
    if (r < 0)
        return api_fail(call, r);
    problem = run_handler(call);
    if (problem != PROBLEM_NONE)
        return problem;
    keep_request(stream, call);
    return next_piece(stream, call);
}

void stream_adopt(struct stream *stream, struct buf *out)
{
    stream->piece = *out;
    buf_init(out, stream->piece.max);
}

/* The worker may have opened another store since the last piece. */
static enum problem_id follow_store(struct stream *stream, struct api_call *call)
{
    struct worker *worker = stream->worker;
    int r;

    call->db = worker->db;
    if (stream->opening == worker->opening)
        return PROBLEM_NONE;
    r = db_has_release(worker->db, &stream->release);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_STORAGE_UNAVAILABLE,
                           "The store has been replaced while the answer was made.");
    stream->opening = worker->opening;
    return PROBLEM_NONE;
}

/* Makes the next piece. False: it can not be made, and the log will say why. */
static bool make_piece(struct stream *stream)
{
    struct worker *worker = stream->worker;
    struct exchange *exchange = stream->exchange;
    struct api_call call = stream->call;
    int64_t started = now_us();
    enum problem_id problem;

    arena_reset(&worker->arena);
    buf_reset(&stream->piece);
    stream->at = 0;
    call.arena = &worker->arena;
    db_set_deadline(worker->db, started / 1000 + PIECE_MS);
    problem = follow_store(stream, &call);
    if (problem == PROBLEM_NONE)
        problem = next_piece(stream, &call);
    db_set_deadline(worker->db, 0);
    exchange->duration_us += now_us() - started;
    if (problem == PROBLEM_NONE)
        return true;
    exchange->problem = problem;
    exchange->error = call.error;
    if (exchange->error < 0)
        snprintf(exchange->reason, sizeof exchange->reason, "%s", db_message(worker->db));
    return false;
}

/* The library's time without a byte runs on while nothing is found, which is not the client's
 * doing. It begins anew when it is switched on, so it is switched off before. */
static void begin_time_anew(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_TIMEOUT);
    unsigned seconds = info != NULL ? info->connection_timeout : 0;

    /* Nothing is lost with a failure but the time. */
    if (seconds > 0 &&
        MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, 0U) == MHD_YES)
        (void)!MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

/* The library closes the connection when it looks at it again, which may be as late as its time
 * without a byte. The client learns now that the body is not whole, and by that the library too. */
static ssize_t break_off(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);

    if (info != NULL)
        shutdown(info->connect_fd, SHUT_RDWR);
    return MHD_CONTENT_READER_END_WITH_ERROR;
}

ssize_t stream_read(void *cls, uint64_t at UNUSED, char *out, size_t size)
{
    struct stream *stream = cls;
    size_t left = stream->piece.n - stream->at;

    stream->worker->moved = true;
    if (left == 0) {
        if (!stream->more)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (!make_piece(stream))
            return break_off(stream->connection);
        left = stream->piece.n;
        if (left == 0 && !stream->more)
            return MHD_CONTENT_READER_END_OF_STREAM;
        /* Nothing yet is no end: the library asks again when it has served its others. */
        if (left == 0) {
            begin_time_anew(stream->connection);
            return 0;
        }
    }
    if (left > size)
        left = size;
    memcpy(out, stream->piece.p + stream->at, left);
    stream->at += left;
    stream->exchange->bytes += left;
    return (ssize_t)left;
}

void stream_end(void *cls)
{
    struct stream *stream = cls;
    struct stream_pool *pool = &stream->worker->streams;

    buf_finish(&stream->piece);
    arena_finish(&stream->arena);
    stream->next = pool->free;
    pool->free = stream;
}
