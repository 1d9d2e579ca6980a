#pragma once

/*
 * The least count of persons that is shown, besides 0: `min_cell` of the catalogue's rule for the
 * dimension by which they are told apart (data/catalogue/dimension_rule.csv). What is hidden below
 * it, and with it, is decided by base/suppress.h.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdint.h>

/* As in force at `release`; 1, with which each count is shown, where there is no such rule. 0, or a
 * failure. */
MUST_USE int min_cell_read(struct db *db, int64_t release, struct str dimension, int64_t *ret);
