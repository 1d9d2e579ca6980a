#pragma once

/*
 * What the parts of publishing share: publish.c makes a release of drafts, publish_drafts.c works
 * on the rows of drafts, rollback.c and
 * rollback_cancel.c take releases back. No other file includes this one.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/sha256.h"
#include "db/audit.h"
#include "db/releases.h"
#include "db/stmt.h"

/* What is done to a draft on every table. */
enum draft_work { WORK_CLOSE, WORK_TRIM, WORK_MOVE, WORK_DROP, WORK_COUNT };

/* limit: the generated statements, 5 KiB each, four for each of some hundred tables, once */
enum { PUBLISH_ARENA_BLOCK = 64 * 1024, PUBLISH_ARENA_CAP = 4 * 1024 * 1024 };

/* A publish under way. */
struct publish {
    struct db *db;
    struct arena arena;
    const struct release_wish *wish;
    struct stmt **works[WORK_COUNT];      /* per table; NULL until first wanted */
    struct release newest;                /* the one before, which readers may not see yet */
    struct release release;               /* the one that it makes */
    int64_t inserted, revised, unchanged; /* public rows, see db/draft_impl.h */
    struct sha256 digest;
    int64_t withdrawn, discarded; /* figures, restricted ones too; and drafts */
    int64_t draft;                /* the one being looked at */
};

/* The arena is not begun yet; publish_end() releases the statements and the arena. */
void publish_begin(struct publish *p, struct db *db, const struct release_wish *wish);
void publish_end(struct publish *p);

/* Makes the drafts of `wish` a release, within the transaction of the caller; see
 * release_publish(). */
MUST_USE int publish_all(struct publish *p, const struct release_wish *wish);

/* Does one work on every table for the rows with this in since. */
MUST_USE int publish_work(struct publish *p, enum draft_work work, int64_t since);

/* Makes the rows of p->draft rows of the release. */
MUST_USE int publish_draft(struct publish *p);

/* Throws away a draft. */
MUST_USE int publish_discard(struct publish *p, int64_t draft);

/* Throws away the open drafts that were made on another release than `base`. The rows of drafts
 * that can not be published any more would only grow the file. */
MUST_USE int publish_discard_outdated(struct publish *p, int64_t base);

/* Cancels the releases from `id` on that are newer than `seen`, the current one, the newest first,
 * and says how many those were. */
MUST_USE int publish_cancel_unseen(struct publish *p, int64_t id, int64_t seen,
                                   int64_t *ret_cancelled);

/* Notes in the audit what was done to the draft or release of this number. */
MUST_USE int publish_note(struct publish *p, enum audit_action action, int64_t number);

/* Tells the wish why it is refused, and gives -ERR_INPUT. */
MUST_USE int publish_refuse(const struct release_wish *wish, enum release_refusal why,
                            const struct release *other);
