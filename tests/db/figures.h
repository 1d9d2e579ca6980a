/* A store with the rows of figures.sql, for the test programs that read figures. */
#pragma once

#include "db/db.h"
#include "tests/db/fixture.h"
#include "tests/tap.h"

extern const char figures_sql[];

/* Makes the store in a folder of its own, hands it to `run`, and takes both away. The exit status.
 */
static inline int with_figures(void (*run)(struct db *))
{
    struct fixture fixture;
    struct db *db = NULL;

    fixture_begin(&fixture);
    if (tap_is_int(db_open_writer(fixture.path, true, &db), 0, "a store is made") &&
        tap_is_int(engine_exec(db_engine(db), figures_sql), 0, "and filled"))
        run(db);
    db_close(&db);
    fixture_end(&fixture);
    return tap_done();
}
