#include "server/notify.h"

#include "base/err.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The first descriptor that is passed on, sd_listen_fds(3). */
enum { FIRST_FD = 3 };

void notify_open(struct notify *notify)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un place = {.sun_family = AF_UNIX};
    size_t n = path != NULL ? strlen(path) : 0;

    notify->fd = -1;
    if (n < 2 || n >= sizeof place.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    memcpy(place.sun_path, path, n);
    /* A name that is no file begins with NUL. */
    if (path[0] == '@')
        place.sun_path[0] = '\0';
    notify->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (notify->fd >= 0 && connect(notify->fd, (const struct sockaddr *)&place,
                                   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) < 0)
        notify_close(notify);
}

void notify_close(struct notify *notify)
{
    if (notify->fd >= 0)
        close(notify->fd);
    notify->fd = -1;
}

void notify_send(const struct notify *notify, const char *text)
{
    if (notify->fd >= 0)
        (void)!send(notify->fd, text, strlen(text), MSG_NOSIGNAL);
}

/* A number of the environment that is meant for the process of the number in `pid_name`; where that
 * one is not there, `anybody` says whether it is for everybody. 0 when it is not for this one. */
static int64_t number_for_us(const char *name, const char *pid_name, bool anybody)
{
    const char *pid_text = getenv(pid_name);
    int64_t pid = anybody ? getpid() : -1, number;

    if (pid_text != NULL && str_parse_i64(str_from(pid_text), &pid) < 0)
        return 0;
    if (pid != getpid() || str_parse_i64(str_from(getenv(name)), &number) < 0 || number < 0)
        return 0;
    return number;
}

uint64_t notify_watchdog_us(void)
{
    return (uint64_t)number_for_us("WATCHDOG_USEC", "WATCHDOG_PID", true);
}

int notify_socket(int *ret_fd)
{
    int64_t n = number_for_us("LISTEN_FDS", "LISTEN_PID", false);

    if (n > 1)
        return -ERR_INPUT;
    if (n == 1)
        *ret_fd = FIRST_FD;
    return n == 1;
}
