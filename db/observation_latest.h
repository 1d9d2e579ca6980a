#pragma once

/*
 * The latest period that every series of a selection has: what `latest` means.
 *
 * A dashboard that compares regions wants one period for all of them; the newest figure of each
 * would compare different years.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "db/observations.h"

/* Reads the selected series once: all that `filter` takes when its periods, values and `last` are
 * left aside. 1 found; 0 when no period is common to all, or there is no series. Periods of
 * different frequency are different. -ERR_NOMEM, or a failure of the store. */
MUST_USE int observation_find_latest(struct db *db, struct arena *arena,
                                     const struct observation_filter *filter,
                                     struct observation_memo *memo, struct period *ret);
