#pragma once

/*
 * Statements made of the table constants of db/tables.h, and of nothing else: names of tables and
 * columns are text of this program, values are bound.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/stmt.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>

/* The SQL columns of a table, without since and until, in the order of the file. */
struct sql_columns {
    const char *v[TABLE_COLUMNS_MAX];
    bool key[TABLE_COLUMNS_MAX];
    bool restricted[TABLE_COLUMNS_MAX];
    size_t n;
};

/* Fills `ret`; the names live as long as the arena. -ERR_NOMEM. */
MUST_USE int sql_columns_of(const struct table *table, struct arena *arena,
                            struct sql_columns *ret);

/* A statement of one table. Its parameters stand in brackets in their order. */
enum table_stmt {
    /* The versions of one key that no release has ended: the current one and those of drafts [key
       columns..., "until"], the last being the least value of until. Gives all columns, then
       since. */
    TABLE_FIND,
    /* Adds a version [all columns..., "since", "until"]. */
    TABLE_INSERT,
    /* A visible identity of a table with identities ["list", "code", "draft"]. Gives id. */
    TABLE_RESOLVE,
    /* Ends the current versions of the keys of a draft ["release", "draft", "until"]. */
    TABLE_CLOSE,
    /* Removes the rows of a draft that have this in until ["draft", "until"]. */
    TABLE_TRIM,
    /* Makes the rows of a draft rows of a release ["release", "draft"]. */
    TABLE_MOVE,
    /* Removes the rows of a draft ["draft"]. */
    TABLE_DROP,
    /* Of a table with documents: marks as withdrawn what is in force of a document that the draft
     * has rows of, and which the draft does not have ["draft", "until"], the last being the mark.
     */
    TABLE_WITHDRAW,
    /* The same for one document, of which the draft may have nothing ["draft", "until",
       "document"]. */
    TABLE_WITHDRAW_OF,
    /* Opens again what was ended at a release ["until", "release"]. */
    TABLE_REOPEN,
    /* How many rows of a draft have this in until ["draft", "until"]. Gives n. */
    TABLE_MARKED,
    /* How many versions ended at a release without another one of their key ["release"]. Gives n.
     */
    TABLE_ENDED,
    /* Published versions of one key in force at the same release []. Gives n, the number of such
       pairs. */
    TABLE_OVERLAPS,
};

/* Its record, which lives in the arena. -ERR_NOMEM. */
MUST_USE int table_stmt_spec(struct arena *arena, const struct table *table, enum table_stmt which,
                             struct stmt_spec *ret);

/* Prepares one; see stmt_open(). The arena must outlive the statement. */
MUST_USE int table_stmt_open(struct engine *engine, struct arena *arena, const struct table *table,
                             enum table_stmt which, struct stmt **ret);
