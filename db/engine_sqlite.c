#include "db/engine_sqlite.h"

#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* limit: for the whole process: page caches of 32 readers (16 MiB) and a writer (64 MiB), and sorts */
#define HEAP_LIMIT (INT64_C(768) << 20)

int engine_sqlite_translate(int code)
{
    if (code == SQLITE_IOERR_NOMEM)
        return -ERR_NOMEM;
    switch (code & 0xff) {
    case SQLITE_OK:
    case SQLITE_DONE:
        return 0;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return -ERR_BUSY;
    case SQLITE_INTERRUPT:
        return -ERR_TIMEOUT;
    case SQLITE_NOMEM:
        return -ERR_NOMEM;
    case SQLITE_FULL:
        return -ERR_FULL;
    case SQLITE_CORRUPT:
        return -ERR_CORRUPT;
    case SQLITE_NOTADB:
        return -ERR_FOREIGN;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return -ERR_INPUT;
    case SQLITE_TOOBIG:
        return -ERR_LIMIT;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOLFS:
        return -ERR_IO;
    default: /* an int of a library that may grow, not an enum of ours */
        return -ERR_INTERNAL;
    }
}

/* limit: a path of the system, of which each byte may take three */
enum { URI_MAX = 3 * 4096 + 32 };

static int run_script(struct engine *engine, const char *sql)
{
    engine->setting_up = true;
    int code = sqlite3_exec(engine->handle, sql, NULL, NULL, NULL);
    engine->setting_up = false;
    return engine_sqlite_translate(code);
}

/* Runs one pragma and gives the integer of its last row, 0 without a row. */
static int pragma_i64(struct engine *engine, const char *sql, int64_t *ret)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = 0;

    engine->setting_up = true;
    int code = sqlite3_prepare_v2(engine->handle, sql, -1, &stmt, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(stmt);
        if (code == SQLITE_ROW)
            value = sqlite3_column_int64(stmt, 0);
    }
    sqlite3_finalize(stmt);
    engine->setting_up = false;
    if (code != SQLITE_DONE)
        return engine_sqlite_translate(code);
    *ret = value;
    return 0;
}

static int set_up(struct engine *engine, enum engine_mode mode)
{
    /* temp_store: a sort that spills needs a writable folder, which a hardened service may not
     * have; a writer has that of the file, see engine_start_writing(). mmap_size: a file cut short
     * under a mapping kills the process. */
    static const char common[] = "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                                 "PRAGMA mmap_size = 0;";
    static const char reader[] = "PRAGMA query_only = ON; PRAGMA cache_size = -16384;";

    int r = engine_sqlite_close_down(engine);
    if (r == 0)
        r = run_script(engine, common);
    if (r == 0 && (mode == ENGINE_READ || mode == ENGINE_IMMUTABLE))
        r = run_script(engine, reader);
    return r;
}

void engine_spill_beside(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    int n = slash == NULL   ? snprintf(folder, sizeof folder, ".")
            : slash == path ? snprintf(folder, sizeof folder, "/")
                            : snprintf(folder, sizeof folder, "%.*s", (int)(slash - path), path);

    if (n > 0 && (size_t)n < sizeof folder)
        (void)setenv("SQLITE_TMPDIR", folder, 1);
}

/* Runs one pragma that answers with the value in effect, which may be another than was asked for.
 */
static int pragma_holds(struct engine *engine, const char *sql, const char *expected)
{
    sqlite3_stmt *stmt = NULL;
    bool holds = false;

    engine->setting_up = true;
    int code = sqlite3_prepare_v2(engine->handle, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        holds = text != NULL && strcmp(text, expected) == 0;
    }
    sqlite3_finalize(stmt);
    engine->setting_up = false;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return engine_sqlite_translate(code);
    return holds ? 0 : -ERR_IO;
}

int engine_start_writing(struct engine *engine)
{
    /* A file system without shared memory leaves the file without a log, and says so only here. */
    int r = pragma_holds(engine, "PRAGMA journal_mode = WAL", "wal");
    /* FULL: with NORMAL a power cut takes back commits that were already reported as done.
     * Checkpoints are called for by the writer itself, after each load. */
    /* temp_store: what a statement over a whole table needs to be undone grows with the table. */
    if (r == 0)
        r = run_script(engine, "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                               "PRAGMA cache_size = -65536; PRAGMA temp_store = FILE;");
    if (r == 0)
        r = pragma_holds(engine, "PRAGMA synchronous", "2");
    if (r == 0 &&
        sqlite3_db_config(engine->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL) != SQLITE_OK)
        r = -ERR_INTERNAL;
    return r;
}

int engine_look(const char *path, enum engine_mode mode)
{
    struct stat st;

    if (path[0] == '\0' || strncmp(path, "file:", 5) == 0)
        return -ERR_INPUT;
    if (stat(path, &st) != 0) {
        if (errno != ENOENT)
            return -ERR_IO;
        return mode == ENGINE_CREATE ? 0 : -ERR_NOT_FOUND;
    }
    return S_ISREG(st.st_mode) ? 0 : -ERR_FOREIGN;
}

/* The path as a URI that says that nobody changes the file. */
static int immutable_uri(const char *path, char uri[static URI_MAX])
{
    static const char digits[] = "0123456789ABCDEF", end[] = "?immutable=1";
    size_t n = 0;

    /* an absolute path stands behind an empty authority, or "//x" would be one */
    for (const char *p = path[0] == '/' ? "file://" : "file:"; *p != '\0'; p++)
        uri[n++] = *p;
    for (const char *p = path; *p != '\0'; p++) {
        if (n + 3 + sizeof end > URI_MAX)
            return -ERR_LIMIT;
        if (strchr("%?#", *p) == NULL) {
            uri[n++] = *p;
        } else {
            uri[n++] = '%';
            uri[n++] = digits[(unsigned char)*p >> 4];
            uri[n++] = digits[(unsigned char)*p & 15];
        }
    }
    memcpy(uri + n, end, sizeof end);
    return 0;
}

int engine_open(const char *path, enum engine_mode mode, struct engine **ret)
{
    char uri[URI_MAX];
    int r = engine_look(path, mode);
    if (r < 0)
        return r;

    struct engine *engine = calloc(1, sizeof *engine);
    if (engine == NULL)
        return -ERR_NOMEM;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    switch (mode) {
    case ENGINE_READ:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case ENGINE_WRITE:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case ENGINE_CREATE:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    case ENGINE_IMMUTABLE:
        flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
        r = immutable_uri(path, uri);
        path = uri;
        break;
    }
    sqlite3_hard_heap_limit64(HEAP_LIMIT);
    if (r == 0)
        r = engine_sqlite_translate(sqlite3_open_v2(path, &engine->handle, flags, NULL));
    if (r == 0)
        r = set_up(engine, mode);
    if (r < 0) {
        engine_close(&engine);
        return r;
    }
    *ret = engine;
    return 0;
}

void engine_close(struct engine **engine)
{
    if (*engine == NULL)
        return;
    sqlite3_close_v2((*engine)->handle);
    free(*engine);
    *engine = NULL;
}

const char *engine_message(struct engine *engine, int r)
{
    int last = engine_sqlite_translate(sqlite3_extended_errcode(engine->handle));

    /* a check that finds damage is a query that went well */
    if (engine->finding[0] != '\0' && (r == 0 || r == -ERR_CORRUPT))
        return engine->finding;
    /* a row that is there is no failure either, though no enum err stands for it */
    bool failed = last < 0 && (sqlite3_errcode(engine->handle) & 0xff) != SQLITE_ROW;
    return failed && (r == 0 || r == last) ? sqlite3_errmsg(engine->handle) : "";
}

const char *engine_version(void)
{
    return "SQLite " SQLITE_VERSION;
}

int engine_get_ids(struct engine *engine, struct engine_ids *ret)
{
    struct engine_ids ids = {0};
    int64_t tables = 0;

    int r = pragma_i64(engine, "PRAGMA application_id", &ids.application_id);
    if (r == 0)
        r = pragma_i64(engine, "PRAGMA user_version", &ids.schema_version);
    if (r == 0)
        r = pragma_i64(engine, "SELECT count(*) FROM sqlite_schema", &tables);
    if (r < 0)
        return r;
    ids.empty = tables == 0;
    *ret = ids;
    return 0;
}

int engine_set_ids(struct engine *engine, int64_t application_id, int64_t schema_version)
{
    char sql[128];

    /* pragmas take no parameters; both numbers come from constants of this program */
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA application_id = %lld; PRAGMA user_version = %lld;",
                     (long long)application_id, (long long)schema_version);
    return run_script(engine, sql);
}

int engine_exec(struct engine *engine, const char *sql)
{
    return run_script(engine, sql);
}

int engine_begin(struct engine *engine)
{
    return engine_sqlite_translate(
        sqlite3_exec(engine->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL));
}

int engine_commit(struct engine *engine)
{
    return engine_sqlite_translate(sqlite3_exec(engine->handle, "COMMIT", NULL, NULL, NULL));
}

void engine_rollback(struct engine *engine)
{
    /* the engine rolls back by itself after some failures; the deadline must not stop the way back
     */
    if (sqlite3_get_autocommit(engine->handle))
        return;
    engine_set_deadline(engine, 0);
    (void)sqlite3_exec(engine->handle, "ROLLBACK", NULL, NULL, NULL);
}

int engine_try(struct engine *engine)
{
    return engine_sqlite_translate(
        sqlite3_exec(engine->handle, "SAVEPOINT trial", NULL, NULL, NULL));
}

int engine_undo(struct engine *engine)
{
    return engine_sqlite_translate(
        sqlite3_exec(engine->handle, "ROLLBACK TO trial; RELEASE trial", NULL, NULL, NULL));
}

void engine_set_deadline(struct engine *engine, int64_t monotonic_ms)
{
    atomic_store_explicit(&engine->deadline_ms, monotonic_ms, memory_order_relaxed);
}

int engine_checkpoint(struct engine *engine, bool truncate)
{
    int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    int code = sqlite3_wal_checkpoint_v2(engine->handle, NULL, mode, NULL, NULL);
    /* not SQLITE_LOCKED: that is a statement of this connection which was never reset */
    return (code & 0xff) == SQLITE_BUSY ? 0 : engine_sqlite_translate(code);
}

int engine_check(struct engine *engine, bool full)
{
    sqlite3_stmt *stmt = NULL;
    int r;

    engine->finding[0] = '\0';
    engine->setting_up = true;
    int code = sqlite3_prepare_v2(engine->handle,
                                  full ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)", -1,
                                  &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    engine->setting_up = false;
    if (code == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text == NULL)
            r = -ERR_NOMEM;
        else
            r = strcmp(text, "ok") == 0 ? 0 : -ERR_CORRUPT;
        if (r == -ERR_CORRUPT)
            sqlite3_snprintf(sizeof engine->finding, engine->finding, "%s", text);
    } else {
        r = code == SQLITE_DONE ? -ERR_CORRUPT : engine_sqlite_translate(code);
    }
    sqlite3_finalize(stmt);
    return r;
}

int engine_check_references(struct engine *engine, int64_t *ret)
{
    return pragma_i64(engine, "SELECT count(*) FROM pragma_foreign_key_check", ret);
}
