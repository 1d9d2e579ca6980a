/* The one place that sends.
 *
 * A reply is built completely (status, fields, body) and then queued exactly once. It decides
 * nothing about the request. When memory is short it falls back to an answer that was made at
 * start, so that a client hears of it.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/str.h"

#include <microhttpd.h>

#include <stdbool.h>
#include <stddef.h>

struct stream;

/* limit: twice the fields of the richest answer. */
enum { REPLY_FIELDS_MAX = 32 };

/* Zero-initialise with `arena`. */
struct reply {
    struct arena *arena;
    unsigned status;
    /* The body: bytes that live as long as the process, or else a buffer whose bytes are handed to
     * the HTTP library. Neither: no body. */
    struct str constant;
    struct buf *body;
    /* A body that is sent while it is made; the HTTP library's from reply_send() on. */
    struct stream *stream;
    /* For 304, which has no body: the length of the one that it stands for. */
    size_t length;
    /* There is no body, for a 304 or HEAD, and the length of the one that it stands for is not
     * known. */
    bool no_length;
    struct {
        const char *name;
        const char *value;
    } fields[REPLY_FIELDS_MAX];
    size_t n_fields;
};

/* Adds a field; `name` is static, `value` is copied into the arena. An empty value adds nothing. */
void reply_add(struct reply *reply, const char *name, struct str value);

/* Adds what every answer carries: the request's id, access from other origins, no sniffing. */
void reply_add_common(struct reply *reply, struct str request_id);

/* Bytes of the body. */
size_t reply_length(const struct reply *reply);

/* Queues the reply; a stream that could not be handed over is ended. `fallback` is queued instead
 * when memory runs out. Returns what the HTTP library's handler has to return, and in `*ret_sent`
 * whether it was the reply itself. */
MUST_USE enum MHD_Result reply_send(struct reply *reply, struct MHD_Connection *connection,
                                    struct MHD_Response *fallback, bool *ret_sent);

/* Makes the answer for when there is no memory to make one: problem out-of-memory, status 503. The
 * caller releases it with MHD_destroy_response(). NULL when even now there is none. */
struct MHD_Response *reply_create_fallback(void);
