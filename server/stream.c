#include "server/stream.h"

#include "db/db.h"
#include "server/exchange.h"
#include "server/worker.h"

#include <microhttpd.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

/* limit: a piece is API_PIECE and one row more, in a buffer that doubles. */
enum { PIECE_MAX = 1024 * 1024 };

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

enum problem_id stream_run(struct worker *worker, struct exchange *exchange, struct api_call *call,
                           struct stream **ret)
{
    struct stream *stream = worker->streams.free;
    enum problem_id problem;

    if (stream == NULL)
        return PROBLEM_TOO_MANY_EXPORTS;
    worker->streams.free = stream->next;
    *stream = (struct stream){.worker = worker, .exchange = exchange};
    *ret = stream;
    problem = call->op->run(call, call->args);
    if (problem == PROBLEM_NONE && call->stream.next == NULL)
        return PROBLEM_INTERNAL;
    return problem == PROBLEM_NONE ? call->stream.next(call, call->stream.state, &stream->more)
                                   : problem;
}

void stream_adopt(struct stream *stream, struct api_call *call)
{
    struct arena *arena = call->arena;

    stream->call = *call;
    stream->arena = *arena;
    stream->piece = *call->out;
    stream->call.arena = &stream->arena;
    stream->call.out = &stream->piece;
    arena_init(arena, stream->arena.block, stream->arena.cap);
    buf_init(call->out, stream->piece.max);
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
    stream->piece.max = PIECE_MAX;
    stream->at = 0;
    call.arena = &worker->arena;
    db_set_deadline(call.db, started / 1000 + PIECE_MS);
    problem = call.stream.next(&call, call.stream.state, &stream->more);
    db_set_deadline(call.db, 0);
    exchange->duration_us += now_us() - started;
    if (problem == PROBLEM_NONE)
        return true;
    exchange->problem = problem;
    exchange->error = call.error;
    if (exchange->error < 0)
        snprintf(exchange->reason, sizeof exchange->reason, "%s", db_message(worker->db));
    return false;
}

ssize_t stream_read(void *cls, uint64_t at UNUSED, char *out, size_t size)
{
    struct stream *stream = cls;
    size_t left = stream->piece.n - stream->at;

    if (left == 0) {
        if (!stream->more)
            return MHD_CONTENT_READER_END_OF_STREAM;
        if (!make_piece(stream))
            return MHD_CONTENT_READER_END_WITH_ERROR;
        left = stream->piece.n;
        if (left == 0 && !stream->more)
            return MHD_CONTENT_READER_END_OF_STREAM;
    }
    /* Nothing yet is no end: the library asks again when it has served its other connections. */
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
