#pragma once

/*
 * Whether the figures of the registers are still what their records show.
 */

#include "base/macros.h"
#include "db/db.h"

#include <stdint.h>

/* Counts all registers anew. `*ret_wrong`: figures that are not in force, or not with this value,
 * and figures in force that the records do not give. 0, or a failure of the store. */
MUST_USE int record_check(struct db *db, int64_t release, int64_t *ret_wrong);
