#pragma once

/*
 * What decides whether figures may be added up: the rules of indicators, where regions lie and when
 * they were in force, how the parts of a breakdown lie to each other.
 *
 * Each fact is read once per request and lives as long as the arena. Nothing is decided here.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

struct aggregate_facts;

/* -ERR_NOMEM. */
MUST_USE int aggregate_facts_open(struct db *db, struct arena *arena, int64_t release,
                                  struct aggregate_facts **ret);

struct aggregate_region {
    int64_t id;
    struct str code;
    struct names names;
    bool zone;      /* it overlaps administrative regions */
    int64_t parent; /* 0: none */
    struct day valid_from, valid_to;
};

/* 0, -ERR_CORRUPT for a number that stands for no region at the release, -ERR_NOMEM, or a failure
 * of the store. */
MUST_USE int aggregate_region(struct aggregate_facts *facts, int64_t id,
                              const struct aggregate_region **ret);

struct aggregate_indicator {
    struct str code;
    struct names names;
    struct str topic, unit, region_rule, time_rule;
    struct str numerator, denominator, weight; /* codes; empty: none */
    uint8_t decimals;
};

/* The same for the code of an indicator. */
MUST_USE int aggregate_indicator(struct aggregate_facts *facts, struct str code,
                                 const struct aggregate_indicator **ret);

struct aggregate_dimension {
    struct str code;
    struct str rule; /* item of the list "dimension_rule"; "nested" when nothing is known */
    struct str note; /* English; empty: none */
    struct str_list codes;
};

/* What a dimension of breakdowns is; the same failures. */
MUST_USE int aggregate_dimension(struct aggregate_facts *facts, struct str code,
                                 const struct aggregate_dimension **ret);
