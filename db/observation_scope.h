#pragma once

/*
 * What selectors of figures mean at a release: codes to numbers, children, descendants, levels and
 * groups to regions.
 *
 * Only the tree of administrative regions is walked. A zone overlaps districts and is no part of
 * it, so that a zone is in a selection only when it is named, belongs to a named group, or the
 * level "zone" is asked for.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An indicator as the reading of observations needs it. */
struct observation_indicator {
    int64_t id;
    struct str code;
    struct names names;
    struct str topic;
    struct str dimensions; /* "a;b" */
    bool restricted;       /* its figures do not come out */
};

struct indicator_list {
    const struct observation_indicator *v;
    size_t n;
};

/* The indicators with these codes, or all when there are none; in code order, each once. A code
 * that stands for nothing at the release is left out. Everything is in `arena`. -ERR_NOMEM. */
MUST_USE int scope_indicators(struct db *db, struct arena *arena, int64_t release,
                              struct str_list codes, struct indicator_list *ret);

/* Numbers that are collected in an arena; zero-initialised is empty. */
struct id_list {
    int64_t *v;
    size_t n, room;
};

/* Ascending, each once. */
void id_list_sort(struct id_list *list);

/* In a sorted list. */
bool id_list_has(const struct id_list *list, int64_t id);

/* Takes out of a sorted list what is in another one. */
void id_list_remove(struct id_list *list, const struct id_list *without);

/* Number of a code of `list` ("region", "document", ...): 1 found, 0 not. */
MUST_USE int scope_code(struct db *db, struct str list, struct str code, int64_t *ret);

/* The item of the list of region levels that is meant: "district" is another name of "county", the
 * level of a city's districts. Any other name is its own. */
struct str scope_level(struct str name);

/* Each adds regions to `ret`; what stands for nothing adds nothing. `*ret_unverified` becomes true
 * when some membership was not verified. -ERR_NOMEM. */
enum scope_depth { SCOPE_CHILDREN, SCOPE_DESCENDANTS };
MUST_USE int scope_regions_below(struct db *db, struct arena *arena, int64_t release,
                                 struct str code, enum scope_depth depth, struct id_list *ret);
MUST_USE int scope_regions_at_level(struct db *db, struct arena *arena, int64_t release,
                                    struct str level, struct id_list *ret);
/* Members of any day of `days`. */
MUST_USE int scope_regions_in_group(struct db *db, struct arena *arena, int64_t release,
                                    struct str group, struct period_span days, struct id_list *ret,
                                    bool *ret_unverified);

/* Appends one number. -ERR_NOMEM. */
MUST_USE int id_list_add(struct arena *arena, struct id_list *list, int64_t id);

/* Indicators and regions that figures of a document are about, in any release: what narrows a
 * reading, never what is read. Regions are only collected up to `max`; `*ret_all` tells whether
 * these are all. */
MUST_USE int scope_document_indicators(struct db *db, struct arena *arena, int64_t document,
                                       struct id_list *ret);
MUST_USE int scope_document_regions(struct db *db, struct arena *arena, int64_t document,
                                    size_t max, struct id_list *ret, bool *ret_all);
