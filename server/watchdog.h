/* Proves to a service manager, again and again, that this process still does its work: a request to
 * itself must have been answered by a worker, and no thread may be stuck. A manager that hears
 * nothing starts the process again. */
#pragma once

#include "base/macros.h"
#include "server/listen.h"
#include "server/notify.h"
#include "server/status.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct watchdog {
    const struct notify *notify;
    const struct status *status;
    struct listen_place place;
    int interval_ms;
    int wake_fd;
    pthread_t thread;
    bool started;
};

/* Starts to tell `notify`, if it wants to know: notify_watchdog_us(). `place` is where the workers
 * listen. 0, -ERR_NOMEM or -ERR_IO. */
MUST_USE int watchdog_start(struct watchdog *watchdog, const struct notify *notify,
                            const struct status *status, const struct listen_place *place);

/* Ends it and waits for that. `watchdog` may be zeroed. */
void watchdog_stop(struct watchdog *watchdog);
