#pragma once

/*
 * What the files of the SQLite engine share: engine_sqlite.c has the connection,
 * engine_sqlite_guard.c what may be done on it, engine_sqlite_stmt.c its statements,
 * engine_sqlite_copy.c its copies. No other file includes this one.
 */

#include "db/engine.h"

#include <sqlite3.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct engine {
    sqlite3 *handle;
    bool setting_up; /* pragmas and changes of the schema are let through */
    _Atomic int64_t deadline_ms;
    char finding[256]; /* what engine_check() found; empty: nothing */
};

struct engine_stmt {
    struct engine *engine;
    sqlite3_stmt *handle;
};

/* The negative enum err of a result code of the library; 0 for SQLITE_OK and SQLITE_DONE. */
int engine_sqlite_translate(int code);

/* Turns off what the store has no use for, and sets the bounds and the deadline's clock. */
MUST_USE int engine_sqlite_close_down(struct engine *engine);
