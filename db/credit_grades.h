#pragma once

/*
 * Grades as they were published, with the points of the events that stand behind each, and what
 * became of them from one period to another.
 *
 * An event counts for a period when it occurred on one of its days and was not repaired by its last
 * day. Points are added up here, and made into a score and a grade elsewhere: the row has what was
 * published, and nothing replaces it.
 */

#include "base/dec.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One grade. Text is valid until the next step or reset of the statement it came from. */
struct credit_grade_row {
    struct str agency;
    struct names names; /* of the agency */
    struct str region;  /* of the agency */
    struct str scheme;
    struct period period;
    bool has_score;
    struct dec score;
    struct str grade;
    struct day published_on;
    struct str document;
    bool synthetic;
    /* Of the events that count: points in millionths, how many events, and how many of them name a
     * rule that the scheme does not have. */
    int64_t deducted_e6, added_e6, events, unknown;
};

/* Grades of an agency under a scheme in the order of the periods. Pull with credit_grades_next();
 * reset with stmt_reset(). */
struct stmt *credit_grades_of_agency(struct db *db, int64_t release, struct str agency,
                                     struct str scheme);

struct credit_grade_filter {
    struct str scheme;
    struct period period; /* exactly */
    struct str region;    /* with those within it; empty: everywhere */
    struct str grade;     /* empty: all */
};

/* Grades after agency `after` in the order of the agencies' codes. `filter` must stay until the
 * reset. */
struct stmt *credit_grades_list(struct db *db, int64_t release,
                                const struct credit_grade_filter *filter, struct str after);

/* The next of either list. */
MUST_USE int credit_grades_next(struct stmt *stmt, struct credit_grade_row *ret);

/* How many agencies went from one grade to another; an empty grade: they have none of that period.
 */
struct credit_move_row {
    struct str from, to;
    int64_t agencies;
};

/* Moves of the agencies of filter->region under filter->scheme from filter->period to period `to`,
 * in no order; filter->grade is not looked at. Pull with credit_grades_next_move(). */
struct stmt *credit_grades_moves(struct db *db, int64_t release,
                                 const struct credit_grade_filter *filter, struct period to);
MUST_USE int credit_grades_next_move(struct stmt *stmt, struct credit_move_row *ret);

/* The registers that these grades stand in; filter->grade is not looked at. Pull with
 * credit_grades_next_document(). */
struct stmt *credit_grades_documents(struct db *db, int64_t release,
                                     const struct credit_grade_filter *filter);
MUST_USE int credit_grades_next_document(struct stmt *stmt, struct str *ret, bool *ret_synthetic);
