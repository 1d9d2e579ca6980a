#pragma once

/*
 * Credit schemes: whom they grade, their scale and their rules.
 *
 * A scheme whose scale was not published has no thresholds. Which score makes which grade is not
 * decided here.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* A number of the store that may be absent, in millionths. */
struct credit_number {
    bool known;
    int64_t e6;
};

/* One scheme. Text is valid until the next step or reset of the statement it came from. */
struct credit_scheme_row {
    struct str code;
    struct names names;
    struct str subject;
    struct names authority;
    struct str standing;
    struct day valid_from, valid_to;
    struct credit_number full_score; /* what everybody begins with */
    struct day repair_months;        /* a count, not a day; unknown where none is stated */
    struct names note;               /* empty: none */
    struct str confidence, document;
    int64_t thresholds;
};

/* Schemes for `subject` (empty: all) after code `after` in the order of their codes, `limit` of
 * them. Pull with credit_schemes_next(); reset with stmt_reset(). */
struct stmt *credit_schemes_list(struct db *db, int64_t release, struct str subject,
                                 struct str after, int64_t limit);
MUST_USE int credit_schemes_next(struct stmt *stmt, struct credit_scheme_row *ret);

/* How many schemes match. */
MUST_USE int credit_schemes_count(struct db *db, int64_t release, struct str subject, int64_t *ret);

/* One scheme: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset(). */
MUST_USE int credit_schemes_get(struct db *db, int64_t release, struct str code,
                                struct stmt **ret_stmt, struct credit_scheme_row *ret);

/* The scores of one grade: from `lower` to `upper`, where an open end is itself outside. */
struct credit_threshold_row {
    struct str grade;
    struct names names; /* of the grade */
    struct credit_number lower, upper;
    bool lower_open, upper_open;
    struct str document;
};

/* The thresholds of a scheme in the order of the grades. Pull with credit_schemes_next_threshold().
 */
struct stmt *credit_schemes_thresholds(struct db *db, int64_t release, struct str scheme);
MUST_USE int credit_schemes_next_threshold(struct stmt *stmt, struct credit_threshold_row *ret);

struct credit_rule_row {
    struct str id;
    struct names names;
    bool bonus;                       /* its points are put on, otherwise taken off */
    struct credit_number points, max; /* of one event */
    struct str confidence, document;
};

/* The rules of a scheme in the order of their ids. Pull with credit_schemes_next_rule(). */
struct stmt *credit_schemes_rules(struct db *db, int64_t release, struct str scheme);
MUST_USE int credit_schemes_next_rule(struct stmt *stmt, struct credit_rule_row *ret);
