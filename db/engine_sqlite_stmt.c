#include "db/engine_sqlite.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

int engine_prepare(struct engine *engine, const char *sql, struct engine_stmt **ret)
{
    struct engine_stmt *stmt = calloc(1, sizeof *stmt);
    const char *tail = NULL;

    if (stmt == NULL)
        return -ERR_NOMEM;
    stmt->engine = engine;
    int r = engine_sqlite_translate(sqlite3_prepare_v3(
        engine->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, &tail));
    if (r == 0 && (stmt->handle == NULL || tail[strspn(tail, " \t\n")] != '\0'))
        r = -ERR_INTERNAL;
    if (r < 0) {
        engine_stmt_close(&stmt);
        return r;
    }
    *ret = stmt;
    return 0;
}

void engine_stmt_close(struct engine_stmt **stmt)
{
    if (*stmt == NULL)
        return;
    sqlite3_finalize((*stmt)->handle);
    free(*stmt);
    *stmt = NULL;
}

size_t engine_param_count(struct engine_stmt *stmt)
{
    return (size_t)sqlite3_bind_parameter_count(stmt->handle);
}

int engine_param(struct engine_stmt *stmt, const char *name)
{
    size_t n = engine_param_count(stmt);

    for (size_t i = 0; i < n; i++) {
        const char *have = engine_param_name(stmt, i);
        if (have != NULL && strcmp(have, name) == 0)
            return (int)i;
    }
    return -ERR_NOT_FOUND;
}

const char *engine_param_name(struct engine_stmt *stmt, size_t param)
{
    const char *name = sqlite3_bind_parameter_name(stmt->handle, (int)param + 1);
    return name != NULL && name[0] == ':' ? name + 1 : NULL;
}

int engine_bind_i64(struct engine_stmt *stmt, size_t param, int64_t value)
{
    return engine_sqlite_translate(sqlite3_bind_int64(stmt->handle, (int)param + 1, value));
}

int engine_bind_str(struct engine_stmt *stmt, size_t param, struct str value)
{
    /* a NULL pointer would bind NULL instead of the empty text */
    return engine_sqlite_translate(sqlite3_bind_text64(stmt->handle, (int)param + 1,
                                                       value.n > 0 ? value.p : "", value.n,
                                                       SQLITE_STATIC, SQLITE_UTF8));
}

int engine_bind_null(struct engine_stmt *stmt, size_t param)
{
    return engine_sqlite_translate(sqlite3_bind_null(stmt->handle, (int)param + 1));
}

int engine_step(struct engine_stmt *stmt)
{
    int code = sqlite3_step(stmt->handle);
    return code == SQLITE_ROW ? 1 : engine_sqlite_translate(code);
}

void engine_reset(struct engine_stmt *stmt)
{
    (void)sqlite3_reset(stmt->handle);
    (void)sqlite3_clear_bindings(stmt->handle);
}

size_t engine_column_count(struct engine_stmt *stmt)
{
    return (size_t)sqlite3_column_count(stmt->handle);
}

const char *engine_column_name(struct engine_stmt *stmt, size_t column)
{
    return sqlite3_column_name(stmt->handle, (int)column);
}

bool engine_is_null(struct engine_stmt *stmt, size_t column)
{
    return sqlite3_column_type(stmt->handle, (int)column) == SQLITE_NULL;
}

int64_t engine_get_i64(struct engine_stmt *stmt, size_t column)
{
    return sqlite3_column_int64(stmt->handle, (int)column);
}

struct str engine_get_str(struct engine_stmt *stmt, size_t column)
{
    const unsigned char *p = sqlite3_column_text(stmt->handle, (int)column);

    if (p == NULL)
        return (struct str){"", 0};
    return (struct str){(const char *)p, (size_t)sqlite3_column_bytes(stmt->handle, (int)column)};
}

int engine_plan(struct engine *engine, const char *sql, int (*line)(void *cls, struct str text),
                void *cls)
{
    struct engine_stmt *stmt = NULL;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);

    if (explain == NULL)
        return -ERR_NOMEM;
    int r = engine_prepare(engine, explain, &stmt);
    sqlite3_free(explain);
    if (r < 0)
        return r;
    while ((r = engine_step(stmt)) > 0) {
        r = line(cls, engine_get_str(stmt, 3));
        if (r < 0)
            break;
    }
    engine_stmt_close(&stmt);
    return r;
}
