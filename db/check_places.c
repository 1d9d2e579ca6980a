#include "db/check.h"

#include "db/row.h"
#include "db/statements.h"

enum { CHECK_PLACES };

static const struct stmt_spec specs[] = {
    [CHECK_PLACES] =
        {
            .name = "check_places",
            .sql = "SELECT n.code AS indicator_code, p.code AS region_code, b.text AS breakdown,"
                   " t.freq AS freq, t.ends_on AS ends_on, t.starts_on AS starts_on,"
                   " i.access AS access FROM code c"
                   " JOIN relation_term t ON t.relation = c.code_id"
                   " JOIN code n ON n.code_id = t.indicator JOIN code p ON p.code_id = t.region"
                   " JOIN breakdown b ON b.breakdown = t.breakdown"
                   " JOIN indicator i ON i.indicator = t.indicator"
                   " WHERE c.list = 'relation' AND c.code = :relation"
                   " AND t.term = 'observation' AND " ROW_IN_FORCE("t") " AND " ROW_IN_FORCE(
                       "i") " ORDER BY t.position",
            .params = (const char *const[]){"relation", "release", NULL},
            .columns = (const char *const[]){"indicator_code", "region_code", "breakdown", "freq",
                                             "ends_on", "starts_on", "access", NULL},
        },
};
const struct stmt_group check_places_statements = {"check_places", specs, COUNT_OF(specs)};

int check_places(struct db *db, int64_t release, struct str relation,
                 int (*each)(void *cls, const struct check_place *), void *cls)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHECK_PLACES]);
    int r;

    stmt_str(s, 0, relation);
    stmt_i64(s, 1, release);
    while ((r = stmt_step(s)) > 0) {
        struct check_place place = {
            .indicator = stmt_get_str(s, 0),
            .region = stmt_get_str(s, 1),
            .breakdown = stmt_get_str(s, 2),
            .restricted = !str_eq(stmt_get_str(s, 6), STR("public")),
        };
        r = row_period(s, 3, &place.period);
        if (r == 0)
            r = each(cls, &place);
        if (r < 0)
            return r;
    }
    return r;
}
