#pragma once

/*
 * Schema versions: numbered steps, each in one transaction of its own, forward only. Only a writer
 * runs them.
 */

#include "base/macros.h"
#include "db/engine.h"

#include <stddef.h>
#include <stdint.h>

struct migration {
    int64_t version; /* the schema version that the step leads to; 1, 2, 3, ... */
    const char *sql;
};

extern const struct migration migrations[];
extern const size_t migrations_n;

/* The schema version this program reads and writes: that of the last step. */
int64_t migrate_version(void);

/* Runs the steps of the list that lead past `from`. After a failure the file has the version of the
 * last step that succeeded. */
MUST_USE int migrate_run(struct engine *engine, const struct migration *list, size_t n,
                         int64_t from);
