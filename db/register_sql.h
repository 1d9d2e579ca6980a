#pragma once

/*
 * The statements of db/registers.h as text, with what is bound to their parameters. Names of tables
 * and columns are text of this program; whatever a request names is bound.
 */

#include "db/registers.h"
#include "db/stmt.h"

/* limit: three conditions of 16 codes each, a key and a release stay below the 64 that a statement
 * takes */
enum { REGISTER_BOUND_MAX = 60 };

struct register_bound {
    bool is_text;
    struct str text;
    int64_t number;
};

/* A record of a statement, in an arena, and the values of its parameters in their order. */
struct register_stmt {
    struct stmt_spec spec;
    struct register_bound bound[REGISTER_BOUND_MAX];
    size_t n_bound;
    size_t known_at;       /* column of the last day that the document of a record knows of */
    size_t key_at, n_keys; /* columns of the key in a list */
    bool key_is_number[REGISTER_KEYS_MAX];
};

/* `members` are those of the query's table and get their columns. Each: 0, -ERR_NOMEM, -ERR_LIMIT
 * for too many conditions, -ERR_INPUT for an `after` that is no key, -ERR_INTERNAL for a condition
 * on a column that the table does not have. */
MUST_USE int register_sql_list(struct arena *arena, int64_t release,
                               const struct register_query *query, struct register_members *members,
                               struct register_stmt **ret);
MUST_USE int register_sql_count(struct arena *arena, int64_t release,
                                const struct register_query *query, struct register_stmt **ret);
MUST_USE int register_sql_day(struct arena *arena, int64_t release, const struct table *table,
                              struct register_stmt **ret);

/* Prepares it in `arena` and binds the values. */
MUST_USE int register_sql_open(struct db *db, struct arena *arena, const struct register_stmt *made,
                               struct stmt **ret);
