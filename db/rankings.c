#include "db/rankings.h"

#include "db/statements.h"

enum { RANKING_REGION };

static const struct stmt_spec specs[] = {
    [RANKING_REGION] =
        {
            .name = "ranking_region",
            .sql = "SELECT r.parent AS parent, r.valid_from AS valid_from, r.valid_to AS valid_to"
                   " FROM region r WHERE r.region = :region AND " ROW_IN_FORCE("r"),
            .params = (const char *const[]){"release", "region", NULL},
            .columns = (const char *const[]){"parent", "valid_from", "valid_to", NULL},
        },
};

const struct stmt_group rankings_statements = {"rankings", specs, COUNT_OF(specs)};

int ranking_region(struct db *db, int64_t release, int64_t region, struct ranking_region *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[RANKING_REGION]);
    int r;

    stmt_i64(stmt, 0, release);
    stmt_i64(stmt, 1, region);
    r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct ranking_region){
        .parent = stmt_get_i64(stmt, 0),
        .valid_from = row_day(stmt, 1),
        .valid_to = row_day(stmt, 2),
    };
    return 1;
}
