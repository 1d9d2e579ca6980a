#include "server/admin.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/jw.h"
#include "base/log.h"
#include "server/listen.h"
#include "server/metrics_text.h"

#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

/* limit: a monitor or two with some connections each. */
enum { CONNECTIONS_MAX = 32 };

/* limit: 10 s without a byte either way; a scrape takes milliseconds. */
enum { TIMEOUT_S = 10 };

/* limit: every operation with all its counters, many times over. */
enum { BODY_MAX = 4 * 1024 * 1024 };

/* Seconds after which a server that is not ready is worth another look. */
#define RETRY_AFTER_S "5"

#define METHODS "GET, HEAD, OPTIONS"

struct answer {
    unsigned status;
    const char *type;
    struct buf body;
};

static void finish_answer(struct answer *answer)
{
    buf_finish(&answer->body);
}

/* RFC 9457, of a type that says no more than the status does. */
static void write_problem(struct answer *answer, unsigned status, struct str title,
                          struct str detail)
{
    struct jw w;

    answer->status = status;
    answer->type = "application/problem+json";
    jw_init(&w, &answer->body);
    jw_object_begin(&w);
    JW_KEY(&w, "type");
    jw_str(&w, STR("about:blank"));
    JW_KEY(&w, "title");
    jw_str(&w, title);
    JW_KEY(&w, "status");
    jw_i64(&w, status);
    JW_KEY(&w, "detail");
    jw_str(&w, detail);
    jw_object_end(&w);
}

/* 200 unless there is one of `faults`. */
static void write_health(struct answer *answer, const struct status *status, unsigned faults)
{
    struct jw w;

    faults &= status_faults(status);
    answer->status = faults == 0 ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE;
    answer->type = "application/json";
    jw_init(&w, &answer->body);
    jw_object_begin(&w);
    JW_KEY(&w, "status");
    jw_str(&w, faults == 0 ? STR("ok") : STR("unavailable"));
    JW_KEY(&w, "faults");
    jw_array_begin(&w);
    for (unsigned fault = 1; fault <= faults; fault <<= 1) {
        if ((faults & fault) != 0)
            jw_str(&w, status_fault_name((enum status_fault)fault));
    }
    jw_array_end(&w);
    JW_KEY(&w, "release");
    jw_i64(&w, release_source_get(status->releases)->release.id);
    jw_object_end(&w);
}

static void write_answer(struct answer *answer, const struct status *status, const char *path,
                         const char *method)
{
    bool live = strcmp(path, "/livez") == 0, ready = strcmp(path, "/readyz") == 0;

    if (!live && !ready && strcmp(path, "/metrics") != 0) {
        write_problem(answer, MHD_HTTP_NOT_FOUND, STR("Not Found"),
                      STR("There are /livez, /readyz and /metrics here."));
    } else if (strcmp(method, MHD_HTTP_METHOD_OPTIONS) == 0) {
        answer->status = MHD_HTTP_NO_CONTENT;
    } else if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 &&
               strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        write_problem(answer, MHD_HTTP_METHOD_NOT_ALLOWED, STR("Method Not Allowed"),
                      STR("The methods are " METHODS "."));
    } else if (live || ready) {
        write_health(answer, status, live ? STATUS_DEAD : ~0U);
    } else {
        answer->status = MHD_HTTP_OK;
        answer->type = METRICS_TEXT_TYPE;
        metrics_text(&answer->body, status);
    }
}

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return value == NULL || MHD_add_response_header(response, name, value) == MHD_YES;
}

/* The connection ends without an answer when there is no memory for one. */
static enum MHD_Result send_answer(struct MHD_Connection *connection, const struct answer *answer)
{
    /* The library copies; its type only cannot say that it does not write. */
    union {
        const char *given;
        void *taken;
    } bytes = {.given = answer->body.n > 0 ? answer->body.p : ""};
    struct MHD_Response *response;
    enum MHD_Result result = MHD_NO;

    if (answer->body.failed)
        return MHD_NO;
    response = MHD_create_response_from_buffer(answer->body.n, bytes.taken, MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        return MHD_NO;
    if (add(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type) &&
        add(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store") &&
        add(response, "X-Content-Type-Options", "nosniff") &&
        add(response, MHD_HTTP_HEADER_ALLOW,
            answer->status == MHD_HTTP_NO_CONTENT || answer->status == MHD_HTTP_METHOD_NOT_ALLOWED
                ? METHODS
                : NULL) &&
        add(response, MHD_HTTP_HEADER_RETRY_AFTER,
            answer->status == MHD_HTTP_SERVICE_UNAVAILABLE ? RETRY_AFTER_S : NULL))
        result = MHD_queue_response(connection, answer->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version UNUSED,
                                  const char *upload_data UNUSED, size_t *upload_data_size,
                                  void **context)
{
    struct admin *admin = cls;
    CLEANUP(finish_answer) struct answer answer = {0};
    enum MHD_Result result;
    struct log_field fields[] = {
        {.key = "method", .type = LOG_STR, .s = str_from(method)},
        {.key = "target", .type = LOG_STR, .s = str_from(url)},
        {.key = "status", .type = LOG_I64},
    };

    /* An answer to the first call would end the connection. That is right where a body may follow,
     * which nobody wants. */
    if (*context == NULL &&
        (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0)) {
        *context = admin;
        return MHD_YES;
    }
    if (*upload_data_size > 0)
        return MHD_NO;
    buf_init(&answer.body, BODY_MAX);
    write_answer(&answer, admin->status, url, method);
    result = send_answer(connection, &answer);
    fields[2].i = answer.status;
    log_write(LOG_DEBUG, "admin_request", fields, COUNT_OF(fields));
    return result;
}

int admin_start(struct admin *admin, const struct status *status, struct str address, uint16_t port)
{
    int fd = -1;
    int r = listen_open(address, port, 1, &fd, &admin->port);
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS_MAX, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, TIMEOUT_S, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    if (r < 0)
        return r;
    admin->status = status;
    admin->daemon = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL,
                                     on_request, admin, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    if (admin->daemon == NULL)
        close(fd);
    return admin->daemon != NULL ? 0 : -ERR_NOMEM;
}

void admin_stop(struct admin *admin)
{
    if (admin->daemon != NULL)
        MHD_stop_daemon(admin->daemon);
    admin->daemon = NULL;
}
