#include "server/ask.h"

#include "base/err.h"
#include "server/metrics.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* limit: the answers that are asked for have a few hundred bytes. */
enum { ANSWER_MAX = 64 * 1024 };

enum { HEAD_MAX = 256 };

struct asking {
    int fd;
    uint64_t end_us;
};

static void asking_close(struct asking *asking)
{
    if (asking->fd >= 0)
        close(asking->fd);
}

/* Until the socket can be read or written, or the time is over. */
static int wait_for(const struct asking *asking, short events)
{
    for (;;) {
        uint64_t now_us = metrics_now_us();
        int left_ms = now_us < asking->end_us ? (int)((asking->end_us - now_us) / 1000) + 1 : 0;
        struct pollfd fd = {.fd = asking->fd, .events = events};
        int n = poll(&fd, 1, left_ms);

        if (n > 0)
            return 0;
        if (n == 0)
            return -ERR_TIMEOUT;
        if (errno != EINTR)
            return -ERR_IO;
    }
}

static int connect_to(struct asking *asking, const struct listen_place *place)
{
    int error = 0, r;
    socklen_t size = sizeof error;

    asking->fd = socket(place->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (asking->fd < 0)
        return -ERR_IO;
    if (connect(asking->fd, (const struct sockaddr *)&place->address, place->size) == 0)
        return 0;
    if (errno != EINPROGRESS)
        return -ERR_NOT_FOUND;
    r = wait_for(asking, POLLOUT);
    if (r == 0 && (getsockopt(asking->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0 || error != 0))
        r = -ERR_NOT_FOUND;
    return r;
}

static int send_all(const struct asking *asking, const char *p, size_t n)
{
    while (n > 0) {
        int r = wait_for(asking, POLLOUT);
        ssize_t sent = r == 0 ? send(asking->fd, p, n, MSG_NOSIGNAL) : 0;

        if (r < 0)
            return r;
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return -ERR_IO;
        p += sent > 0 ? sent : 0;
        n -= sent > 0 ? (size_t)sent : 0;
    }
    return 0;
}

/* Until the server closes, as it was asked to. */
static int receive_all(const struct asking *asking, struct buf *answer)
{
    for (;;) {
        char piece[4096];
        int r = wait_for(asking, POLLIN);
        ssize_t n = r == 0 ? recv(asking->fd, piece, sizeof piece, 0) : 0;

        if (r < 0)
            return r;
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return -ERR_IO;
        if (n == 0)
            return answer->failed ? -ERR_FOREIGN : 0;
        if (n > 0)
            buf_put(answer, piece, (size_t)n);
    }
}

/* "HTTP/1.1 200 OK", the fields, an empty line, the body. */
static int read_answer(struct str answer, unsigned *ret_status, struct buf *body)
{
    struct str rest = answer, word;
    const char *end = answer.n > 0 ? memmem(answer.p, answer.n, "\r\n\r\n", 4) : NULL;
    int64_t status;

    if (end == NULL || !str_starts(answer, STR("HTTP/1.")) || !str_cut(&rest, ' ', &word) ||
        !str_cut(&rest, ' ', &word) || str_parse_i64(word, &status) < 0 || status < 100 ||
        status > 599)
        return -ERR_FOREIGN;
    if (body != NULL)
        buf_put(body, end + 4, answer.n - (size_t)(end + 4 - answer.p));
    *ret_status = (unsigned)status;
    return 0;
}

int ask(const struct listen_place *place, const char *path, int timeout_ms, unsigned *ret_status,
        struct buf *body)
{
    CLEANUP(asking_close)
    struct asking asking = {.fd = -1, .end_us = metrics_now_us() + (uint64_t)timeout_ms * 1000};
    CLEANUP(buf_finish_p) struct buf answer;
    char head[HEAD_MAX];
    int n, r;

    buf_init(&answer, ANSWER_MAX);
    n = snprintf(head, sizeof head,
                 "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path);
    if (n < 0 || (size_t)n >= sizeof head)
        return -ERR_INPUT;
    r = connect_to(&asking, place);
    if (r == 0)
        r = send_all(&asking, head, (size_t)n);
    if (r == 0)
        r = receive_all(&asking, &answer);
    return r < 0 ? r : read_answer((struct str){answer.p, answer.n}, ret_status, body);
}
