#pragma once

/*
 * Copies of a store: made while others read and write it, held against it before anybody relies on
 * them, and put in place whole or not at all. What db/backup.h and db/restore.h share.
 */

#include "base/macros.h"
#include "db/db.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

/* What a store and its copy must agree in, and what is told of them. */
struct copy_facts {
    int64_t schema_version, rows, bytes;
    int64_t release; /* the newest one, 0: none */
    char digest[DB_DIGEST_LEN + 1];
};

/* Told how many pages are copied, of how many. A negative code ends the copying. */
typedef int (*copy_progress)(void *cls, int64_t done, int64_t all);

/* Opens a store or a copy to be copied, of whatever schema version. Nothing is left beside a copy,
 * nor, when nobody writes it (`at_rest`), beside a store without a log. -ERR_NOT_FOUND,
 * -ERR_FOREIGN, -ERR_NEWER, -ERR_CORRUPT, -ERR_IO: as db_open_reader(). */
MUST_USE int copy_open_source(const char *path, bool at_rest, struct engine **ret,
                              int64_t *ret_version);

/* A file under a name for the time being, and its descriptor, which holds off whoever makes the
 * same copy. What an interrupted copying left is used again. */
struct copy_file {
    char path[PATH_MAX];
    int fd;
};
#define COPY_FILE_NONE ((struct copy_file){.fd = -1})

/* Makes the file "<path><end>", empty, with these permissions. -ERR_BUSY: somebody makes it just
 * now. -ERR_IO: it can not be made. -ERR_LIMIT: its name is too long. */
MUST_USE int copy_file_open(const char *path, const char *end, unsigned mode,
                            struct copy_file *ret);

/* Syncs the file and gives it its name. `replace`: in the place of what has that name; otherwise
 * -ERR_INPUT when there is something. */
MUST_USE int copy_file_keep(struct copy_file *file, const char *path, bool replace);

/* Closes it, and removes it where it was not kept. */
void copy_file_drop(struct copy_file *file);

/* Syncs the folder of a file, so that names in it stay what they are. */
MUST_USE int copy_sync_folder(const char *path);

/* Copies what `from` is at this moment into the open file, and verifies the copy. -ERR_CORRUPT:
 * `from` is damaged, and `why` (of COPY_WHY_MAX) says how. */
enum { COPY_WHY_MAX = 256 };
MUST_USE int copy_make(struct engine *from, const char *path, copy_progress progress, void *cls,
                       struct copy_facts *ret, char why[static COPY_WHY_MAX]);

/* Holds the copy against what it was made of: its structure, its references, its tables with as
 * many rows each, its newest release. -ERR_CORRUPT: they differ, or it is damaged. */
MUST_USE int copy_verify(struct engine *from, const char *path, struct copy_facts *ret,
                         char why[static COPY_WHY_MAX]);
