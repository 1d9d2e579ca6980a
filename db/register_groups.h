#pragma once

/*
 * Counts and sums over the records of a register, group by group: one statement, made of the table
 * constants as those of db/registers.h are.
 *
 * A group is named by the values of its keys, in the order of the keys: codes, items and words as
 * they are, periods as numbers (a year as 2024, a half as 20241, a quarter as 20243, a month as
 * 202409). The first group of a reading by no keys is the total, also of no records at all.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/registers.h"

#include <stdint.h>

enum register_key_kind {
    REGISTER_BY_VALUE,
    REGISTER_BY_YEAR,
    REGISTER_BY_HALF,
    REGISTER_BY_QUARTER,
    REGISTER_BY_MONTH,
    REGISTER_BY_CONDUCT_GROUP, /* the group of the kind of conduct in the column */
};

struct register_key {
    const char *name;
    enum register_key_kind kind;
    const char *column;
};

enum register_measure_kind {
    REGISTER_COUNT,    /* records */
    REGISTER_SUM,      /* a column of whole numbers */
    REGISTER_SUM_E6,   /* a column of decimals, in millionths */
    REGISTER_DISTINCT, /* different values of a column, where there is one */
};

/* limit: conditions of one measure */
enum { REGISTER_MEASURE_TESTS_MAX = 3 };

/* What is told of a group: of the records for which all tests hold. */
struct register_measure {
    const char *name;
    enum register_measure_kind kind;
    const char *column; /* NULL for REGISTER_COUNT */
    struct register_test tests[REGISTER_MEASURE_TESTS_MAX];
    size_t n_tests;
};

/* limit: measures and keys of one statement; the form of cases has twelve columns */
enum { REGISTER_GROUP_MEASURES_MAX = 20, REGISTER_GROUP_KEYS_MAX = 4 };

struct register_grouping {
    const struct register_query *query; /* table, tests, language of the names; no more of it */
    const struct register_key *const *keys;
    size_t n_keys;
    const struct register_measure *measures;
    size_t n_measures;
    /* Instead of the measures: how often each number of days lies between these two columns, as
     * measures 0 (days) and 1 (records); NULL: measures. */
    const char *from, *to;
};

/* One group. Text is valid until the next one. */
struct register_group {
    struct str keys[REGISTER_GROUP_KEYS_MAX];  /* codes; empty: null */
    struct str names[REGISTER_GROUP_KEYS_MAX]; /* what the code is called; empty: it has no name */
    int64_t numbers[REGISTER_GROUP_KEYS_MAX];  /* of a period */
    int64_t values[REGISTER_GROUP_MEASURES_MAX];
};

struct register_counting;

/* Opens a reading of the groups in the order of their keys; close it before the connection. 0,
 * -ERR_LIMIT for too many conditions, or a failure. */
MUST_USE int register_groups_open(struct db *db, struct arena *arena, int64_t release,
                                  const struct register_grouping *grouping,
                                  struct register_counting **ret);
void register_groups_close_p(struct register_counting **counting);

/* 1 and the next group, 0 at the end, or negative. */
MUST_USE int register_groups_next(struct register_counting *counting, struct register_group *ret);

/* Calls `found` with each document that the records of a query rest on. 0 or negative. */
MUST_USE int register_documents(struct db *db, struct arena *arena, int64_t release,
                                const struct register_query *query,
                                void (*found)(void *cls, struct str document, bool synthetic),
                                void *cls);
