#pragma once

/*
 * Putting a copy (db/backup.h) in the place of a store. The store that was there is kept under
 * another name, with its log; whoever reads it goes on doing so until it looks at the path again.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/copies.h"

#include <stdbool.h>
#include <stdint.h>

struct restore_wish {
    const char *file, *store; /* the store may be damaged, or missing */
    int64_t now;
    struct str actor;       /* for the audit */
    copy_progress progress; /* NULL: nobody asks */
    void *cls;
};

struct restore_report {
    struct copy_facts facts; /* of the file */
    char kept[PATH_MAX];     /* the store that was there; empty: none was */
    bool of_store;           /* a failure is about the store, not about the file */
    char why[COPY_WHY_MAX];  /* of -ERR_CORRUPT: how; may be empty */
};

/* Copies and verifies the file, brings the copy up to date, and only then touches the store. A
 * failure of the file: -ERR_NOT_FOUND, -ERR_FOREIGN, -ERR_NEWER, -ERR_CORRUPT, -ERR_IO, ...; or one
 * of the store: -ERR_BUSY another process writes it, -ERR_FOREIGN what is there is no store,
 * -ERR_FULL, -ERR_IO, -ERR_LIMIT. The store is then as it was. */
MUST_USE int restore_run(const struct restore_wish *wish, struct restore_report *ret);

/* What a restore that is under way, or was interrupted, has beside a store. */
#define RESTORE_END ".restore"
