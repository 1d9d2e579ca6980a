#pragma once

/*
 * What a loader must know about the store while it reads rows: numbers of codes, items of code
 * lists, rules of an indicator, combinations of breakdowns; as visible to one draft. Makes
 * identities and combinations that are new.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/tables.h"

#include <stddef.h>
#include <stdint.h>

/* limit: dimensions of one breakdown; the data has two at most */
enum { BREAKDOWN_ITEMS_MAX = 8 };

struct breakdown_item {
    struct str dimension, value;
};

/* What an indicator allows, each list separated by ";". Valid until the next call. */
struct indicator_rules {
    struct str units, dimensions;
};

struct lookup;

/* `draft`: what the rows of the draft carry in since. Lives in `arena`; close before the
 * connection. */
MUST_USE int lookup_open(struct db *db, struct arena *arena, int64_t draft, struct lookup **ret);
void lookup_close(struct lookup *lookup);

/* Each of these: 1 found, 0 not visible, negative failed. */

/* An identity of a list with rows of its own, e.g. "region". */
MUST_USE int lookup_code(struct lookup *lookup, struct str list, struct str code, int64_t *ret_id);

/* An item of a code list. */
MUST_USE int lookup_item(struct lookup *lookup, struct str list, struct str item);

/* A definition of an indicator. */
MUST_USE int lookup_definition(struct lookup *lookup, int64_t indicator, struct str definition);

/* The rules of an indicator. */
MUST_USE int lookup_rules(struct lookup *lookup, int64_t indicator, struct indicator_rules *ret);

/* What `precedence` says of figures of a document. */
MUST_USE int lookup_precedence(struct lookup *lookup, int64_t document, int64_t *ret);

/* The number of a code, made when it is new. 0 or negative. */
MUST_USE int lookup_own(struct lookup *lookup, struct str list, struct str code, int64_t *ret_id);

/* The number of a combination, made when it is new. `text` is canonical: items sorted by dimension.
 * 0 or negative. */
MUST_USE int lookup_breakdown(struct lookup *lookup, struct str text,
                              const struct breakdown_item *items, size_t n, int64_t *ret_id);
