/* A request body kept in a file: bytes go out as they come, so that a body of any size costs a
 * worker a packet of memory. The file stands in the folder of the store, where there is room for
 * what will be stored, and has no name, so that it goes with whoever held it, also after a crash.
 */
#pragma once

#include "base/macros.h"
#include "base/sha256.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spool {
    /* -1: none. */
    int fd;
    int64_t size;
    /* The first failure; what comes after it is dropped. */
    int error;
    struct sha256 digest;
};

/* None yet; only this needs no end. */
void spool_init(struct spool *spool);

/* Makes the file beside the file `beside`. 0, -ERR_FULL, -ERR_IO. */
MUST_USE int spool_open(struct spool *spool, const char *beside);

/* Appends; a failure stays in spool->error. */
void spool_put(struct spool *spool, const char *bytes, size_t n);

/* Ends what is written: the digest goes out, and the file is at its beginning. 0, or the first
 * failure of all. */
MUST_USE int spool_end(struct spool *spool, char ret_sha256[SHA256_TEXT_MAX]);

/* Gives the file back; may be called twice. */
void spool_close(struct spool *spool);
