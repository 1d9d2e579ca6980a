#pragma once

/*
 * Targets: numbers that a plan sets out to reach, and the departments responsible for them. What a
 * plan says of itself is a target of the kind `parameter`.
 *
 * Targets of restricted indicators are neither read nor counted.
 */

#include "base/dec.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One target or parameter. Text is valid until the next step or reset of the statement it came
 * from. */
struct target_row {
    struct str code;
    struct str plan;
    int32_t plan_starts_on;
    int64_t position;
    struct str kind;
    struct str indicator;
    struct names indicator_names;
    struct str indicator_kind, time_rule, direction, indicator_unit;
    int64_t indicator_decimals;
    struct str region;
    struct str breakdown; /* "dimension=value;...", empty for a total */
    struct str measure, comparator;
    struct dec value;
    struct str unit;
    struct str window; /* kind of window */
    int32_t starts_on, ends_on;
    bool has_baseline;
    struct dec baseline;
    struct str strength;
    struct names ambiguity; /* empty: none */
    struct str extraction;
    struct str raw; /* empty: none */
    struct str document, locator;
};

/* Empty texts select everything. */
struct target_filter {
    struct str plan;
    struct str kind;
    struct str indicator;
};

/* Targets after (`position`, `after`) in the order of the document, `limit` of them; INT64_MIN and
 * the empty text: from the first. Pull with targets_next(); reset with stmt_reset(). `filter` must
 * stay until then. */
struct stmt *targets_list(struct db *db, int64_t release, const struct target_filter *filter,
                          int64_t position, struct str after, int64_t limit);
MUST_USE int targets_next(struct stmt *stmt, struct target_row *ret);

/* How many targets match. */
MUST_USE int targets_count(struct db *db, int64_t release, const struct target_filter *filter,
                           int64_t *ret);

/* One target, not a parameter: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with
 * stmt_reset(). */
MUST_USE int targets_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                         struct target_row *ret);

/* Targets that a department is responsible for, after code `after` in the order of their codes,
 * `limit` of them. Pull with targets_next(). */
struct stmt *targets_of_department(struct db *db, int64_t release, struct str department,
                                   struct str after, int64_t limit);

/* How many these are. */
MUST_USE int targets_of_department_count(struct db *db, int64_t release, struct str department,
                                         int64_t *ret);

/* A department responsible for a target. */
struct target_department_row {
    struct str department;
    struct names names;
    int64_t position;
};

/* Departments responsible for target `code`, in the order of the document. Pull with
 * target_departments_next(). */
struct stmt *targets_departments(struct db *db, int64_t release, struct str code);
MUST_USE int target_departments_next(struct stmt *stmt, struct target_department_row *ret);
