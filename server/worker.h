/* A worker: one thread with everything it needs to answer requests, sharing only the release.
 *
 * Each worker has a listening socket of its own on the common port (the kernel spreads
 * connections), a daemon of the HTTP library whose loop it drives itself, a reading connection to
 * the store and its memory. The library's own epoll thread is not used: it can leave a full batch
 * of ready connections unanswered until something else happens.
 */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "server/exchange.h"
#include "server/gzip.h"
#include "server/release.h"
#include "server/stream.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* limit: 15 s without a byte either way; not while a change of the store is waited for. */
enum { CONNECTION_TIMEOUT_S = 15 };

struct MHD_Daemon;
struct MHD_Response;
struct db;
struct server_shared;

/* A connection, from when it was accepted to its end. */
struct visit {
    struct visit *next;
    /* Its first request has not begun. */
    bool awaited;
};

struct worker {
    int number;
    pthread_t thread;
    bool started;
    /* Identity of the program, part of every entity tag. */
    struct str build;
    struct release_source *releases;
    struct server_shared *shared;
    /* The connection, of which opening of the path it is (server/release.h), and what it serves. */
    struct db *db;
    unsigned opening;
    const struct served_release *served;
    /* When the path may be opened again after that has failed. */
    int64_t reopen_ms;
    struct MHD_Daemon *daemon;
    /* The daemon's, until it is closed; -1 before that. */
    int listen_fd;
    /* Somebody else keeps the socket open, and would be left with one that refuses. */
    bool shared_socket;
    /* Written by the main thread to end the loop. */
    int wake_fd;
    /* Set by the worker itself once it was woken: answers then close their connections. */
    bool draining;
    /* Memory of the request in the handler; requests of one worker are handled one by one. */
    struct arena arena;
    /* Memory of the exchanges, visits and streams. */
    struct arena life;
    struct exchange_pool exchanges;
    struct stream_pool streams;
    struct visit *free_visits;
    size_t n_awaited;
    /* Requests that wait for a change of the store, and files that are being sent. */
    size_t n_waiting, n_uploads;
    /* The last turn of the loop did something for others than those. */
    bool moved;
    struct gzip gzip;
    /* The answer for when there is no memory for one. */
    struct MHD_Response *fallback;
};

struct worker_config {
    int number;
    struct str build;
    /* What the worker counts; must outlive it. */
    struct metrics *metrics;
    struct server_shared *shared;
    /* The worker's own listening socket; worker_open() takes it over, also when it fails. */
    int listen_fd;
    /* Somebody else has it open too, and lets the next server have it. */
    bool shared_socket;
    /* Most connections at once. */
    unsigned connections;
};

/* Opens the store and the daemon; nothing is answered before worker_start(). 0 or a negative code.
 * In both cases worker_close() releases what there is. */
MUST_USE int worker_open(struct worker *worker, const struct worker_config *config);

/* Starts the thread. 0 or -ERR_NOMEM. */
MUST_USE int worker_start(struct worker *worker);

/* Lets nobody new connect to the worker (listen_refuse()). To be called on all workers before the
 * first is stopped. */
void worker_refuse(struct worker *worker);

/* Asks the worker to serve who has connected, to finish what is under way (for at most 8 s, but a
 * change of the store as long as it takes) and to end. Does not wait. */
void worker_stop(struct worker *worker);

/* Waits for the thread, and releases everything. */
void worker_close(struct worker *worker);
