/* A copy is held against its store: what is sound by itself and not the same is no backup. */

#include "db/copies.h"

#include "tests/db/fixture.h"

#include <string.h>

/* Changes the copy behind the back of whoever made it. */
static int change(const char *path, const char *sql)
{
    struct engine_stmt *stmt = NULL;
    struct db *db = NULL;
    int r = db_open_private(path, &db);

    if (r == 0)
        r = engine_prepare(db_engine(db), sql, &stmt);
    if (r == 0)
        r = engine_step(stmt);
    engine_stmt_close(&stmt);
    db_close(&db);
    return r;
}

/* Makes a copy, changes it, and holds it against its store. */
static void test_changed(struct engine *store, const char *path, const char *sql, const char *name)
{
    CLEANUP(copy_file_drop) struct copy_file copy = COPY_FILE_NONE;
    char why[COPY_WHY_MAX] = "";
    struct copy_facts facts;

    tap_is_int(copy_file_open(path, ".part", 0600, &copy), 0, "%s", name);
    tap_is_int(copy_make(store, copy.path, NULL, NULL, &facts, why), 0, "it is copied");
    tap_is_int(facts.release, 1, "with its release");
    tap_is_int(change(copy.path, sql), 0, "the copy is changed");
    tap_is_int(copy_verify(store, copy.path, &facts, why), -ERR_CORRUPT, "and is no copy any more");
    tap_ok(strcmp(why, "the copy is not what was copied") == 0, "it says why");
}

int main(void)
{
    struct engine *store = NULL;
    struct fixture f;
    struct db *db = fixture_store(&f);
    int64_t version;

    tap_is_int(copy_open_source(f.path, false, &store, &version), 0, "the store is opened");
    test_changed(store, f.path, "DELETE FROM audit_head", "a row is missing");
    test_changed(store, f.path,
                 "UPDATE release SET digest = "
                 "'0000000000000000000000000000000000000000000000000000000000000000'"
                 " WHERE release = 1",
                 "the newest release is another");
    engine_close(&store);
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
