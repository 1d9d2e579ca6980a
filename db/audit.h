#pragma once

/*
 * The audit: who changed what, and when. One row for each change, written in the transaction of the
 * change, never changed and never deleted; the engine refuses every statement that would.
 *
 * The rows are a chain: the hash of each is the SHA-256, in hex, of
 *
 *     previous LF seq LF at LF actor LF action LF subject LF detail LF
 *
 * where `previous` is the hash of the row before (64 zeros for the first), `seq` is decimal, `at`
 * is YYYY-MM-DDTHH:MM:SSZ and no text has a control character. The detail is what the store says of
 * the subject once the change is made, so that a change of the subject behind the audit's back is
 * found too. The last row is stored a second time as the head, so that rows missing at the end are
 * noticed. Whoever can write to the file can make a whole new chain: that is found by whoever has
 * kept a hash of the old one.
 *
 * The first row is of the action `begin`, and covers what the store had when its audit began.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stddef.h>
#include <stdint.h>

enum audit_action {
    AUDIT_BEGIN,
    AUDIT_IMPORT,         /* draft: it was made */
    AUDIT_DISCARD,        /* draft: it was thrown away */
    AUDIT_PUBLISH,        /* release: it was made of drafts */
    AUDIT_ROLLBACK,       /* release: it restores what was in force before others */
    AUDIT_EMBARGO_CANCEL, /* release: it was taken back before anybody saw it */
    AUDIT_KEY_CREATE,
    AUDIT_KEY_REVOKE,
    AUDIT_RESTORE, /* the store was put back from a backup */
    AUDIT_ACTION_COUNT,
};

struct audit_event {
    enum audit_action action;
    int64_t at;
    struct str actor;  /* "key:ID" or "cli:uid=N" */
    int64_t number;    /* of the draft or the release */
    struct str key;    /* the id of the key */
    struct str detail; /* of AUDIT_RESTORE alone; those of the others are made here */
};

/* limit: an actor is a key or a user; a detail names up to a thousand drafts */
enum { AUDIT_ACTOR_MAX = 100, AUDIT_DETAIL_MAX = 32000, AUDIT_HASH_LEN = 64 };

/* Adds a row, within the transaction of the caller, as its last change of the subject. -ERR_INPUT:
 * no actor, or a text with control characters. -ERR_LIMIT: one that is too long. -ERR_NOT_FOUND:
 * there is no such subject. -ERR_CORRUPT: the chain has no head. */
MUST_USE int audit_add(struct db *db, const struct audit_event *event);

/* Writes the first row, with the moment `now`, unless it is there; in a transaction of its own. */
MUST_USE int audit_begin(struct db *db, int64_t now);

/* One row as stored. Text is valid until the next step or reset of its statement. */
struct audit_row {
    int64_t seq, at;
    struct str actor, action, subject, detail; /* detail: empty for none */
    struct str previous, hash;
};

/* All rows from the first. Pull with audit_next(); reset with stmt_reset(). */
struct stmt *audit_list(struct db *db);
MUST_USE int audit_next(struct stmt *stmt, struct audit_row *ret);

/* Something that is not as the audit says. */
struct audit_fault {
    int64_t seq;        /* the row, 0: none in particular */
    struct str subject; /* empty: none in particular */
    const char *what;   /* a sentence without its full stop */
};

struct audit_report {
    int64_t rows, faults;
    char head[AUDIT_HASH_LEN + 1]; /* the hash of the last row */
    int64_t known;                 /* the row that has the hash which was asked for, 0: none has */
};

/* Works the whole chain out again, holds every row against its subject, and holds against the chain
 * every draft, release and key. `fault` is called for each fault; `known` is a hash that was kept,
 * empty for none. 0 also when there are faults. */
MUST_USE int audit_verify(struct db *db, struct str known,
                          void (*fault)(void *cls, const struct audit_fault *), void *cls,
                          struct audit_report *ret);
