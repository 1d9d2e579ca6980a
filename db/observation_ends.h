#pragma once

/*
 * The two ends of each series of a reading: its first few and its last few observations.
 *
 * Only these are held, however long a series is.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/observation_memo.h"
#include "db/observation_row.h"

#include <stdbool.h>
#include <stddef.h>

struct observation_ends {
    struct observation_memo *memo;
    size_t first, last;
    struct observation_key *slots; /* the first ones, then a ring of the last ones */
    size_t met;                    /* observations of the series that was read */
    size_t at, n;                  /* the next one to give, of so many */
    bool pending;                  /* `next` begins the next series */
    struct observation_key next;
};

/* Gives the first `first` and the last `last` of each series, which together must be positive, in
 * the default order and each once. -ERR_NOMEM. */
MUST_USE int observation_ends_open(struct arena *arena, struct observation_memo *memo, size_t first,
                                   size_t last, struct observation_ends **ret);

/* Is the observation of the series of which some were taken, so that more may come? */
bool observation_ends_within(const struct observation_ends *ends,
                             const struct observation_key *key);

/* The next one, of the observations that `next` gives in the default order: 1, 0 at the end. Its
 * text lasts. A failure of `next`. */
MUST_USE int observation_ends_next(struct observation_ends *ends, observation_next_fn next,
                                   void *cls, struct observation_key *ret);
