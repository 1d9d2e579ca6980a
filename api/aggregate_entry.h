/* An aggregate in an answer, as JSON and CSV. */
#pragma once

#include "api/aggregate_groups.h"
#include "api/api.h"
#include "base/csv.h"
#include "db/observations.h"

/* What an entry needs of its request. */
struct aggregate_entry {
    struct api_call *call;
    struct observation_memo *memo;
    const struct groups *groups;
    struct str function;
    bool counts; /* the function is to count */
};

/* limit: inputs that one entry names; the rest is a number */
enum { AGGREGATE_INPUTS_MAX = 20 };

/* Each writes one group, and notes its documents. 0, or a failure of the store. */
MUST_USE int aggregate_json(struct jw *w, const struct aggregate_entry *entry,
                            const struct group *group);
MUST_USE int aggregate_csv(struct csv_writer *w, const struct aggregate_entry *entry,
                           const struct group *group);

void aggregate_csv_header(struct csv_writer *w, const struct aggregate_entry *entry);
