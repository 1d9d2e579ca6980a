#pragma once

/*
 * Requests by kind of applicant: who is behind a small count could be told, so that there are only
 * whole tables of those received in one year in one register, and what is hidden of them does not
 * depend on what is asked (base/suppress.h).
 *
 * There is one count, since of two that hold one another the difference would be a table too; and
 * for the same reason a table never changes: it is counted from the records of the release in which
 * the register was first complete for the year (db/first_recorded.h), by the least count in force
 * then.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/preexam_counts.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct preexam_persons {
    int64_t as_recorded; /* the release whose records were counted; 0: there is no table */
    struct record_regions regions;
    size_t whole;      /* the row of the register's own region; the others are disjoint */
    struct str *parts; /* kinds of applicant, by code; an empty one: not known */
    size_t n_parts;
    int64_t *cells;   /* [region * n_parts + part] */
    bool *hidden;     /* [region]: it hides its parts */
    int64_t min_cell; /* the least count that is shown; 1: each is */
};

/* The table of a register and whole year, as a release is read; without parts when there is none.
 * In `arena`. */
MUST_USE int preexam_persons(struct db *db, struct arena *arena, int64_t release,
                             struct str document, struct period year, struct preexam_persons *ret);
