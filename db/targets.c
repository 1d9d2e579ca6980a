#include "db/targets.h"

#include "db/row.h"
#include "db/statements.h"

enum {
    TARGET_LIST,
    TARGET_COUNT,
    TARGET_GET,
    TARGET_OF_DEPARTMENT,
    TARGET_OF_DEPARTMENT_COUNT,
    TARGET_DEPARTMENTS,
};

#define TARGET_SELECT                                                                              \
    "SELECT e.code AS code, c.code AS plan, p.starts_on AS plan_starts_on,"                        \
    " t.position AS position, t.kind AS kind, n.code AS indicator, i.name_zh AS name_zh,"          \
    " i.name_en AS name_en, i.kind AS indicator_kind, i.time_rule AS time_rule,"                   \
    " i.direction AS direction, i.unit AS indicator_unit, i.decimals AS indicator_decimals, "      \
    "r.code AS region,"                                                                            \
    " b.text AS breakdown, t.measure AS measure, t.comparator AS comparator,"                      \
    " t.value_e6 AS value_e6, t.decimals AS decimals, t.unit AS unit,"                             \
    " t.target_window AS target_window, t.starts_on AS starts_on, t.ends_on AS ends_on,"           \
    " t.baseline_e6 AS baseline_e6, t.baseline_decimals AS baseline_decimals,"                     \
    " t.strength AS strength, t.ambiguity_zh AS ambiguity_zh,"                                     \
    " t.ambiguity_en AS ambiguity_en,"                                                             \
    " t.extraction AS extraction, t.raw AS raw, d.code AS document,"                               \
    " t.locator AS locator "
/* What may be read of a target `t`. */
#define INDICATOR                                                                                  \
    " JOIN indicator i ON i.indicator = t.indicator AND " ROW_IN_FORCE(                            \
        "i") " JOIN code n ON n.code_id = t.indicator"
#define NAMES                                                                                      \
    " JOIN plan p ON p.plan = t.plan AND " ROW_IN_FORCE(                                           \
        "p") " JOIN code r ON r.code_id = t.region JOIN code d ON d.code_id = t.document"          \
             " JOIN breakdown b ON b.breakdown = t.breakdown"
#define OF_PLAN "FROM code c JOIN target t ON t.plan = c.code_id AND " ROW_IN_FORCE("t") INDICATOR
#define OF_PLAN_WHERE                                                                              \
    " WHERE c.list = 'plan' AND c.code = :plan AND " ROW_PUBLIC(                                   \
        "i") " AND (:kind = '' OR t.kind = :kind) AND (:indicator = ''"                            \
             " OR n.code = :indicator)"
#define BY_CODE "FROM code e JOIN target t ON t.target = e.code_id AND " ROW_IN_FORCE("t") INDICATOR
#define BY_CODE_WHERE " WHERE e.list = 'target' AND t.kind = 'target' AND " ROW_PUBLIC("i")
#define OF_DEPARTMENT                                                                              \
    " JOIN target_unit u ON u.target = e.code_id AND u.department ="                               \
    " (SELECT code_id FROM code WHERE list = 'department' AND code = :department)"                 \
    " AND " ROW_IN_FORCE("u")

static const char *const target_params[] = {"release",  "plan",  "kind",  "indicator",
                                            "position", "after", "limit", NULL};
static const char *const target_columns[] = {"code",
                                             "plan",
                                             "plan_starts_on",
                                             "position",
                                             "kind",
                                             "indicator",
                                             "name_zh",
                                             "name_en",
                                             "indicator_kind",
                                             "time_rule",
                                             "direction",
                                             "indicator_unit",
                                             "indicator_decimals",
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
                                             "ambiguity_zh",
                                             "ambiguity_en",
                                             "extraction",
                                             "raw",
                                             "document",
                                             "locator",
                                             NULL};

static const char *const department_columns[] = {"department", "name_zh", "name_en", "position",
                                                 NULL};

static const struct stmt_spec specs[] =
    {
        [TARGET_LIST] =
            {
                .name = "target_list",
                .sql = TARGET_SELECT OF_PLAN
                " JOIN code e ON e.code_id = t.target" NAMES OF_PLAN_WHERE
                " AND (t.position > :position OR (t.position = :position"
                " AND e.code > :after)) ORDER BY t.position, e.code LIMIT :limit",
                .params = target_params,
                .columns = target_columns,
            },
        [TARGET_COUNT] =
            {
                .name = "target_count",
                .sql = "SELECT count(*) AS n " OF_PLAN OF_PLAN_WHERE,
                .params = (const char *const[]){"release", "plan", "kind", "indicator", NULL},
                .columns = (const char *const[]){"n", NULL},
            },
        [TARGET_GET] =
            {
                .name = "target_get",
                .sql = TARGET_SELECT BY_CODE
                " JOIN code c ON c.code_id = t.plan" NAMES BY_CODE_WHERE " AND e.code = :code",
                .params = (const char *const[]){"release", "code", NULL},
                .columns = target_columns,
            },
        [TARGET_OF_DEPARTMENT] =
            {
                .name = "target_of_department",
                .sql = TARGET_SELECT BY_CODE OF_DEPARTMENT
                " JOIN code c ON c.code_id = t.plan" NAMES BY_CODE_WHERE
                " AND e.code > :after ORDER BY e.code LIMIT :limit",
                .params = (const char *const[]){"release", "department", "after", "limit", NULL},
                .columns = target_columns,
            },
        [TARGET_OF_DEPARTMENT_COUNT] =
            {
                .name = "target_of_department_count",
                .sql = "SELECT count(*) AS n " BY_CODE OF_DEPARTMENT BY_CODE_WHERE,
                .params = (const char *const[]){"release", "department", NULL},
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

const struct stmt_group targets_statements = {"targets", specs, COUNT_OF(specs)};

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
        .plan_starts_on = row_date(stmt, 2),
        .position = stmt_get_i64(stmt, 3),
        .kind = stmt_get_str(stmt, 4),
        .indicator = stmt_get_str(stmt, 5),
        .indicator_names = row_names(stmt, 6),
        .indicator_kind = stmt_get_str(stmt, 8),
        .time_rule = stmt_get_str(stmt, 9),
        .direction = stmt_get_str(stmt, 10),
        .indicator_unit = stmt_get_str(stmt, 11),
        .indicator_decimals = stmt_get_i64(stmt, 12),
        .region = stmt_get_str(stmt, 13),
        .breakdown = stmt_get_str(stmt, 14),
        .measure = stmt_get_str(stmt, 15),
        .comparator = stmt_get_str(stmt, 16),
        .value = row_dec(stmt, 17),
        .unit = stmt_get_str(stmt, 19),
        .window = stmt_get_str(stmt, 20),
        .starts_on = row_date(stmt, 21),
        .ends_on = row_date(stmt, 22),
        .has_baseline = !stmt_is_null(stmt, 23),
        .baseline = row_dec(stmt, 23),
        .strength = stmt_get_str(stmt, 25),
        .ambiguity = row_names(stmt, 26),
        .extraction = stmt_get_str(stmt, 28),
        .raw = stmt_get_str(stmt, 29),
        .document = stmt_get_str(stmt, 30),
        .locator = stmt_get_str(stmt, 31),
    };
    return 1;
}

int targets_count(struct db *db, int64_t release, const struct target_filter *filter, int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[TARGET_COUNT]), release, filter), ret);
}

int targets_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                struct target_row *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[TARGET_GET]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, code);
    *ret_stmt = stmt;
    return targets_next(stmt, ret);
}

struct stmt *targets_of_department(struct db *db, int64_t release, struct str department,
                                   struct str after, int64_t limit)
{
    struct stmt *stmt = db_stmt(db, &specs[TARGET_OF_DEPARTMENT]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, department);
    stmt_str(stmt, 2, after);
    stmt_i64(stmt, 3, limit);
    return stmt;
}

int targets_of_department_count(struct db *db, int64_t release, struct str department, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[TARGET_OF_DEPARTMENT_COUNT]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, department);
    return row_count(stmt, ret);
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
