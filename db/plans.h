#pragma once

/*
 * Plans. What a plan says of itself (counts, terms) is a parameter and counted apart from its
 * targets, which stand in db/targets.h.
 *
 * Targets of restricted indicators are not counted.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

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
