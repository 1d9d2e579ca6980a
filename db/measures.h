#pragma once

/*
 * Measures: what a document wants done, item by item, with the departments responsible, the
 * indicators that tell of it, and the reports on it. A group of departments is one entry; its
 * members are not kept.
 *
 * Indicators that are restricted are not told of.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One measure. Text is valid until the next step or reset of the statement it came from. */
struct measure_row {
    struct str code;
    struct str document;
    bool synthetic; /* the document is made up */
    struct str kind;
    int64_t number, position;
    struct str domain; /* empty: none */
    struct names domain_names;
    struct names titles;
    struct str locator;
};

/* Empty texts select everything. */
struct measure_filter {
    struct str document, kind, domain;
    struct str department; /* responsible for it */
    struct str indicator;  /* which tells of it */
    bool unreported;       /* has no report on exactly the period `without` */
    struct period without;
};

/* A place in the order of measures; zero-initialised, with the position INT64_MIN, before all. */
struct measure_place {
    struct str document;
    int64_t position;
    struct str code;
};

/* Measures after `after` in the order of their documents, then as these have them; `limit` of them.
 * Pull with measures_next(); reset with stmt_reset(). `filter` and `after` must stay until then. */
struct stmt *measures_list(struct db *db, int64_t release, const struct measure_filter *filter,
                           const struct measure_place *after, int64_t limit);
MUST_USE int measures_next(struct stmt *stmt, struct measure_row *ret);

/* How many measures match. */
MUST_USE int measures_count(struct db *db, int64_t release, const struct measure_filter *filter,
                            int64_t *ret);

/* One measure: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset(). */
MUST_USE int measures_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                          struct measure_row *ret);

/* A department responsible for a measure. */
struct measure_department_row {
    struct str department;
    struct names names;
    struct str org_type, region;
    int64_t position; /* in the order of the document */
    bool signatory;   /* signed the document of the measure */
};

/* In the order of the document. Pull with measure_departments_next(). */
struct stmt *measures_departments(struct db *db, int64_t release, struct str code);
MUST_USE int measure_departments_next(struct stmt *stmt, struct measure_department_row *ret);

/* An indicator that tells of a measure. */
struct measure_indicator_row {
    struct str indicator;
    struct names names;
    struct str basis;
};

/* In the order of their ids. Pull with measure_indicators_next(). */
struct stmt *measures_indicators(struct db *db, int64_t release, struct str code);
MUST_USE int measure_indicators_next(struct stmt *stmt, struct measure_indicator_row *ret);

/* What was reported of a measure. */
struct measure_report_row {
    struct period period;
    struct str status;
    struct str evidence; /* a document; empty: none */
    struct str document;
    bool synthetic; /* the document is made up */
};

/* The latest period first. Pull with measure_reports_next(): 1, 0 at the end, -ERR_CORRUPT for a
 * letter that is no frequency, or a failure of the store. */
struct stmt *measures_reports(struct db *db, int64_t release, struct str code);
MUST_USE int measure_reports_next(struct stmt *stmt, struct measure_report_row *ret);

/* Ids of the targets that the document sets in this measure, in their order. Pull with
 * measure_targets_next(). */
struct stmt *measures_targets(struct db *db, int64_t release, struct str code);
MUST_USE int measure_targets_next(struct stmt *stmt, struct str *ret);
