#pragma once

/*
 * Requests by kind of applicant for regions and years that are asked for, put together from whole
 * tables (preexam_persons.h): the whole of a register, or the sum of rows that are each shown.
 * What is neither is hidden.
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

struct preexam_person_counts {
    struct preexam_groups groups; /* those received; no other count */
    bool *hidden;                 /* by group: a small cell, or one that would tell such a one */
    int64_t min_cell;             /* the least count that is shown, besides 0 */
};

/* Each kind that occurs anywhere has a group for each region and year, by kind, region and year. In
 * `arena`. -ERR_LIMIT: too many groups. */
MUST_USE int preexam_person_counts(struct db *db, struct arena *arena, int64_t release,
                                   const struct preexam_person_question *question,
                                   struct preexam_person_counts *ret);
