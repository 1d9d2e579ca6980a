#pragma once

/*
 * What the parts of the loader share: draft.c has the load from its begin to its end, draft_rows.c
 * takes the rows, draft_rules.c has the rules between rows. No other file includes this one.
 */

#include "base/arena.h"
#include "base/sha256.h"
#include "db/draft.h"
#include "db/lookup.h"
#include "db/row_rules.h"
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

/* A row that is looked at again when all rows are there. */
struct draft_noted {
    struct draft_noted *next;
    size_t package;
    const struct table *table;
    int64_t line;
    int64_t id;       /* of the identity that the row is of */
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
    bool complete;
    struct lookup *lookup;
    struct draft_table *tables; /* in the order of tables[] */
    struct draft_counts *counts;
    struct draft_package *packages;
    size_t n_packages;
    struct draft_later *later;
    struct draft_noted *noted;
    struct draft_error *errors;
    size_t n_errors;
    int64_t more_errors;
};

/* Keeps an error while there is room, and counts it after that. `column` empty: the row as a whole.
 */
void draft_add_error(struct draft *draft, size_t package, const struct table *table, int64_t line,
                     struct str column, struct str value, struct str reason);

/* Whether the store speaks against a row that has no faults of its own: 1 with the column and the
 * reason, 0 not, negative failed. */
MUST_USE int draft_rules_row(struct draft *draft, const struct table *table,
                             const struct row_values *row, const char **ret_column,
                             const char **ret_reason);

/* True for a row that draft_rules_finish() must look at: one that may close a circle of regions, or
 * forbid figures of an indicator. */
bool draft_rules_wanted(const struct draft *draft, const struct table *table,
                        const struct row_values *row, bool revised);

/* Looks at the rows that were noted, and rejects those that may not stay. */
MUST_USE int draft_rules_finish(struct draft *draft);
