#include "server/serve.h"

#include "api/version.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/log.h"
#include "server/ask.h"
#include "server/listen.h"
#include "server/notify.h"
#include "server/release.h"
#include "server/shared.h"
#include "server/supervise.h"
#include "server/worker.h"

#include <errno.h>
#include <microhttpd.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* limit: more workers than that outnumber the processors of any machine this runs on. */
enum { WORKERS_MAX = 64 };

/* How often the server looks for a new release. */
enum { TICK_S = 1 };

/* Open files besides connections: the store of each worker, its log, sockets, standard streams. */
enum { FILES_PER_WORKER = 16, FILES_OTHER = 64 };

struct server {
    struct arena arena;
    struct release_source releases;
    struct server_shared *shared;
    struct worker *workers;
    size_t n_workers;
    /* Signals that the main thread waits for. */
    sigset_t signals;
    uint16_t port;
    enum server_part failed_part;
    /* The socket came from the service manager, which keeps it. */
    bool activated;
    struct supervision supervision;
};

static const char *const part_names[] = {
    [SERVER_PART_OTHER] = "system",  [SERVER_PART_STORE] = "store",
    [SERVER_PART_LISTEN] = "listen", [SERVER_PART_GIVEN] = "given_socket",
    [SERVER_PART_ADMIN] = "admin",   [SERVER_PART_WORKER] = "worker",
};

static int fail(struct server *server, enum server_part part, int r,
                const struct server_config *config)
{
    struct log_field fields[] = {
        {.key = "where", .type = LOG_STR, .s = str_from(part_names[part])},
        {.key = "error", .type = LOG_STR, .s = str_from(err_name(r))},
        {.key = "db", .type = LOG_STR, .s = str_from(config->db_path)},
        {.key = "address", .type = LOG_STR, .s = config->address},
        {.key = "port", .type = LOG_I64, .i = config->port},
    };

    log_write(LOG_ERROR, "start_failed", fields, COUNT_OF(fields));
    server->failed_part = part;
    return r;
}

static void take_signals(struct server *server)
{
    sigemptyset(&server->signals);
    sigaddset(&server->signals, SIGTERM);
    sigaddset(&server->signals, SIGINT);
    sigaddset(&server->signals, SIGHUP);
    /* Workers inherit the mask, so that the signals wait for the main thread. */
    pthread_sigmask(SIG_BLOCK, &server->signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    /* A file at its size limit is a failed write, not a reason to die in the middle of it. */
    signal(SIGXFSZ, SIG_IGN);
}

static size_t count_workers(const struct server_config *config)
{
    cpu_set_t cpus;
    size_t n = 1;

    if (config->threads > 0)
        n = (size_t)config->threads;
    else if (sched_getaffinity(0, sizeof cpus, &cpus) == 0)
        n = (size_t)CPU_COUNT(&cpus);
    return n < WORKERS_MAX ? n : WORKERS_MAX;
}

/* Most connections of each worker, after asking the system for as many files as they need. */
static unsigned count_connections(const struct server_config *config, size_t n_workers)
{
    rlim_t wanted = config->connections > 0 ? config->connections : SERVER_CONNECTIONS_DEFAULT;
    rlim_t other = FILES_OTHER + FILES_PER_WORKER * n_workers;
    struct rlimit files;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < wanted + other) {
        files.rlim_cur = files.rlim_max < wanted + other ? files.rlim_max : wanted + other;
        if (setrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur < wanted + other)
            wanted = files.rlim_cur > other ? files.rlim_cur - other : 1;
    }
    return (unsigned)((wanted + n_workers - 1) / n_workers);
}

/* The sockets of the workers: of the service manager, where it has opened one, or our own. */
static int open_sockets(struct server *server, const struct server_config *config, size_t n,
                        int *ret_fds)
{
    int fd, r = notify_socket(&fd);

    server->activated = r != 0;
    if (r == 0)
        return listen_open(config->address, config->port, n, ret_fds, &server->port);
    return r < 0 ? r : listen_share(fd, n, ret_fds, &server->port);
}

static int open_workers(struct server *server, const struct server_config *config)
{
    size_t n = server->supervision.status.n_workers;
    unsigned connections = count_connections(config, n);
    int *fds = arena_alloc(&server->arena, n * sizeof *fds);
    int r;

    server->workers = arena_alloc(&server->arena, n * sizeof *server->workers);
    if (fds == NULL || server->workers == NULL)
        return fail(server, SERVER_PART_OTHER, -ERR_NOMEM, config);
    server->supervision.status.connections_max = connections * n;
    r = open_sockets(server, config, n, fds);
    if (r < 0)
        return fail(server, server->activated ? SERVER_PART_GIVEN : SERVER_PART_LISTEN, r, config);
    for (size_t i = 0; i < n; i++) {
        struct worker_config worker = {
            .number = (int)i,
            .build = server->supervision.status.build,
            .shared = server->shared,
            .metrics = &server->supervision.status.metrics[i],
            .listen_fd = fds[i],
            .shared_socket = server->activated,
            .connections = connections,
        };

        /* After a failure the sockets that are left still have to be closed. */
        if (r < 0) {
            close(fds[i]);
            continue;
        }
        r = worker_open(&server->workers[i], &worker);
        server->n_workers = i + 1;
    }
    return r < 0 ? fail(server, SERVER_PART_WORKER, r, config) : 0;
}

static struct str place_text(struct server *server, struct str address, uint16_t port)
{
    bool v6 = memchr(address.p, ':', address.n) != NULL;

    return arena_printf(&server->arena, "%s%.*s%s:%u", v6 ? "[" : "", (int)address.n, address.p,
                        v6 ? "]" : "", (unsigned)port);
}

static void log_listening(struct server *server, const struct server_config *config)
{
    const struct supervision *supervision = &server->supervision;
    const struct release *release = &release_source_get(&server->releases)->release;
    struct log_field fields[] = {
        {.key = "address",
         .type = LOG_STR,
         .s = server->activated ? arena_printf(&server->arena, "(given):%u", (unsigned)server->port)
                                : place_text(server, config->address, server->port)},
        {.key = "port", .type = LOG_I64, .i = server->port},
        {.key = "admin",
         .type = LOG_STR,
         .s = config->admin_address.n > 0
                  ? place_text(server, config->admin_address, supervision->admin.port)
                  : STR("")},
        {.key = "version", .type = LOG_STR, .s = api_version()},
        {.key = "build", .type = LOG_STR, .s = supervision->status.build},
        {.key = "pid", .type = LOG_I64, .i = getpid()},
        {.key = "workers", .type = LOG_I64, .i = (int64_t)server->n_workers},
        {.key = "release", .type = LOG_I64, .i = release->id},
        {.key = "http_library", .type = LOG_STR, .s = str_from(MHD_get_version())},
    };

    log_write(LOG_INFO, "listening", fields, COUNT_OF(fields));
}

/* Looks for a new release, and tells the log what changed: a store that cannot be read is told
 * once, not every second. */
static void look_for_release(struct server *server, bool reopen, int *before)
{
    int r = release_source_refresh(&server->releases, reopen);
    struct log_field fields[] = {
        {.key = "release", .type = LOG_I64, .i = release_source_get(&server->releases)->release.id},
        {.key = "error", .type = LOG_STR, .s = str_from(err_name(r))},
    };

    if (r > 0)
        log_write(LOG_INFO, r == 1 ? "release" : "store_opened", fields, 1);
    else if (r != *before)
        log_write(r < 0 ? LOG_ERROR : LOG_INFO, r < 0 ? "store_unreadable" : "store_readable",
                  fields, COUNT_OF(fields));
    *before = r < 0 ? r : 0;
    supervise_look(&server->supervision, r);
}

/* The main thread's work until it is told to stop. Returns the signal that said so. */
static int wait_for_end(struct server *server)
{
    const struct timespec tick = {.tv_sec = TICK_S};
    int before = 0;

    for (;;) {
        int signal_number = sigtimedwait(&server->signals, NULL, &tick);

        if (signal_number == SIGTERM || signal_number == SIGINT)
            return signal_number;
        if (signal_number == SIGHUP)
            supervise_reload(&server->supervision);
        if (signal_number == SIGHUP || errno == EAGAIN)
            look_for_release(server, signal_number == SIGHUP, &before);
        if (signal_number == SIGHUP)
            supervise_reloaded(&server->supervision);
    }
}

static void log_stop(const char *event, int signal_number)
{
    struct log_field field = {
        .key = "signal",
        .type = LOG_STR,
        .s = signal_number == SIGTERM ? STR("TERM") : STR("INT"),
    };

    log_write(LOG_INFO, event, &field, 1);
}

static int open_shared(struct server *server, const struct server_config *config)
{
    const struct server_shared_config shared = {
        .db_path = config->db_path,
        .releases = &server->releases,
        .rate_limit = config->rate_limit,
        .trusted_proxies = config->trusted_proxies,
        .upload_max = config->upload_max > 0 ? config->upload_max : SERVER_UPLOAD_DEFAULT,
    };
    int r = server_shared_open(&server->arena, &shared, &server->shared);

    return r < 0 ? fail(server, SERVER_PART_OTHER, r, config) : 0;
}

static int start_threads(struct server *server, const struct server_config *config)
{
    /* The workers ask it at once. */
    int r = writer_start(&server->shared->writer);

    for (size_t i = 0; r == 0 && i < server->n_workers; i++)
        r = worker_start(&server->workers[i]);
    return r < 0 ? fail(server, SERVER_PART_OTHER, r, config) : 0;
}

/* Opens everything and starts the workers. */
static int start(struct server *server, const struct server_config *config)
{
    struct supervision *supervision = &server->supervision;
    int r = release_source_open(&server->releases, config->db_path, config->immutable);

    if (r < 0)
        return fail(server, SERVER_PART_STORE, r, config);
    r = supervise_open(supervision, config->db_path, &server->releases, count_workers(config));
    if (r < 0)
        return fail(server, SERVER_PART_OTHER, r, config);
    r = open_shared(server, config);
    if (r == 0) {
        supervision->status.writer = &server->shared->writer.metrics;
        r = open_workers(server, config);
    }
    if (r == 0 && config->admin_address.n > 0) {
        r = admin_start(&supervision->admin, &supervision->status, config->admin_address,
                        config->admin_port);
        if (r < 0)
            return fail(server, SERVER_PART_ADMIN, r, config);
    }
    if (r == 0)
        r = start_threads(server, config);
    if (r < 0)
        return r;
    supervise_look(supervision, 0);
    r = supervise_ready(supervision, server->workers[0].listen_fd);
    return r < 0 ? fail(server, SERVER_PART_OTHER, r, config) : 0;
}

static int serve(struct server *server, const struct server_config *config)
{
    int signal_number = 0;
    int r = start(server, config);

    if (r == 0) {
        log_listening(server, config);
        signal_number = wait_for_end(server);
        log_stop("stopping", signal_number);
        supervise_ending(&server->supervision);
    }
    for (size_t i = 0; i < server->n_workers; i++)
        worker_refuse(&server->workers[i]);
    /* All are asked before any is waited for, so that they drain side by side. */
    for (size_t i = 0; i < server->n_workers; i++)
        worker_stop(&server->workers[i]);
    for (size_t i = 0; i < server->n_workers; i++)
        worker_close(&server->workers[i]);
    server_shared_close(server->shared);
    if (r == 0)
        log_stop("stopped", signal_number);
    return r;
}

int server_run(const struct server_config *config, enum server_part *ret_part)
{
    struct server server = {0};
    int r;

    take_signals(&server);
    arena_init(&server.arena, 4096, 512 * 1024);
    server.supervision.notify.fd = -1;
    r = serve(&server, config);
    supervise_close(&server.supervision);
    release_source_close(&server.releases);
    arena_finish(&server.arena);
    *ret_part = server.failed_part;
    return r;
}

int server_ask(struct str address, uint16_t port, const char *path, int timeout_ms,
               unsigned *ret_status, struct buf *body)
{
    struct listen_place place;
    int r = listen_resolve(address, port, &place);

    return r < 0 ? r : ask(&place, path, timeout_ms, ret_status, body);
}

bool server_proxies_valid(struct str text)
{
    struct proxy_list list;

    return proxy_list_read(text, &list) == 0;
}
