#pragma once

/*
 * Regions as published: codes with validity and names, what lies below, what they came from and
 * went into, and the groups they belong to.
 *
 * Codes identify, names never do. Which regions a selector of figures means is not decided here.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

/* One region. Text is valid until the next step or reset of the statement it came from. */
struct region_row {
    struct str code;
    struct names names;
    struct str level;
    struct str parent; /* empty: none, the country */
    struct day valid_from, valid_to;
    struct str source; /* empty: none */
};

/* Empty texts select everything. A region counts when it was in force on any day from `first_day`
 * to `last_day`; INT64_MIN and INT64_MAX: ever. */
struct region_filter {
    struct str level;
    struct str parent;
    struct str group;
    struct str name_prefix; /* of the Chinese or the English name, ASCII letters of either case */
    int64_t first_day, last_day;
};

/* Regions after code `after` (empty: from the first) in the order of their codes, `limit` of them.
 * Pull with regions_next(); reset with stmt_reset(). `filter` must stay until then. */
struct stmt *regions_list(struct db *db, int64_t release, const struct region_filter *filter,
                          struct str after, int64_t limit);
MUST_USE int regions_next(struct stmt *stmt, struct region_row *ret);

/* How many regions match. */
MUST_USE int regions_count(struct db *db, int64_t release, const struct region_filter *filter,
                           int64_t *ret);

/* One region, in force or not: 1 found, 0 not. `*ret_stmt` holds the text of `ret`; reset it with
 * stmt_reset(). */
MUST_USE int regions_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                         struct region_row *ret);

/* Codes in force directly below `code`, in order. Pull with regions_next_child(). */
struct stmt *regions_children(struct db *db, int64_t release, struct str code);
MUST_USE int regions_next_child(struct stmt *stmt, struct str *ret);

/* A change of code or name, seen from one of its two ends. */
struct lineage_row {
    struct str code; /* of the other end */
    struct names names;
    struct str kind;
    struct day changed_on;
    struct str first_list; /* "YYYY-MM", empty: unknown */
    struct str old_name;   /* empty: not a rename */
};

/* What the code came from, and what it went into; a rename under the same code only has the former.
 * Pull with lineage_next(). */
struct stmt *regions_predecessors(struct db *db, int64_t release, struct str code);
struct stmt *regions_successors(struct db *db, int64_t release, struct str code);
MUST_USE int lineage_next(struct stmt *stmt, struct lineage_row *ret);

/* What a code that is no longer in force went into, "a (2009-12-01), b (2009-12-01)" in order with
 * the first day of the new state, in `arena`: 1; 0 when it is in force, or nothing is known of it.
 */
MUST_USE int regions_went_into(struct db *db, struct arena *arena, int64_t release, struct str code,
                               struct str *ret);

/* A group that the region belongs to. */
struct region_group_row {
    struct str code;
    struct names names;
    struct str confidence;
};

/* Groups that `code` belongs to today, by code. Pull with region_groups_next(). */
struct stmt *regions_groups(struct db *db, int64_t release, struct str code);
MUST_USE int region_groups_next(struct stmt *stmt, struct region_group_row *ret);
