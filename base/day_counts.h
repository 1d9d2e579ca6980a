/* How often each number of days occurred: what percentiles need of many durations, in the room of
 * the longest one instead of all of them. */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "base/percentile.h"

#include <stddef.h>
#include <stdint.h>

/* limit: days of one duration, the years that are accepted */
enum { DAY_COUNTS_MAX = 300 * 366 };

/* Zero-initialised is empty. */
struct day_counts {
    uint32_t *v; /* by the number of days */
    size_t room;
    int64_t n; /* all together */
};

/* One more of `days`, in `arena`. -ERR_INPUT: below 0. -ERR_LIMIT: too many. -ERR_NOMEM. */
MUST_USE int day_counts_add(struct arena *arena, struct day_counts *counts, int64_t days);

/* As spread_of() says it of the durations one by one. */
MUST_USE int day_counts_spread(const struct day_counts *counts, struct spread *ret);
