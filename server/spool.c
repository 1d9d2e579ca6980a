#include "server/spool.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* limit: paths of the system have at most 4,096 bytes. */
enum { PATH_SIZE = 4096 };

static int code_of(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? -ERR_FULL : -ERR_IO;
}

void spool_init(struct spool *spool)
{
    *spool = (struct spool){.fd = -1};
}

/* For file systems that make no file without a name. */
static int open_named(const char *folder)
{
    char path[PATH_SIZE];
    int n = snprintf(path, sizeof path, "%s/.upload-XXXXXX", folder);
    int fd;

    if (n < 0 || n >= (int)sizeof path)
        return -1;
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

int spool_open(struct spool *spool, const char *beside)
{
    const char *slash = strrchr(beside, '/');
    char folder[PATH_SIZE];
    int n = slash == NULL ? snprintf(folder, sizeof folder, ".")
                          : snprintf(folder, sizeof folder, "%.*s/", (int)(slash - beside), beside);

    spool_init(spool);
    sha256_init(&spool->digest);
    if (n < 0 || n >= (int)sizeof folder)
        return -ERR_IO;
    spool->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (spool->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT))
        spool->fd = open_named(folder);
    return spool->fd >= 0 ? 0 : code_of(errno);
}

void spool_put(struct spool *spool, const char *bytes, size_t n)
{
    if (spool->fd < 0 || spool->error < 0)
        return;
    sha256_update(&spool->digest, (struct str){bytes, n});
    while (n > 0) {
        ssize_t done = write(spool->fd, bytes, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0) {
            spool->error = done < 0 ? code_of(errno) : -ERR_IO;
            return;
        }
        bytes += done;
        n -= (size_t)done;
        spool->size += done;
    }
}

int spool_end(struct spool *spool, char ret_sha256[SHA256_TEXT_MAX])
{
    sha256_hex(&spool->digest, ret_sha256);
    if (spool->error == 0 && lseek(spool->fd, 0, SEEK_SET) < 0)
        spool->error = -ERR_IO;
    return spool->error;
}

void spool_close(struct spool *spool)
{
    if (spool->fd >= 0)
        close(spool->fd);
    spool_init(spool);
}
