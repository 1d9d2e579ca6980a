#include "server/status.h"

static bool is_stuck(uint64_t since_us, uint64_t now_us)
{
    /* A thread may have begun after the clock was read. */
    return now_us > since_us && now_us - since_us > (uint64_t)STATUS_STUCK_MS * 1000;
}

unsigned status_faults(const struct status *status)
{
    uint64_t now_us = metrics_now_us();
    bool ending = atomic_load(&status->ending);
    unsigned faults = ending ? STATUS_ENDING : 0;

    /* Nobody looks any more when the server ends. */
    if (!ending && is_stuck(atomic_load(&status->looked_us), now_us))
        faults |= STATUS_MAIN_STUCK;
    for (size_t i = 0; i < status->n_workers; i++) {
        uint64_t since_us = metrics_get(&status->metrics[i].busy_since_us);

        if (since_us > 0 && is_stuck(since_us, now_us))
            faults |= STATUS_WORKER_STUCK;
    }
    if (atomic_load(&status->look) < 0)
        faults |= STATUS_UNREADABLE;
    if (release_source_get(status->releases)->release.id == 0)
        faults |= STATUS_NO_RELEASE;
    return faults;
}

struct str status_fault_name(enum status_fault fault)
{
    switch (fault) {
    case STATUS_MAIN_STUCK:
        return STR("main-stuck");
    case STATUS_WORKER_STUCK:
        return STR("worker-stuck");
    case STATUS_UNREADABLE:
        return STR("store-unreadable");
    case STATUS_NO_RELEASE:
        return STR("no-release");
    case STATUS_ENDING:
        return STR("ending");
    }
    __builtin_unreachable();
}
