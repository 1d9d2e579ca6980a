#include "db/withdrawals.h"

#include "base/arena.h"
#include "db/row.h"
#include "db/statements.h"
#include "db/table_sql.h"

/* limit: one generated statement of 5 KiB for each of some hundred tables */
enum { ARENA_BLOCK = 64 * 1024, ARENA_CAP = 1024 * 1024 };

enum { WITHDRAWALS_COUNT, WITHDRAWALS_KEEP };

static const struct stmt_spec specs[] = {
    [WITHDRAWALS_COUNT] =
        {
            .name = "withdrawals_count",
            .sql = "SELECT count(*) AS n FROM observation o WHERE o.until = :release"
                   " AND o.until < 9223372036854775807 AND NOT EXISTS (SELECT 1 FROM observation p"
                   " WHERE p.indicator = o.indicator AND p.region = o.region"
                   " AND p.breakdown = o.breakdown AND p.measure = o.measure"
                   " AND p.definition = o.definition AND p.freq = o.freq"
                   " AND p.ends_on = o.ends_on AND p.starts_on = o.starts_on"
                   " AND p.document = o.document AND p.since = :release)"
                   " AND EXISTS (SELECT 1 FROM indicator i WHERE i.indicator = o.indicator"
                   " AND " ROW_IN_FORCE("i") " AND " ROW_PUBLIC("i") ")",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [WITHDRAWALS_KEEP] =
        {
            .name = "withdrawals_keep",
            .sql = "UPDATE release SET deleted = :deleted WHERE release = :release",
            .params = (const char *const[]){"deleted", "release", NULL},
            .columns = (const char *const[]){NULL},
        },
};
const struct stmt_group withdrawals_statements = {"withdrawals", specs, COUNT_OF(specs)};

/* Records that ended with a release. */
static int count_records(struct db *db, int64_t release, int64_t *ret)
{
    struct arena arena;
    int64_t n;
    int r = 0;

    *ret = 0;
    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    for (size_t i = 0; i < tables_n && r == 0; i++) {
        struct stmt *s = NULL;
        if (!table_is_records(&tables[i]))
            continue;
        r = table_stmt_open(db_engine(db), &arena, &tables[i], TABLE_ENDED, &s);
        if (r < 0)
            break;
        stmt_i64(s, 0, release);
        r = row_count(s, &n);
        stmt_close(&s);
        if (r == 0)
            *ret += n;
    }
    arena_finish(&arena);
    return r;
}

int withdrawals_count(struct db *db, int64_t release)
{
    struct stmt *s = db_stmt(db, &specs[WITHDRAWALS_COUNT]);
    int64_t n, records = 0;

    stmt_i64(s, 0, release);
    int r = row_count(s, &n);
    if (r == 0)
        r = count_records(db, release, &records);
    if (r < 0)
        return r;
    n += records;
    s = db_stmt(db, &specs[WITHDRAWALS_KEEP]);
    stmt_i64(s, 0, n);
    stmt_i64(s, 1, release);
    return stmt_run(s);
}
