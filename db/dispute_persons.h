#pragma once

/*
 * Who asked for the cases that were filed, as counts that tell of no single person.
 *
 * There is one table of each register and whole year, and it never changes: it is counted from the
 * records of the release in which the register was first complete for that year
 * (db/first_recorded.h), by the least count in force then. What is hidden is decided on all regions
 * (base/suppress.h), whatever is asked for. A number that is told of several regions is the whole
 * of the register, or the sum of numbers that are told of each of them; registers are never added.
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
    size_t region, period, registry; /* numbers of the question */
    struct str part;                 /* kind of requester; empty: not known */
    bool hidden;         /* a small cell, or one by which such a one could be worked out */
    int64_t filed;       /* 0 when hidden */
    int64_t as_recorded; /* the release whose records were counted */
    int64_t min_cell;    /* the least count that is shown, besides 0 */
};

struct person_counts {
    struct person_count *v; /* by region, period, register and part */
    size_t n;
};

struct person_question {
    const struct record_regions *regions;
    const struct coverages *registers;
    const struct period *years;
    size_t n_years;
};

/* Each kind that occurs in a table has a count for each region; a register that is not yet complete
 * for a year has no table of it. In `arena`. -ERR_LIMIT: too many of them. */
MUST_USE int dispute_persons(struct db *db, struct arena *arena, int64_t release,
                             const struct person_question *question, struct person_counts *ret);
