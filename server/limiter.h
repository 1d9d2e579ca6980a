/* How many requests may come from one key, or from one address without a key: a token bucket for
 * each, in a table of fixed size, so that no number of addresses takes memory. Shared by all
 * workers.
 *
 * A bucket holds the requests of two seconds and is filled at the rate. Where the table is full of
 * others that asked since, whoever asked longest ago is forgotten, and begins again with a full
 * bucket.
 */
#pragma once

#include "base/macros.h"
#include "server/client.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* limit: 4,096 buckets take 160 KiB. A set is searched through, a stripe has one lock. */
enum { LIMITER_SETS = 512, LIMITER_WAYS = 8, LIMITER_STRIPES = 32 };

/* limit: whoever fails to name a key that holds may do so ten times, then once a second. */
enum { LIMITER_FAILURES_PER_S = 1, LIMITER_FAILURES = 10 };

enum limit_kind { LIMIT_NONE, LIMIT_KEY, LIMIT_ADDRESS, LIMIT_FAILURES };

struct limit_bucket {
    uint8_t kind; /* LIMIT_NONE: free */
    uint8_t name[16];
    int64_t at_ms;
    int64_t thousandths; /* of a request, that may still come */
};

struct limiter {
    /* Requests a second; 0: no limit of any kind. */
    uint32_t rate;
    uint64_t seed;
    pthread_mutex_t stripes[LIMITER_STRIPES];
    struct limit_bucket buckets[LIMITER_SETS][LIMITER_WAYS];
};

struct limit_verdict {
    /* LIMIT_NONE: there is no limit. */
    enum limit_kind kind;
    bool refused;
    /* Requests a second, those left now, and seconds until one more may come (0: now). */
    uint32_t rate, left, wait_s;
};

void limiter_init(struct limiter *limiter, uint32_t rate);
void limiter_finish(struct limiter *limiter);

/* Counts one request of the key with the id, or of the address: all of IPv4, of IPv6 the first 64
 * bits, which one household has. */
struct limit_verdict limiter_count_key(struct limiter *limiter, const char *id, int64_t now_ms);
struct limit_verdict limiter_count_address(struct limiter *limiter, const struct address *address,
                                           int64_t now_ms);

/* Counts one key that did not hold. */
struct limit_verdict limiter_count_failure(struct limiter *limiter, const struct address *address,
                                           int64_t now_ms);

/* "key", "address", "failures", as the RateLimit fields name the policies. */
const char *limit_kind_name(enum limit_kind kind);
