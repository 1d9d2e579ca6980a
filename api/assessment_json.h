/* What all answers about assessments write alike: schemes, numbers, totals, places. */
#pragma once

#include "api/api.h"
#include "db/assessment.h"

#include <stdbool.h>
#include <stdint.h>

/* Places of scores, points and rates; published scores have one or two. */
enum { ASSESSMENT_DECIMALS = 2 };

/* Reads the scheme of the path with all that it says and scores it: PROBLEM_NONE, or what to
 * return. */
MUST_USE enum problem_id assessment_open(struct api_call *call, struct str code,
                                         struct assessment *ret);

/* Writes a fraction with as few places as it needs, at most six. */
void assessment_exact_json(struct jw *w, struct rational number);

/* The value of an interval: 1 with *ret when it is determined to these places, else 0; negative
 * when it does not fit. */
MUST_USE int assessment_value(const struct interval *number, struct dec *ret);

/* What is told of a number: an exact one is its own bounds, rounded once as the value is; others
 * are rounded outward. */
struct assessment_bounds {
    bool has_value;
    struct dec value, lower, upper;
};

/* A number that is not `known` has bounds alone. 0, or -ERR_LIMIT when it does not fit. */
MUST_USE int assessment_bounds(const struct interval *number, bool known,
                               struct assessment_bounds *ret);

/* The members of a scheme that stand in lists and alone. */
void assessment_members_json(struct jw *w, struct api_call *call, const struct assessment_row *row);

/* Each writes a value. The first failure is kept in *r, and then null is written. */
void assessment_number_json(struct jw *w, const struct interval *number, int *r);
void assessment_total_json(struct jw *w, const struct assessment_region *region, int *r);
void assessment_rank_json(struct jw *w, const struct assessment_region *region);
void assessment_grade_json(struct jw *w, const struct assessment_region *region);
