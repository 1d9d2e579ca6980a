#pragma once

/*
 * Counts of requests for pre-examination by region, period and kind.
 *
 * By period, events are counted: received, accepted, decided, filed and concluded in it, lapsed
 * when the last day for filing is in it; and the backlog at its last day. By cohort, the requests
 * that were received in the period are followed to the day of judgement. What is later than that
 * day has not happened. A duration is the working days from receipt to the result.
 */

#include "base/arena.h"
#include "base/day_counts.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/preexam_cases.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: keys beside region and time, as group_by in openapi.yaml says */
enum { PREEXAM_GROUP_KEYS_MAX = 4 };

/* limit: groups of one answer, which are all in memory with their durations */
enum { PREEXAM_GROUPS_MAX = 20000 };

struct preexam_question {
    const struct preexam_filter *filter;
    const struct record_regions *regions;
    enum preexam_key keys[PREEXAM_GROUP_KEYS_MAX];
    size_t n_keys;
    const struct period *periods; /* ascending; no two have a day in common */
    size_t n_periods;             /* at least 1 */
    bool cohort;
    int32_t on;
};

enum preexam_count {
    PREEXAM_RECEIVED,
    PREEXAM_ACCEPTED,
    PREEXAM_DECIDED,
    PREEXAM_QUALIFIED,
    PREEXAM_NOT_QUALIFIED,
    PREEXAM_WITHDRAWN, /* before a result */
    PREEXAM_FILED,
    PREEXAM_LAPSED,
    PREEXAM_GRANTED,
    PREEXAM_REJECTED,
    PREEXAM_WITHDRAWN_AFTER, /* from the national office */
    PREEXAM_BACKLOG,         /* by period: accepted and not decided at its last day */
    PREEXAM_OPEN,            /* by cohort: not decided on the day of judgement */
    PREEXAM_UNCOUNTED,       /* decided, in days that the calendar does not know */
    PREEXAM_COUNTS
};

struct preexam_group {
    size_t region, period;                     /* numbers of the question */
    struct str values[PREEXAM_GROUP_KEYS_MAX]; /* of its keys; empty: not known */
    int64_t n[PREEXAM_COUNTS];
    struct day_counts days; /* of the decided ones */
};

/* By values, region and period. */
struct preexam_groups {
    struct preexam_group **v;
    size_t n;
};

/* One group for each region and period, of each combination of values that occurs anywhere; without
 * keys there is just one. In `arena`. -ERR_LIMIT: too many groups. */
MUST_USE int preexam_counts(struct db *db, struct arena *arena, int64_t release,
                            const struct preexam_question *question, struct preexam_groups *ret);
