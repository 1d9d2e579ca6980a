/* Releases that are taken back before anybody has seen them leave nothing behind. */

#include "db/publish_impl.h"
#include "db/rollback_sql.h"
#include "db/statements.h"
#include "db/table_sql.h"

/* limit: two generated statements of 5 KiB at a time */
enum { CANCEL_ARENA_BLOCK = 64 * 1024, CANCEL_ARENA_CAP = 1024 * 1024 };

enum {
    ROLLBACK_CANCEL,
    ROLLBACK_SERIES_DROP,
    ROLLBACK_SERIES_REOPEN,
    ROLLBACK_SECTION_DROP,
    ROLLBACK_SECTION_REOPEN,
};

#define SUMMARY_DROP(table) "DELETE FROM " table " " STMT_SCAN_MARK " WHERE since = :release"
#define SUMMARY_REOPEN(table)                                                                      \
    "UPDATE " table " SET until = 9223372036854775807 " STMT_SCAN_MARK " WHERE until = :release"

static const char *const nothing[] = {NULL};
static const char *const by_release[] = {"release", NULL};

static const struct stmt_spec specs[] = {
    [ROLLBACK_CANCEL] =
        {
            .name = "rollback_cancel",
            .sql = "UPDATE release SET cancelled = 1 WHERE release = :release",
            .params = by_release,
            .columns = nothing,
        },
    [ROLLBACK_SERIES_DROP] = {.name = "rollback_series_drop",
                              .sql = SUMMARY_DROP("series_summary"),
                              .params = by_release,
                              .columns = nothing},
    [ROLLBACK_SERIES_REOPEN] = {.name = "rollback_series_reopen",
                                .sql = SUMMARY_REOPEN("series_summary"),
                                .params = by_release,
                                .columns = nothing},
    [ROLLBACK_SECTION_DROP] = {.name = "rollback_section_drop",
                               .sql = SUMMARY_DROP("section_summary"),
                               .params = by_release,
                               .columns = nothing},
    [ROLLBACK_SECTION_REOPEN] = {.name = "rollback_section_reopen",
                                 .sql = SUMMARY_REOPEN("section_summary"),
                                 .params = by_release,
                                 .columns = nothing},
};
const struct stmt_group rollback_cancel_statements = {"rollback_cancel", specs, COUNT_OF(specs)};

/* Runs a statement whose parameters these are, and closes it. */
static int run(struct stmt *s, const int64_t *params, size_t n)
{
    for (size_t i = 0; i < n; i++)
        stmt_i64(s, i, params[i]);
    int r = stmt_run(s);
    stmt_close(&s);
    return r;
}

/* Removes what a release brought, and puts in force again what it ended. */
static int remove_rows(struct publish *p, struct arena *arena, int64_t release)
{
    struct engine *engine = db_engine(p->db);
    const int64_t reopen[] = {DB_UNTIL_OPEN, release};
    struct stmt *s;
    int r = 0;

    for (size_t i = 0; i < tables_n && r == 0; i++) {
        r = rollback_stmt_open(engine, arena, &tables[i], ROLLBACK_DROP, &s);
        if (r == 0)
            r = run(s, &release, 1);
        if (r == 0)
            r = table_stmt_open(engine, arena, &tables[i], TABLE_REOPEN, &s);
        if (r == 0)
            r = run(s, reopen, COUNT_OF(reopen));
        arena_reset(arena);
    }
    for (size_t i = ROLLBACK_SERIES_DROP; i <= ROLLBACK_SECTION_REOPEN && r == 0; i++) {
        s = db_stmt(p->db, &specs[i]);
        stmt_i64(s, 0, release);
        r = stmt_run(s);
    }
    return r;
}

static int cancel(struct publish *p, struct arena *arena, int64_t release)
{
    int r = remove_rows(p, arena, release);

    if (r < 0)
        return r;
    struct stmt *s = db_stmt(p->db, &specs[ROLLBACK_CANCEL]);
    stmt_i64(s, 0, release);
    r = stmt_run(s);
    return r < 0 ? r : publish_note(p, AUDIT_EMBARGO_CANCEL, release);
}

int publish_cancel_unseen(struct publish *p, int64_t id, int64_t seen, int64_t *ret_cancelled)
{
    struct release newest;
    struct arena arena;
    int r;

    *ret_cancelled = 0;
    arena_init(&arena, CANCEL_ARENA_BLOCK, CANCEL_ARENA_CAP);
    while ((r = db_newest_release(p->db, &newest)) == 0 && newest.id >= id && newest.id > seen) {
        r = cancel(p, &arena, newest.id);
        if (r < 0)
            break;
        ++*ret_cancelled;
    }
    arena_finish(&arena);
    return r;
}
