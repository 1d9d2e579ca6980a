#pragma once

/*
 * Which file lies at the path of a store: a restored store, or a newer snapshot, takes the place of
 * the one before, and whoever reads that goes on reading a file that no path leads to.
 */

#include "base/macros.h"

#include <stdbool.h>
#include <stdint.h>

struct db_file {
    uint64_t device, inode;
    uint64_t index; /* inode of "<path>-shm", the index of the log that readers share; 0: none */
};

/* Looks at the file. -ERR_NOT_FOUND: there is none. -ERR_IO: the system refuses. */
MUST_USE int db_file_look(const char *path, struct db_file *ret);

/* Whether both are the same file. */
bool db_file_is(const struct db_file *a, const struct db_file *b);

/* Whether `next` may be opened while `before` is open: it is the same file, or one that does not
 * share the index of its log. The engine would take that for its own, and cut it short under
 * whoever reads the other file. */
bool db_file_may_follow(const struct db_file *before, const struct db_file *next);
