#pragma once

/*
 * The release at which a register was first complete for some days.
 *
 * What tells of persons is counted from the records of that release alone, whatever release is
 * read: of two states of one table the difference is a table too, of the few that came between.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdint.h>

/* Of those up to `release`, the first in which the register's coverage holds all days from `from`
 * to `to`; 0: there is none yet. 0 or negative. */
MUST_USE int first_recorded(struct db *db, int64_t release, struct str document, int32_t from,
                            int32_t to, int64_t *ret);
