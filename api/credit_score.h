/* Scores and grades that events and thresholds make.
 *
 * A score is the full score of the scheme less the points taken off and plus those put on, exactly;
 * it may be below 0 or above the full score. A grade is the one whose ends hold the score, where an
 * open end is itself outside: 100 is A, 100.5 is A+. A scheme whose scale was not published makes
 * no grade, and that of another scheme is never taken. What was published stands beside what is
 * computed here, and is not replaced by it.
 */
#pragma once

#include "api/api.h"
#include "api/reason.h"
#include "db/credit_grades.h"
#include "db/credit_schemes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: grades of one scheme; the schemes that are known have five at most */
enum { CREDIT_GRADES_MAX = 16 };

/* The scale of one scheme; its texts are in call->arena. */
struct credit_scale {
    struct credit_number full_score;
    struct {
        struct str grade;
        struct credit_number lower, upper;
        bool lower_open, upper_open;
    } grades[CREDIT_GRADES_MAX];
    size_t n; /* 0: not published */
};

/* Reads the scale of a scheme, and notes its document; that of a scheme which is not there is not
 * published. 0, or a failure of the store. */
MUST_USE int credit_scale_read(struct api_call *call, struct str scheme, struct credit_scale *ret);

/* What the events of a period make. */
struct credit_computed {
    bool has_score;
    int64_t score_e6;
    struct str grade; /* empty: none, for `reason` */
    enum reason reason;
    int64_t deducted_e6, added_e6, events;
};

/* `unknown`: how many of the events name a rule that the scheme does not have. */
struct credit_computed credit_compute(const struct credit_scale *scale, int64_t deducted_e6,
                                      int64_t added_e6, int64_t events, int64_t unknown);

/* Whether what was published is what is computed: the grade, and the score where one was published.
 */
enum credit_agreement { CREDIT_AGREES, CREDIT_DIFFERS, CREDIT_NOT_COMPUTED };

/* Computes beside a published grade, and compares. */
enum credit_agreement credit_compare(const struct credit_scale *scale,
                                     const struct credit_grade_row *row,
                                     struct credit_computed *ret);

/* Writes the object of schema CreditComputed; or its members only. */
void credit_computed_json(struct jw *w, const struct api_call *call,
                          const struct credit_computed *computed);

void credit_computed_members(struct jw *w, const struct api_call *call,
                             const struct credit_computed *computed);

/* Writes "agrees": true, false, or null where nothing is computed. */
void credit_agreement_json(struct jw *w, enum credit_agreement agreement);

/* Writes a number, or null. */
void credit_number_json(struct jw *w, struct credit_number number);
