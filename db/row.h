#pragma once

/*
 * Small values that the rows of several resources share, and how they come out of a statement.
 *
 * A text that is NULL in the store is the empty text in a row: no column that may be NULL holds an
 * empty text.
 */

#include "base/dec.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/stmt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The condition that picks the version of table alias `t` that is in force at :release. */
#define ROW_IN_FORCE(t) t ".since <= :release AND :release < " t ".until"

_Static_assert(DB_DRAFT_BASE == 1099511627776 && DB_UNTIL_OPEN == 9223372036854775807,
               "what the SQL below says of drafts and of rows in force");

/* The condition that the figures of indicator alias `t` may be read: public at the release, and not
 * restricted since. What is closed to readers is closed in every release. */
#define ROW_PUBLIC(t)                                                                              \
    "(" t ".access = 'public' AND NOT EXISTS (SELECT 1 FROM indicator later"                       \
    " WHERE later.indicator = " t ".indicator AND later.since < 1099511627776"                     \
    " AND later.until = 9223372036854775807 AND later.access <> 'public'))"

/* The same as the access that readers are told of. */
#define ROW_ACCESS(t) "CASE WHEN " ROW_PUBLIC(t) " THEN 'public' ELSE 'restricted' END"

/* A name, title or text in both languages; of a note one or both may be empty. */
struct names {
    struct str zh, en;
};

/* A day that may be unknown or open. */
struct day {
    bool known;
    int32_t day; /* days since 1970-01-01 */
};

/* Columns `column` (zh) and the one after it (en). Valid like stmt_get_str(). */
struct names row_names(struct stmt *stmt, size_t column);

/* A column of days that may be NULL. */
struct day row_day(struct stmt *stmt, size_t column);

/* A column of days that is never NULL. */
int32_t row_date(struct stmt *stmt, size_t column);

/* Columns `column` (letter of the frequency) and the two after it (last and first day).
 * -ERR_CORRUPT: no such letter. */
MUST_USE int row_period(struct stmt *stmt, size_t column, struct period *ret);

/* Columns `column` (millionths) and the one after it (decimals it was published with). 0 when it is
 * NULL: ask stmt_is_null(). */
struct dec row_dec(struct stmt *stmt, size_t column);

/* The statement of a record whose parameters are "release" and "code", in this order, bound and
 * ready to be stepped. `code` must stay until the reset. */
struct stmt *row_by_code(struct db *db, const struct stmt_spec *spec, int64_t release,
                         struct str code);

/* Runs a statement that answers one number, and resets it. -ERR_INTERNAL: it gave no row. */
MUST_USE int row_count(struct stmt *stmt, int64_t *ret);
