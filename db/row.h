#pragma once

/*
 * Small values that the rows of several resources share, and how they come out of a statement.
 *
 * A text that is NULL in the store is the empty text in a row: no column that may be NULL holds an
 * empty text.
 */

#include "base/str.h"
#include "db/stmt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name, title or text in both languages; for notes both may be empty. */
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
