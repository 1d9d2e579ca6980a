#pragma once

/*
 * A connection to the store: opening, checking whose file it is, its prepared statements, its
 * deadline.
 *
 * A reader can not change anything. There is one writer per machine, under an exclusive lock on
 * "<path>.lock"; it alone checkpoints and migrates. A connection belongs to one thread at a time.
 * What is read and written stands in the resource files.
 */

#include "base/macros.h"
#include "db/db_file.h"
#include "db/engine.h"
#include "db/stmt.h"

#include <stdbool.h>
#include <stdint.h>

/* "IPRS": tells a store of this program from any other file of the engine. */
#define DB_APPLICATION_ID INT64_C(0x49505253)

/* A row in force carries this in `until`. */
#define DB_UNTIL_OPEN INT64_MAX

/* Rows of a draft carry this + the number of the draft in `since`; every release is smaller. */
#define DB_DRAFT_BASE INT64_C(1099511627776)

/* limit: a label of a release stands in a list, so it is short; DB_LABEL_MAX is the same in bytes */
enum { DB_LABEL_CHARACTERS = 200, DB_LABEL_MAX = 4 * DB_LABEL_CHARACTERS, DB_DIGEST_LEN = 64 };

struct db;

/* A release as the server carries it about. */
struct release {
    int64_t id;           /* 0: nothing has been published yet */
    int64_t published_at; /* seconds since 1970-01-01; in the future under embargo */
    char label[DB_LABEL_MAX + 1];
    char digest[DB_DIGEST_LEN + 1]; /* SHA-256, hex; of all that is public up to the release */
};

/* Since which release readers may see what they may see now. What is closed is closed in every
 * release, so that whatever was read of any of them may read differently in another epoch. */
struct access_epoch {
    int64_t release; /* the last one that changed the access of an indicator; 0: none has */
    char digest[DB_DIGEST_LEN + 1]; /* of that release; empty: none */
};

/*
 * Opens the store to read, or to write (`create`: also when the file is missing), with every
 * registered statement prepared and checked. A writer first takes the lock, then brings an older
 * schema up to date.
 *
 * -ERR_NOT_FOUND  no such file
 * -ERR_FOREIGN    a file, but no store of this program
 * -ERR_NEWER      made by a newer version of this program
 * -ERR_CORRUPT    damaged
 * -ERR_BUSY       writer: another process holds the lock; reader: the file waits for a writer to
 * migrate it -ERR_INPUT      the path starts with "file:" or is empty -ERR_IO, -ERR_NOMEM
 * -ERR_INTERNAL   a statement differs from its record: a bug
 *
 * The caller closes with db_close(), which takes a pointer to NULL too and sets the pointer to
 * NULL.
 */
MUST_USE int db_open_reader(const char *path, struct db **ret);
MUST_USE int db_open_writer(const char *path, bool create, struct db **ret);

/* Opens a copy that nobody changes (db/backup.h) to read, in a folder that need not be writable.
 * Codes as above; -ERR_BUSY also: it is no copy, but a store that may be written. */
MUST_USE int db_open_immutable(const char *path, struct db **ret);

/* Opens a copy that only this process knows, to make a store of it: as a writer, but without a
 * lock. */
MUST_USE int db_open_private(const char *path, struct db **ret);

/* The file that a reader reads, which may have another one in its place by now. */
struct db_file db_file_of(const struct db *db);

void db_close(struct db **db);

/* Opens the store to look for damage. A writer's connection also sees the constraints of the
 * schema, so this is one, under the lock, when that is free and the file may be written; otherwise
 * a reader's, and `*ret_constraints` is false. It migrates nothing and changes nothing. */
MUST_USE int db_open_checker(const char *path, struct db **ret, bool *ret_constraints);

/* Closes; a file that this connection has made is removed with what lies beside it. */
void db_discard_new(struct db **db);

/* From now on reading fails with -ERR_TIMEOUT once CLOCK_MONOTONIC has passed `monotonic_ms`; 0: no
 * deadline. */
void db_set_deadline(struct db *db, int64_t monotonic_ms);

/* The newest release that has appeared; `id` 0, empty label and digest when there is none. */
MUST_USE int db_current_release(struct db *db, struct release *ret);

/* The newest of all, which may be under embargo: what drafts are made on, and what readers with the
 * scope for it read. */
MUST_USE int db_newest_release(struct db *db, struct release *ret);

/* The epoch of what is published now. */
MUST_USE int db_access_epoch(struct db *db, struct access_epoch *ret);

/* Whether `release` was published later than all before it, by at least a second: only then does
 * its date name it. */
MUST_USE int db_release_is_dated(struct db *db, const struct release *release, bool *ret);

/* What goes on in the store besides what readers see. */
struct store_state {
    int64_t drafts_waiting;     /* to be published */
    int64_t last_draft;         /* number of the last load that was kept, 0: there is none */
    int64_t last_draft_at;      /* and its moment */
    int64_t releases_embargoed; /* later than `release`, and not taken back */
};

MUST_USE int db_store_state(struct db *db, int64_t release, struct store_state *ret);

/* Whether the store has just this release, with the same number and digest: 1 or 0. */
MUST_USE int db_has_release(struct db *db, const struct release *release);

/* Reads the structure of the whole file, but not whether indexes agree with their tables, for at
 * most `timeout_ms` (0: as long as it takes). -ERR_CORRUPT: damaged. -ERR_TIMEOUT: the time was not
 * enough, and no damage was seen. */
MUST_USE int db_quick_check(struct db *db, int64_t timeout_ms);

/* Reads the whole file with its indexes and constraints, which takes as long as it takes.
 * -ERR_CORRUPT: damaged, db_explain() says how. */
MUST_USE int db_full_check(struct db *db);

/* To be called once, while there is one thread, before anything is opened: what a writer of the
 * store at `path` can not hold in memory goes to nameless files beside it. Without it, it goes to
 * the folder that the system has for such files. */
void db_spill_beside(const char *path);

/* What the engine says about the failure `r` of the last call; empty when the failure did not come
 * from the engine. Valid until the next call. */
const char *db_explain(struct db *db, int r);

/* As db_explain(), for whichever failure the engine had last. */
const char *db_message(struct db *db);

/* The prepared statement of a registered record, reset and with nothing bound. Belongs to the
 * connection; never NULL. */
struct stmt *db_stmt(struct db *db, const struct stmt_spec *spec);

/* For the other files of this folder. db_check_ids(): whose file it is, and the version of its
 * schema; -ERR_FOREIGN or -ERR_NEWER, `create`: one without any table will do. db_checkpoint()
 * drops a failure, since what has been committed stays so, and the next one copies what this one
 * did not. */
MUST_USE int db_check_ids(struct engine *engine, bool create, int64_t *ret_version);
void db_checkpoint(struct db *db, bool truncate);
struct engine *db_engine(struct db *db);
