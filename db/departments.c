#include "db/departments.h"

#include "db/statements.h"

enum { DEPARTMENT_LIST, DEPARTMENT_COUNT, DEPARTMENT_ALIASES };

#define DEPARTMENT_FROM                                                                            \
    "FROM code c JOIN department d ON d.department = c.code_id"                                    \
    " AND " ROW_IN_FORCE(                                                                          \
        "d") " JOIN code r ON r.code_id = d.region WHERE c.list = 'department'"                    \
             " AND (:region = '' OR r.code = :region) AND (:name = '' OR d.name_zh = :name"        \
             " OR d.name_en = :name OR EXISTS (SELECT 1"                                           \
             " FROM department_alias a WHERE a.department = d.department"                          \
             " AND a.alias = :name AND " ROW_IN_FORCE("a") "))"

static const struct stmt_spec specs[] = {
    [DEPARTMENT_LIST] =
        {
            .name = "department_list",
            .sql = "SELECT c.code AS code, d.name_zh AS name_zh, d.name_en AS name_en,"
                   " d.org_type AS org_type, r.code AS region, d.note_zh AS note_zh,"
                   " d.note_en AS note_en " DEPARTMENT_FROM
                   " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = (const char *const[]){"release", "region", "name", "after", "limit", NULL},
            .columns = (const char *const[]){"code", "name_zh", "name_en", "org_type", "region",
                                             "note_zh", "note_en", NULL},
        },
    [DEPARTMENT_COUNT] =
        {
            .name = "department_count",
            .sql = "SELECT count(*) AS n " DEPARTMENT_FROM,
            .params = (const char *const[]){"release", "region", "name", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [DEPARTMENT_ALIASES] =
        {
            .name = "department_aliases",
            .sql = "SELECT a.alias AS alias FROM code c"
                   " JOIN department_alias a ON a.department = c.code_id AND " ROW_IN_FORCE(
                       "a") " WHERE c.list = 'department' AND c.code = :code"
                            " ORDER BY a.alias",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = (const char *const[]){"alias", NULL},
        },
};

const struct stmt_group departments_statements = {"departments", specs, COUNT_OF(specs)};

static struct stmt *bind_filter(struct stmt *stmt, int64_t release,
                                const struct department_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->region);
    stmt_str(stmt, 2, filter->name);
    return stmt;
}

struct stmt *departments_list(struct db *db, int64_t release,
                              const struct department_filter *filter, struct str after,
                              int64_t limit)
{
    struct stmt *stmt = bind_filter(db_stmt(db, &specs[DEPARTMENT_LIST]), release, filter);
    stmt_str(stmt, 3, after);
    stmt_i64(stmt, 4, limit);
    return stmt;
}

int departments_next(struct stmt *stmt, struct department_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct department_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .org_type = stmt_get_str(stmt, 3),
        .region = stmt_get_str(stmt, 4),
        .note = row_names(stmt, 5),
    };
    return 1;
}

int departments_count(struct db *db, int64_t release, const struct department_filter *filter,
                      int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[DEPARTMENT_COUNT]), release, filter), ret);
}

struct stmt *departments_aliases(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[DEPARTMENT_ALIASES], release, code);
}

int departments_next_alias(struct stmt *stmt, struct str *ret)
{
    int r = stmt_step(stmt);
    if (r > 0)
        *ret = stmt_get_str(stmt, 0);
    return r;
}
