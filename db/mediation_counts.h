#pragma once

/*
 * Counts of mediations by region, period and kind: handlings, and apart from them the disputes that
 * they are about, each once however many bodies handled it.
 */

#include "base/arena.h"
#include "base/day_counts.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/mediations.h"
#include "db/observation_scope.h"
#include "db/record_regions.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What mediations are grouped by, beside region and time. */
enum mediation_key { MEDIATION_CHANNEL, MEDIATION_IP_TYPE, MEDIATION_DISPUTE_TYPE, MEDIATION_KEYS };

/* limit: groups of one answer, which are all in memory with the disputes of each */
enum { MEDIATION_GROUPS_MAX = 10000 };

struct mediation_question {
    const struct mediation_filter *filter;
    const struct record_regions *regions;
    enum mediation_key keys[MEDIATION_KEYS];
    size_t n_keys;
    const struct period *periods; /* ascending; no two have a day in common */
    size_t n_periods;             /* at least 1 */
    int32_t on;
    struct str agreed_in; /* confirmations of agreements of this channel; empty: of any */
};

/* What may have happened in a period. */
enum mediation_event { MEDIATION_OPENED, MEDIATION_CLOSED, MEDIATION_AGREED, MEDIATION_EVENTS };

enum confirmation_result {
    CONFIRMATION_CONFIRMED,
    CONFIRMATION_REFUSED,
    CONFIRMATION_WITHDRAWN,
    CONFIRMATION_RESULTS
};

struct mediation_channel {
    struct str channel;
    int64_t n[MEDIATION_EVENTS];
};

struct mediation_group {
    size_t region, period; /* numbers of the question */
    struct str values[MEDIATION_KEYS];
    int64_t handlings[MEDIATION_EVENTS], disputes[MEDIATION_EVENTS];
    int64_t confirmations[CONFIRMATION_RESULTS]; /* disputes, by the region of each */
    struct mediation_channel *channels;          /* handlings, by code */
    size_t n_channels, room_channels;
    struct day_counts days;                       /* of the closed handlings */
    struct id_list ids[MEDIATION_EVENTS];         /* disputes, while counting */
    struct id_list decided[CONFIRMATION_RESULTS]; /* likewise */
};

/* By region, period and values. */
struct mediation_groups {
    struct mediation_group **v;
    size_t n;
};

/* Groups as dispute_counts() makes them. In `arena`. -ERR_LIMIT: too many groups. */
MUST_USE int mediation_counts(struct db *db, struct arena *arena, int64_t release,
                              const struct mediation_question *question,
                              struct mediation_groups *ret);
