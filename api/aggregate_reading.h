/* Reading the figures of a request for aggregates, and dealing them out to their groups. */
#pragma once

#include "api/aggregate_groups.h"
#include "api/api.h"
#include "api/rollup.h"
#include "db/observations.h"

/* limit: figures that are in memory to be rolled up, about 8 MiB with what they take to grow; a
 * sum over all counties for three years of quarters */
enum { AGGREGATE_FIGURES_MAX = 40000 };

/* One request. */
struct aggregation {
    struct api_call *call;
    const struct list_aggregates_args *args;
    bool counts;
    struct observation_filter filter;
    struct observation_memo *memo;
    struct aggregate_facts *facts;
    struct rollup rollup;
    struct groups groups;
    struct group_order order;
    struct value_test having[VALUE_TESTS_MAX];
    size_t n_having;
    struct rollup_kind **kinds;
    size_t n_kinds, kinds_room;
    struct rollup_figure *figures;
    size_t n, room;
    int64_t matched; /* figures read, parts of ratios not among them */
};

/* One reading: the indicators whose figures are wanted, and what these are to their groups. */
struct aggregate_reading {
    enum rollup_role role;
    const struct aggregate_indicator *owner; /* of a part; NULL: each figure is its own */
    const struct observation_filter *filter;
};

/* Reads all figures of the filter into aggregation->figures and its groups. 0, -ERR_LIMIT when
 * there are more figures or groups than an answer is made of, -ERR_NOMEM, or a failure of the
 * store. */
MUST_USE int aggregate_read(struct aggregation *aggregation,
                            const struct aggregate_reading *reading);
