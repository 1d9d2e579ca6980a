#pragma once

/*
 * Who asked for the cases that were filed, as counts that tell of no single person.
 *
 * Whole years only, and each register by itself: what is hidden is decided on the table of all of
 * its regions (base/suppress.h), whatever is asked for. A number that is told of several regions is
 * the whole of the register, or the sum of numbers that are told of each of them.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/record_coverage.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct person_count {
    size_t region, period; /* numbers of the question */
    struct str part;       /* kind of requester; empty: not known */
    bool hidden;           /* a small cell, or one by which such a one could be worked out */
    int64_t filed;         /* 0 when hidden */
};

struct person_counts {
    struct person_count *v; /* by region, period and part */
    size_t n;
    int64_t min_cell; /* the least count that is shown, besides 0 */
};

struct person_question {
    const struct record_regions *regions;
    const struct coverages *registers;
    const struct period *years;
    size_t n_years;
};

/* Each kind that occurs anywhere has a count for each region and year. In `arena`. -ERR_LIMIT: too
 * many of them. */
MUST_USE int dispute_persons(struct db *db, struct arena *arena, int64_t release,
                             const struct person_question *question, struct person_counts *ret);
