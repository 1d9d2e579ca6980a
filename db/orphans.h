#pragma once

/*
 * Records that name a record which is not in force: a mediation of a dispute that was withdrawn.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/tables.h"

#include <stdint.h>

/* Rows of one table whose cells of one column name what is gone. */
struct orphans {
    const struct table *table;
    const struct table_column *column;
    struct str code; /* what one of them names */
    int64_t n;
};

/* Calls `each` for every table and column that has such rows in force at a release; text is valid
 * during the call. A negative code of `each` ends the walk. 0, or a failure. */
MUST_USE int orphans_find(struct db *db, int64_t release,
                          int (*each)(void *cls, const struct orphans *), void *cls);
