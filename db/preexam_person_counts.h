#pragma once

/*
 * Requests by kind of applicant for regions and years that are asked for, put together from whole
 * tables (preexam_persons.h): the whole of a register, or the sum of rows that are each shown.
 * What is neither is hidden. Registers are never added.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "db/db.h"
#include "db/preexam_counts.h"
#include "db/record_coverage.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct preexam_person_question {
    const struct record_regions *regions;
    const struct coverages *registers;
    const struct period *years;
    size_t n_years;
};

struct preexam_person_count {
    size_t region, period, registry; /* numbers of the question */
    struct str part;                 /* kind of applicant; empty: not known */
    bool hidden;         /* a small cell, or one by which such a one could be worked out */
    int64_t received;    /* 0 when hidden */
    int64_t as_recorded; /* the release whose records were counted */
    int64_t min_cell;    /* the least count that is shown, besides 0 */
};

struct preexam_person_counts {
    struct preexam_person_count *v; /* by region, period, register and part */
    size_t n;
};

/* Each kind that occurs in a table has a count for each region; a register that is not yet complete
 * for a year has no table of it. In `arena`. -ERR_LIMIT: too many of them. */
MUST_USE int preexam_person_counts(struct db *db, struct arena *arena, int64_t release,
                                   const struct preexam_person_question *question,
                                   struct preexam_person_counts *ret);
