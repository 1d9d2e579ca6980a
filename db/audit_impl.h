#pragma once

/*
 * What the parts of the audit share: audit.c adds rows, audit_subjects.c says what the store has of
 * a subject, audit_verify.c holds the one against the other. No other file includes this one.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "db/audit.h"

/* limit: a detail and its parts */
enum { AUDIT_ARENA_BLOCK = 16 * 1024, AUDIT_ARENA_CAP = 1024 * 1024 };

/* The name of an action in the store. */
struct str audit_action_text(enum audit_action action);

/* What a row is about, as text of the arena. */
struct str audit_subject(struct arena *arena, const struct audit_event *event);

/* What the store says of the subject of an event, in one line of the arena; empty where the action
 * says it all. 1, or 0: there is no such subject. For AUDIT_BEGIN the number is that of the newest
 * release which the audit does not cover row by row, and `drafts` that of the last such draft. */
MUST_USE int audit_detail(struct db *db, struct arena *arena, const struct audit_event *event,
                          int64_t drafts, struct str *ret);

/* The numbers of the newest release and of the last draft. */
MUST_USE int audit_last(struct db *db, int64_t *ret_release, int64_t *ret_draft);

/* The next number of a release, or of a draft, after one: 1, or 0 when there is none. Numbers may
 * have gaps, and whoever tampers may leave any. */
MUST_USE int audit_next_release(struct db *db, int64_t after, int64_t *ret);
MUST_USE int audit_next_draft(struct db *db, int64_t after, int64_t *ret);

/* The hash of a row. */
void audit_hash(const struct audit_row *row, char out[AUDIT_HASH_LEN + 1]);
