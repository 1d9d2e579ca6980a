#pragma once

/*
 * The region codes of one day, and how the regions of other days flow into them.
 *
 * A change of codes is an edge from the code that was to the code that came, with the first day of
 * the new state. Seen from a day D, a change on or before D is undone forwards: what was published
 * under the old codes belongs to the new ones. A change after D is undone backwards. A territory
 * follows a figure by the last day of its period.
 *
 * Codes that no change touches stay as they are.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_scope.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: changes one after another that one code went through; the records have two, and a circle
 * in them must come to an end */
enum { BASIS_DEPTH_MAX = 8 };

enum basis_kind { BASIS_MERGE, BASIS_SPLIT, BASIS_RECODE };

struct basis_change {
    int64_t from, to;
    enum basis_kind kind;
    int32_t on;        /* first day of the new state; INT32_MIN when nothing tells it */
    bool from_stays;   /* the old code goes on with what is left */
    bool to_was_there; /* the new code was there before, and took more in */
};

struct region_basis {
    int32_t day;
    const struct basis_change *changes;
    size_t n;
};

/* Reads all changes of the release into `arena`. -ERR_NOMEM, or a failure of the store. */
MUST_USE int region_basis_read(struct db *db, struct arena *arena, int64_t release, int32_t day,
                               struct region_basis *ret);

/* The codes in force on the day that stand for `region`, added to `ret`: itself; or what it went
 * into, where it had ended; or what it came from, where it had not begun. -ERR_NOMEM. */
enum basis_fate { BASIS_IN_FORCE, BASIS_ENDED, BASIS_NOT_BEGUN };
enum basis_fate region_basis_fate(const struct region_basis *basis, int64_t region);
MUST_USE int region_basis_targets(const struct region_basis *basis, struct arena *arena,
                                  int64_t region, struct id_list *ret);

/* All regions whose figures may flow into `region`, itself included, added to `ret`. -ERR_NOMEM. */
MUST_USE int region_basis_sources(const struct region_basis *basis, struct arena *arena,
                                  int64_t region, struct id_list *ret);

/* The next region above `after` that has, or once had, a figure of the indicator: 1, or 0. What
 * narrows a reading, never what is read. */
MUST_USE int region_basis_next_published(struct db *db, int64_t indicator, int64_t after,
                                         int64_t *ret);
