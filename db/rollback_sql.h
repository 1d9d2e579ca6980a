#pragma once

/*
 * Statements that take a release back, made of the table constants as those of db/table_sql.h are.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/stmt.h"
#include "db/tables.h"

/* A statement of one table. Its parameters stand in brackets in their order. */
enum rollback_stmt {
    /* Brings into a draft the versions that were in force before a release and are not now
       ["draft", "release"]. */
    ROLLBACK_RESTORE,
    /* Marks as withdrawn what is in force under a key that had nothing in force before a release
       ["draft", "mark", "release"]. */
    ROLLBACK_REMOVE,
    /* Counts the rows of such a draft ["draft"]. Gives inserted, revised and deleted, which are
       those of public rows as db/draft_impl.h says, deleted only of figures and records; then
       withdrawn and rows, which are those of all. */
    ROLLBACK_COUNT,
    /* Removes what a release brought ["release"]. */
    ROLLBACK_DROP,
};

/* Its record, which lives in the arena. -ERR_NOMEM. */
MUST_USE int rollback_stmt_spec(struct arena *arena, const struct table *table,
                                enum rollback_stmt which, struct stmt_spec *ret);

/* Prepares one; see stmt_open(). The arena must outlive the statement. */
MUST_USE int rollback_stmt_open(struct engine *engine, struct arena *arena,
                                const struct table *table, enum rollback_stmt which,
                                struct stmt **ret);
