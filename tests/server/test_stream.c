/* An answer that is sent while it is made, through the HTTP library as a worker runs it: how long
 * it may find nothing, and in which memory it is made. */

#include "server/stream.h"
#include "api/problem.h"
#include "server/exchange.h"
#include "server/worker.h"
#include "tests/db/fixture.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <time.h>

/* The library's time without a byte, and how long nothing is found: more than twice as long. */
enum { TIMEOUT_S = 1, SEARCH_MS = 2500, PIECE_SLEEP_MS = 20, LONG_TIMEOUT_S = 10 };

/* More than a stream may hold, and than the arena of a worker. */
enum { LARGE = 2 * STREAM_MEMORY_MAX, WORKER_ARENA = 4 * LARGE };

struct bench {
    struct worker worker;
    struct exchange exchange;
    struct op_spec op;
    struct api_call call;
    struct buf out;
};

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void begin(struct bench *bench, struct db *db,
                  enum problem_id (*run)(struct api_call *, const void *))
{
    *bench = (struct bench){.worker.db = db, .op = {.stream = true, .run = run}};
    arena_init(&bench->worker.arena, 4096, WORKER_ARENA);
    arena_init(&bench->worker.life, 4096, 1 << 20);
    buf_init(&bench->out, 1 << 20);
    bench->call = (struct api_call){
        .arena = &bench->worker.arena,
        .db = db,
        .out = &bench->out,
        .op = &bench->op,
    };
    if (!stream_pool_init(&bench->worker.streams, &bench->worker.life)) {
        puts("Bail out! no memory");
        exit(1);
    }
}

static void end(struct bench *bench)
{
    buf_finish(&bench->out);
    arena_finish(&bench->worker.arena);
    arena_finish(&bench->worker.life);
}

/* Finds nothing for a while, then two bytes. */
static enum problem_id search(struct api_call *call, void *state, bool *ret_more)
{
    const struct timespec pause = {.tv_nsec = PIECE_SLEEP_MS * 1000000L};
    const int64_t *until = state;

    nanosleep(&pause, NULL);
    *ret_more = now_ms() < *until;
    if (!*ret_more)
        buf_put_str(call->out, STR("ok"));
    return api_done_text(call);
}

static enum problem_id run_search(struct api_call *call, const void *args UNUSED)
{
    int64_t *until = arena_alloc(call->arena, sizeof *until);

    if (until == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    *until = now_ms() + SEARCH_MS;
    call->stream = (struct api_stream){.next = search, .state = until};
    return PROBLEM_NONE;
}

/* One piece, and then a failure. */
static enum problem_id fail_later(struct api_call *call, void *state, bool *ret_more)
{
    bool *begun = state;

    *ret_more = true;
    if (*begun)
        return PROBLEM_INTERNAL;
    *begun = true;
    buf_put_str(call->out, STR("ok"));
    return PROBLEM_NONE;
}

static enum problem_id run_fail_later(struct api_call *call, const void *args UNUSED)
{
    bool *begun = arena_alloc(call->arena, sizeof *begun);

    call->stream = (struct api_stream){.next = fail_later, .state = begun};
    return begun != NULL ? PROBLEM_NONE : PROBLEM_OUT_OF_MEMORY;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method UNUSED, const char *version UNUSED,
                                  const char *data UNUSED, size_t *data_size UNUSED, void **context)
{
    struct bench *bench = cls;
    struct stream *stream = NULL;
    struct MHD_Response *response;
    enum MHD_Result result;

    /* The head alone is announced first. */
    if (*context == NULL) {
        *context = bench;
        return MHD_YES;
    }
    if (strcmp(url, "/other") == 0) {
        response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    } else {
        if (stream_run(&bench->worker, connection, &bench->exchange, &bench->call, &stream) !=
            PROBLEM_NONE)
            return MHD_NO;
        stream_adopt(stream, &bench->out);
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, API_PIECE, stream_read,
                                                     stream, stream_end);
    }
    result = MHD_queue_response(connection, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

/* A connection that has asked for the path. */
static int ask(uint16_t port, const char *path)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char request[128];
    int n = snprintf(request, sizeof request,
                     "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
        send(fd, request, (size_t)n, 0) != n)
        tap_note("nobody listens");
    return fd;
}

/* All that the server sends until it closes the connection. */
static struct str hear(int fd, char *storage, size_t size)
{
    size_t n = 0;
    ssize_t got = 1;

    while (got > 0 && n < size) {
        got = recv(fd, storage + n, size - n, 0);
        n += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    return (struct str){storage, n};
}

static struct MHD_Daemon *start(struct bench *bench, unsigned timeout_s, uint16_t *ret_port)
{
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL, NULL, on_request,
                         bench, MHD_OPTION_CONNECTION_TIMEOUT, timeout_s, MHD_OPTION_END);

    if (daemon == NULL) {
        puts("Bail out! no daemon");
        exit(1);
    }
    *ret_port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return daemon;
}

static bool ends_with(struct str text, struct str end)
{
    return text.n >= end.n && memcmp(text.p + text.n - end.n, end.p, end.n) == 0;
}

static void test_long_search(struct db *db)
{
    int64_t started = now_ms();
    struct MHD_Daemon *daemon;
    struct bench bench;
    struct str answer;
    char storage[4096];
    uint16_t port;
    int fd;

    begin(&bench, db, run_search);
    daemon = start(&bench, TIMEOUT_S, &port);
    fd = ask(port, "/search");
    answer = hear(ask(port, "/other"), storage, sizeof storage);
    tap_ok(str_starts(answer, STR("HTTP/1.1 200 ")) && now_ms() < started + SEARCH_MS,
           "others are answered while nothing is found");
    answer = hear(fd, storage, sizeof storage);
    tap_ok(now_ms() >= started + SEARCH_MS &&
               ends_with(answer, STR("\r\n\r\n2\r\nok\r\n0\r\n\r\n")),
           "which may last longer than a connection may be silent, and is sent to its end");
    MHD_stop_daemon(daemon);
    end(&bench);
}

static void test_broken_off(struct db *db)
{
    int64_t started = now_ms();
    struct MHD_Daemon *daemon;
    struct bench bench;
    struct str answer;
    char storage[4096];
    uint16_t port;

    begin(&bench, db, run_fail_later);
    daemon = start(&bench, LONG_TIMEOUT_S, &port);
    answer = hear(ask(port, "/fail"), storage, sizeof storage);
    tap_ok(ends_with(answer, STR("\r\n\r\n2\r\nok\r\n")),
           "a failure leaves the body without its end");
    tap_ok(now_ms() < started + LONG_TIMEOUT_S * 1000 / 2, "and the client knows at once");
    MHD_stop_daemon(daemon);
    end(&bench);
}

/* Takes much for the piece, and leaves none of it. */
static enum problem_id take_much(struct api_call *call, void *state UNUSED, bool *ret_more)
{
    *ret_more = false;
    if (arena_alloc(call->arena, LARGE) == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    return PROBLEM_NONE;
}

static enum problem_id run_small(struct api_call *call, const void *args UNUSED)
{
    call->stream = (struct api_stream){.next = take_much};
    return arena_alloc(call->arena, 1000) != NULL ? PROBLEM_NONE : PROBLEM_OUT_OF_MEMORY;
}

static enum problem_id run_large(struct api_call *call, const void *args UNUSED)
{
    call->stream = (struct api_stream){.next = take_much};
    return arena_alloc(call->arena, LARGE) != NULL ? PROBLEM_NONE : PROBLEM_OUT_OF_MEMORY;
}

static void test_memory(struct db *db)
{
    struct bench bench;
    struct stream *stream = NULL;

    begin(&bench, db, run_small);
    tap_is_int(stream_run(&bench.worker, NULL, &bench.exchange, &bench.call, &stream), PROBLEM_NONE,
               "a piece may take what any request may");
    tap_ok(stream->arena.total <= STREAM_MEMORY_MAX && stream->arena.total >= 1000,
           "the stream holds what the request took");
    tap_is_int((int64_t)bench.worker.arena.cap, WORKER_ARENA, "and the arena is as it was");
    tap_ok(bench.worker.arena.total >= LARGE, "which has the rest, until the next request");
    stream_end(stream);
    end(&bench);

    stream = NULL;
    begin(&bench, db, run_large);
    tap_is_int(stream_run(&bench.worker, NULL, &bench.exchange, &bench.call, &stream),
               PROBLEM_OUT_OF_MEMORY, "what a stream would hold is bounded");
    tap_is_int((int64_t)bench.worker.arena.cap, WORKER_ARENA, "for the time of the handler");
    stream_end(stream);
    end(&bench);
}

int main(void)
{
    struct fixture fixture;
    struct db *db = fixture_store(&fixture);

    test_memory(db);
    test_long_search(db);
    test_broken_off(db);
    db_close(&db);
    fixture_end(&fixture);
    return tap_done();
}
