#include "db/plans.h"

#include "db/statements.h"

enum {
    PLAN_LIST,
    PLAN_COUNT,
    PLAN_GET,
};

#define PLAN_COUNT_OF(kind)                                                                        \
    "(SELECT count(*) FROM target t JOIN indicator i ON i.indicator = t.indicator"                 \
    " AND i.since <= :release AND :release < i.until"                                              \
    " WHERE t.plan = p.plan AND t.kind = '" kind                                                   \
    "' AND " ROW_PUBLIC("i") " AND t.since <= :release AND :release < t.until)"
#define PLAN_TARGETS PLAN_COUNT_OF("target")
#define PLAN_PARAMETERS PLAN_COUNT_OF("parameter")
#define PLAN_SELECT                                                                                \
    "SELECT c.code AS code, p.title_zh AS title_zh, p.title_en AS title_en,"                       \
    " r.code AS region, d.code AS document, p.starts_on AS starts_on,"                             \
    " p.ends_on AS ends_on, " PLAN_TARGETS " AS targets, " PLAN_PARAMETERS " AS parameters "
#define PLAN_FROM                                                                                  \
    "FROM code c JOIN plan p ON p.plan = c.code_id AND p.since <= :release"                        \
    " AND :release < p.until JOIN code r ON r.code_id = p.region"                                  \
    " JOIN code d ON d.code_id = p.document WHERE c.list = 'plan'"
#define PLAN_FILTER " AND (:region = '' OR r.code = :region)"

static const char *const plan_columns[] = {"code",       "title_zh",  "title_en", "region",
                                           "document",   "starts_on", "ends_on",  "targets",
                                           "parameters", NULL};

static const struct stmt_spec specs[] = {
    [PLAN_LIST] =
        {
            .name = "plan_list",
            .sql = PLAN_SELECT PLAN_FROM PLAN_FILTER
            " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = (const char *const[]){"release", "region", "after", "limit", NULL},
            .columns = plan_columns,
        },
    [PLAN_COUNT] =
        {
            .name = "plan_count",
            .sql = "SELECT count(*) AS n " PLAN_FROM PLAN_FILTER,
            .params = (const char *const[]){"release", "region", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [PLAN_GET] =
        {
            .name = "plan_get",
            .sql = PLAN_SELECT PLAN_FROM " AND c.code = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = plan_columns,
        },
};

const struct stmt_group plans_statements = {"plans", specs, COUNT_OF(specs)};

struct stmt *plans_list(struct db *db, int64_t release, struct str region, struct str after,
                        int64_t limit)
{
    struct stmt *stmt = db_stmt(db, &specs[PLAN_LIST]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, region);
    stmt_str(stmt, 2, after);
    stmt_i64(stmt, 3, limit);
    return stmt;
}

int plans_next(struct stmt *stmt, struct plan_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct plan_row){
        .code = stmt_get_str(stmt, 0),
        .titles = row_names(stmt, 1),
        .region = stmt_get_str(stmt, 3),
        .document = stmt_get_str(stmt, 4),
        .starts_on = row_date(stmt, 5),
        .ends_on = row_date(stmt, 6),
        .targets = stmt_get_i64(stmt, 7),
        .parameters = stmt_get_i64(stmt, 8),
    };
    return 1;
}

int plans_count(struct db *db, int64_t release, struct str region, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[PLAN_COUNT]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, region);
    return row_count(stmt, ret);
}

int plans_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
              struct plan_row *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[PLAN_GET]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, code);
    *ret_stmt = stmt;
    return plans_next(stmt, ret);
}
