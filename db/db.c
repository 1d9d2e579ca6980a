#include "db/db_impl.h"

#include "base/err.h"
#include "db/releases.h"
#include "db/statements.h"

#include <stdint.h>
#include <string.h>
#include <time.h>

struct db_file db_file_of(const struct db *db)
{
    return db->file;
}

void db_checkpoint(struct db *db, bool truncate)
{
    /* no failure of the caller: its commit stands, and the next checkpoint copies what this one did
     * not */
    (void)!engine_checkpoint(db->engine, truncate);
}

void db_set_deadline(struct db *db, int64_t monotonic_ms)
{
    engine_set_deadline(db->engine, monotonic_ms);
}

int db_current_release(struct db *db, struct release *ret)
{
    return release_current(db, (int64_t)time(NULL), ret);
}

int db_newest_release(struct db *db, struct release *ret)
{
    return release_before(db, DB_DRAFT_BASE, ret);
}

int db_access_epoch(struct db *db, struct access_epoch *ret)
{
    return release_access(db, ret);
}

int db_release_is_dated(struct db *db, const struct release *release, bool *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = releases_list(db, release->id, release->id);
    struct release_row row;
    bool dated = true;
    int r;

    while ((r = releases_next(s, &row)) > 0)
        dated = dated && row.published_at < release->published_at;
    if (r < 0)
        return r;
    *ret = dated;
    return 0;
}

int db_has_release(struct db *db, const struct release *release)
{
    struct release found;
    int r = release_get(db, release->id, &found);

    return r < 0 ? r : r > 0 && strcmp(found.digest, release->digest) == 0;
}

int db_quick_check(struct db *db, int64_t timeout_ms)
{
    struct timespec now;

    if (timeout_ms > 0) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        engine_set_deadline(db->engine,
                            (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + timeout_ms);
    }
    int r = engine_check(db->engine, false);
    engine_set_deadline(db->engine, 0);
    return r;
}

int db_full_check(struct db *db)
{
    return engine_check(db->engine, true);
}

const char *db_explain(struct db *db, int r)
{
    return engine_message(db->engine, r);
}

const char *db_message(struct db *db)
{
    return engine_message(db->engine, 0);
}

struct stmt *db_stmt(struct db *db, const struct stmt_spec *spec)
{
    for (size_t g = 0; g < stmt_groups_n; g++) {
        const struct stmt_group *group = stmt_groups[g];
        uintptr_t at = (uintptr_t)spec, first = (uintptr_t)group->specs;
        if (at < first || at >= first + group->n * sizeof *spec)
            continue;
        struct stmt *stmt = db->groups[g][(at - first) / sizeof *spec];
        stmt_reset(stmt);
        return stmt;
    }
    /* its group is not in statements.c: the first use in any test fails */
    return db->broken;
}

struct engine *db_engine(struct db *db)
{
    return db->engine;
}
