#pragma once

/*
 * Requests for pre-examination in a stream, to be counted.
 *
 * The last day for filing a qualified request follows from the time limit "preexam_filing" of the
 * day of the result.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "base/workdays.h"
#include "db/db.h"
#include "db/observation_scope.h"
#include "db/row.h"
#include "db/time_limits.h"

#include <stdbool.h>
#include <stdint.h>

/* What requests are grouped by, beside region and time. */
enum preexam_key {
    PREEXAM_CENTER,
    PREEXAM_FIELD,
    PREEXAM_PATENT_TYPE,
    PREEXAM_AGENCY,
    PREEXAM_APPLICANT_TYPE, /* about persons: only whole tables of a year, see preexam_persons.h */
    PREEXAM_KEYS
};

/* Lists of codes as filter_codes() makes them; empty ones select everything. */
struct preexam_filter {
    struct str center, field, patent_type, agency, document;
};

/* Text is valid until the next request. */
struct preexam_case {
    int32_t received_on;
    struct day accepted_on, decided_on, filed_on, concluded_on;
    struct str decision, outcome;  /* empty: none yet */
    struct str keys[PREEXAM_KEYS]; /* empty: not known */
};

/* The regions that requests name, ascending, in any release. 0 or negative. */
MUST_USE int preexam_cases_regions(struct db *db, struct arena *arena, struct id_list *ret);

/* Requests of a region that were received up to `to`. Pull with preexam_cases_next(); reset with
 * stmt_reset(). `filter` must stay until then. */
struct stmt *preexam_cases(struct db *db, int64_t release, const struct preexam_filter *filter,
                           int64_t region, int32_t to);
MUST_USE int preexam_cases_next(struct stmt *stmt, struct preexam_case *ret);

/* What tells the last day for filing, of one release. */
struct preexam_limits {
    struct time_limits rules;
    struct workdays calendar;
};

/* Into `arena`, which must outlive it. 0 or negative. */
MUST_USE int preexam_limits_open(struct db *db, struct arena *arena, int64_t release,
                                 struct preexam_limits *ret);

/* The last day for filing; not known for a request that has not qualified, or without a rule. */
struct day preexam_limit(const struct preexam_limits *limits, const struct preexam_case *which);

/* Whether a request was not filed although its last day for that has passed. */
bool preexam_lapsed(const struct preexam_case *which, struct day limit);
