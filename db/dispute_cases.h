#pragma once

/*
 * Dispute cases in a stream, to be counted: those of one region that were filed or closed in a run
 * of days, or are open at its end. Each is found by an index, and none is kept.
 */

#include "base/arena.h"
#include "base/deadline.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/dispute_filter.h"
#include "db/observation_scope.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What cases are grouped by, beside region and time. */
enum dispute_key {
    DISPUTE_TYPE,
    DISPUTE_IP_TYPE,
    DISPUTE_ROUTE,
    DISPUTE_PATENT_TYPE,
    DISPUTE_ORG_LEVEL,
    DISPUTE_E_COMMERCE,
    DISPUTE_FOREIGN_RELATED,
    DISPUTE_EXHIBITION,
    DISPUTE_SIMPLIFIED,
    DISPUTE_REQUESTER_TYPE, /* about persons: see db/dispute_persons.h */
    DISPUTE_KEYS
};

enum dispute_cases {
    CASES_FILED,        /* filed from `from` to `to` */
    CASES_CLOSED,       /* closed from `from` to `to` */
    CASES_CLOSED_LATER, /* filed up to `to` and closed after it */
    CASES_OPEN,         /* filed up to `to` and not closed */
};

/* Text is valid until the next case. */
struct dispute_case {
    int64_t id;
    int32_t filed_on, closed_on;
    bool closed, extended;
    bool suspended; /* it has suspensions */
    struct str keys[DISPUTE_KEYS];
    struct str outcome;
};

/* The regions that cases name, ascending, in any release. 0 or negative. */
MUST_USE int dispute_cases_regions(struct db *db, struct arena *arena, struct id_list *ret);

/* Pull with dispute_cases_next(); reset with stmt_reset(). `filter` must stay until then. */
struct stmt *dispute_cases(struct db *db, int64_t release, enum dispute_cases which,
                           const struct dispute_filter *filter, int64_t region, int32_t from,
                           int32_t to);
MUST_USE int dispute_cases_next(struct stmt *stmt, struct dispute_case *ret);

/* Suspensions of one case as they stood on a day, grown in `arena` as it takes. One that ends later
 * is open, one that begins later is not there. */
struct dispute_suspensions {
    struct suspension *v;
    size_t n, room;
};
MUST_USE int dispute_suspensions_read(struct db *db, struct arena *arena, int64_t release,
                                      int64_t id, int32_t on, struct dispute_suspensions *ret);
