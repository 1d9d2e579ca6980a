#pragma once

/*
 * Statements as records, and their use.
 *
 * Every statement of the store stands beside the row struct and the mapper of its resource, as one
 * record of a static array, which db/statements.c registers:
 *
 *     enum { REGION_BY_CODE, REGION_CHILDREN };
 *     static const struct stmt_spec specs[] = {
 *         [REGION_BY_CODE] = {
 *             .name = "region_by_code",
 *             .sql = "SELECT ... WHERE r.region = :region"
 *                    " AND r.since <= :release AND :release < r.until",
 *             .params = (const char *const[]){"region", "release", NULL},
 *             .columns = (const char *const[]){"region", "name_zh", NULL},
 *         },
 *     };
 *     const struct stmt_group regions_statements = {"regions", specs, COUNT_OF(specs)};
 *
 * Each connection prepares all of them when it is opened and checks each against its record: the
 * parameters of the SQL are exactly `params`, the columns are exactly `columns` in that order,
 * nothing follows the statement. After that the positions in the two lists are safe to use as
 * numbers.
 *
 *     CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[REGION_BY_CODE]);
 *     stmt_str(s, 0, code);
 *     stmt_i64(s, 1, release);
 *     int r = stmt_step(s);             -- 1 row, 0 no row, negative failure
 *     if (r > 0)
 *         id = stmt_get_i64(s, 0);
 *
 * A statement runs once at a time: db_stmt() on one that is still running starts it afresh.
 *
 * Rules for the SQL: named parameters only; what SQLite and PostgreSQL share; no "SELECT *"; every
 * column has a plain name (AS where it is an expression); no full scan in its plan, unless
 * STMT_SCAN_MARK stands in the text. tests/db/test_plans.c looks at every plan.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/engine.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stands in the SQL of a statement that may read a whole (small) table or index. */
#define STMT_SCAN_MARK "/*scan*/"

struct stmt_spec {
    /* Unique over the program, snake_case. */
    const char *name;
    /* One statement. */
    const char *sql;
    /* Names without colon, NULL at the end; their order is the binding order. */
    const char *const *params;
    /* Names of the result columns in order, NULL at the end; no name for a change. */
    const char *const *columns;
};

struct stmt_group {
    const char *name;
    const struct stmt_spec *specs;
    size_t n;
};

struct stmt; /* a prepared record; belongs to its connection */

/* Prepares `spec` in memory of `arena` and checks it against its record. -ERR_INTERNAL: they
 * differ; `*ret_why` (never NULL, static) says in which point. The caller closes with stmt_close()
 * before the engine and the arena end. Resource files need neither: db_stmt() gives them a prepared
 * one. */
MUST_USE int stmt_open(struct engine *engine, struct arena *arena, const struct stmt_spec *spec,
                       struct stmt **ret, const char **ret_why);
void stmt_close(struct stmt **stmt);

/* A statement that takes every binding and fails with -ERR_INTERNAL when it is stepped. NULL: no
 * memory. */
struct stmt *stmt_broken(struct arena *arena);

/* Binds the parameter at this position of `params`. Text is not copied: it must stay as it is until
 * the statement is reset. A failure is kept and returned by the next stmt_step(). */
void stmt_i64(struct stmt *stmt, size_t param, int64_t value);
void stmt_str(struct stmt *stmt, size_t param, struct str value);
void stmt_null(struct stmt *stmt, size_t param);

/* 1: a row is there. 0: no (more) rows. -ERR_INTERNAL: a parameter was not bound. Otherwise as
 * engine_step(). */
MUST_USE int stmt_step(struct stmt *stmt);

/* Steps a statement that gives no rows, and resets it. 0 or negative. */
MUST_USE int stmt_run(struct stmt *stmt);

/* Values of the current row; `column` is a position in `columns`. Text is valid until the next step
 * or reset. NULL reads as 0 and as the empty text. */
int64_t stmt_get_i64(struct stmt *stmt, size_t column);
struct str stmt_get_str(struct stmt *stmt, size_t column);
bool stmt_is_null(struct stmt *stmt, size_t column);

/* Ends the run: frees the read lock and forgets the bindings. Takes NULL. */
void stmt_reset(struct stmt *stmt);
void stmt_reset_p(struct stmt **stmt);
