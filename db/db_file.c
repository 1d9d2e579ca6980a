#include "db/db_file.h"

#include "base/err.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int db_file_look(const char *path, struct db_file *ret)
{
    char real[PATH_MAX], index[PATH_MAX];
    struct stat st, st_index;

    /* what lies beside the file lies there under its own name, not that of a link */
    if (realpath(path, real) == NULL || stat(real, &st) != 0)
        return errno == ENOENT ? -ERR_NOT_FOUND : -ERR_IO;
    int n = snprintf(index, sizeof index, "%s-shm", real);
    bool has_index = n > 0 && (size_t)n < sizeof index && stat(index, &st_index) == 0;
    *ret = (struct db_file){
        .device = st.st_dev,
        .inode = st.st_ino,
        .index = has_index ? st_index.st_ino : 0,
    };
    return 0;
}

bool db_file_is(const struct db_file *a, const struct db_file *b)
{
    return a->device == b->device && a->inode == b->inode;
}

bool db_file_may_follow(const struct db_file *before, const struct db_file *next)
{
    return db_file_is(before, next) || next->index == 0 || next->index != before->index;
}
