/* One request to a server on this machine, ours: whether it answers. No client for anything else.
 */
#pragma once

#include "base/buf.h"
#include "base/macros.h"
#include "server/listen.h"

/* GET of `path`; the status, and the body where `body` is not NULL. 0, -ERR_NOT_FOUND nobody
 * listens there, -ERR_TIMEOUT no whole answer within `timeout_ms`, -ERR_FOREIGN the answer is not
 * HTTP or too long, -ERR_INPUT the path is too long, -ERR_IO. */
MUST_USE int ask(const struct listen_place *place, const char *path, int timeout_ms,
                 unsigned *ret_status, struct buf *body);
