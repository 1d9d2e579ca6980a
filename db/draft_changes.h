#pragma once

/*
 * What a draft would change of the published figures: each that it revises or withdraws, as it is
 * in force and as it would be. Figures of restricted indicators never come out.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

/* What a figure says. */
struct draft_figure {
    bool known; /* it has a value */
    int64_t value_e6;
    uint8_t decimals;
    struct str status;
};

struct draft_change {
    struct str indicator, region, breakdown, measure, definition, document;
    struct period period;
    bool withdrawn; /* `after` is not there */
    bool same;      /* the value and its status are, something else about it changes */
    struct draft_figure before, after;
};

/* Calls `each` for the first `limit` changes in the order of the figures; text is valid during the
 * call. A negative code of `each` ends the walk. 0, or a failure. */
MUST_USE int draft_changes(struct db *db, int64_t draft, int64_t limit,
                           int (*each)(void *cls, const struct draft_change *), void *cls);

/* How many there are. */
MUST_USE int draft_changes_count(struct db *db, int64_t draft, int64_t *ret);
