#pragma once

/*
 * Backups and snapshots: a copy of the whole store as it was at one moment, made while others read
 * and write it. A copy is one file, has everything (also what is restricted, embargoed or a draft,
 * and the digests of keys), and is verified before it gets its name.
 */

#include "base/macros.h"
#include "db/copies.h"

#include <stdbool.h>

struct backup_wish {
    const char *store, *file;
    bool snapshot;          /* without unused pages, and for nobody to write */
    bool replace;           /* an older copy of that name */
    copy_progress progress; /* NULL: nobody asks */
    void *cls;
};

struct backup_report {
    struct copy_facts facts;
    bool of_file;           /* a failure is about the file, not about the store */
    char why[COPY_WHY_MAX]; /* of -ERR_CORRUPT: how; may be empty */
};

/* 0, or a failure of the store: -ERR_NOT_FOUND, -ERR_FOREIGN, -ERR_NEWER, -ERR_CORRUPT, -ERR_IO,
 * ...; or one of the file: -ERR_INPUT there is something of that name; with `replace` something
 * that is no copy. -ERR_BUSY somebody makes it just now. -ERR_FULL, -ERR_IO, -ERR_LIMIT. After a
 * failure there is no new file, and the older one is as it was. */
MUST_USE int backup_make(const struct backup_wish *wish, struct backup_report *ret);
