#pragma once

/*
 * The lock of the one writer of the machine: an exclusive flock(2) on "<path of the store>.lock",
 * where the path is free of links, so that every name of the store leads to the same lock.
 *
 * The kernel drops it with the process, however that ends, so that there is nothing to clean up.
 * The lock file stays: taking it away would let two writers hold locks on two files of one name.
 */

#include "base/macros.h"

/* Takes the lock. -ERR_BUSY: another process, or another writer of this one, holds it. -ERR_IO: the
 * lock file can not be made, or the path is a link to nothing. -ERR_LIMIT: the path is too long.
 * The caller gives it back with lock_release(). */
MUST_USE int lock_take(const char *path, int *ret_fd);

/* Gives the lock back and sets the descriptor to -1; takes -1. */
void lock_release(int *fd);
