#pragma once

/* Public figures that a release ended without a successor. */

#include "base/macros.h"
#include "db/db.h"

#include <stdint.h>

/* Counts them for `release`, which has been added with all of its rows and is not seen yet. */
MUST_USE int withdrawals_count(struct db *db, int64_t release);
