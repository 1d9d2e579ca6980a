/* What a service manager and this process tell each other: sd_notify(3), sd_listen_fds(3),
 * sd_watchdog_enabled(3), as far as they are used here and without that library. Where no service
 * manager is, nothing of it does anything. */
#pragma once

#include "base/macros.h"

#include <stdint.h>

struct notify {
    /* A socket that is connected to the manager; -1: nobody wants to know. */
    int fd;
};

void notify_open(struct notify *notify);
void notify_close(struct notify *notify);

/* Tells "READY=1" and the like, one assignment a line. Never waits and never fails: a manager that
 * does not listen is its own loss. */
void notify_send(const struct notify *notify, const char *text);

/* After how many microseconds without "WATCHDOG=1" the manager gives up on this process; 0: never.
 */
uint64_t notify_watchdog_us(void);

/* The socket that the manager opened for this process: 1 and the descriptor, 0 when there is none.
 * -ERR_INPUT: there are several. */
MUST_USE int notify_socket(int *ret_fd);
