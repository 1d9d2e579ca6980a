#include "server/worker.h"

#include "base/err.h"
#include "base/log.h"
#include "db/db.h"
#include "server/listen.h"
#include "server/reply.h"
#include "server/request.h"
#include "server/worker_store.h"

#include "server/shared.h"

#include <microhttpd.h>

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* limit: a request needs a few KiB, lists of violations and links the most of it; only an aggregate
 * keeps figures and groups in memory, and its own limits add up to this. */
enum { ARENA_BLOCK = 32 * 1024, ARENA_MAX = 32 * 1024 * 1024 };

/* limit: holds the 16 KiB of header fields and the 4 KiB of target that head.h and uri.h allow,
 * with the library's records of them, so that the answer to more is ours and not the library's. */
enum { CONNECTION_MEMORY = 32 * 1024 };

/* limit: 8 s to finish, since a service manager or container kills after 10. */
enum { DRAIN_MS = 8000 };

/* limit: 200 ms for handshakes that had begun, three times around a continent; nobody new gets in
 * meanwhile. */
enum { HANDSHAKE_MS = 200 };

/* How long to wait between looks at who waits to be accepted. */
enum { BACKLOG_TURN_MS = 10 };

/* limit: 2 s for the first request of who has connected. It is on its way, unless the connection was
 * opened for later use. */
enum { AWAIT_MS = 2000 };

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void on_connection(void *cls, struct MHD_Connection *connection UNUSED, void **context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct worker *worker = cls;
    struct visit *visit = *context;

    worker->moved = true;

    if (code == MHD_CONNECTION_NOTIFY_STARTED && worker->free_visits != NULL) {
        visit = worker->free_visits;
        worker->free_visits = visit->next;
        metrics_add(&worker->exchanges.metrics->connections, 1);
        visit->awaited = true;
        worker->n_awaited++;
        *context = visit;
    } else if (code == MHD_CONNECTION_NOTIFY_CLOSED && visit != NULL) {
        metrics_add(&worker->exchanges.metrics->connections_ended, 1);
        worker->n_awaited -= visit->awaited ? 1 : 0;
        visit->next = worker->free_visits;
        worker->free_visits = visit;
        *context = NULL;
    }
}

static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct worker *worker = cls;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct visit *visit = info != NULL ? info->socket_context : NULL;

    worker->moved = true;
    if (visit != NULL && visit->awaited) {
        visit->awaited = false;
        worker->n_awaited--;
    }
    return exchange_begin(&worker->exchanges, target);
}

/* How long to wait between looks at whether a change of the store is done, when there is nothing
 * else to do: the library asks for such a request on each turn of the loop and never waits. */
enum { WAITING_TURN_MS = 5 };

/* limit: 2 s to send the answer to a change that was done while the server stops. */
enum { ANSWER_MS = 2000 };

/* Does the request bring a body, or framing that may hide one? */
static bool brings_body(struct MHD_Connection *connection)
{
    const char *length =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

    return (length != NULL && !str_eq(str_from(length), STR("0"))) ||
           MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                       MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL;
}

/* The library calls once when the head is complete, for each piece of a body, and once more at its
 * end. An answer to the first call makes it close the connection, since it will not look for the
 * end of a body that nobody reads, and keeps it from asking for the body (100-continue). So that is
 * when a body that is not wanted is refused, and all others wait. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection,
                                  const char *url UNUSED, const char *method, const char *version,
                                  const char *upload_data, size_t *upload_data_size, void **context)
{
    struct worker *worker = cls;
    struct exchange *exchange = *context;

    if (exchange != NULL && exchange->job != NULL) {
        *upload_data_size = 0;
        return request_resume(worker, connection, exchange);
    }
    worker->moved = true;
    if (exchange == NULL)
        return MHD_queue_response(connection, MHD_HTTP_SERVICE_UNAVAILABLE, worker->fallback);
    if (!exchange->head_seen) {
        exchange->head_seen = true;
        if (!brings_body(connection) ||
            request_takes_body(worker, connection, exchange, str_from(method), str_from(version)))
            return MHD_YES;
    } else if (*upload_data_size > 0) {
        request_take_piece(exchange, (struct str){upload_data, *upload_data_size});
        *upload_data_size = 0;
        return now_ms() <= exchange->body_due_ms ? MHD_YES : MHD_NO;
    } else {
        exchange->body_seen = true;
    }
    *upload_data_size = 0;
    return request_handle(worker, connection, exchange, str_from(method), str_from(version));
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode code)
{
    struct worker *worker = cls;

    if (*context == NULL)
        return;
    request_abandon(worker, *context);
    exchange_end(&worker->exchanges, *context, connection,
                 code != MHD_REQUEST_TERMINATED_COMPLETED_OK);
    *context = NULL;
}

/* The library speaks of clients that hung up as of its own failures, hence the level. */
static void PRINTF_LIKE(2, 0) on_library_message(void *cls, const char *format, va_list args)
{
    struct worker *worker = cls;
    char text[512];
    int n = vsnprintf(text, sizeof text, format, args);
    struct log_field fields[] = {
        {.key = "worker", .type = LOG_I64, .i = worker->number},
        {.key = "message", .type = LOG_STR, .s = str_from(text)},
    };

    if (n > 0)
        log_write(LOG_DEBUG, "http_library", fields, COUNT_OF(fields));
}

static struct MHD_Daemon *start_daemon(struct worker *worker, const struct worker_config *config)
{
    struct MHD_OptionItem options[] = {
        /* First, so that the library says why the others fail. */
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_library_message, worker},
        {MHD_OPTION_LISTEN_SOCKET, config->listen_fd, NULL},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_target, worker},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, worker},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, worker},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_TIMEOUT_S, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)config->connections, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    return MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_TURBO | MHD_USE_ERROR_LOG, 0, NULL, NULL,
                            on_request, worker, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

/* As many as there may be connections, so that taking one cannot fail. */
static bool make_visits(struct worker *worker, size_t n)
{
    struct visit *v = arena_alloc(&worker->life, n * sizeof *v);

    for (size_t i = 0; v != NULL && i < n; i++) {
        v[i].next = worker->free_visits;
        worker->free_visits = &v[i];
    }
    return v != NULL;
}

static int open_parts(struct worker *worker, const struct worker_config *config)
{
    /* One more than needed leaves room for the arena's alignment. */
    size_t life = (config->connections + 1) * (sizeof(struct exchange) + sizeof(struct visit)) +
                  (STREAMS_MAX + 1) * sizeof(struct stream);
    int r = worker_store_open(worker);

    if (r < 0)
        return r;
    arena_init(&worker->arena, ARENA_BLOCK, ARENA_MAX);
    arena_init(&worker->life, life, life);
    if (!exchange_pool_init(&worker->exchanges, &worker->life, config->connections) ||
        !make_visits(worker, config->connections) ||
        !stream_pool_init(&worker->streams, &worker->life))
        return -ERR_NOMEM;
    worker->exchanges.metrics = config->metrics;
    worker->exchanges.worker = config->number;
    worker->fallback = reply_create_fallback();
    if (worker->fallback == NULL)
        return -ERR_NOMEM;
    worker->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return worker->wake_fd >= 0 ? 0 : -ERR_IO;
}

int worker_open(struct worker *worker, const struct worker_config *config)
{
    int r;

    *worker = (struct worker){
        .number = config->number,
        .build = config->build,
        .releases = config->shared->releases,
        .shared = config->shared,
        .listen_fd = -1,
        .shared_socket = config->shared_socket,
        .wake_fd = -1,
    };
    r = open_parts(worker, config);
    if (r == 0) {
        worker->daemon = start_daemon(worker, config);
        if (worker->daemon == NULL)
            r = -ERR_IO;
    }
    /* The daemon owns the socket from here on. */
    if (worker->daemon == NULL)
        close(config->listen_fd);
    else
        worker->listen_fd = config->listen_fd;
    return r;
}

/* Waits until the daemon has something to do, at most `most_ms` (negative: for ever), and lets it
 * do it. True once the worker was told to stop. */
static bool turn(struct worker *worker, int epoll_fd, int most_ms)
{
    struct pollfd fds[] = {{.fd = epoll_fd, .events = POLLIN},
                           {.fd = worker->wake_fd, .events = POLLIN}};
    MHD_UNSIGNED_LONG_LONG due;
    int wait_ms = most_ms;

    if (MHD_get_timeout(worker->daemon, &due) == MHD_YES &&
        (most_ms < 0 || due < (MHD_UNSIGNED_LONG_LONG)most_ms))
        wait_ms = due < 60000 ? (int)due : 60000;
    if (worker->n_waiting > 0)
        wait_ms = worker->moved ? 0 : WAITING_TURN_MS;
    worker->moved = false;
    /* A failure (a signal, no kernel memory) is a wake-up for nothing. */
    if (poll(fds, COUNT_OF(fds), wait_ms) < 0)
        fds[1].revents = 0;
    metrics_begin_turn(worker->exchanges.metrics);
    MHD_run(worker->daemon);
    metrics_end_turn(worker->exchanges.metrics);
    return (fds[1].revents & POLLIN) != 0;
}

/* Does anybody wait to be accepted? */
static bool is_backlog(const struct worker *worker)
{
    struct pollfd fd = {.fd = worker->listen_fd, .events = POLLIN};

    return poll(&fd, 1, 0) > 0;
}

/* Accepts everybody whom the kernel has let in or is about to, then closes the socket. */
static void close_listening(struct worker *worker, int epoll_fd, int64_t end)
{
    int64_t open_until = now_ms() + HANDSHAKE_MS, now;
    MHD_socket listening;

    while ((now = now_ms()) < open_until)
        turn(worker, epoll_fd, (int)(open_until - now));
    /* Who waits because all connections are taken gets one as they end; at a shared socket, from
     * whoever is started next. */
    while (!worker->shared_socket && is_backlog(worker) && now_ms() < end)
        turn(worker, epoll_fd, BACKLOG_TURN_MS);
    listening = MHD_quiesce_daemon(worker->daemon);
    if (listening != MHD_INVALID_SOCKET)
        close(listening);
}

/* Until nothing is under way, and who has connected has asked. */
static void finish(struct worker *worker, int epoll_fd, int64_t end)
{
    int64_t now = now_ms(), await_end = now + AWAIT_MS;

    if (await_end > end)
        await_end = end;
    for (; now < end || worker->n_waiting > 0; now = now_ms()) {
        bool awaits = worker->n_awaited > 0 && now < await_end;

        if (!awaits && worker->exchanges.n_used == 0)
            return;
        if (worker->n_waiting > 0 && end < now + ANSWER_MS)
            end = now + ANSWER_MS;
        turn(worker, epoll_fd, (int)((awaits ? await_end : end) - now));
    }
}

static void drain(struct worker *worker, int epoll_fd)
{
    int64_t end = now_ms() + DRAIN_MS;
    uint64_t woken;
    struct log_field fields[] = {
        {.key = "worker", .type = LOG_I64, .i = worker->number},
        {.key = "under_way", .type = LOG_I64, .i = (int64_t)worker->exchanges.n_used},
    };

    log_write(LOG_INFO, "drain_begin", fields, COUNT_OF(fields));
    worker->draining = true;
    /* Quiet again, so that turn() waits for connections. */
    if (read(worker->wake_fd, &woken, sizeof woken) < 0)
        log_write(LOG_WARNING, "drain_wake", fields, 1);
    close_listening(worker, epoll_fd, end);
    finish(worker, epoll_fd, end);
    fields[1].i = (int64_t)worker->exchanges.n_used;
    log_write(LOG_INFO, "drain_end", fields, COUNT_OF(fields));
}

static void *run(void *cls)
{
    struct worker *worker = cls;
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(worker->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    int epoll_fd = info->epoll_fd;

    pthread_setname_np(pthread_self(), "worker");
    while (!turn(worker, epoll_fd, -1))
        ;
    drain(worker, epoll_fd);
    return NULL;
}

int worker_start(struct worker *worker)
{
    worker->started = pthread_create(&worker->thread, NULL, run, worker) == 0;
    return worker->started ? 0 : -ERR_NOMEM;
}

void worker_refuse(struct worker *worker)
{
    const struct log_field field = {.key = "worker", .type = LOG_I64, .i = worker->number};

    if (worker->listen_fd >= 0 && !worker->shared_socket && listen_refuse(worker->listen_fd) < 0)
        log_write(LOG_WARNING, "drain_refuse", &field, 1);
}

void worker_stop(struct worker *worker)
{
    uint64_t one = 1;

    /* Cannot fail: the counter is far from its limit. */
    if (worker->wake_fd >= 0 && write(worker->wake_fd, &one, sizeof one) < 0)
        log_write(LOG_ERROR, "worker_stop", NULL, 0);
}

void worker_close(struct worker *worker)
{
    if (worker->started)
        pthread_join(worker->thread, NULL);
    worker->started = false;
    /* Ends what is still under way, and with it gives the exchanges back. */
    if (worker->daemon != NULL)
        MHD_stop_daemon(worker->daemon);
    if (worker->fallback != NULL)
        MHD_destroy_response(worker->fallback);
    if (worker->wake_fd >= 0)
        close(worker->wake_fd);
    db_close(&worker->db);
    gzip_finish(&worker->gzip);
    arena_finish(&worker->life);
    arena_finish(&worker->arena);
    worker->daemon = NULL;
    worker->fallback = NULL;
    worker->wake_fd = -1;
}
