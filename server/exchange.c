#include "server/exchange.h"

#include "base/err.h"
#include "base/log.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

bool exchange_pool_init(struct exchange_pool *pool, struct arena *arena, size_t n)
{
    struct exchange *v = arena_alloc(arena, n * sizeof *v);

    *pool = (struct exchange_pool){0};
    if (v == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        spool_init(&v[i].spool);
        v[i].next = pool->free;
        pool->free = &v[i];
    }
    /* A start that nobody guesses, so that ids of two runs or two workers do not meet in one log.
     */
    if (getrandom(&pool->next_id, sizeof pool->next_id, 0) != (ssize_t)sizeof pool->next_id) {
        struct timespec now;

        clock_gettime(CLOCK_REALTIME, &now);
        pool->next_id = (uint64_t)now.tv_sec << 30 ^ (uint64_t)now.tv_nsec;
    }
    return true;
}

struct exchange *exchange_begin(struct exchange_pool *pool, const char *target)
{
    struct exchange *exchange = pool->free;
    size_t kept;

    if (exchange == NULL)
        return NULL;
    pool->free = exchange->next;
    pool->n_used++;
    metrics_add(&pool->metrics->requests, 1);
    exchange->target_n = strlen(target);
    kept = exchange->target_n < URI_TARGET_MAX ? exchange->target_n : URI_TARGET_MAX;
    memcpy(exchange->target, target, kept);
    snprintf(exchange->id, sizeof exchange->id, "%016llx", (unsigned long long)pool->next_id++);
    exchange->head_seen = exchange->body_seen = false;
    exchange->body = (struct buf){0};
    spool_init(&exchange->spool);
    exchange->visitor = (struct visitor){0};
    exchange->job = NULL;
    exchange->waits_since_us = 0;
    exchange->method[0] = '\0';
    exchange->op = METRICS_NO_OPERATION;
    exchange->status = 0;
    exchange->validator = METRICS_VALIDATOR_NONE;
    exchange->begun_us = metrics_now_us();
    exchange->bytes = 0;
    exchange->duration_us = 0;
    exchange->release = 0;
    exchange->problem = PROBLEM_NONE;
    exchange->error = 0;
    exchange->reason[0] = '\0';
    return exchange;
}

struct str exchange_target(const struct exchange *exchange)
{
    return (struct str){exchange->target,
                        exchange->target_n < URI_TARGET_MAX ? exchange->target_n : URI_TARGET_MAX};
}

struct address exchange_peer(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

    return address_of(info != NULL ? info->client_addr : NULL);
}

/* The client's, once it is known, else that of who is connected. */
static struct str remote_address(const struct exchange *exchange, struct MHD_Connection *connection,
                                 char out[ADDRESS_TEXT_SIZE])
{
    struct address address =
        exchange->visitor.known ? exchange->visitor.address : exchange_peer(connection);

    address_text(&address, out);
    return str_from(out);
}

/* limit: one more than the fields there are now leaves room to see a mistake in review. */
enum { FIELDS_MAX = 17 };

static void write_line(const struct exchange_pool *pool, const struct exchange *exchange,
                       struct MHD_Connection *connection, bool aborted)
{
    char remote[ADDRESS_TEXT_SIZE];
    const char *operation = exchange->op < OP_COUNT ? op_specs[exchange->op].operation_id : "";
    struct log_field fields[FIELDS_MAX] = {
        {.key = "id", .type = LOG_STR, .s = str_from(exchange->id)},
        {.key = "method", .type = LOG_STR, .s = str_from(exchange->method)},
        {.key = "target", .type = LOG_STR, .s = uri_without_key(exchange_target(exchange))},
        {.key = "operation", .type = LOG_STR, .s = str_from(operation)},
        {.key = "status", .type = LOG_I64, .i = (int64_t)exchange->status},
        {.key = "bytes", .type = LOG_I64, .i = (int64_t)exchange->bytes},
        {.key = "duration_us", .type = LOG_I64, .i = exchange->duration_us},
        {.key = "total_us", .type = LOG_I64, .i = (int64_t)(metrics_now_us() - exchange->begun_us)},
        {.key = "worker", .type = LOG_I64, .i = pool->worker},
        {.key = "remote", .type = LOG_STR, .s = remote_address(exchange, connection, remote)},
        {.key = "release", .type = LOG_I64, .i = exchange->release},
    };
    size_t n = 11;
    enum log_level level = LOG_INFO;

    if (exchange->visitor.key[0] != '\0')
        fields[n++] =
            (struct log_field){.key = "key", .type = LOG_STR, .s = str_from(exchange->visitor.key)};
    if (exchange->problem != PROBLEM_NONE)
        fields[n++] = (struct log_field){.key = "problem",
                                         .type = LOG_STR,
                                         .s = str_from(problem_specs[exchange->problem].slug)};
    if (exchange->error < 0) {
        fields[n++] = (struct log_field){
            .key = "error", .type = LOG_STR, .s = str_from(err_name(exchange->error))};
        fields[n++] =
            (struct log_field){.key = "reason", .type = LOG_STR, .s = str_from(exchange->reason)};
    }
    if (aborted)
        fields[n++] = (struct log_field){.key = "aborted", .type = LOG_I64, .i = 1};
    if (exchange->status >= 500 && exchange->problem != PROBLEM_METHOD_NOT_IMPLEMENTED)
        level = exchange->problem == PROBLEM_INTERNAL ? LOG_ERROR : LOG_WARNING;
    log_write(level, "request", fields, n);
}

void exchange_end(struct exchange_pool *pool, struct exchange *exchange,
                  struct MHD_Connection *connection, bool aborted)
{
    metrics_count(pool->metrics, exchange, aborted);
    write_line(pool, exchange, connection, aborted);
    buf_finish(&exchange->body);
    spool_close(&exchange->spool);
    exchange->next = pool->free;
    pool->free = exchange;
    pool->n_used--;
}
