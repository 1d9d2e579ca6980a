/* Pages of a list in the order of a short key: how many entries to write, after which, and the
 * cursor to the rest.
 *
 *     struct page page;
 *     enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
 *     if (problem != PROBLEM_NONE)
 *         return problem;
 *     s = things_list(call->db, call->release->id, page.keys[0], page.fetch);
 *     envelope_list_begin(call, &w);
 *     while ((r = things_next(s, &row)) > 0 && page_take(&page, &row.code))
 *         put_thing(&w, call, &row);
 *     return page_end(&page, &w, r, matched);
 *
 * One entry more than asked for is read, so that the last page is known for the last. For lists
 * whose whole order is their key; the order of observations is their own matter.
 */
#pragma once

#include "api/api.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The key of a record, the longest here, may have six parts, three of them of a period. */
enum { PAGE_KEYS_MAX = 6 };

struct page {
    struct api_call *call;
    /* Entries come after this key; empty texts: from the first. */
    struct str keys[PAGE_KEYS_MAX];
    size_t n_keys;
    /* What to ask the store for. */
    int64_t fetch;
    int64_t limit, taken;
    struct str last[PAGE_KEYS_MAX];
    bool more;
};

/* Begins the page that `cursor` (empty: the first) leads to. PROBLEM_NONE, or what to return. */
MUST_USE enum problem_id page_begin(struct page *page, struct api_call *call, struct str cursor,
                                    int64_t limit, size_t n_keys);

/* Whether the entry with these `n_keys` keys is on the page. Copies the keys where it must. */
MUST_USE bool page_take(struct page *page, const struct str *keys);

/* Ends a list after the last entry: `r` is what reading entries returned last. An empty list
 * gets a hint that it is not empty by mistake. What a handler returns. */
MUST_USE enum problem_id page_end(struct page *page, struct jw *w, int r, int64_t matched);

/* The same for a list that is not JSON: hints and counts have no place there. */
MUST_USE enum problem_id page_end_text(struct page *page, int r);

/* The text of an enum argument of this call, as in the contract; empty when it was not `given`.
 * Static. */
struct str page_enum(const struct api_call *call, const char *name, bool given, int value);
