#pragma once

/*
 * Places at which several documents have a figure in force. They are found by the rivals, so that
 * what nobody contradicts is not read.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/observation_row.h"
#include "db/observation_scope.h"

#include <stddef.h>
#include <stdint.h>

/* Places of one indicator and these regions at which a rival is in force, in default order; a place
 * comes once for each of them there. */
struct stmt *conflict_places(struct db *db, int64_t release, int64_t indicator,
                             int64_t region_first, int64_t region_last);

/* Text lives until the next call; value, document and rank of the key are not set. 1, or 0 at the
 * end. */
MUST_USE int conflict_places_next(struct stmt *stmt, struct observation_key *ret);

/* All figures in force at a place. */
struct conflict_figures {
    struct observation *v; /* the default first */
    size_t n;
};

/* Reads them into `arena`; the rank of the key is taken over. 0, or a failure. */
MUST_USE int conflict_figures_read(struct db *db, struct arena *arena, int64_t release,
                                   const struct observation_key *place,
                                   struct conflict_figures *ret);
