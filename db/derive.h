#pragma once

/*
 * What deriving a number from a figure asks of the store beside other figures: the rules of its
 * indicator, the place of its region in the tree, and where in the store other figures stand.
 *
 * Only identities come out of here; the figures themselves are read by observation_get(). Where
 * several documents have a figure, what comes first among them says here too whether there is a
 * value. Forecasts are passed over.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_row.h"
#include "db/observation_scope.h"

#include <stdbool.h>
#include <stdint.h>

/* What may be done with the figures of an indicator. Text in the arena. */
struct derive_rules {
    struct str unit, kind, region_rule, direction;
    uint8_t decimals;
    struct str numerator, denominator; /* codes, of a ratio; empty: none */
};

/* 1 found, 0 not. -ERR_NOMEM. */
MUST_USE int derive_rules(struct db *db, struct arena *arena, int64_t release, int64_t indicator,
                          struct derive_rules *ret);

/* Where a region stands. Text in the arena. */
struct derive_region {
    int64_t parent; /* 0: none, the country */
    struct str level;
};

/* 1 found, 0 not. -ERR_NOMEM. */
MUST_USE int derive_region(struct db *db, struct arena *arena, int64_t release, int64_t region,
                           struct derive_region *ret);

/* The regions of this level directly below `parent` whose codes were in force on `day`, ascending.
 * -ERR_NOMEM. */
MUST_USE int derive_siblings(struct db *db, struct arena *arena, int64_t release,
                             const struct derive_region *place, int32_t day, struct id_list *ret);

/* Periods of the series of `key` that have a value, up to its own, the earliest first. Pull with
 * derive_next_period(), reset with stmt_reset(); `key` and `freq`, the letter of its frequency,
 * must stay until then. */
struct stmt *derive_periods(struct db *db, int64_t release, const struct observation_key *key,
                            const char *freq);
MUST_USE int derive_next_period(struct stmt *stmt, struct period *ret);

/* The series of `key` breaks (status B) after `base_ends_on`, up to the period of `key`: 1, or 0.
 */
MUST_USE int derive_break(struct db *db, int64_t release, const struct observation_key *key,
                          int32_t base_ends_on);

/* Under another definition there is a figure at the place of `key`: 1, or 0. */
MUST_USE int derive_defined_otherwise(struct db *db, int64_t release,
                                      const struct observation_key *key);

/* Levels with a value of an indicator in a region whose period ends on `day`, of any breakdown and
 * definition. `key->indicator` and `key->region` say of what; derive_next_level() fills in the
 * rest, its text valid until the next call, and whether it is a total since a start. Reset with
 * stmt_reset(). */
struct stmt *derive_levels(struct db *db, int64_t release, const struct observation_key *key,
                           int32_t day);
MUST_USE int derive_next_level(struct stmt *stmt, struct observation_key *key,
                               bool *ret_since_start);

/* The newest total level with a value whose last day is one of `days`; `definition` empty: of any,
 * and of several of one day that of the document which comes first; `*ret_several` tells.
 * `ret->indicator` and `ret->region` say of what; the rest is filled in, its text in the arena.
 * 1 found, 0 not. -ERR_NOMEM. */
MUST_USE int derive_newest(struct db *db, struct arena *arena, int64_t release,
                           struct str definition, struct period_span days,
                           struct observation_key *ret, bool *ret_several);
