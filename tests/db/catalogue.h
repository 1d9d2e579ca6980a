/* A store with the rows of catalogue.sql, for the test programs of the catalogue, and what a list
 * of it gave. */
#pragma once

#include "db/db.h"
#include "tests/db/fixture.h"
#include "tests/tap.h"

extern const char catalogue_sql[];

/* What a list gave: its codes, separated by blanks. */
struct joined {
    char text[256];
    size_t n;
    int r; /* what reading returned last */
};

static inline void join(struct joined *joined, struct str code)
{
    if (joined->n + code.n + 1 >= sizeof joined->text)
        return;
    if (joined->n > 0)
        joined->text[joined->n++] = ' ';
    memcpy(joined->text + joined->n, code.p, code.n);
    joined->n += code.n;
}

static inline struct str text_of(const struct joined *joined)
{
    return joined->r == 0 ? (struct str){joined->text, joined->n} : STR("failed");
}

/* Makes the store in a folder of its own, hands it to `run`, and takes both away. The exit status.
 */
static inline int with_catalogue(void (*run)(struct db *))
{
    struct fixture fixture;
    struct db *db = NULL;

    fixture_begin(&fixture);
    if (tap_is_int(db_open_writer(fixture.path, true, &db), 0, "a store is made") &&
        tap_is_int(engine_exec(db_engine(db), catalogue_sql), 0, "and filled"))
        run(db);
    db_close(&db);
    fixture_end(&fixture);
    return tap_done();
}
