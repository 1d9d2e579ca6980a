#include "server/listen.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* limit: what the kernel allows by default (somaxconn), so that a burst waits instead of failing. */
enum { BACKLOG = 4096 };

/* limit: longest name the system's resolver takes (NI_MAXHOST is 1025). */
enum { ADDRESS_MAX = 256 };

int listen_resolve(struct str address, uint16_t port, struct listen_place *ret)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char name[ADDRESS_MAX], service[8];

    if (address.n == 0 || address.n >= sizeof name || memchr(address.p, '\0', address.n) != NULL)
        return -ERR_INPUT;
    memcpy(name, address.p, address.n);
    name[address.n] = '\0';
    snprintf(service, sizeof service, "%u", (unsigned)port);
    if (getaddrinfo(name, service, &hints, &found) != 0)
        return -ERR_INPUT;
    memcpy(&ret->address, found->ai_addr, found->ai_addrlen);
    ret->size = found->ai_addrlen;
    freeaddrinfo(found);
    return 0;
}

static int code_of(int system_error)
{
    if (system_error == EADDRINUSE)
        return -ERR_BUSY;
    return system_error == EADDRNOTAVAIL ? -ERR_INPUT : -ERR_IO;
}

/* A bound socket, or a negative code. `shared`: others of ours may bind the same port. */
static int bind_one(const struct listen_place *place, bool shared)
{
    int fd = socket(place->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1, off = 0, error;

    if (fd < 0)
        return code_of(errno);
    /* "::" serves IPv4 too, where the system can. */
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        (place->address.ss_family != AF_INET6 ||
         setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off) == 0) &&
        (!shared || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) == 0) &&
        bind(fd, (const struct sockaddr *)&place->address, place->size) == 0)
        return fd;
    error = errno;
    close(fd);
    return code_of(error);
}

/* A shared port would let a second server of the same user in beside the first, and each would get
 * half of the requests. So the port is first taken for ourselves alone, for a moment. */
static int check_free(const struct listen_place *place)
{
    int fd = bind_one(place, false);
    int r = 0;

    if (fd < 0)
        return fd;
    if (listen(fd, 1) < 0)
        r = code_of(errno);
    close(fd);
    return r;
}

static int listen_one(struct listen_place *place, int *ret_fd)
{
    int fd = bind_one(place, true);
    int r = 0;

    if (fd < 0)
        return fd;
    if (listen(fd, BACKLOG) < 0 ||
        /* The first socket's port, where any was asked for, is that of the others. */
        getsockname(fd, (struct sockaddr *)&place->address, &place->size) < 0)
        r = code_of(errno);
    if (r < 0)
        close(fd);
    else
        *ret_fd = fd;
    return r;
}

uint16_t listen_port(const struct listen_place *place)
{
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;

    if (place->address.ss_family == AF_INET6) {
        memcpy(&v6, &place->address, sizeof v6);
        return ntohs(v6.sin6_port);
    }
    memcpy(&v4, &place->address, sizeof v4);
    return ntohs(v4.sin_port);
}

int listen_place_of(int fd, struct listen_place *ret)
{
    int listens = 0;
    socklen_t size = sizeof listens;

    ret->size = sizeof ret->address;
    if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) < 0 || listens == 0 ||
        getsockname(fd, (struct sockaddr *)&ret->address, &ret->size) < 0 ||
        (ret->address.ss_family != AF_INET && ret->address.ss_family != AF_INET6))
        return -ERR_INPUT;
    return 0;
}

int listen_open(struct str address, uint16_t port, size_t n, int *ret_fds, uint16_t *ret_port)
{
    struct listen_place place = {0};
    size_t opened = 0;
    int r = listen_resolve(address, port, &place);

    if (r == 0 && port != 0)
        r = check_free(&place);
    while (r == 0 && opened < n) {
        r = listen_one(&place, &ret_fds[opened]);
        if (r == 0)
            opened++;
    }
    if (r == 0) {
        *ret_port = listen_port(&place);
        return 0;
    }
    while (opened > 0)
        close(ret_fds[--opened]);
    return r;
}

int listen_share(int fd, size_t n, int *ret_fds, uint16_t *ret_port)
{
    struct listen_place place;
    int flags = fcntl(fd, F_GETFL);
    size_t opened = 1;

    if (listen_place_of(fd, &place) < 0)
        return -ERR_INPUT;
    /* Who loses the race for a connection must not wait for the next one. */
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
        return -ERR_IO;
    ret_fds[0] = fd;
    while (opened < n) {
        int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);

        if (copy < 0)
            break;
        ret_fds[opened++] = copy;
    }
    *ret_port = listen_port(&place);
    if (opened == n)
        return 0;
    while (opened > 0)
        close(ret_fds[--opened]);
    return -ERR_IO;
}

int listen_refuse(int fd)
{
    /* Of a TCP header: where its flags stand, and those that tell a first segment from others. */
    enum { FLAGS_AT = 13, FLAG_SYN = 0x02, FLAG_ACK = 0x10 };
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, FLAGS_AT),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, FLAG_SYN | FLAG_ACK),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FLAG_SYN, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
    };
    const struct sock_fprog program = {.len = COUNT_OF(code), .filter = code};

    return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0 ? 0
                                                                                       : -ERR_IO;
}
