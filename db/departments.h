#pragma once

/*
 * Departments: bodies that publish, sign or carry responsibility, with the other names they appear
 * under. A group of bodies is one entry of its own; its members are not kept.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

/* One department. Text is valid until the next step or reset of the statement it came from. */
struct department_row {
    struct str code;
    struct names names;
    struct str org_type;
    struct str region;
    struct names note; /* empty: none */
};

/* Empty texts select everything. */
struct department_filter {
    struct str region;
    struct str name; /* exactly the Chinese or English name, or an alias */
};

/* Departments after code `after` in the order of their codes, `limit` of them. Pull with
 * departments_next(); reset with stmt_reset(). `filter` must stay until then. */
struct stmt *departments_list(struct db *db, int64_t release,
                              const struct department_filter *filter, struct str after,
                              int64_t limit);
MUST_USE int departments_next(struct stmt *stmt, struct department_row *ret);

/* How many departments match. */
MUST_USE int departments_count(struct db *db, int64_t release,
                               const struct department_filter *filter, int64_t *ret);

/* Other names of `code`, in byte order. Pull with departments_next_alias(). */
struct stmt *departments_aliases(struct db *db, int64_t release, struct str code);
MUST_USE int departments_next_alias(struct stmt *stmt, struct str *ret);
