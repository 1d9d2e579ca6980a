#include "db/lock.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

int lock_take(const char *path, int *ret_fd)
{
    char name[PATH_MAX];
    int n = snprintf(name, sizeof name, "%s.lock", path);

    if (n < 0 || (size_t)n >= sizeof name)
        return -ERR_LIMIT;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return -ERR_IO;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int r = errno == EWOULDBLOCK ? -ERR_BUSY : -ERR_IO;
        close(fd);
        return r;
    }
    *ret_fd = fd;
    return 0;
}

void lock_release(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}
