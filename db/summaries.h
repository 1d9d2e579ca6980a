#pragma once

/*
 * The counts that are kept beside the figures (db/schema_3.sql): by series and by section, which is
 * all regions of one period. db/availability.h reads them.
 */

#include "base/macros.h"
#include "db/db.h"

#include <stdint.h>

/* Brings them up to date with a release whose rows are in place, within its transaction; reads no
 * more than the series that it touched. 0, or a failure of the store. */
MUST_USE int summaries_publish(struct db *db, int64_t release);

/* Counts everything of a release afresh: `*ret` is how many counts differ, 0 in a sound store. */
MUST_USE int summaries_check(struct db *db, int64_t release, int64_t *ret);
