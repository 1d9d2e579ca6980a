/* How the server is: what the main thread and the workers tell, and what follows for whoever asks
 * from outside whether to send requests here, or to start it again. */
#pragma once

#include "base/str.h"
#include "server/metrics.h"
#include "server/release.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: 30 s without a sign of life. A query ends after 5 s and a look at the store sooner, so
 * that a thread which is silent for so long does not come back by itself. */
enum { STATUS_STUCK_MS = 30000 };

struct status {
    const char *db_path;
    struct str build;
    struct release_source *releases;
    /* Those of the workers. */
    struct metrics *metrics;
    size_t n_workers;
    /* That of the writer; NULL: there is none. */
    const struct metrics_writer *writer;
    /* Most connections, of all workers together. */
    uint64_t connections_max;
    /* When the server started: by CLOCK_MONOTONIC, and in seconds since 1970-01-01. */
    uint64_t started_us;
    int64_t started_at;
    /* When the main thread last looked at the store, what came of it (0 or a negative code), and
     * what it saw. */
    _Atomic uint64_t looked_us;
    _Atomic int look;
    _Atomic int64_t drafts_waiting, last_draft_at, releases_embargoed;
    /* The server finishes what is under way. */
    atomic_bool ending;
};

/* What may be wrong; bits. */
enum status_fault {
    STATUS_MAIN_STUCK = 1,   /* the main thread does not look */
    STATUS_WORKER_STUCK = 2, /* a worker is at one thing */
    STATUS_UNREADABLE = 4,   /* the store could not be read at the last look */
    STATUS_NO_RELEASE = 8,   /* nothing is published */
    STATUS_ENDING = 16,
};
/* Of those, what a new start may help against. */
enum { STATUS_DEAD = STATUS_MAIN_STUCK | STATUS_WORKER_STUCK };

/* The faults there are now; 0: ready for requests. From any thread. */
unsigned status_faults(const struct status *status);

/* The name of one fault, for a program to read. */
struct str status_fault_name(enum status_fault fault);
