#pragma once

/*
 * What the two halves of the loader share: draft.c has the load from its begin to its end,
 * draft_rows.c takes the rows. No other file includes this one.
 */

#include "base/arena.h"
#include "base/sha256.h"
#include "db/draft.h"
#include "db/lookup.h"
#include "db/table_sql.h"

struct draft_package {
    struct str name, version;
    bool synthetic;
    struct draft_counts counts;
    struct sha256 digest;
};

/* Stands in `until` of a row that changes nothing. It is kept until the end of the load only, to
 * find a second row with its key, and then removed. */
#define DRAFT_UNCHANGED (DB_UNTIL_OPEN - 1)

/* A cell that names a row of its own table which had not come yet. */
struct draft_later {
    struct draft_later *next;
    size_t package;
    const struct table *table;
    const struct table_column *column;
    int64_t line;
    struct str code;
    int64_t *counted; /* where the row was counted */
};

struct draft_table {
    struct sql_columns columns;
    struct stmt *find, *insert;
};

struct draft {
    struct arena arena, row_arena;
    struct db *db;
    int64_t id, since;
    struct lookup *lookup;
    struct draft_table *tables; /* in the order of tables[] */
    struct draft_counts *counts;
    struct draft_package *packages;
    size_t n_packages;
    struct draft_later *later;
    struct draft_error *errors;
    size_t n_errors;
    int64_t more_errors;
};

/* Keeps an error while there is room, and counts it after that. `column` empty: the row as a whole.
 */
void draft_add_error(struct draft *draft, size_t package, const struct table *table, int64_t line,
                     struct str column, struct str value, struct str reason);
