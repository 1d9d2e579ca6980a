#pragma once

/*
 * Assessments of regions: the schemes. What one of them says stands in db/assessment.h.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

/* One scheme. Text is valid until the next step or reset of the statement it came from. */
struct assessment_row {
    struct str code;
    struct names names;
    struct str region;
    int64_t year;
    struct str version;
    struct str predecessor; /* empty: none */
    struct str document;
    int64_t items, regions; /* regions: that have a result or a total */
};

/* Schemes after code `after` in the order of their codes, `limit` of them; `region` and `year`
 * empty and 0: all. Pull with assessments_next(); reset with stmt_reset(). */
struct stmt *assessments_list(struct db *db, int64_t release, struct str region, int64_t year,
                              struct str after, int64_t limit);
MUST_USE int assessments_next(struct stmt *stmt, struct assessment_row *ret);

/* How many schemes match. */
MUST_USE int assessments_count(struct db *db, int64_t release, struct str region, int64_t year,
                               int64_t *ret);

/* One scheme: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset(). */
MUST_USE int assessments_get(struct db *db, int64_t release, struct str code,
                             struct stmt **ret_stmt, struct assessment_row *ret);
