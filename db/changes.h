#pragma once

/*
 * What releases changed among the figures: those that came, those that replaced another one of the
 * same document at the same place, and those that were withdrawn.
 *
 * Read release by release from the newest down, along the indexes by release, so that the cost is
 * that of what changed, not of what is published. Within a release the order is the default one,
 * then that of documents. Figures of restricted indicators never come out. Memory does not grow
 * with the number of changes. One scan runs at a time on a connection.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum change_kind {
    CHANGE_INSERTED,
    CHANGE_REVISED, /* also when only what is said about the value differs */
    CHANGE_DELETED, /* withdrawn without a successor */
    CHANGE_KINDS
};

struct change {
    enum change_kind kind;
    int64_t release;
    /* Of the figure that came; of one that was withdrawn, its own. The rank is a place in the
     * filter's indicators. */
    struct observation_key key;
};

/* Everything must hold. */
struct change_filter {
    /* Of these, the indicators, regions, spans, frequencies and documents count. */
    const struct observation_filter *figures;
    const struct period *latest; /* or the period is this one; NULL: there is none */
    int64_t first, last;         /* releases, both within */
    unsigned kinds;              /* bits 1 << enum change_kind; 0: all */
    const struct change *after;  /* only what comes after this one; NULL: from the first */
    size_t effort;               /* end after so many figures that told of nothing; 0: never */
};

struct change_scan;

/* Begins to read. `filter` and what it points at must stay until the scan is closed. -ERR_NOMEM. */
MUST_USE int changes_open(struct db *db, struct arena *arena, const struct change_filter *filter,
                          struct change_scan **ret);

/* Ends it; takes NULL. */
void changes_close(struct change_scan *scan);
void changes_close_p(struct change_scan **scan);

/* The next one: 1, 0 at the end. Text of the key lives until the next call. */
MUST_USE int changes_next(struct change_scan *scan, struct change *ret);

/* The scan ended because of filter->effort, and `*ret` tells the figure it came to: by its kind one
 * that was withdrawn or replaced (CHANGE_DELETED) or one that came. Text lives until the scan is
 * closed. */
bool changes_stopped(const struct change_scan *scan, struct change *ret);

/* The change that `release` brought at the place of `key` for its document, with the rank of the
 * key; text is in `arena`. Its key is that of the figure that came, if one did, and with `ended`
 * that of the one that ended. 1 found, 0 there is none. */
MUST_USE int changes_find(struct db *db, struct arena *arena, int64_t release,
                          const struct observation_key *key, bool ended, struct change *ret);

/* The figure that ended with a change, and the one that came with it, where its kind has one: text
 * is in `arena`. 0, or a failure of the store. */
MUST_USE int changes_read_old(struct db *db, struct arena *arena, const struct change *change,
                              struct observation *ret);
MUST_USE int changes_read_new(struct db *db, struct arena *arena, const struct change *change,
                              struct observation *ret);
