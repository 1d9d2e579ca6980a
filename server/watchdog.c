#include "server/watchdog.h"

#include "base/err.h"
#include "base/log.h"
#include "server/ask.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Three times within what the manager allows: one request that comes behind slow ones is not the
 * end. */
enum { PER_PERIOD = 3 };

/* limit: a manager that wants to hear more often than each 300 ms is told each 100 ms. */
enum { INTERVAL_MIN_MS = 100, INTERVAL_MAX_MS = 60 * 60 * 1000 };

static bool is_alive(const struct watchdog *watchdog)
{
    unsigned status = 0;
    int r = ask(&watchdog->place, "/healthz", watchdog->interval_ms, &status, NULL);
    unsigned faults = status_faults(watchdog->status) & STATUS_DEAD;
    struct log_field fields[] = {
        {.key = "error", .type = LOG_STR, .s = str_from(err_name(r))},
        {.key = "status", .type = LOG_I64, .i = (int64_t)status},
        {.key = "faults", .type = LOG_I64, .i = (int64_t)faults},
    };

    /* Also a refusal is an answer that a worker made. */
    if (r == 0 && status < 500 && faults == 0)
        return true;
    log_write(LOG_ERROR, "watchdog_silent", fields, COUNT_OF(fields));
    return false;
}

static void *run(void *cls)
{
    struct watchdog *watchdog = cls;
    struct pollfd wake = {.fd = watchdog->wake_fd, .events = POLLIN};

    pthread_setname_np(pthread_self(), "watchdog");
    do {
        if (is_alive(watchdog))
            notify_send(watchdog->notify, "WATCHDOG=1");
    } while (poll(&wake, 1, watchdog->interval_ms) <= 0);
    return NULL;
}

int watchdog_start(struct watchdog *watchdog, const struct notify *notify,
                   const struct status *status, const struct listen_place *place)
{
    uint64_t interval_ms = notify_watchdog_us() / PER_PERIOD / 1000;

    *watchdog = (struct watchdog){.wake_fd = -1};
    if (notify->fd < 0 || notify_watchdog_us() == 0)
        return 0;
    watchdog->notify = notify;
    watchdog->status = status;
    watchdog->place = *place;
    watchdog->interval_ms = INTERVAL_MAX_MS;
    if (interval_ms < INTERVAL_MAX_MS)
        watchdog->interval_ms = interval_ms > INTERVAL_MIN_MS ? (int)interval_ms : INTERVAL_MIN_MS;
    watchdog->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (watchdog->wake_fd < 0)
        return -ERR_IO;
    watchdog->started = pthread_create(&watchdog->thread, NULL, run, watchdog) == 0;
    return watchdog->started ? 0 : -ERR_NOMEM;
}

void watchdog_stop(struct watchdog *watchdog)
{
    uint64_t one = 1;

    if (!watchdog->started)
        return;
    /* Cannot fail: the counter is far from its limit. */
    if (write(watchdog->wake_fd, &one, sizeof one) < 0)
        log_write(LOG_ERROR, "watchdog_stop", NULL, 0);
    pthread_join(watchdog->thread, NULL);
    close(watchdog->wake_fd);
    watchdog->started = false;
}
