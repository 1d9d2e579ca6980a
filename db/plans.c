#include "db/plans.h"

#include "db/statements.h"

enum {
    PLAN_LIST,
    PLAN_COUNT,
    PLAN_GET,
    TARGET_LIST,
    TARGET_COUNT,
    TARGET_DEPARTMENTS,
};

#define PLAN_COUNT_OF(kind)                                                                        \
    "(SELECT count(*) FROM target t JOIN indicator i ON i.indicator = t.indicator"                 \
    " AND i.since <= :release AND :release < i.until"                                              \
    " WHERE t.plan = p.plan AND t.kind = '" kind                                                   \
    "' AND i.access = 'public' AND t.since <= :release AND :release < t.until)"
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

#define TARGET_SELECT                                                                              \
    "SELECT e.code AS code, c.code AS plan, t.position AS position,"                               \
    " t.kind AS kind, n.code AS indicator, i.name_zh AS name_zh,"                                  \
    " i.name_en AS name_en, r.code AS region, b.text AS breakdown,"                                \
    " t.measure AS measure, t.comparator AS comparator, t.value_e6 AS value_e6,"                   \
    " t.decimals AS decimals, t.unit AS unit, t.target_window AS target_window,"                   \
    " t.starts_on AS starts_on, t.ends_on AS ends_on,"                                             \
    " t.baseline_e6 AS baseline_e6, t.baseline_decimals AS baseline_decimals,"                     \
    " t.strength AS strength, t.ambiguity AS ambiguity,"                                           \
    " t.extraction AS extraction, t.raw AS raw, d.code AS document,"                               \
    " t.locator AS locator "
#define TARGET_FROM                                                                                \
    "FROM code c JOIN target t ON t.plan = c.code_id AND t.since <= :release"                      \
    " AND :release < t.until JOIN indicator i ON i.indicator = t.indicator"                        \
    " AND i.since <= :release AND :release < i.until"                                              \
    " JOIN code n ON n.code_id = t.indicator"
#define TARGET_NAMES                                                                               \
    " JOIN code e ON e.code_id = t.target JOIN code r ON r.code_id = t.region"                     \
    " JOIN code d ON d.code_id = t.document"                                                       \
    " JOIN breakdown b ON b.breakdown = t.breakdown"
#define TARGET_WHERE                                                                               \
    " WHERE c.list = 'plan' AND c.code = :plan AND i.access = 'public'"                            \
    " AND (:kind = '' OR t.kind = :kind) AND (:indicator = ''"                                     \
    " OR n.code = :indicator)"

static const char *const plan_columns[] = {"code",       "title_zh",  "title_en", "region",
                                           "document",   "starts_on", "ends_on",  "targets",
                                           "parameters", NULL};

static const char *const target_params[] = {"release",  "plan",  "kind",  "indicator",
                                            "position", "after", "limit", NULL};
static const char *const target_columns[] = {"code",
                                             "plan",
                                             "position",
                                             "kind",
                                             "indicator",
                                             "name_zh",
                                             "name_en",
                                             "region",
                                             "breakdown",
                                             "measure",
                                             "comparator",
                                             "value_e6",
                                             "decimals",
                                             "unit",
                                             "target_window",
                                             "starts_on",
                                             "ends_on",
                                             "baseline_e6",
                                             "baseline_decimals",
                                             "strength",
                                             "ambiguity",
                                             "extraction",
                                             "raw",
                                             "document",
                                             "locator",
                                             NULL};

static const char *const department_columns[] = {"department", "name_zh", "name_en", "position",
                                                 NULL};

static const struct stmt_spec specs[] =
    {
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
        [TARGET_LIST] =
            {
                .name = "target_list",
                .sql = TARGET_SELECT TARGET_FROM TARGET_NAMES TARGET_WHERE
                " AND (t.position > :position OR (t.position = :position"
                " AND e.code > :after)) ORDER BY t.position, e.code LIMIT :limit",
                .params = target_params,
                .columns = target_columns,
            },
        [TARGET_COUNT] =
            {
                .name = "target_count",
                .sql = "SELECT count(*) AS n " TARGET_FROM TARGET_WHERE,
                .params = (const char *const[]){"release", "plan", "kind", "indicator", NULL},
                .columns = (const char *const[]){"n", NULL},
            },
        [TARGET_DEPARTMENTS] =
            {
                .name = "target_departments",
                .sql = "SELECT o.code AS department, d.name_zh AS name_zh, d.name_en AS name_en,"
                       " u.position AS position FROM code c"
                       " JOIN target_unit u ON u.target = c.code_id AND u.since <= :release"
                       " AND :release < u.until JOIN department d ON d.department = u.department"
                       " AND d.since <= :release AND :release < d.until"
                       " JOIN code o ON o.code_id = u.department WHERE c.list = 'target'"
                       " AND c.code = :code ORDER BY u.position, o.code",
                .params = (const char *const[]){"release", "code", NULL},
                .columns = department_columns,
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

static struct stmt *bind_filter(struct stmt *stmt, int64_t release,
                                const struct target_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->plan);
    stmt_str(stmt, 2, filter->kind);
    stmt_str(stmt, 3, filter->indicator);
    return stmt;
}

struct stmt *targets_list(struct db *db, int64_t release, const struct target_filter *filter,
                          int64_t position, struct str after, int64_t limit)
{
    struct stmt *stmt = bind_filter(db_stmt(db, &specs[TARGET_LIST]), release, filter);
    stmt_i64(stmt, 4, position);
    stmt_str(stmt, 5, after);
    stmt_i64(stmt, 6, limit);
    return stmt;
}

int targets_next(struct stmt *stmt, struct target_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct target_row){
        .code = stmt_get_str(stmt, 0),
        .plan = stmt_get_str(stmt, 1),
        .position = stmt_get_i64(stmt, 2),
        .kind = stmt_get_str(stmt, 3),
        .indicator = stmt_get_str(stmt, 4),
        .indicator_names = row_names(stmt, 5),
        .region = stmt_get_str(stmt, 7),
        .breakdown = stmt_get_str(stmt, 8),
        .measure = stmt_get_str(stmt, 9),
        .comparator = stmt_get_str(stmt, 10),
        .value = row_dec(stmt, 11),
        .unit = stmt_get_str(stmt, 13),
        .window = stmt_get_str(stmt, 14),
        .starts_on = row_date(stmt, 15),
        .ends_on = row_date(stmt, 16),
        .has_baseline = !stmt_is_null(stmt, 17),
        .baseline = row_dec(stmt, 17),
        .strength = stmt_get_str(stmt, 19),
        .ambiguity = stmt_get_str(stmt, 20),
        .extraction = stmt_get_str(stmt, 21),
        .raw = stmt_get_str(stmt, 22),
        .document = stmt_get_str(stmt, 23),
        .locator = stmt_get_str(stmt, 24),
    };
    return 1;
}

int targets_count(struct db *db, int64_t release, const struct target_filter *filter, int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[TARGET_COUNT]), release, filter), ret);
}

struct stmt *targets_departments(struct db *db, int64_t release, struct str code)
{
    struct stmt *stmt = db_stmt(db, &specs[TARGET_DEPARTMENTS]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, code);
    return stmt;
}

int target_departments_next(struct stmt *stmt, struct target_department_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct target_department_row){
        .department = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .position = stmt_get_i64(stmt, 3),
    };
    return 1;
}
