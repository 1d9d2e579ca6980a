#pragma once

/*
 * A statement on a register in the making: for the files db/register_*.c only.
 */

#include "base/buf.h"
#include "db/register_sql.h"

/* limit: a table of 19 columns, each with a name by a query of its own, takes about 8 KiB */
enum { REGISTER_SQL_MAX = 24 * 1024 };
/* limit: a period takes three columns, a name two, and each cell of a key one more */
enum { REGISTER_COLUMNS_MAX = 90 };

struct making {
    struct arena *arena;
    const struct table *table;
    bool english;
    bool alone; /* the table is read without the identities that lead it */
    struct buf sql;
    char storage[REGISTER_SQL_MAX];
    const char *params[REGISTER_BOUND_MAX + 1];
    const char *columns[REGISTER_COLUMNS_MAX + 1];
    size_t n_columns;
    struct register_stmt made;
    const struct str *after; /* of the query; `n_after` of them are written */
    size_t n_after;
    int failure;
};

/* Begins a statement on `table` and ends it. 0, or what failed. */
MUST_USE int making_begin(struct arena *arena, const struct table *table, bool english,
                          struct making **ret);
MUST_USE int making_finish(struct making *m, struct register_stmt **ret);

/* Appends " AS name" and notes the column of the answer. */
void making_as(struct making *m, struct str name);

/* Each appends text. */
void making_put(struct making *m, const char *text);
void making_put3(struct making *m, const char *a, const char *b, const char *c);

/* Each appends a parameter for one more value. */
void making_text(struct making *m, struct str text);
void making_number(struct making *m, int64_t number);

/* Notes the first failure. */
void making_fail(struct making *m, int failure);

/* Cells of an identity: the number stands for a code. */
bool making_is_code(const struct table_column *column);

/* Cells of a number or a day. */
bool making_is_number(const struct table_column *column);

/* The first column of the key where it is an identity, by which the reading goes; NULL: it is none.
 */
const struct table_column *making_lead(const struct table *table);

/* The last day that the document of a record knows of; NULL: none. */
void making_known(struct making *m);

/* What a cell of the key is compared and ordered by. */
void making_key_cell(struct making *m, const struct table_column *column);

/* Calls `put_one` for each cell of the key in order; a period has three. */
void making_each_key_cell(struct making *m, const char *comma,
                          void (*put_one)(struct making *m, const struct table_column *column));

/* Appends the conditions of a query, each after " AND ". */
void making_tests(struct making *m, const struct register_query *query);

/* Appends the condition that a record comes after the key of the query. */
void making_after(struct making *m, const struct register_query *query);
