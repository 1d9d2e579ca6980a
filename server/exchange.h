/* One request and its answer, as long as they last: from the request line to the last byte sent.
 *
 * The handler of a request runs in one go and its memory goes with it; an exchange keeps what is
 * needed before and after: the raw target, because the HTTP library decodes it in place, and what
 * the log tells in the end. Exchanges are made at start, one for each connection there may be, so
 * that taking one cannot fail.
 */
#pragma once

#include "api_spec.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/keys.h"
#include "server/limiter.h"
#include "server/metrics.h"
#include "server/spool.h"
#include "server/uri.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct MHD_Connection;
struct job;

enum { EXCHANGE_ID_SIZE = 17, EXCHANGE_METHOD_SIZE = 24, EXCHANGE_REASON_SIZE = 200 };

/* Who asks, found out once. */
struct visitor {
    bool known;
    /* PROBLEM_NONE, or why they are not heard. */
    enum problem_id problem;
    /* The id of the key, empty without one, what it may do, and when that was looked up. */
    char key[KEY_ID_LEN + 1];
    unsigned scopes;
    int64_t looked_up_ms;
    struct limit_verdict limit;
    struct address address;
};

struct exchange {
    struct exchange *next;
    /* The target as it came; cut after URI_TARGET_MAX bytes when `target_n` is more. */
    char target[URI_TARGET_MAX];
    size_t target_n;
    /* The library has announced the request, and says that nothing more comes of it. */
    bool head_seen, body_seen;
    /* What came of its body, in memory or in a file, and when all must have come; only where the
     * operation takes one. */
    struct buf body;
    struct spool spool;
    int64_t body_due_ms;
    struct visitor visitor;
    /* The change that it waits for, and since when. */
    struct job *job;
    int64_t waits_since_us;
    /* 16 hexadecimal digits, unique over this process and hardly repeated by another. */
    char id[EXCHANGE_ID_SIZE];
    /* What the log tells. */
    char method[EXCHANGE_METHOD_SIZE];
    /* enum op_id, or METRICS_NO_OPERATION. */
    size_t op;
    unsigned status;
    enum metrics_validator validator;
    size_t bytes;
    /* When it began, and how long making the answer took. */
    uint64_t begun_us;
    int64_t duration_us;
    int64_t release;
    enum problem_id problem;
    /* Code of the store's failure, and what its engine said; the client hears neither. */
    int error;
    char reason[EXCHANGE_REASON_SIZE];
};

/* The exchanges of one worker; belongs to its thread. */
struct exchange_pool {
    struct exchange *free;
    /* Exchanges that are under way. */
    size_t n_used;
    uint64_t next_id;
    /* What the worker counts, and its number for the log; set after exchange_pool_init(). */
    struct metrics *metrics;
    int worker;
};

/* Fills the pool with `n` exchanges from `arena`, which must outlive it. False when there is no
 * memory. */
MUST_USE bool exchange_pool_init(struct exchange_pool *pool, struct arena *arena, size_t n);

/* Takes one and notes the target. NULL only when more are under way than there can be. */
struct exchange *exchange_begin(struct exchange_pool *pool, const char *target);

/* Counts the exchange, writes its log line and gives it back. `aborted`: the client or a timeout
 * ended it before the answer was sent. */
void exchange_end(struct exchange_pool *pool, struct exchange *exchange,
                  struct MHD_Connection *connection, bool aborted);

/* Who is connected. */
struct address exchange_peer(struct MHD_Connection *connection);

/* The part of the target that was kept. */
struct str exchange_target(const struct exchange *exchange);
