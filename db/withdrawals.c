#include "db/withdrawals.h"

#include "db/row.h"
#include "db/statements.h"

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

int withdrawals_count(struct db *db, int64_t release)
{
    struct stmt *s = db_stmt(db, &specs[WITHDRAWALS_COUNT]);
    int64_t n;

    stmt_i64(s, 0, release);
    int r = row_count(s, &n);
    if (r < 0)
        return r;
    s = db_stmt(db, &specs[WITHDRAWALS_KEEP]);
    stmt_i64(s, 0, n);
    stmt_i64(s, 1, release);
    return stmt_run(s);
}
