#pragma once

/*
 * Plans and their numeric targets. What a plan says of itself (counts, terms) is a parameter and
 * counted apart from its targets.
 *
 * Targets of restricted indicators are neither listed nor counted.
 */

#include "base/dec.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One plan. Text is valid until the next step or reset of the statement it came from. */
struct plan_row {
    struct str code;
    struct names titles;
    struct str region, document;
    int32_t starts_on, ends_on;
    int64_t targets, parameters;
};

/* Plans of `region` (empty: all) after code `after` in the order of their codes, `limit` of them.
 * Pull with plans_next(); reset with stmt_reset(). */
struct stmt *plans_list(struct db *db, int64_t release, struct str region, struct str after,
                        int64_t limit);
MUST_USE int plans_next(struct stmt *stmt, struct plan_row *ret);

/* How many plans match. */
MUST_USE int plans_count(struct db *db, int64_t release, struct str region, int64_t *ret);

/* One plan: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset(). */
MUST_USE int plans_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                       struct plan_row *ret);

/* One target or parameter. */
struct target_row {
    struct str code;
    struct str plan;
    int64_t position;
    struct str kind;
    struct str indicator;
    struct names indicator_names;
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
    struct str ambiguity; /* empty: none */
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
