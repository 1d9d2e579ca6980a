/* What a statistic of a register counts, before it is written: for api/register_statistics.c only.
 */
#pragma once

#include "api/register_query.h"
#include "api/register_statistics.h"
#include "base/csv.h"
#include "base/percentile.h"
#include "base/period.h"
#include "db/observation_scope.h"

/* limit: groups of one answer; a reader of more wants the records themselves */
enum { REGISTER_GROUPS_MAX = 5000 };

/* Of one group, or of all records. */
struct counted {
    struct register_group group;
    bool has_days;
    struct spread days;
};

/* How far registers cover a place. */
struct register_cover {
    bool any;   /* some register knows of some day of it */
    bool whole; /* in each region all days are covered */
};

struct register_behind;

struct statistic {
    struct api_call *call;
    const struct register_statistics *spec;
    struct register_args args;
    struct register_query query;
    struct register_measure measures[REGISTER_GROUP_MEASURES_MAX];
    const struct register_key *by[REGISTER_GROUP_KEYS_MAX];
    size_t n_by;
    bool has_period;
    struct period period;
    int32_t on;
    struct counted total;
    struct jw json;
    struct csv_writer csv;
    bool synthetic;
    size_t n_groups;
    struct register_behind *behind; /* registers that hold records of the table */
    size_t n_behind, behind_room;
    struct id_list named; /* regions asked for; of all where none is named */
    bool names_regions;
    struct register_cover cover; /* of all that was asked for */
    int failure;                 /* of what has none to give back */
};

/* Reads the arguments. Each: 0, or a failure. */
MUST_USE int register_counted_begin(struct statistic *s);

/* Puts the days of a period among the conditions. */
void register_counted_within(struct statistic *s, struct period period);

/* All records that are selected, without groups. */
MUST_USE int register_counted_all(struct statistic *s, struct counted *ret);

/* Calls `put` with each group in order. -ERR_LIMIT: there are too many. */
MUST_USE int register_counted_each(struct statistic *s,
                                   void (*put)(struct statistic *s, const struct counted *counted));
