#pragma once

/*
 * Counts of dispute cases by region, period and kind.
 *
 * By period, events are counted: filed and closed in it, pending before its first and at its last
 * day. By cohort, the cases that were filed in the period are followed to the day of judgement.
 * Cases are read as a stream; of durations only how often each occurred is kept.
 */

#include "base/arena.h"
#include "base/day_counts.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/dispute_cases.h"
#include "db/dispute_filter.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: keys beside region and time, as group_by in openapi.yaml says */
enum { DISPUTE_GROUP_KEYS_MAX = 4 };

/* limit: groups of one answer, which are all in memory with their durations */
enum { DISPUTE_GROUPS_MAX = 20000 };

struct dispute_question {
    const struct dispute_filter *filter;
    const struct record_regions *regions;
    enum dispute_key keys[DISPUTE_GROUP_KEYS_MAX];
    size_t n_keys;
    const struct period *periods; /* ascending; no two have a day in common */
    size_t n_periods;             /* at least 1 */
    bool cohort;
    int32_t on;
};

struct dispute_outcome {
    struct str outcome; /* empty: none was recorded */
    int64_t n;
};

struct dispute_group {
    size_t region, period;                     /* numbers of the question */
    struct str values[DISPUTE_GROUP_KEYS_MAX]; /* of its keys; empty: not known */
    int64_t filed, closed;
    int64_t pending, pending_start;                    /* by period */
    int64_t overdue;                                   /* by cohort */
    int64_t judged, within, without_rule, no_deadline; /* of the closed ones */
    struct day_counts days;                            /* of the closed ones */
    struct dispute_outcome *outcomes;                  /* of the closed ones, by their code */
    size_t n_outcomes, room_outcomes;
};

/* By region, period and values. */
struct dispute_groups {
    struct dispute_group **v;
    size_t n;
};

/* One group for each region and period, of each combination of values that occurs anywhere; without
 * keys there is just one. In `arena`. -ERR_LIMIT: too many groups. */
MUST_USE int dispute_counts(struct db *db, struct arena *arena, int64_t release,
                            const struct dispute_question *question, struct dispute_groups *ret);
