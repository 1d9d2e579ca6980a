#include "db/experts.h"

#include "db/statements.h"

enum { EXPERT_COUNTS };

static const struct stmt_spec specs[] = {
    [EXPERT_COUNTS] =
        {
            .name = "expert_counts",
            .sql = "SELECT x.region AS region, x.name_zh AS name_zh,"
                   " x.name_en AS name_en, x.part AS part, count(*) AS n FROM"
                   " (SELECT g.code AS region, rg.name_zh AS name_zh, rg.name_en AS name_en,"
                   " CASE WHEN :dimension = 'expert_kind' THEN e.expert_kind"
                   " ELSE coalesce(e.expert_field, '') END AS part"
                   " FROM code dc JOIN expert e ON e.document = dc.code_id"
                   " JOIN code g ON g.code_id = e.region"
                   " JOIN region rg ON rg.region = e.region AND " ROW_IN_FORCE(
                       "rg") " WHERE dc.list = 'document' AND dc.code = :document"
                             " AND e.registered_on <= :on"
                             " AND (e.valid_to IS NULL OR e.valid_to >= :on) AND " ROW_IN_FORCE(
                                 "e") ") x GROUP BY x.region, x.name_zh, x.name_en, x.part"
                                      " ORDER BY x.region, x.part",
            .params = (const char *const[]){"release", "document", "dimension", "on", NULL},
            .columns = (const char *const[]){"region", "name_zh", "name_en", "part", "n", NULL},
        },
};

const struct stmt_group experts_statements = {"experts", specs, COUNT_OF(specs)};

struct stmt *experts_counts(struct db *db, int64_t release, struct str document,
                            struct str dimension, int32_t on)
{
    struct stmt *stmt = db_stmt(db, &specs[EXPERT_COUNTS]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, document);
    stmt_str(stmt, 2, dimension);
    stmt_i64(stmt, 3, on);
    return stmt;
}

int experts_next(struct stmt *stmt, struct expert_count *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = (struct expert_count){
            .region = stmt_get_str(stmt, 0),
            .names = row_names(stmt, 1),
            .part = stmt_get_str(stmt, 3),
            .n = stmt_get_i64(stmt, 4),
        };
    return r;
}
