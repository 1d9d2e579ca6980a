#include "db/lock.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int failure_of_path(void)
{
    return errno == ENAMETOOLONG ? -ERR_LIMIT : -ERR_IO;
}

/* The path of a store that is not there yet: that of its folder, and its name. */
static int resolve_new(const char *path, char real[PATH_MAX])
{
    char folder[PATH_MAX];
    struct stat st;
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;

    /* a link to nothing: the store would be made elsewhere, under a name that is not known here */
    if (lstat(path, &st) == 0)
        return -ERR_IO;
    int n = slash == NULL   ? snprintf(folder, sizeof folder, ".")
            : slash == path ? snprintf(folder, sizeof folder, "/")
                            : snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);
    if (n < 0 || (size_t)n >= sizeof folder)
        return -ERR_LIMIT;
    if (realpath(folder, real) == NULL)
        return failure_of_path();
    size_t have = strlen(real), n_name = strlen(name);
    if (have + 1 + n_name >= PATH_MAX)
        return -ERR_LIMIT;
    if (real[have - 1] != '/')
        real[have++] = '/';
    memcpy(real + have, name, n_name + 1);
    return 0;
}

int lock_take(const char *path, int *ret_fd)
{
    char real[PATH_MAX], name[PATH_MAX];
    int r = 0;

    /* by links and relative paths one store has many names, and must have one lock */
    if (realpath(path, real) == NULL)
        r = errno == ENOENT ? resolve_new(path, real) : failure_of_path();
    if (r < 0)
        return r;
    int n = snprintf(name, sizeof name, "%s.lock", real);
    if (n < 0 || (size_t)n >= sizeof name)
        return -ERR_LIMIT;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        return -ERR_IO;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        r = errno == EWOULDBLOCK ? -ERR_BUSY : -ERR_IO;
        close(fd);
        return r;
    }
    /* whoever made a store and gave it up has removed its lock too: this one then holds off nobody
     */
    struct stat held, named;
    if (fstat(fd, &held) != 0 || stat(name, &named) != 0 || held.st_ino != named.st_ino ||
        held.st_dev != named.st_dev) {
        close(fd);
        return -ERR_BUSY;
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
