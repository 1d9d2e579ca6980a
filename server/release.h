/* The release that is being served: one pointer that all workers read.
 *
 * A new release is picked up by looking again, not by a message from whoever published it, so that
 * a publish by another process needs nothing of this one. What the pointer ever pointed at lives
 * until the end: a request reads one release throughout, however long it takes.
 */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "db/db.h"

#include <stdatomic.h>

struct release_source {
    /* Connection of the one thread that looks. */
    struct db *db;
    struct arena arena;
    /* Never NULL once opened; `id` 0 when nothing is published. */
    _Atomic(const struct release *) current;
};

/* Opens a reader on the store and looks for the first time. 0, or the code of db_open_reader() or
 * of the read. After a failure only release_source_close() may be called. */
MUST_USE int release_source_open(struct release_source *source, const char *db_path);
void release_source_close(struct release_source *source);

/* Looks again: 1 there is a new one, 0 it is the same, negative the store cannot be read; then the
 * old one stays. One thread at a time. */
MUST_USE int release_source_refresh(struct release_source *source);

/* From any thread; valid until release_source_close(). */
const struct release *release_source_get(struct release_source *source);
