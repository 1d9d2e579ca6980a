/* Listening sockets: several on one port, so that each worker has its own. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Where somebody listens. */
struct listen_place {
    struct sockaddr_storage address;
    socklen_t size;
};

/* The place of a numeric address, or of a name of this machine. -ERR_INPUT: no such address. */
MUST_USE int listen_resolve(struct str address, uint16_t port, struct listen_place *ret);

/* The place of a listening socket. -ERR_INPUT: it is no TCP socket that listens. */
MUST_USE int listen_place_of(int fd, struct listen_place *ret);

uint16_t listen_port(const struct listen_place *place);

/* Opens `n` listening sockets on one address and port; port 0 picks a free one. `ret_port` is the
 * port they have. The caller closes them. -ERR_INPUT: no such address. -ERR_BUSY: somebody listens
 * there already. -ERR_IO: the system refuses. After a failure none is open. */
MUST_USE int listen_open(struct str address, uint16_t port, size_t n, int *ret_fds,
                         uint16_t *ret_port);

/* Takes over a listening socket that somebody else opened: `n` descriptors of it, `fd` being the
 * first. Workers that have them wake each other up for nothing now and then, but whoever opened it
 * keeps it while this process is started again, so that nobody is refused meanwhile. As
 * listen_open() otherwise; -ERR_INPUT: it is no such socket. */
MUST_USE int listen_share(int fd, size_t n, int *ret_fds, uint16_t *ret_port);

/* Lets nobody new connect to this socket, while who has begun to may finish and waits to be
 * accepted. To be called on all sockets of a port before the first of them is closed: whoever waits
 * at a socket when it is closed is reset. A client that tries meanwhile asks again a second later,
 * and is refused when the port is closed by then. 0, or -ERR_IO where the system cannot do it. */
MUST_USE int listen_refuse(int fd);
