/* Places in an order of figures that may be inexact.
 *
 * Places are shared: 1, 2, 2, 4. A figure that is known within bounds may stand ahead of another or
 * behind it; then its place is not one, but lies between the best and the worst that its bounds and
 * those of the others allow: behind all that are certainly ahead, and behind all that may be. What
 * is at best equal is not ahead: 5 is first beside "at most 5", whose own place is open. Two
 * figures tie only when both are exactly the same number. Who has no figure is not zero: each of
 * them may turn out ahead of everybody.
 *
 * Nothing here knows what is ranked. What may be ranked together, the caller decides.
 */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "db/observation_row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ranking_first { RANKING_LARGEST, RANKING_SMALLEST };

struct ranking_entry {
    /* What is known of the number: filled by the caller, as by ranking_entry_of(). An end that is
     * not known is open; a strict one is not itself possible. */
    struct limit_e6 lower, upper;
    bool lower_strict, upper_strict;
    /* The result. */
    int64_t best, worst; /* places that are possible; `worst` counts those without a figure too */
    int64_t place;       /* the place among the figures; 0: undetermined */
    bool tied;           /* another figure is the same number, certainly */
};

/* What a figure with a value says; a level is not negative, whatever its bound leaves open. */
struct ranking_entry ranking_entry_of(const struct observation *observation);

/* Finds the places of `n` entries, beside which `missing` have no figure. The order of `v` stays.
 * -ERR_NOMEM: no room in `scratch` for three numbers per entry. */
MUST_USE int ranking_compute(struct arena *scratch, enum ranking_first first,
                             struct ranking_entry *v, size_t n, int64_t missing);
