/* Groups of figures: by which keys, which figure belongs to which, and their order.
 *
 * What a group says about its figures is not decided here (api/rollup.h).
 */
#pragma once

#include "api/rollup.h"
#include "base/arena.h"
#include "base/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum group_key {
    GROUP_INDICATOR,
    GROUP_REGION,
    GROUP_PARENT,
    GROUP_PERIOD,
    GROUP_YEAR,
    GROUP_MEASURE,
    GROUP_DEFINITION,
    GROUP_UNIT,
    GROUP_DOCUMENT,
    GROUP_STATUS,
    GROUP_TOPIC,
    GROUP_DIMENSION, /* of breakdowns, by its name */
};

/* limit: keys, as `group_by` in openapi.yaml says */
enum { GROUP_KEYS_MAX = 6 };

/* limit: groups of one answer, which are all in memory when they are put in order; ten thousand
 * are ten pages */
enum { GROUPS_MAX = 10000 };

struct group_by {
    struct {
        enum group_key key;
        struct str name;
    } v[GROUP_KEYS_MAX];
    size_t n;
};

/* The keys that are no dimensions, by name. Static. */
struct str_list group_by_names(void);

/* The keys that the names mean, each once. */
void group_by_parse(struct str_list names, struct group_by *ret);
bool group_by_has(const struct group_by *by, enum group_key key);

/* Whether the parts of a ratio have these keys too: other definitions, units and documents are
 * theirs. */
bool group_by_holds_for_parts(const struct group_by *by);

/* A key's value; a NULL text: the figure has none. Order: `order`, then the text. */
struct group_value {
    struct str text;
    int64_t order;
};

/* A figure as far as keys ask; texts that last, but for the keys' own. */
struct group_member {
    const struct aggregate_indicator *indicator;
    const struct aggregate_region *region, *parent; /* parent NULL: none */
    struct period period;
    struct str measure, definition, unit, document, status, parts;
};

struct group {
    struct group_value values[GROUP_KEYS_MAX];
    struct rollup_scope scope;
    const struct aggregate_region *region, *parent;
    uint32_t number; /* in the order in which groups were met */
    struct group *next;
    struct rollup_slice figures;
    size_t valued; /* figures with a value */
    struct rollup_result *result;
};

struct groups {
    struct arena *arena;
    struct group_by by;
    struct group **v; /* by number */
    size_t n, room;
    struct group *buckets[1024];
};

/* The group of a figure; when it is new it is made, or without `make` NULL. 0, -ERR_LIMIT when
 * there are GROUPS_MAX, -ERR_NOMEM. */
MUST_USE int groups_find(struct groups *groups, const struct group_member *member, bool make,
                         struct group **ret);

enum group_sort { GROUP_SORT_VALUE, GROUP_SORT_FIGURES, GROUP_SORT_KEY };

/* limit: fields of an order, as `sort` in openapi.yaml says */
enum { GROUP_SORTS_MAX = 3 };

/* Zero-initialised: by the keys. */
struct group_order {
    struct {
        enum group_sort sort;
        size_t key; /* its place in group_by; GROUP_KEYS_MAX: not grouped by, orders nothing */
        bool down;
    } by[GROUP_SORTS_MAX];
    size_t n;
};

void group_order_parse(const struct group_by *by, struct str_list sort, struct group_order *ret);

/* Negative, 0 or positive; total, since keys differ. */
int group_cmp(const struct groups *groups, const struct group_order *order, const struct group *a,
              const struct group *b);

/* Sorts v[0] .. v[n - 1]. -ERR_NOMEM. */
MUST_USE int groups_sort(const struct groups *groups, const struct group_order *order,
                         struct group **v, size_t n);

/* Whether the true number behind the result passes all comparisons; a result with a reason fails
 * each. */
enum interval_verdict group_passes(const struct group *group, const struct value_test *tests,
                                   size_t n);
