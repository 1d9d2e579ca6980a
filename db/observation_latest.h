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
#include "db/observation_memo.h"
#include "db/observation_row.h"

/* Reads all that `next` gives. 1 found; 0 when no period is common to all series, or there is no
 * series. Periods of different frequency are different. -ERR_NOMEM, or the failure of `next`. */
MUST_USE int observation_find_latest(observation_next_fn next, void *cls, struct arena *arena,
                                     struct observation_memo *memo, struct period *ret);
