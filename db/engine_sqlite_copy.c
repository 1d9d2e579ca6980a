#include "db/engine_sqlite.h"

#include "base/err.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* limit: 1 MiB at a time, so that whoever waits hears of it, and a signal is not kept waiting */
enum { PAGES_AT_ONCE = 256 };

/* Where the head of a file says how it is written: 1 without a log, 2 with one (the format of the
 * library, section 1.3). */
enum { HEAD_SIZE = 20, HEAD_WRITE_VERSION = 18, HEAD_READ_VERSION = 19 };

/* A connection of its own to a file that nobody else knows: what is made here is thrown away unless
 * it is whole, so that it needs neither a journal nor syncs on the way. */
static int open_private(const char *path, sqlite3 **ret)
{
    static const char set_up[] = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                                 "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;";
    int code = sqlite3_open_v2(
        path, ret, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(*ret, set_up, NULL, NULL, NULL);
    return code;
}

static void close_handle(sqlite3 **handle)
{
    sqlite3_close_v2(*handle);
}

/* The copy has the head of its source, which says that there is a log. */
static int leave_log(const char *path)
{
    CLEANUP(close_handle) sqlite3 *handle = NULL;
    int code = open_private(path, &handle);

    if (code == SQLITE_OK)
        code = sqlite3_exec(handle, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return engine_sqlite_translate(code);
    int r = engine_is_copy(path);
    return r < 0 ? r : r == 1 ? 0 : -ERR_IO;
}

int engine_hold(struct engine *engine)
{
    int code = sqlite3_exec(engine->handle, "BEGIN", NULL, NULL, NULL);

    /* a transaction begins to read at its first statement */
    if (code == SQLITE_OK)
        code = sqlite3_exec(engine->handle, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    return engine_sqlite_translate(code);
}

static int copy_pages(sqlite3_backup *backup, int (*progress)(void *, int64_t, int64_t), void *cls)
{
    int code, r = 0;

    do {
        code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
        int64_t all = sqlite3_backup_pagecount(backup);
        if ((code == SQLITE_OK || code == SQLITE_DONE) && progress != NULL)
            r = progress(cls, all - sqlite3_backup_remaining(backup), all);
    } while (code == SQLITE_OK && r == 0);
    return r < 0 ? r : engine_sqlite_translate(code);
}

int engine_copy(struct engine *engine, const char *path,
                int (*progress)(void *cls, int64_t done, int64_t all), void *cls)
{
    CLEANUP(close_handle) sqlite3 *handle = NULL;
    int code, r = engine_look(path, ENGINE_WRITE);

    if (r < 0)
        return r;
    code = open_private(path, &handle);
    if (code != SQLITE_OK)
        return engine_sqlite_translate(code);
    sqlite3_backup *backup = sqlite3_backup_init(handle, "main", engine->handle, "main");
    if (backup == NULL)
        return engine_sqlite_translate(sqlite3_extended_errcode(handle));
    r = copy_pages(backup, progress, cls);
    code = sqlite3_backup_finish(backup);
    if (r == 0)
        r = engine_sqlite_translate(code);
    return r < 0 ? r : leave_log(path);
}

int engine_compact(const char *copy, const char *path)
{
    CLEANUP(close_handle) sqlite3 *handle = NULL;
    sqlite3_stmt *stmt = NULL;
    int code, r = engine_look(path, ENGINE_WRITE);

    if (r < 0)
        return r;
    code = open_private(copy, &handle);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(handle, "VACUUM INTO ?1", -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return engine_sqlite_translate(code);
}

/* Rows of one table; its name comes out of the schema of the file. */
static int count_rows(sqlite3 *handle, const char *table, int64_t *ret)
{
    sqlite3_stmt *stmt = NULL;
    sqlite3_str *sql = sqlite3_str_new(handle);

    sqlite3_str_appendall(sql, "SELECT count(*) FROM ");
    sqlite3_str_appendf(sql, "\"%w\"", table);
    char *text = sqlite3_str_finish(sql);
    int code = text == NULL ? SQLITE_NOMEM : sqlite3_prepare_v2(handle, text, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    if (code == SQLITE_ROW)
        *ret = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_free(text);
    return code == SQLITE_ROW ? 0 : engine_sqlite_translate(code);
}

static int compare_table(struct engine *a, struct engine *b, const char *table, int64_t *rows)
{
    int64_t n_a = 0, n_b = 0;
    int r = count_rows(a->handle, table, &n_a);

    if (r == 0)
        r = count_rows(b->handle, table, &n_b);
    *rows += n_a;
    return r < 0 ? r : n_a == n_b;
}

int engine_compare(struct engine *a, struct engine *b, int64_t *ret_rows)
{
    static const char tables[] = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    sqlite3_stmt *stmt = NULL;
    int64_t rows = 0, described = 0;
    int r = compare_table(a, b, "sqlite_schema", &described);
    int code = r == 1 ? sqlite3_prepare_v2(a->handle, tables, -1, &stmt, NULL) : SQLITE_DONE;

    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(stmt);
        if (code != SQLITE_ROW)
            break;
        r = compare_table(a, b, (const char *)sqlite3_column_text(stmt, 0), &rows);
        if (r != 1)
            break;
    }
    sqlite3_finalize(stmt);
    if (r == 1 && code != SQLITE_DONE)
        r = engine_sqlite_translate(code);
    if (r == 1)
        *ret_rows = rows;
    return r;
}

int engine_is_copy(const char *path)
{
    static const char magic[] = "SQLite format 3"; /* with its NUL */
    unsigned char head[HEAD_SIZE];
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return errno == ENOENT ? -ERR_NOT_FOUND : -ERR_IO;
    ssize_t n = pread(fd, head, sizeof head, 0);
    close(fd);
    if (n < 0)
        return -ERR_IO;
    return n == HEAD_SIZE && memcmp(head, magic, sizeof magic) == 0 &&
           head[HEAD_WRITE_VERSION] == 1 && head[HEAD_READ_VERSION] == 1;
}
