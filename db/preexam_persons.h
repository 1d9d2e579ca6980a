#pragma once

/*
 * Requests by kind of applicant: who is behind a small count could be told, so that there are only
 * whole tables of one register and one year, and what is hidden of them does not depend on what is
 * asked (base/suppress.h). Figures and answers read these tables and nothing else of it.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/preexam_counts.h"
#include "db/record_figures.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The regions of a register: its own, and the districts or cities in force below it, by code. Each
 * counts what lies below it. In `arena`; 0 or negative. */
MUST_USE int preexam_regions_of(struct db *db, struct arena *arena, int64_t release,
                                const struct record_register *of, struct record_regions *ret);

struct preexam_persons {
    struct record_regions regions;
    size_t whole;      /* the row of the register's own region; the others are disjoint */
    struct str *parts; /* kinds of applicant, by code; an empty one: not known */
    size_t n_parts;
    int64_t *cells;   /* [region * n_parts + part] */
    bool *hidden;     /* [region]: it hides its parts */
    int64_t min_cell; /* the least count that is shown; 1: each is */
};

/* The table of one year of a register for one of the counts by period. In `arena`. */
MUST_USE int preexam_persons(struct db *db, struct arena *arena, int64_t release,
                             const struct record_register *of, struct period year,
                             enum preexam_count which, struct preexam_persons *ret);
