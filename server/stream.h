/* Answers that are sent while they are made.
 *
 * A handler of an `x-stream` operation leaves a function and its state (api/api.h). The memory of
 * its request goes over to the stream, so that everything the call points at lives on; from there
 * each piece is made, the first one at once and the others when the HTTP library has sent the one
 * before, on the worker's connection and in the worker's arena, like a small request of its own. A
 * stream holds its request's memory and one piece, however long the answer is.
 *
 * Pieces are of one release, and of one epoch of what may be read of it (db/db.h). An answer that
 * another epoch begins in would lack figures and say nothing of it, or go on with figures that are
 * closed: it is broken off. So it is when the path of the store has another file that has not the
 * same release.
 */
#pragma once

#include "api/api.h"
#include "base/arena.h"
#include "base/macros.h"
#include "db/db.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct MHD_Connection;
struct exchange;
struct worker;

/* limit: 16 streams of a worker at once, of at most 1 MiB for the request and 1 MiB for a piece
 * each, so that 64 workers stay within 2 GiB at worst, and a handful of MiB in practice. A request
 * has its arguments, the indicators and regions it selects, and what it keeps from piece to piece;
 * a piece is API_PIECE and one row more, in a buffer that doubles. */
enum { STREAMS_MAX = 16, STREAM_MEMORY_MAX = 1024 * 1024, STREAM_PIECE_MAX = 1024 * 1024 };

struct stream {
    struct stream *next;
    struct worker *worker;
    struct MHD_Connection *connection;
    struct exchange *exchange;
    struct access_epoch access; /* in which it was begun */
    struct release release;     /* of which it is */
    unsigned opening;           /* of the store (server/release.h) */
    /* The request's memory, and the call in it. */
    struct arena arena;
    struct api_call call;
    /* What was made and not yet taken. */
    struct buf piece;
    size_t at;
    bool more;
};

/* The streams of one worker; belongs to its thread. */
struct stream_pool {
    struct stream *free;
};

/* Fills the pool with STREAMS_MAX streams from `arena`, which must outlive it. False when there is
 * no memory. */
MUST_USE bool stream_pool_init(struct stream_pool *pool, struct arena *arena);

/* Runs the handler of an `x-stream` operation in at most STREAM_MEMORY_MAX of the worker's arena,
 * takes that memory over, and makes the first piece in what is then an empty arena, into the
 * request's buffer, so that a problem is answered like any other. `*ret` is untouched when as many
 * streams are under way as there may be; otherwise it is to be ended or handed to the HTTP library,
 * also after a problem, and what `call` points at lives until then. */
MUST_USE enum problem_id stream_run(struct worker *worker, struct MHD_Connection *connection,
                                    struct exchange *exchange, struct api_call *call,
                                    struct stream **ret);

/* Takes over the buffer with the first piece, which is left empty. The last step before the answer
 * is queued. */
void stream_adopt(struct stream *stream, struct buf *out);

/* For the HTTP library: gives bytes, and ends a stream in whichever state it is. */
ssize_t stream_read(void *cls, uint64_t at, char *out, size_t size);
void stream_end(void *cls);
