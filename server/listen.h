/* Listening sockets: several on one port, so that each worker has its own. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/* Opens `n` listening sockets on one address and port; port 0 picks a free one. `ret_port` is the
 * port they have. The caller closes them. -ERR_INPUT: no such address. -ERR_BUSY: somebody listens
 * there already. -ERR_IO: the system refuses. After a failure none is open. */
MUST_USE int listen_open(struct str address, uint16_t port, size_t n, int *ret_fds,
                         uint16_t *ret_port);

/* Lets nobody new connect to this socket, while who has begun to may finish and waits to be
 * accepted. To be called on all sockets of a port before the first of them is closed: whoever waits
 * at a socket when it is closed is reset. A client that tries meanwhile asks again a second later,
 * and is refused when the port is closed by then. 0, or -ERR_IO where the system cannot do it. */
MUST_USE int listen_refuse(int fd);
