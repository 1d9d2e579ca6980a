#pragma once

/*
 * Keys: who may write, and who may read what is not public.
 *
 * A key is "iprs_<id>_<secret>": the id has 8 characters of base32 and is what lists, logs and the
 * audit name it by, the secret is 32 random bytes as base64url. The text of a key is shown once, by
 * key_create(); the store has the SHA-256 of the secret, which is enough since nobody can guess 32
 * random bytes. A key is never deleted: it expires or is revoked.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

/* What a key may do, as bits. The numbers are stored. */
enum key_scope {
    KEY_READ_RESTRICTED = 1, /* "read:restricted" */
    KEY_READ_EMBARGOED = 2,  /* "read:embargoed" */
    KEY_IMPORT = 4,          /* "import" */
    KEY_PUBLISH = 8,         /* "publish" */
    KEY_ADMIN = 16,          /* "admin": all of the others too */
};
enum { KEY_SCOPES_ALL = 31 };

/* limit: the name of an office or a system stands in one line of a list */
enum {
    KEY_ID_LEN = 8,
    KEY_SECRET_LEN = 43,
    KEY_TEXT_LEN = 5 + KEY_ID_LEN + 1 + KEY_SECRET_LEN,
    KEY_NAME_CHARACTERS = 100,
    /* room for all names of scopes with a comma between them, and a NUL */
    KEY_SCOPES_TEXT_MAX = 64,
};

/* A key that was accepted. */
struct key {
    char id[KEY_ID_LEN + 1];
    unsigned scopes; /* bits of enum key_scope; of `admin` all of them */
};

/* Looks at what a client says is a key, at the moment `now`, on a reader or a writer. 1: it is one,
 * and holds. 0: it is not, whatever the reason (another form, unknown, a wrong secret, expired,
 * revoked): nobody is told which, and each costs the same work. Negative: the store failed. */
MUST_USE int key_check(struct db *db, struct str text, int64_t now, struct key *ret);

/* Whether text begins as a key does: such a text is never logged and never taken from a URL. */
bool key_looks_like(struct str text);

/* The bit of a scope by its name, 0 when there is none of the name; and the name of one bit. */
unsigned key_scope_find(struct str name);
const char *key_scope_name(enum key_scope scope);

/* The names of the scopes joined by commas, in the order of the bits. */
void key_scopes_text(unsigned scopes, char out[KEY_SCOPES_TEXT_MAX]);

/* Makes a key, on a writer, in a transaction with its row of the audit. `ret_text` gets the text of
 * the key with a NUL, this once. -ERR_INPUT: no name, one with control characters, no scope or an
 * unknown one, or an end that is not after `now`. -ERR_LIMIT: the name is too long. -ERR_IO: the
 * system has no random bytes. */
struct key_wish {
    struct str name; /* an office or a system, not a person */
    unsigned scopes;
    int64_t expires_at; /* 0: never */
    int64_t now;
    struct str actor;
};
MUST_USE int key_create(struct db *db, const struct key_wish *wish,
                        char ret_text[KEY_TEXT_LEN + 1]);

/* Ends a key for ever, on a writer, in a transaction with its row of the audit. -ERR_NOT_FOUND: no
 * such key. -ERR_INPUT: it is revoked already. */
MUST_USE int key_revoke(struct db *db, struct str id, int64_t now, struct str actor);

/* Records when keys were used last, on a writer; a moment before the recorded one changes nothing.
 */
struct key_use {
    char id[KEY_ID_LEN + 1];
    int64_t at;
};
MUST_USE int key_record_uses(struct db *db, const struct key_use *uses, size_t n);

/* One key as stored, without its secret. Moments are 0 when there is none. Text is valid until the
 * next step or reset of the statement. */
struct key_row {
    struct str id, name;
    unsigned scopes; /* as given: `admin` is one bit here */
    int64_t created_at, expires_at, revoked_at, last_used_at;
};

/* All keys, oldest first. Pull with keys_next(); reset with stmt_reset(). */
struct stmt *keys_list(struct db *db);
MUST_USE int keys_next(struct stmt *stmt, struct key_row *ret);
