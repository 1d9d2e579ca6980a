/* The release that is being served: one pointer that all workers read.
 *
 * A new release is picked up by looking again, not by a message from whoever published it, so that
 * a publish by another process needs nothing of this one. What the pointer ever pointed at lives
 * until the end: a request reads one release throughout, however long it takes.
 *
 * The file at the path may become another one too: a store that was restored, or a newer snapshot.
 * The source then opens that, and says of each release in which opening it was found; a worker
 * whose connection is of another opening opens the path too, between two requests. Until both are
 * of one file it goes on with what it had, so that no answer is of two files.
 *
 * Dates. A moment of publishing has whole seconds and comes from a clock that may be set back, so
 * it does not always tell releases apart. A release has a date here only if it was published later
 * than every release before it. The dates that clients get therefore grow strictly with the
 * releases: no two releases share one, and a client that names the date of the current release has
 * exactly it.
 */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "db/db.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct served_release {
    struct release release;
    /* The newest of all, which may be under embargo: what is read with the scope for it. */
    struct release upcoming;
    /* published_at tells this release from all others. */
    bool dated;
    struct access_epoch access;
    /* How often the source had opened the path before, and the file that it found. */
    unsigned opening;
    struct db_file file;
};

struct release_source {
    const char *db_path;
    /* The store is a snapshot that nobody writes. */
    bool immutable;
    /* Held by who looks: the main thread, or the writer after a job. */
    pthread_mutex_t looking;
    unsigned opening;
    struct db *db;
    struct arena arena;
    /* Never NULL once opened; the id is 0 when nothing is published. */
    _Atomic(const struct served_release *) current;
};

/* Opens a reader on the store and looks for the first time. 0, or the code of db_open_reader() (or
 * db_open_immutable()) or of the read. After a failure only release_source_close() may be called.
 * The path must outlive the source. */
MUST_USE int release_source_open(struct release_source *source, const char *db_path,
                                 bool immutable);
void release_source_close(struct release_source *source);

/* Looks again, first whether the path has another file (`reopen`: opens it also when it has not): 1
 * there is a new release, 2 another file, 0 it is the same, negative the store cannot be read; then
 * the old one stays. -ERR_FOREIGN: also another file beside the log of the old one. From any
 * thread.
 */
MUST_USE int release_source_refresh(struct release_source *source, bool reopen);

/* Opens a connection to the store as the source does, from any thread. */
MUST_USE int release_source_connect(const struct release_source *source, struct db **ret);

/* What goes on in the store besides; from any thread. 0 or the code of a failure. */
MUST_USE int release_source_state(struct release_source *source, struct store_state *ret);

/* From any thread; valid until release_source_close(). */
const struct served_release *release_source_get(struct release_source *source);
