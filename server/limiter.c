#include "server/limiter.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

/* limit: a bucket holds the requests of two seconds. */
enum { BURST_S = 2 };

void limiter_init(struct limiter *limiter, uint32_t rate)
{
    *limiter = (struct limiter){.rate = rate};
    for (size_t i = 0; i < LIMITER_STRIPES; i++)
        pthread_mutex_init(&limiter->stripes[i], NULL);
    /* Nobody shall choose addresses that push each other out. */
    if (getrandom(&limiter->seed, sizeof limiter->seed, 0) != (ssize_t)sizeof limiter->seed)
        limiter->seed = (uint64_t)time(NULL);
}

void limiter_finish(struct limiter *limiter)
{
    for (size_t i = 0; i < LIMITER_STRIPES; i++)
        pthread_mutex_destroy(&limiter->stripes[i]);
}

/* FNV-1a from the seed, with the high half folded in. */
static size_t set_of(const struct limiter *limiter, const struct limit_bucket *wanted)
{
    uint64_t hash = limiter->seed ^ wanted->kind;

    for (size_t i = 0; i < sizeof wanted->name; i++)
        hash = (hash ^ wanted->name[i]) * UINT64_C(1099511628211);
    return (size_t)((hash ^ hash >> 32) % LIMITER_SETS);
}

/* The bucket of the name in the set, or the one that is longest unused. */
static struct limit_bucket *find(struct limit_bucket *set, const struct limit_bucket *wanted,
                                 int64_t full)
{
    struct limit_bucket *oldest = set;

    for (size_t i = 0; i < LIMITER_WAYS; i++) {
        if (set[i].kind == wanted->kind &&
            memcmp(set[i].name, wanted->name, sizeof wanted->name) == 0)
            return &set[i];
        if (oldest->kind != LIMIT_NONE &&
            (set[i].kind == LIMIT_NONE || set[i].at_ms < oldest->at_ms))
            oldest = &set[i];
    }
    *oldest = *wanted;
    oldest->thousandths = full;
    return oldest;
}

static struct limit_verdict count(struct limiter *limiter, const struct limit_bucket *wanted,
                                  uint32_t rate, uint32_t most)
{
    struct limit_verdict verdict = {.kind = wanted->kind, .rate = rate};
    int64_t full = (int64_t)most * 1000;
    struct limit_bucket *bucket;
    size_t set;

    if (limiter->rate == 0)
        return (struct limit_verdict){0};
    set = set_of(limiter, wanted);
    pthread_mutex_lock(&limiter->stripes[set % LIMITER_STRIPES]);
    bucket = find(limiter->buckets[set], wanted, full);
    if (wanted->at_ms > bucket->at_ms) {
        /* A thousandth of a request comes in each 1/rate of a millisecond. */
        bucket->thousandths += (wanted->at_ms - bucket->at_ms) * rate;
        bucket->thousandths = bucket->thousandths < full ? bucket->thousandths : full;
        bucket->at_ms = wanted->at_ms;
    }
    verdict.refused = bucket->thousandths < 1000;
    if (!verdict.refused)
        bucket->thousandths -= 1000;
    verdict.left = (uint32_t)(bucket->thousandths / 1000);
    if (verdict.left == 0)
        verdict.wait_s = (uint32_t)((1000 - bucket->thousandths + rate * INT64_C(1000) - 1) /
                                    (rate * INT64_C(1000)));
    pthread_mutex_unlock(&limiter->stripes[set % LIMITER_STRIPES]);
    return verdict;
}

/* The name of who has an address. */
static struct limit_bucket of_address(enum limit_kind kind, const struct address *address,
                                      int64_t now_ms)
{
    struct limit_bucket wanted = {.kind = (uint8_t)kind, .at_ms = now_ms};

    memcpy(wanted.name, address->bytes,
           address_is_v4(address) ? sizeof address->bytes : sizeof address->bytes / 2);
    return wanted;
}

struct limit_verdict limiter_count_key(struct limiter *limiter, const char *id, int64_t now_ms)
{
    struct limit_bucket wanted = {.kind = LIMIT_KEY, .at_ms = now_ms};
    size_t n = strlen(id);

    memcpy(wanted.name, id, n < sizeof wanted.name ? n : sizeof wanted.name);
    return count(limiter, &wanted, limiter->rate, limiter->rate * BURST_S);
}

struct limit_verdict limiter_count_address(struct limiter *limiter, const struct address *address,
                                           int64_t now_ms)
{
    struct limit_bucket wanted = of_address(LIMIT_ADDRESS, address, now_ms);

    return count(limiter, &wanted, limiter->rate, limiter->rate * BURST_S);
}

struct limit_verdict limiter_count_failure(struct limiter *limiter, const struct address *address,
                                           int64_t now_ms)
{
    struct limit_bucket wanted = of_address(LIMIT_FAILURES, address, now_ms);

    return count(limiter, &wanted, LIMITER_FAILURES_PER_S, LIMITER_FAILURES);
}

const char *limit_kind_name(enum limit_kind kind)
{
    switch (kind) {
    case LIMIT_NONE:
        return "";
    case LIMIT_KEY:
        return "key";
    case LIMIT_ADDRESS:
        return "address";
    case LIMIT_FAILURES:
        return "failures";
    }
    return "";
}
