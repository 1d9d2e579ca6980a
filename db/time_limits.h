#pragma once

/*
 * Time limits set by law: rules with the days for which they hold. Which rule a case falls under
 * follows from the day on which its limit began to run; base/deadline.h says when it ends.
 */

#include "base/arena.h"
#include "base/deadline.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One rule. Text is valid until the next step or reset of the statement it came from. */
struct time_limit_row {
    struct str code;
    struct str route, ip_type, dispute_type; /* empty: of any */
    struct str step;
    struct day valid_from, valid_to;
    struct deadline_rule rule;
    struct str unit, extension_unit; /* the latter empty: no extension */
    struct names source;
    struct str confidence, document;
};

/* Rules that apply to a route, a type, a kind of dispute and a step (empty: all), on a day. */
struct time_limit_filter {
    struct str route, ip_type, dispute_type, step;
    struct day on;
};

/* Rules after code `after` in the order of their codes, `limit` of them. Pull with
 * time_limits_next(); reset with stmt_reset(). */
struct stmt *time_limits_list(struct db *db, int64_t release,
                              const struct time_limit_filter *filter, struct str after,
                              int64_t limit);
MUST_USE int time_limits_next(struct stmt *stmt, struct time_limit_row *ret);

/* How many rules match. */
MUST_USE int time_limits_count(struct db *db, int64_t release,
                               const struct time_limit_filter *filter, int64_t *ret);

/* All rules of a release, to look up many cases. */
struct time_limits {
    const struct time_limit_row *v;
    size_t n;
};

/* Into the arena. 0 or negative. */
MUST_USE int time_limits_load(struct db *db, struct arena *arena, int64_t release,
                              struct time_limits *ret);

/* The rule under which a limit falls that begins to run on `on`: of those that apply the one that
 * names the route, then the type, then the kind of dispute, then the one that began last. NULL:
 * there is none. */
struct time_limit_case {
    struct str route, ip_type, dispute_type; /* empty: not known */
    struct str step;
};
const struct time_limit_row *time_limits_find(const struct time_limits *limits,
                                              const struct time_limit_case *which, int32_t on);
