#include "server/metrics.h"

#include "base/macros.h"
#include "server/exchange.h"

#include <time.h>

/* The frequent ones first, since they are looked for in order. Those of every problem are here, and
 * a test says so. */
static const short statuses[] = {
    200, 304, 404, 400, 0,   201, 202, 204, 303, 401, 403, 405, 406, 408, 409, 410, 411,
    412, 413, 414, 415, 416, 417, 422, 423, 426, 428, 429, 431, 500, 501, 503, 505, 507,
};
_Static_assert(COUNT_OF(statuses) < METRICS_STATUSES, "there is a place for any other status");

/* From a cache hit to the longest query there may be. */
static const struct {
    uint64_t us;
    const char *seconds;
} buckets[METRICS_BUCKETS] = {
    {100, "0.0001"},  {250, "0.00025"}, {500, "0.0005"},  {1000, "0.001"},  {2500, "0.0025"},
    {5000, "0.005"},  {10000, "0.01"},  {25000, "0.025"}, {50000, "0.05"},  {100000, "0.1"},
    {250000, "0.25"}, {500000, "0.5"},  {1000000, "1.0"}, {5000000, "5.0"},
};

uint64_t metrics_now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void metrics_begin_turn(struct metrics *metrics)
{
    metrics_set(&metrics->busy_since_us, metrics_now_us());
}

void metrics_end_turn(struct metrics *metrics)
{
    uint64_t since = metrics_get(&metrics->busy_since_us);

    metrics_add(&metrics->busy_us, metrics_now_us() - since);
    metrics_set(&metrics->busy_since_us, 0);
}

int metrics_status(size_t place)
{
    return place < COUNT_OF(statuses) ? statuses[place] : -1;
}

const char *metrics_bucket(size_t bucket)
{
    return buckets[bucket].seconds;
}

static size_t place_of(unsigned status)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++) {
        if ((unsigned)statuses[i] == status)
            return i;
    }
    return METRICS_STATUSES - 1;
}

void metrics_count(struct metrics *metrics, const struct exchange *exchange, bool aborted)
{
    struct metrics_operation *operation = &metrics->operations[exchange->op];
    uint64_t duration_us = (uint64_t)exchange->duration_us;
    size_t bucket = 0;

    while (bucket < METRICS_BUCKETS && duration_us > buckets[bucket].us)
        bucket++;
    metrics_add(&operation->statuses[place_of(exchange->status)], 1);
    metrics_add(&operation->durations[bucket], 1);
    metrics_add(&operation->duration_us, duration_us);
    metrics_add(&operation->bytes, exchange->bytes);
    if (exchange->problem != PROBLEM_NONE)
        metrics_add(&metrics->problems[exchange->problem], 1);
    if (exchange->validator != METRICS_VALIDATOR_NONE)
        metrics_add(&metrics->validators[exchange->validator], 1);
    if (exchange->visitor.limit.refused)
        metrics_add(&metrics->limited[exchange->visitor.limit.kind], 1);
    if (aborted)
        metrics_add(&metrics->aborted, 1);
    metrics_add(&metrics->requests_ended, 1);
}
