#include "db/assessments.h"

#include "db/statements.h"

enum { SCHEME_LIST, SCHEME_COUNT, SCHEME_GET };

#define SCHEME_SELECT                                                                              \
    "SELECT c.code AS code, s.name_zh AS name_zh, s.name_en AS name_en, r.code AS region,"         \
    " s.year AS year, s.version AS version, p.code AS predecessor, d.code AS document,"            \
    " (SELECT count(*) FROM assessment_item i WHERE i.scheme = s.assessment_scheme"                \
    " AND " ROW_IN_FORCE(                                                                          \
        "i") ") AS items,"                                                                         \
             " (SELECT count(DISTINCT q.region) FROM assessment_result q"                          \
             " WHERE q.scheme = s.assessment_scheme AND " ROW_IN_FORCE(                            \
                 "q") ")"                                                                          \
                      " + (SELECT count(*) FROM assessment_total t WHERE t.scheme = "              \
                      "s.assessment_scheme"                                                        \
                      " AND " ROW_IN_FORCE(                                                        \
                          "t") " AND NOT EXISTS (SELECT 1 FROM assessment_result q"                \
                               " WHERE q.scheme = t.scheme AND q.region = t.region "               \
                               "AND " ROW_IN_FORCE("q") ")) AS regions "
#define SCHEME_FROM                                                                                \
    "FROM code c JOIN assessment_scheme s ON s.assessment_scheme = c.code_id AND " ROW_IN_FORCE(   \
        "s") " JOIN code r ON r.code_id = s.region JOIN code d ON d.code_id = s.document"          \
             " LEFT JOIN code p ON p.code_id = s.predecessor"                                      \
             " WHERE c.list = 'assessment_scheme'"
#define SCHEME_FILTER " AND (:region = '' OR r.code = :region) AND (:year = 0 OR s.year = :year)"
static const char *const scheme_columns[] = {"code",  "name_zh", "name_en",     "region",
                                             "year",  "version", "predecessor", "document",
                                             "items", "regions", NULL};

static const struct stmt_spec specs[] = {
    [SCHEME_LIST] =
        {
            .name = "assessment_list",
            .sql = SCHEME_SELECT SCHEME_FROM SCHEME_FILTER
            " AND c.code > :after ORDER BY c.code LIMIT :limit",
            .params = (const char *const[]){"release", "region", "year", "after", "limit", NULL},
            .columns = scheme_columns,
        },
    [SCHEME_COUNT] =
        {
            .name = "assessment_count",
            .sql = "SELECT count(*) AS n " SCHEME_FROM SCHEME_FILTER,
            .params = (const char *const[]){"release", "region", "year", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [SCHEME_GET] =
        {
            .name = "assessment_get",
            .sql = SCHEME_SELECT SCHEME_FROM " AND c.code = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = scheme_columns,
        },
};

const struct stmt_group assessments_statements = {"assessments", specs, COUNT_OF(specs)};

struct stmt *assessments_list(struct db *db, int64_t release, struct str region, int64_t year,
                              struct str after, int64_t limit)
{
    struct stmt *stmt = db_stmt(db, &specs[SCHEME_LIST]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, region);
    stmt_i64(stmt, 2, year);
    stmt_str(stmt, 3, after);
    stmt_i64(stmt, 4, limit);
    return stmt;
}

int assessments_next(struct stmt *stmt, struct assessment_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct assessment_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .region = stmt_get_str(stmt, 3),
        .year = stmt_get_i64(stmt, 4),
        .version = stmt_get_str(stmt, 5),
        .predecessor = stmt_get_str(stmt, 6),
        .document = stmt_get_str(stmt, 7),
        .items = stmt_get_i64(stmt, 8),
        .regions = stmt_get_i64(stmt, 9),
    };
    return 1;
}

int assessments_count(struct db *db, int64_t release, struct str region, int64_t year, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[SCHEME_COUNT]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, region);
    stmt_i64(stmt, 2, year);
    return row_count(stmt, ret);
}

int assessments_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                    struct assessment_row *ret)
{
    struct stmt *stmt = row_by_code(db, &specs[SCHEME_GET], release, code);

    *ret_stmt = stmt;
    return assessments_next(stmt, ret);
}
