#include "db/measures.h"

#include "base/err.h"
#include "db/statements.h"

enum {
    MEASURE_LIST,
    MEASURE_COUNT,
    MEASURE_GET,
    MEASURE_DEPARTMENTS,
    MEASURE_INDICATORS,
    MEASURE_REPORTS,
    MEASURE_TARGETS,
};

#define IN_LIST(list, parameter)                                                                   \
    "(SELECT code_id FROM code WHERE list = '" list "' AND code = " parameter ")"
#define DOMAIN_NAME(name)                                                                          \
    "(SELECT i." name " FROM code n JOIN codelist_item i ON i.item = n.code_id"                    \
    " AND i.codelist = " IN_LIST("codelist", "'measure_domain'") " AND " ROW_IN_FORCE(             \
        "i") " WHERE n.list = 'measure_domain' AND n.code = m.domain)"
#define MEASURE_SELECT                                                                             \
    "SELECT c.code AS code, d.code AS document, v.synthetic AS synthetic, m.kind AS kind,"         \
    " m.number AS number, m.position AS position, m.domain AS domain,"                             \
    " " DOMAIN_NAME("name_zh") " AS domain_zh, " DOMAIN_NAME(                                      \
        "name_en") " AS domain_en,"                                                                \
                   " m.title_zh AS title_zh, m.title_en AS title_en, m.locator AS locator "
#define VERSION_OF_DOCUMENT " JOIN document v ON v.document = m.document AND " ROW_IN_FORCE("v") " "
#define MEASURE_FROM                                                                               \
    "FROM code d JOIN policy_measure m ON m.document = d.code_id AND " ROW_IN_FORCE("m")           \
        VERSION_OF_DOCUMENT "JOIN code c ON c.code_id = m.policy_measure"                          \
                            " WHERE d.list = 'document'"
#define HAS_DEPARTMENT                                                                             \
    "EXISTS (SELECT 1 FROM policy_measure_department u"                                            \
    " WHERE u.policy_measure = m.policy_measure AND u.department = " IN_LIST(                      \
        "department", ":department") " AND " ROW_IN_FORCE("u") ")"
#define HAS_INDICATOR                                                                              \
    "EXISTS (SELECT 1 FROM policy_measure_indicator x JOIN indicator i"                            \
    " ON i.indicator = x.indicator AND " ROW_IN_FORCE("i") " AND " ROW_PUBLIC(                     \
        "i") " WHERE x.policy_measure = m.policy_measure AND x.indicator "                         \
             "= " IN_LIST("indicator", ":indicator") " AND " ROW_IN_FORCE("x") ")"
#define HAS_REPORT                                                                                 \
    "EXISTS (SELECT 1 FROM policy_measure_report p"                                                \
    " WHERE p.policy_measure = m.policy_measure AND p.freq = :freq"                                \
    " AND p.ends_on = :ends_on AND p.starts_on = :starts_on AND " ROW_IN_FORCE("p") ")"
#define MEASURE_FILTER                                                                             \
    " AND (:document = '' OR d.code = :document) AND (:kind = '' OR m.kind = :kind)"               \
    " AND (:domain = '' OR m.domain = :domain)"                                                    \
    " AND (:department = '' OR " HAS_DEPARTMENT ") AND (:indicator = '' OR " HAS_INDICATOR         \
    ") AND (:freq = '' OR NOT " HAS_REPORT ")"
#define BY_CODE                                                                                    \
    "FROM code c JOIN policy_measure m ON m.policy_measure = c.code_id AND " ROW_IN_FORCE("m")
#define BY_CODE_WHERE " WHERE c.list = 'policy_measure' AND c.code = :code"
#define FILTER_PARAMS                                                                              \
    "release", "document", "kind", "domain", "department", "indicator", "freq", "ends_on",         \
        "starts_on"

static const char *const code_params[] = {"release", "code", NULL};
static const char *const measure_columns[] = {
    "code",      "document",  "synthetic", "kind",     "number",  "position", "domain",
    "domain_zh", "domain_en", "title_zh",  "title_en", "locator", NULL};

static const struct stmt_spec specs[] = {
    [MEASURE_LIST] =
        {
            .name = "measure_list",
            .sql = MEASURE_SELECT MEASURE_FROM MEASURE_FILTER
            " AND (d.code > :after_document OR (d.code = :after_document"
            " AND (m.position > :after_position OR (m.position = :after_position"
            " AND c.code > :after)))) ORDER BY d.code, m.position, c.code LIMIT :limit",
            .params = (const char *const[]){FILTER_PARAMS, "after_document", "after_position",
                                            "after", "limit", NULL},
            .columns = measure_columns,
        },
    [MEASURE_COUNT] =
        {
            .name = "measure_count",
            .sql = "SELECT count(*) AS n " MEASURE_FROM MEASURE_FILTER,
            .params = (const char *const[]){FILTER_PARAMS, NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [MEASURE_GET] =
        {
            .name = "measure_get",
            .sql = MEASURE_SELECT BY_CODE VERSION_OF_DOCUMENT
            "JOIN code d ON d.code_id = m.document" BY_CODE_WHERE,
            .params = code_params,
            .columns = measure_columns,
        },
    [MEASURE_DEPARTMENTS] =
        {
            .name = "measure_departments",
            .sql =
                "SELECT o.code AS department, w.name_zh AS name_zh, w.name_en AS name_en,"
                " w.org_type AS org_type, r.code AS region, u.position AS position,"
                " EXISTS (SELECT 1 FROM document_department s WHERE s.document = m.document"
                " AND s.department = u.department AND s.role = 'signatory'"
                " AND " ROW_IN_FORCE(
                    "s") ") AS signatory " BY_CODE
                         " JOIN policy_measure_department u ON u.policy_measure = m.policy_measure"
                         " AND " ROW_IN_FORCE(
                             "u") " JOIN department w ON w.department = u.department"
                                  " AND " ROW_IN_FORCE(
                                      "w") " JOIN code o ON o.code_id = u.department"
                                           " JOIN code r ON r.code_id = w.region" BY_CODE_WHERE
                                           " ORDER BY u.position, o.code",
            .params = code_params,
            .columns = (const char *const[]){"department", "name_zh", "name_en", "org_type",
                                             "region", "position", "signatory", NULL},
        },
    [MEASURE_INDICATORS] =
        {
            .name = "measure_indicators",
            .sql = "SELECT n.code AS indicator, i.name_zh AS name_zh, i.name_en AS name_en,"
                   " x.basis AS basis FROM code c"
                   " JOIN policy_measure_indicator x ON x.policy_measure = c.code_id"
                   " AND " ROW_IN_FORCE(
                       "x") " JOIN indicator i ON i.indicator = x.indicator"
                            " AND " ROW_IN_FORCE("i") " AND " ROW_PUBLIC(
                                "i") " JOIN code n ON n.code_id = x.indicator" BY_CODE_WHERE
                                     " ORDER BY n.code",
            .params = code_params,
            .columns = (const char *const[]){"indicator", "name_zh", "name_en", "basis", NULL},
        },
    [MEASURE_REPORTS] =
        {
            .name = "measure_reports",
            .sql = "SELECT p.freq AS freq, p.ends_on AS ends_on, p.starts_on AS starts_on,"
                   " p.status AS status, (SELECT e.code FROM code e WHERE e.code_id = p.evidence)"
                   " AS evidence, d.code AS document, v.synthetic AS synthetic FROM code c"
                   " JOIN policy_measure_report p ON p.policy_measure = c.code_id"
                   " AND " ROW_IN_FORCE(
                       "p") " JOIN document v ON v.document = p.document"
                            " AND " ROW_IN_FORCE(
                                "v") " JOIN code d ON d.code_id = p.document" BY_CODE_WHERE
                                     " ORDER BY p.ends_on DESC, p.starts_on DESC, p.freq",
            .params = code_params,
            .columns = (const char *const[]){"freq", "ends_on", "starts_on", "status", "evidence",
                                             "document", "synthetic", NULL},
        },
    [MEASURE_TARGETS] =
        {
            .name = "measure_targets",
            .sql = "SELECT e.code AS target " BY_CODE
                   " JOIN target t ON t.document = m.document AND t.locator = m.locator"
                   " AND t.kind = 'target' AND " ROW_IN_FORCE(
                       "t") " JOIN indicator i ON i.indicator = t.indicator"
                            " AND " ROW_IN_FORCE("i") " AND " ROW_PUBLIC(
                                "i") " JOIN code e ON e.code_id = t.target" BY_CODE_WHERE
                                     " ORDER BY t.position, e.code",
            .params = code_params,
            .columns = (const char *const[]){"target", NULL},
        },
};

const struct stmt_group measures_statements = {"measures", specs, COUNT_OF(specs)};

/* Letters of the frequencies as texts that outlive a statement. */
static struct str freq_text(const struct measure_filter *filter)
{
    static const char letters[] = "AHQMIRY";

    for (const char *at = letters; filter->unreported && *at != '\0'; at++)
        if (*at == freq_letter(filter->without.freq))
            return (struct str){at, 1};
    return (struct str){0};
}

static struct stmt *bind_filter(struct stmt *stmt, int64_t release,
                                const struct measure_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->document);
    stmt_str(stmt, 2, filter->kind);
    stmt_str(stmt, 3, filter->domain);
    stmt_str(stmt, 4, filter->department);
    stmt_str(stmt, 5, filter->indicator);
    stmt_str(stmt, 6, freq_text(filter));
    stmt_i64(stmt, 7, filter->without.ends_on);
    stmt_i64(stmt, 8, filter->without.starts_on);
    return stmt;
}

struct stmt *measures_list(struct db *db, int64_t release, const struct measure_filter *filter,
                           const struct measure_place *after, int64_t limit)
{
    struct stmt *stmt = bind_filter(db_stmt(db, &specs[MEASURE_LIST]), release, filter);

    stmt_str(stmt, 9, after->document);
    stmt_i64(stmt, 10, after->position);
    stmt_str(stmt, 11, after->code);
    stmt_i64(stmt, 12, limit);
    return stmt;
}

int measures_next(struct stmt *stmt, struct measure_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct measure_row){
        .code = stmt_get_str(stmt, 0),
        .document = stmt_get_str(stmt, 1),
        .synthetic = str_eq(stmt_get_str(stmt, 2), STR("yes")),
        .kind = stmt_get_str(stmt, 3),
        .number = stmt_get_i64(stmt, 4),
        .position = stmt_get_i64(stmt, 5),
        .domain = stmt_get_str(stmt, 6),
        .domain_names = row_names(stmt, 7),
        .titles = row_names(stmt, 9),
        .locator = stmt_get_str(stmt, 11),
    };
    return 1;
}

int measures_count(struct db *db, int64_t release, const struct measure_filter *filter,
                   int64_t *ret)
{
    return row_count(bind_filter(db_stmt(db, &specs[MEASURE_COUNT]), release, filter), ret);
}

int measures_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                 struct measure_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[MEASURE_GET], release, code);
    return measures_next(*ret_stmt, ret);
}

struct stmt *measures_departments(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[MEASURE_DEPARTMENTS], release, code);
}

int measure_departments_next(struct stmt *stmt, struct measure_department_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct measure_department_row){
        .department = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .org_type = stmt_get_str(stmt, 3),
        .region = stmt_get_str(stmt, 4),
        .position = stmt_get_i64(stmt, 5),
        .signatory = stmt_get_i64(stmt, 6) != 0,
    };
    return 1;
}

struct stmt *measures_indicators(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[MEASURE_INDICATORS], release, code);
}

int measure_indicators_next(struct stmt *stmt, struct measure_indicator_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct measure_indicator_row){
        .indicator = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .basis = stmt_get_str(stmt, 3),
    };
    return 1;
}

struct stmt *measures_reports(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[MEASURE_REPORTS], release, code);
}

int measure_reports_next(struct stmt *stmt, struct measure_report_row *ret)
{
    struct measure_report_row row;
    struct str freq;
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    freq = stmt_get_str(stmt, 0);
    row = (struct measure_report_row){
        .period = {.ends_on = row_date(stmt, 1), .starts_on = row_date(stmt, 2)},
        .status = stmt_get_str(stmt, 3),
        .evidence = stmt_get_str(stmt, 4),
        .document = stmt_get_str(stmt, 5),
        .synthetic = str_eq(stmt_get_str(stmt, 6), STR("yes")),
    };
    if (freq.n != 1 || freq_from_letter(freq.p[0], &row.period.freq) < 0)
        return -ERR_CORRUPT;
    *ret = row;
    return 1;
}

struct stmt *measures_targets(struct db *db, int64_t release, struct str code)
{
    return row_by_code(db, &specs[MEASURE_TARGETS], release, code);
}

int measure_targets_next(struct stmt *stmt, struct str *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = stmt_get_str(stmt, 0);
    return r;
}
