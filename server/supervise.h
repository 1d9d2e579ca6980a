/* Everything by which others watch a running server: its status, the admin listener, the service
 * manager. The main thread calls it; what the server does for readers does not need it. */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "server/admin.h"
#include "server/notify.h"
#include "server/status.h"
#include "server/watchdog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct supervision {
    /* Holds the counters. */
    struct arena memory;
    struct status status;
    struct admin admin;
    struct notify notify;
    struct watchdog watchdog;
    /* The service manager was told that requests are answered, and of which release. */
    bool ready;
    int64_t told;
};

/* Makes the counters of `n_workers` workers and finds the service manager. `db_path` and `releases`
 * stay. 0 or -ERR_NOMEM. supervise_close() is due in either case. */
MUST_USE int supervise_open(struct supervision *supervision, const char *db_path,
                            struct release_source *releases, size_t n_workers);

/* The workers answer at the socket `fd`: tells the service manager so. 0 or the code of
 * watchdog_start(). */
MUST_USE int supervise_ready(struct supervision *supervision, int fd);

/* The main thread has looked for a release, with this result of release_source_refresh(). */
void supervise_look(struct supervision *supervision, int r);

/* The main thread begins to look because it was told to, and has looked. */
void supervise_reload(struct supervision *supervision);
void supervise_reloaded(struct supervision *supervision);

/* No new requests from now on. */
void supervise_ending(struct supervision *supervision);

void supervise_close(struct supervision *supervision);
