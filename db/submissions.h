#pragma once

/*
 * Who has to send in which form for a period, and what came of it by a day.
 *
 * A duty counts for a period when it holds on the period's last day. A form is due so many days
 * after that; forms whose cycle or days are not stated are due on no day, and are not asked for
 * here.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

struct submission_wish {
    struct period period;
    int32_t on;      /* what came later has not come */
    struct str form; /* empty: all */
};

/* One version of a submission, or a duty without one. Text is valid until the next step or reset.
 */
struct submission_row {
    struct str form, reporter, region, document;
    struct names form_names, reporter_names;
    int64_t due_days;
    bool came; /* the rest is there */
    int64_t version;
    int32_t received_on;
    struct str status;
    int64_t errors;
    struct str came_document;
};

/* In the order of forms, reporters and versions. Pull with submissions_next(); reset with
 * stmt_reset(). `wish` must stay until then. */
struct stmt *submissions_due(struct db *db, int64_t release, const struct submission_wish *wish);
MUST_USE int submissions_next(struct stmt *stmt, struct submission_row *ret);
