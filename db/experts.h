#pragma once

/*
 * Experts, in numbers: entries are persons, so that none is read one by one. Each register and
 * year end has one table for ever (db/first_recorded.h).
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

/* How many experts of one part are on the list in one region. Text is valid until the next step. */
struct expert_count {
    struct str region, part; /* part: empty where it is not known */
    struct names names;      /* of the region */
    int64_t n;
};

/* Those of a register on the list on day `on`, by region and `dimension` (expert_kind or
 * expert_field), in the order of both. Pull with experts_next(); reset with stmt_reset(). */
struct stmt *experts_counts(struct db *db, int64_t release, struct str document,
                            struct str dimension, int32_t on);
MUST_USE int experts_next(struct stmt *stmt, struct expert_count *ret);
