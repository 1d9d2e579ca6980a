#include "db/stmt.h"

#include "base/err.h"

#include <string.h>

/* limit: bits of the mask of bound parameters; the widest statement, an insert of the loader, has about 30 */
enum { PARAMS_MAX = 64 };

struct stmt {
    struct engine_stmt *handle;
    uint8_t index[PARAMS_MAX]; /* position in the record -> number in the engine */
    size_t n_params;
    uint64_t bound;
    int failure; /* of a binding; kept until the next reset */
};

static size_t list_length(const char *const *names)
{
    size_t n = 0;

    while (names[n] != NULL)
        n++;
    return n;
}

static const char *check_params(struct stmt *stmt, const struct stmt_spec *spec)
{
    stmt->n_params = list_length(spec->params);
    if (stmt->n_params > PARAMS_MAX)
        return "more parameters than a statement may have";
    if (stmt->n_params != engine_param_count(stmt->handle))
        return "the SQL has another number of parameters";
    for (size_t i = 0; i < stmt->n_params; i++) {
        int index = engine_param(stmt->handle, spec->params[i]);
        if (index < 0)
            return "a recorded parameter is not in the SQL";
        for (size_t k = 0; k < i; k++) {
            if (stmt->index[k] == index)
                return "a parameter is recorded twice";
        }
        stmt->index[i] = (uint8_t)index;
    }
    return NULL;
}

static const char *check_columns(struct stmt *stmt, const struct stmt_spec *spec)
{
    size_t n = list_length(spec->columns);

    if (n != engine_column_count(stmt->handle))
        return "the SQL has another number of columns";
    for (size_t i = 0; i < n; i++) {
        if (strcmp(engine_column_name(stmt->handle, i), spec->columns[i]) != 0)
            return "a column has another name or place";
    }
    return NULL;
}

int stmt_open(struct engine *engine, struct arena *arena, const struct stmt_spec *spec,
              struct stmt **ret, const char **ret_why)
{
    struct stmt *stmt = arena_alloc(arena, sizeof *stmt);
    const char *why;

    *ret_why = "";
    if (stmt == NULL)
        return -ERR_NOMEM;
    int r = engine_prepare(engine, spec->sql, &stmt->handle);
    if (r < 0) {
        why = "the engine does not take the SQL as one statement";
    } else {
        why = check_params(stmt, spec);
        if (why == NULL)
            why = check_columns(stmt, spec);
        if (why != NULL)
            r = -ERR_INTERNAL;
    }
    if (r < 0) {
        *ret_why = why;
        stmt_close(&stmt);
        return r;
    }
    *ret = stmt;
    return 0;
}

void stmt_close(struct stmt **stmt)
{
    if (*stmt == NULL)
        return;
    engine_stmt_close(&(*stmt)->handle);
    *stmt = NULL;
}

struct stmt *stmt_broken(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct stmt));
}

/* Gives the engine's number of a parameter, and notes that it is bound. */
static bool begin_bind(struct stmt *stmt, size_t param, size_t *ret_index)
{
    if (stmt->failure < 0)
        return false;
    if (param >= stmt->n_params) {
        stmt->failure = -ERR_INTERNAL;
        return false;
    }
    stmt->bound |= UINT64_C(1) << param;
    *ret_index = stmt->index[param];
    return true;
}

void stmt_i64(struct stmt *stmt, size_t param, int64_t value)
{
    size_t index;

    if (begin_bind(stmt, param, &index))
        stmt->failure = engine_bind_i64(stmt->handle, index, value);
}

void stmt_str(struct stmt *stmt, size_t param, struct str value)
{
    size_t index;

    if (begin_bind(stmt, param, &index))
        stmt->failure = engine_bind_str(stmt->handle, index, value);
}

void stmt_null(struct stmt *stmt, size_t param)
{
    size_t index;

    if (begin_bind(stmt, param, &index))
        stmt->failure = engine_bind_null(stmt->handle, index);
}

int stmt_step(struct stmt *stmt)
{
    uint64_t all = stmt->n_params == PARAMS_MAX ? UINT64_MAX : (UINT64_C(1) << stmt->n_params) - 1;

    if (stmt->failure < 0)
        return stmt->failure;
    if (stmt->handle == NULL || stmt->bound != all)
        return -ERR_INTERNAL;
    return engine_step(stmt->handle);
}

int stmt_run(struct stmt *stmt)
{
    int r = stmt_step(stmt);

    stmt_reset(stmt);
    return r > 0 ? -ERR_INTERNAL : r;
}

int64_t stmt_get_i64(struct stmt *stmt, size_t column)
{
    return engine_get_i64(stmt->handle, column);
}

struct str stmt_get_str(struct stmt *stmt, size_t column)
{
    return engine_get_str(stmt->handle, column);
}

bool stmt_is_null(struct stmt *stmt, size_t column)
{
    return engine_is_null(stmt->handle, column);
}

void stmt_reset(struct stmt *stmt)
{
    if (stmt == NULL || stmt->handle == NULL)
        return;
    engine_reset(stmt->handle);
    stmt->bound = 0;
    stmt->failure = 0;
}

void stmt_reset_p(struct stmt **stmt)
{
    stmt_reset(*stmt);
}
