#pragma once

/*
 * Orders of observations other than the default one, and the first few of many in such an order.
 *
 * Every order is total: places that are equal in all that was asked for follow the default order.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/observation_row.h"

#include <stdbool.h>
#include <stddef.h>

enum observation_field {
    ORDER_BY_INDICATOR, /* by code */
    ORDER_BY_REGION,    /* by number, which is the code where that is numeric */
    ORDER_BY_PERIOD,    /* by last day, then first day */
    ORDER_BY_VALUE,     /* a missing value comes last, in both directions */
};

/* limit: fields of an order, as `sort` in openapi.yaml says; there are four, and a fourth one only
 * ever breaks ties of three */
enum { ORDER_FIELDS_MAX = 3 };

/* Zero-initialised is the default order. */
struct observation_order {
    struct {
        enum observation_field field;
        bool down;
    } by[ORDER_FIELDS_MAX];
    size_t n;
};

/* Negative, 0 or positive as `a` is before, the same as or after `b`. */
int observation_order_cmp(const struct observation_order *order, const struct observation_key *a,
                          const struct observation_key *b);

/* The first `cap` of all keys that were put in. */
struct observation_top {
    const struct observation_order *order;
    struct observation_key *v; /* a heap with the last one on top, until observation_top_sort() */
    size_t n, cap;
};

/* Room for `cap` > 0 keys in `arena`; `order` must stay. -ERR_NOMEM. */
MUST_USE int observation_top_init(struct observation_top *top, struct arena *arena,
                                  const struct observation_order *order, size_t cap);

/* `key` would be kept. Asked first, so that only the text of what is kept has to be made lasting.
 */
bool observation_top_wants(const struct observation_top *top, const struct observation_key *key);

/* Puts in a key that is wanted; its text must live as long as `top`. */
void observation_top_put(struct observation_top *top, const struct observation_key *key);

/* Brings v[0] .. v[n - 1] in order; nothing may be put in afterwards. */
void observation_top_sort(struct observation_top *top);
