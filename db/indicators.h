#pragma once

/*
 * Indicators: what is measured, the rules for adding it up, and the definitions it had.
 *
 * A restricted indicator is listed like any other, but what was observed of it is neither counted
 * nor read here or anywhere else.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

/* One indicator. Text is valid until the next step or reset of the statement it came from. */
struct indicator_row {
    struct str code;
    struct names names;
    struct str topic, unit;
    struct str units; /* separated by ";" */
    struct str kind, region_rule, time_rule, direction;
    int64_t decimals;
    struct str dimensions;                     /* separated by ";", may be empty */
    struct str numerator, denominator, weight; /* codes; empty: none */
    bool restricted;
    struct names note; /* empty: none */
};

/* Empty texts select everything. */
struct indicator_filter {
    struct str topics; /* ";a;b;": one of these, each between two separators */
    struct str kind;
};

/* Indicators after code `after` in the order of their codes, `limit` of them. Pull with
 * indicators_next(); reset with stmt_reset(). `filter` must stay until then. */
struct stmt *indicators_list(struct db *db, int64_t release, const struct indicator_filter *filter,
                             struct str after, int64_t limit);
MUST_USE int indicators_next(struct stmt *stmt, struct indicator_row *ret);

/* How many indicators match. */
MUST_USE int indicators_count(struct db *db, int64_t release, const struct indicator_filter *filter,
                              int64_t *ret);

/* One indicator: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with stmt_reset().
 */
MUST_USE int indicators_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                            struct indicator_row *ret);

/* What an indicator meant, and when. */
struct definition_row {
    struct str code;
    struct names names;
    struct names text; /* empty: none */
    struct day valid_from, valid_to;
};

/* The definitions of `code`, the oldest first. Pull with definitions_next(). */
struct stmt *indicators_definitions(struct db *db, int64_t release, struct str code);
MUST_USE int definitions_next(struct stmt *stmt, struct definition_row *ret);

/* How many observations of `code` may be read: 0 for a restricted one, unless `restricted` says
 * that the reader may read those. */
MUST_USE int indicators_observations(struct db *db, int64_t release, struct str code,
                                     bool restricted, int64_t *ret);
