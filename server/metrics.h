/* What a worker counts of its work, for who watches the server.
 *
 * Each worker has counters of its own and is the only one to write them, so that counting is a load
 * and a store of its own memory and never waits; whoever reads adds those of all workers up. A
 * reader may see a request in one counter and not yet in another.
 */
#pragma once

#include "api_spec.h"
#include "server/limiter.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exchange;

/* The statuses that are counted by themselves (metrics_status()), the last place is for any other;
 * the upper ends of the durations, and one place for what is longer. */
enum { METRICS_STATUSES = 36, METRICS_BUCKETS = 14 };

/* Requests that were for no operation are counted behind the last one. */
enum { METRICS_NO_OPERATION = OP_COUNT, METRICS_OPERATIONS };

typedef _Atomic uint64_t metrics_counter;

/* What became of a request that named an answer which the client has. */
enum metrics_validator {
    METRICS_VALIDATOR_NONE,  /* it named none */
    METRICS_VALIDATOR_EARLY, /* 304 by the tag alone, nothing was read */
    METRICS_VALIDATOR_LATE,  /* 304, after the answer was made again */
    METRICS_VALIDATOR_OTHER, /* the answer is another one by now */
    METRICS_VALIDATORS,
};

struct metrics_operation {
    metrics_counter statuses[METRICS_STATUSES];
    /* Requests by how long making the answer took; not cumulative. */
    metrics_counter durations[METRICS_BUCKETS + 1];
    metrics_counter duration_us;
    metrics_counter bytes;
};

/* Zero-initialised. */
struct metrics {
    struct metrics_operation operations[METRICS_OPERATIONS];
    metrics_counter problems[PROBLEM_COUNT];
    metrics_counter validators[METRICS_VALIDATORS];
    /* Refused by a limit of this kind. */
    metrics_counter limited[LIMIT_FAILURES + 1];
    metrics_counter aborted;
    metrics_counter connections;
    metrics_counter connections_ended;
    metrics_counter requests;
    metrics_counter requests_ended;
    /* Time in which the worker had something to do. */
    metrics_counter busy_us;
    /* Since when it has been at it, by CLOCK_MONOTONIC; 0: it waits. */
    metrics_counter busy_since_us;
    /* So that the counters of two workers never share a cache line. */
    char apart[64];
};

/* What the writer counts of its jobs. */
struct metrics_writer {
    metrics_counter running; /* 0 or 1 */
    metrics_counter busy_us;
    metrics_counter upload_bytes;
    metrics_counter changed_at; /* of the last job that was not refused, seconds; 0: none was */
};

/* By the thread that owns the counter. */
static inline void metrics_add(metrics_counter *counter, uint64_t n)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
                          memory_order_relaxed);
}

static inline void metrics_set(metrics_counter *counter, uint64_t value)
{
    atomic_store_explicit(counter, value, memory_order_relaxed);
}

/* By any thread. */
static inline uint64_t metrics_get(const metrics_counter *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

/* The worker begins a turn of its loop, and has ended it. */
void metrics_begin_turn(struct metrics *metrics);
void metrics_end_turn(struct metrics *metrics);

/* Counts an exchange that ends. `aborted`: before its answer was sent. */
void metrics_count(struct metrics *metrics, const struct exchange *exchange, bool aborted);

/* The status that is counted at a place; 0: requests that got no answer; -1: any other status. */
int metrics_status(size_t place);

/* The upper end of a bucket, which belongs to it, in seconds. */
const char *metrics_bucket(size_t bucket);

/* CLOCK_MONOTONIC in microseconds. */
uint64_t metrics_now_us(void);
