#include "db/engine_sqlite.h"

#include "base/err.h"

#include <time.h>

/* limit: a load of a small package ends far sooner; a reader that waited longer is better told */
#define BUSY_TIMEOUT_MS 2000

/* limit: instructions between two looks at the clock, about 50 us apart */
#define PROGRESS_STEPS 1000

/* What the statements of this program call. A function of the library may read files, load code or
 * take a pointer from the SQL, so that one is let in by name, when a statement needs it. */
static bool known_function(const char *name)
{
    static const char *const known[] = {"coalesce", "count",   "length", "lower", "max",
                                        "min",      "replace", "substr", "sum"};

    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (sqlite3_stricmp(name, known[i]) == 0)
            return true;
    }
    return false;
}

/* Rows of the audit are added, and of a key nothing is taken away. A migration may do as it must.
 */
static bool protected_table(int action, const char *table)
{
    return sqlite3_stricmp(table, "audit") == 0 ||
           (action == SQLITE_DELETE && sqlite3_stricmp(table, "api_key") == 0);
}

/* What a statement may do once the connection is set up. Everything that is not listed is refused.
 */
static int authorize(void *cls, int action, const char *a, const char *b, UNUSED const char *schema,
                     UNUSED const char *trigger)
{
    const struct engine *engine = cls;

    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
    case SQLITE_INSERT:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        return protected_table(action, a) && !engine->setting_up ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_FUNCTION:
        /* to alter a table the engine calls functions of its own */
        return known_function(b) || engine->setting_up ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
        return SQLITE_DENY;
    default:
        return engine->setting_up ? SQLITE_OK : SQLITE_DENY;
    }
}

static int progress(void *cls)
{
    struct engine *engine = cls;
    int64_t deadline_ms = atomic_load_explicit(&engine->deadline_ms, memory_order_relaxed);

    if (deadline_ms == 0)
        return 0;
    /* the monotonic clock: a jump of the wall clock must neither end a query nor let it run */
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 >= deadline_ms;
}

int engine_sqlite_close_down(struct engine *engine)
{
    static const struct {
        int option, value;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        /* Only the writer checkpoints: two connections that do it at once can lose commits in
         * SQLite 3.7.0 to 3.51.2 (sqlite.org/wal.html, "The WAL-Reset Bug"). And a file that is not
         * ours must not change by being looked at. engine_start_writing() allows it. */
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
    };
    /* limit: the engine's own advice for files and SQL that are not trusted, with room for our widest statements */
    static const struct {
        int id, value;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, 1000000},
        {SQLITE_LIMIT_SQL_LENGTH, 100000},
        {SQLITE_LIMIT_COLUMN, 100},
        {SQLITE_LIMIT_EXPR_DEPTH, 40},
        {SQLITE_LIMIT_COMPOUND_SELECT, 5},
        {SQLITE_LIMIT_VDBE_OP, 25000},
        {SQLITE_LIMIT_FUNCTION_ARG, 8},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 100},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 10},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };

    for (size_t i = 0; i < COUNT_OF(switches); i++) {
        if (sqlite3_db_config(engine->handle, switches[i].option, switches[i].value, NULL) !=
            SQLITE_OK)
            return -ERR_INTERNAL;
    }
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        sqlite3_limit(engine->handle, limits[i].id, limits[i].value);
    sqlite3_busy_timeout(engine->handle, BUSY_TIMEOUT_MS);
    sqlite3_progress_handler(engine->handle, PROGRESS_STEPS, progress, engine);
    return engine_sqlite_translate(sqlite3_set_authorizer(engine->handle, authorize, engine));
}
