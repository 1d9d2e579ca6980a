#pragma once

/*
 * The engine: what the store needs of a relational database, and nothing else.
 *
 * Only the file behind this header (engine_sqlite.c) knows which database it is. No type of that
 * database appears here, parameters have names, rows are pulled one by one, dates and decimals are
 * integers, so that a second engine is one more file.
 *
 * An engine and its statements belong to one thread at a time. It must not be used to build SQL
 * from request bytes: every text that reaches engine_prepare() or engine_exec() is made of
 * constants of this program.
 *
 * Functions return 0 or a negative enum err, unless they say otherwise. -ERR_BUSY: another process
 * holds the lock and did not let go within the busy timeout (2 s). -ERR_TIMEOUT: the deadline
 * passed. -ERR_FULL: no space left. -ERR_CORRUPT: the file is damaged. -ERR_IO: the system refused.
 * -ERR_INPUT: a constraint of the schema refused the row. -ERR_INTERNAL: a statement is wrong,
 * which is a bug of this program.
 */

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum engine_mode {
    ENGINE_READ,      /* the file is there; this connection can not change it */
    ENGINE_WRITE,     /* the file is there; the one connection of the machine that writes and
                         checkpoints */
    ENGINE_CREATE,    /* as ENGINE_WRITE, and the file is made when it is missing */
    ENGINE_IMMUTABLE, /* the file is there, and nobody changes it: it is read without locks and
                      without a log, as from a medium that can not be written */
};

struct engine;
struct engine_stmt;

/* Looks at the name and the kind of the file without opening it: the failures of engine_open() that
 * can be known so. */
MUST_USE int engine_look(const char *path, enum engine_mode mode);

/* Says before the first engine_open() where a writer may put what a transaction has more to
 * remember than memory should hold: beside the file at `path`. A file of it has no name, and is
 * gone with its process. To be called while there is one thread. */
void engine_spill_beside(const char *path);

/* Opens the file at `path` and closes down everything the store has no use for. -ERR_NOT_FOUND: no
 * such file. -ERR_FOREIGN: a file, but not of this engine. -ERR_INPUT: `path` starts with "file:"
 * (which the engine would read as a URI with options) or is empty. The caller closes with
 * engine_close(), which sets the pointer to NULL and takes NULL. */
MUST_USE int engine_open(const char *path, enum engine_mode mode, struct engine **ret);
void engine_close(struct engine **engine);

/* What the engine says about the failure `r` of the last call, for the log and for stderr; 0: about
 * whichever it had last. Empty when that failure did not come from the engine. Valid until the next
 * call on the engine. */
const char *engine_message(struct engine *engine, int r);

/* Name and version of the library behind the engine, for `iprstat version`. Static. */
const char *engine_version(void);

/* The two numbers in the head of the file: whose it is, and the version of its schema. A file
 * without any table has 0, 0. */
struct engine_ids {
    int64_t application_id, schema_version;
    bool empty; /* no table at all */
};
MUST_USE int engine_get_ids(struct engine *engine, struct engine_ids *ret);
MUST_USE int engine_set_ids(struct engine *engine, int64_t application_id, int64_t schema_version);

/* Makes the file one that is written with a log: commits survive a power cut, readers are not held
 * up. To be called once on a writer, after its caller has seen that the file is the right one:
 * until then the connection changes neither the file nor its log. -ERR_IO: the file system can not
 * keep that promise. */
MUST_USE int engine_start_writing(struct engine *engine);

/* Runs a constant script of statements that give no rows: schema and migrations. */
MUST_USE int engine_exec(struct engine *engine, const char *sql);

/* engine_begin() takes the write lock at once, so that a transaction never fails later for want of
 * it. engine_rollback() does nothing outside of a transaction. */
MUST_USE int engine_begin(struct engine *engine);
MUST_USE int engine_commit(struct engine *engine);
void engine_rollback(struct engine *engine);

/* Begins something within a transaction that engine_undo() takes back, with all that was done
 * since; one at a time. */
MUST_USE int engine_try(struct engine *engine);
MUST_USE int engine_undo(struct engine *engine);

/* From now on a step fails with -ERR_TIMEOUT once CLOCK_MONOTONIC has passed `monotonic_ms`; 0: no
 * deadline. */
void engine_set_deadline(struct engine *engine, int64_t monotonic_ms);

/* Copies the log into the main file. `truncate` waits for readers and leaves an empty log; without
 * it only what no reader needs is copied. A reader in the way is no failure, and a failure loses
 * nothing: the next call copies it. -ERR_BUSY: a statement of this connection still runs. */
MUST_USE int engine_checkpoint(struct engine *engine, bool truncate);

/* Reads the structure of the whole file; `full`: also whether each index has the rows of its table,
 * and the constraints. -ERR_CORRUPT when it is damaged, engine_message() says how. */
MUST_USE int engine_check(struct engine *engine, bool full);

/* What is read from here to engine_rollback() is of one moment, whatever others write. */
MUST_USE int engine_hold(struct engine *engine);

/* Copies the file, as it stands at the moment that the engine holds, into the empty file at `path`.
 * The copy is one file, without a log. `progress` is told how many pages are done of how many; a
 * negative code of it ends the copying. The caller syncs the copy. A failure is of the copy, but
 * for -ERR_CORRUPT. */
MUST_USE int engine_copy(struct engine *engine, const char *path,
                         int (*progress)(void *cls, int64_t done, int64_t all), void *cls);

/* Writes such a copy once more, into the empty file at `path`, without what is unused in it. */
MUST_USE int engine_compact(const char *copy, const char *path);

/* Whether two files have the same tables with as many rows each: 1, or 0 when they differ. Gives
 * the rows of all tables of the first. */
MUST_USE int engine_compare(struct engine *a, struct engine *b, int64_t *ret_rows);

/* Whether the file at `path` is written without a log, as copies are and stores are not: 1 or 0.
 * -ERR_NOT_FOUND, -ERR_IO. A file that is none of the engine is a 0. */
MUST_USE int engine_is_copy(const char *path);

/* Number of rows that name a row which is not there; 0 in a sound store. */
MUST_USE int engine_check_references(struct engine *engine, int64_t *ret);

/* Prepares one statement. -ERR_INTERNAL: wrong SQL, or text after the statement. The engine must
 * outlive it. */
MUST_USE int engine_prepare(struct engine *engine, const char *sql, struct engine_stmt **ret);
void engine_stmt_close(struct engine_stmt **stmt);

/* Parameters are written ":name" in the SQL and numbered from 0 in order of first appearance.
 * engine_param() gives the number of a name without its colon, or -ERR_NOT_FOUND.
 * engine_param_name() gives NULL for a parameter without a name. */
size_t engine_param_count(struct engine_stmt *stmt);
int engine_param(struct engine_stmt *stmt, const char *name);
const char *engine_param_name(struct engine_stmt *stmt, size_t param);

/* Text is not copied: it must stay as it is until the statement is reset. */
MUST_USE int engine_bind_i64(struct engine_stmt *stmt, size_t param, int64_t value);
MUST_USE int engine_bind_str(struct engine_stmt *stmt, size_t param, struct str value);
MUST_USE int engine_bind_null(struct engine_stmt *stmt, size_t param);

/* 1: a row is there, 0: no more rows, negative: failed. */
MUST_USE int engine_step(struct engine_stmt *stmt);

/* Ends the run and forgets the bound values. */
void engine_reset(struct engine_stmt *stmt);

size_t engine_column_count(struct engine_stmt *stmt);
const char *engine_column_name(struct engine_stmt *stmt, size_t column);

/* Values of the row of the last step. Text is valid until the next step or reset. NULL reads as 0
 * and as an empty text. */
bool engine_is_null(struct engine_stmt *stmt, size_t column);
int64_t engine_get_i64(struct engine_stmt *stmt, size_t column);
struct str engine_get_str(struct engine_stmt *stmt, size_t column);

/* Hands every line of the plan of `sql` to `line`, which returns 0 or a negative code that ends the
 * walk. */
MUST_USE int engine_plan(struct engine *engine, const char *sql,
                         int (*line)(void *cls, struct str text), void *cls);
