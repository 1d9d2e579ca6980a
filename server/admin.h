/* The admin listener: what operators and their tools ask, at an address of its own, so that it can
 * be kept from readers and answers while all workers are busy. It has a thread of the HTTP library
 * to itself and touches nothing that workers wait for.
 *
 *   /livez    200 while this process does its work, 503 when only a new start can help
 *   /readyz   200 when requests may be sent here, 503 with the reasons when not
 *   /metrics  the counters (metrics_text.h)
 */
#pragma once

#include "base/macros.h"
#include "base/str.h"
#include "server/status.h"

#include <stdint.h>

struct MHD_Daemon;

struct admin {
    struct MHD_Daemon *daemon;
    const struct status *status;
    uint16_t port;
};

/* Begins to answer at the address; port 0 takes a free one. `admin` stays where it is until
 * admin_stop(). 0, the codes of listen_open(), or -ERR_NOMEM. */
MUST_USE int admin_start(struct admin *admin, const struct status *status, struct str address,
                         uint16_t port);

/* `admin` may be zeroed. */
void admin_stop(struct admin *admin);
