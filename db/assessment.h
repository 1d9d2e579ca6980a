#pragma once

/*
 * One assessment: a scheme with its items, what was reported of the regions, and what was
 * published.
 *
 * All of it is small (a few dozen items, a few dozen regions), so that it is read as a whole, into
 * an arena; what it comes to is computed by db/assessment_scores.h.
 */

#include "base/arena.h"
#include "base/dec.h"
#include "base/interval.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/assessments.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum assessment_scoring {
    SCORING_LINEAR, /* full points * (raw - floor) / (ceiling - floor), from none to all of them */
    SCORING_THRESHOLD, /* the points of the best step that is reached */
    SCORING_RANK,   /* full points * (n - place) / (n - 1); equal values share the better place */
    SCORING_MANUAL, /* the points that were given */
};

struct assessment_step {
    struct dec at, points;
};

struct assessment_item {
    struct str id;
    int64_t position;
    struct names names;
    struct rational weight; /* what full points add to the total */
    struct dec points;      /* full points */
    enum assessment_scoring scoring;
    bool lower_is_better;
    struct str indicator; /* empty: none */
    bool closed;          /* it is restricted: nothing is told of it, and the item is missing */
    struct dec floor, ceiling; /* of linear scoring */
    struct str unchanged_from; /* empty: new, or changed */
    struct str document;
    struct assessment_step *steps; /* by `at` */
    size_t n_steps;
};

/* What was reported of one region for one item, and what it comes to. */
struct assessment_cell {
    bool reported; /* there is a row */
    bool has_raw, has_points;
    struct dec raw, points; /* points: given by hand */
    struct str status, evidence, document;
    /* By assessment_score(). */
    bool missing;           /* nothing to score */
    struct interval earned; /* points; value: without what is missing */
    struct interval share;  /* of the total */
};

struct assessment_region {
    struct str code;
    struct names names;
    struct assessment_cell *cells; /* one for each item */
    bool has_published;
    struct dec published_score;
    int64_t published_rank;     /* 0: none */
    struct str published_grade; /* empty: none */
    struct str document;        /* of what was published */
    /* By assessment_score(). */
    bool complete;
    struct interval total;
    int64_t best, worst; /* places that are possible */
    bool tied;
    struct str grade, grade_lower, grade_upper; /* empty: none, or undetermined */
};

struct assessment_grade {
    struct str grade;
    struct dec lower;
    struct str document;
};

struct assessment {
    struct assessment_row scheme;
    struct assessment_item *items; /* by position */
    size_t n_items, items_room;
    struct assessment_region *regions; /* by code */
    size_t n_regions, regions_room;
    struct assessment_grade *grades; /* the highest first */
    size_t n_grades, grades_room;
    struct str_list without; /* regions within the scheme's that have neither results nor a total */
};

/* Reads a scheme with all that it says: 1 found, 0 not, or negative. Everything is in `arena`. */
MUST_USE int assessment_read(struct db *db, struct arena *arena, int64_t release, struct str code,
                             struct assessment *ret);

/* Position of an item or a region; -1: there is none. */
int assessment_item_at(const struct assessment *assessment, struct str id);
int assessment_region_at(const struct assessment *assessment, struct str code);
