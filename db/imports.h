#pragma once

/*
 * What was sent over HTTP and became a draft: by whom, and what was answered. The number of an
 * import is that of its draft; the draft says what became of it.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdint.h>

enum import_state { IMPORT_DRAFT, IMPORT_PUBLISHED, IMPORT_DISCARDED, IMPORT_STATES };

struct import_row {
    int64_t id, created_at;
    enum import_state state;
    int64_t base;               /* the release it was compared with, 0: none */
    int64_t release;            /* the one it became, 0: none */
    struct str key;             /* name part of the key that sent it */
    struct str idempotency_key; /* empty: none */
    struct str body_digest;     /* SHA-256 of the body as sent, hex */
    struct str source;          /* name of the package */
    struct str report;          /* what was answered; see api/import_report.h */
};

/* Adds one, within the transaction of its draft; state, base and release of the row do not matter.
 */
MUST_USE int import_add(struct db *db, const struct import_row *row);

/* One by its number, and that of a key by its idempotency key; ready to be stepped by
 * imports_next(). */
struct stmt *import_by_id(struct db *db, int64_t id);
struct stmt *import_by_request(struct db *db, struct str key, struct str idempotency_key);

/* Those before one, from the newest down; `state` is an enum import_state, or -1 for any. */
struct stmt *imports_list(struct db *db, int64_t before, int state);

/* The next one: 1, 0 at the end. Text is valid until the next step or reset. */
MUST_USE int imports_next(struct stmt *stmt, struct import_row *ret);

/* How many there are in this state, -1: in any. */
MUST_USE int imports_count(struct db *db, int state, int64_t *ret);

/* The name of a state. */
const char *import_state_name(enum import_state state);
