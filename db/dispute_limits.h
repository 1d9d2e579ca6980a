#pragma once

/*
 * How long a dispute took, and whether it kept to its limit, on a day.
 *
 * The limit is that of the rule for decisions in force on the day of filing. A suspension that was
 * not ended lasts to the closing of the case; of an open case it stops the limit.
 */

#include "base/arena.h"
#include "base/deadline.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/dispute_cases.h"
#include "db/time_limits.h"

#include <stdbool.h>
#include <stdint.h>

enum dispute_state {
    DISPUTE_WITHIN,       /* closed, not after the deadline */
    DISPUTE_OVER,         /* closed after it */
    DISPUTE_RUNNING,      /* open, the deadline has not passed */
    DISPUTE_OVERDUE,      /* open, it has */
    DISPUTE_SUSPENDED,    /* open, and the limit does not run */
    DISPUTE_UNKNOWN,      /* there is a rule, and no deadline can be told */
    DISPUTE_WITHOUT_RULE, /* no rule applies */
    DISPUTE_STATES
};

struct dispute_verdict {
    enum dispute_state state;
    const struct time_limit_row *rule; /* NULL: none */
    int32_t deadline;                  /* of the first four states */
    int64_t days;                      /* after the filing, without suspension; to the closing or
                                          the day of judgement, which may be earlier: below 0 */
    int64_t suspended;                 /* days after the filing that did not count */
};

/* What judges cases of one release on one day. */
struct dispute_limits {
    struct db *db;
    struct arena *arena;
    int64_t release;
    int32_t on;
    struct time_limits rules;
    struct workdays calendar;
    struct dispute_suspensions suspensions;
};

/* Into `arena`, which must outlive it. 0 or negative. */
MUST_USE int dispute_limits_open(struct db *db, struct arena *arena, int64_t release, int32_t on,
                                 struct dispute_limits *ret);

/* Makes a case what it was on the day: one that was closed later is open. False: it was not there.
 */
bool dispute_limits_cut(const struct dispute_limits *limits, struct dispute_case *which);

/* A case that was cut. 0 or negative. */
MUST_USE int dispute_limits_judge(struct dispute_limits *limits, const struct dispute_case *which,
                                  struct dispute_verdict *ret);
