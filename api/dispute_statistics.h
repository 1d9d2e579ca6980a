/* A group of cases in an answer, as JSON and CSV. */
#pragma once

#include "api/record_json.h"
#include "db/dispute_counts.h"
#include "db/dispute_persons.h"

#include <stdbool.h>
#include <stddef.h>

/* What is said of all groups of one answer. */
struct dispute_statistics {
    struct api_call *call;
    struct record_scope scope;
    const struct period *periods;
    bool cohort;
    bool grouped; /* by region */
    struct str keys[DISPUTE_GROUP_KEYS_MAX];
    size_t n_keys;
    const bool *complete;       /* whether a register holds all of it; NULL: it is not said */
    bool persons;               /* only filings are counted, and some are hidden */
    struct person_count *cells; /* those, by the number of the group */
};

/* Group number `i`. 0, or -ERR_LIMIT when a number does not fit. */
MUST_USE int dispute_statistics_json(struct jw *w, const struct dispute_statistics *of,
                                     const struct dispute_groups *groups, size_t i);
void dispute_statistics_csv_header(struct csv_writer *w, const struct dispute_statistics *of);
MUST_USE int dispute_statistics_csv(struct csv_writer *w, const struct dispute_statistics *of,
                                    const struct dispute_groups *groups, size_t i);
