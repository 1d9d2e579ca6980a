#include "server/reply.h"

#include "api/problem.h"
#include "server/stream.h"

/* Fields that scripts of other origins may read beyond the safelisted ones. */
#define EXPOSED                                                                                    \
    "ETag, Link, Location, Memento-Datetime, RateLimit, RateLimit-Policy, Retry-After, "           \
    "X-Request-Id, Content-Disposition, Allow"

void reply_add(struct reply *reply, const char *name, struct str value)
{
    if (value.n == 0 || reply->n_fields == REPLY_FIELDS_MAX)
        return;
    reply->fields[reply->n_fields].name = name;
    /* NULL when memory ran out: then the arena has failed, and reply_send() sees it. */
    reply->fields[reply->n_fields].value = arena_copy(reply->arena, value).p;
    reply->n_fields++;
}

void reply_add_common(struct reply *reply, struct str request_id)
{
    reply_add(reply, "X-Request-Id", request_id);
    /* What is public any origin may read, and what is not goes to who has a key: no cookie or login
     * of the browser speaks for a user here. */
    reply_add(reply, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, STR("*"));
    reply_add(reply, "Access-Control-Expose-Headers", STR(EXPOSED));
    reply_add(reply, "X-Content-Type-Options", STR("nosniff"));
}

static struct MHD_Response *create_constant(struct str body)
{
    /* The library does not write to a persistent buffer; its type only cannot say so. */
    union {
        const char *given;
        void *taken;
    } bytes = {.given = body.n > 0 ? body.p : ""};

    return MHD_create_response_from_buffer(body.n, bytes.taken, MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *create_owned(struct buf *body)
{
    struct MHD_Response *response;
    size_t n;
    char *bytes = buf_detach(body, &n);

    if (bytes == NULL)
        return NULL;
    response = MHD_create_response_from_buffer_with_free_callback_cls(n, bytes, MHD_free, bytes);
    if (response == NULL)
        MHD_free(bytes);
    return response;
}

static ssize_t read_nothing(void *cls UNUSED, uint64_t at UNUSED, char *out UNUSED,
                            size_t size UNUSED)
{
    return MHD_CONTENT_READER_END_OF_STREAM;
}

/* For 304: the library writes a Content-Length there, and it must be that of the answer the 304
 * stands for (RFC 9110, 8.6), or be left out. The body is never asked for. */
static struct MHD_Response *create_bodiless(const struct reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        reply->no_length ? MHD_SIZE_UNKNOWN : reply->length, 1, read_nothing, NULL, NULL);

    /* Where a body of unknown length is left out the library still sends its last chunk, which the
     * client would take for its next answer. It does not where the connection ends with the head.
     */
    if (response != NULL && reply->no_length &&
        MHD_set_response_options(response, MHD_RF_HTTP_1_0_COMPATIBLE_STRICT, MHD_RO_END) !=
            MHD_YES) {
        MHD_destroy_response(response);
        return NULL;
    }
    return response;
}

/* The length is not known, so the library frames the body in chunks, or for HTTP/1.0 by the end of
 * the connection. */
static struct MHD_Response *create_streamed(struct reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, API_PIECE, stream_read, reply->stream, stream_end);

    if (response != NULL)
        reply->stream = NULL;
    return response;
}

static struct MHD_Response *create(struct reply *reply)
{
    struct MHD_Response *response;

    if (reply->arena->failed)
        return NULL;
    if (reply->status == MHD_HTTP_NOT_MODIFIED || reply->no_length)
        response = create_bodiless(reply);
    else if (reply->stream != NULL)
        response = create_streamed(reply);
    else if (reply->body != NULL && reply->constant.n == 0)
        response = create_owned(reply->body);
    else
        response = create_constant(reply->constant);
    for (size_t i = 0; response != NULL && i < reply->n_fields; i++) {
        if (MHD_add_response_header(response, reply->fields[i].name, reply->fields[i].value) ==
            MHD_YES)
            continue;
        MHD_destroy_response(response);
        response = NULL;
    }
    return response;
}

size_t reply_length(const struct reply *reply)
{
    if (reply->constant.n > 0)
        return reply->constant.n;
    return reply->body != NULL ? reply->body->n : 0;
}

enum MHD_Result reply_send(struct reply *reply, struct MHD_Connection *connection,
                           struct MHD_Response *fallback, bool *ret_sent)
{
    struct MHD_Response *response = create(reply);
    enum MHD_Result result;

    if (reply->stream != NULL)
        stream_end(reply->stream);
    reply->stream = NULL;
    if (response == NULL) {
        *ret_sent = false;
        return MHD_queue_response(connection, MHD_HTTP_SERVICE_UNAVAILABLE, fallback);
    }
    result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    *ret_sent = result == MHD_YES;
    return result;
}

struct MHD_Response *reply_create_fallback(void)
{
    CLEANUP(buf_finish_p) struct buf body;
    struct MHD_Response *response;

    buf_init(&body, 4096);
    problem_write(&body, &(struct problem){.id = PROBLEM_OUT_OF_MEMORY});
    response = create_owned(&body);
    if (response == NULL)
        return NULL;
    if (MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                "application/problem+json") == MHD_YES &&
        MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "5") == MHD_YES &&
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") == MHD_YES &&
        MHD_add_response_header(response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, "*") ==
            MHD_YES)
        return response;
    MHD_destroy_response(response);
    return NULL;
}
