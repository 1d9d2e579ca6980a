#include "db/credit_schemes.h"

#include "db/statements.h"

enum {
    SCHEME_LIST,
    SCHEME_COUNT,
    SCHEME_GET,
    SCHEME_THRESHOLDS,
    SCHEME_RULES,
};

/* The version of each table that is read. */
#define I_IN_FORCE ROW_IN_FORCE("i")
#define S_IN_FORCE ROW_IN_FORCE("s")
#define T_IN_FORCE ROW_IN_FORCE("t")
#define U_IN_FORCE ROW_IN_FORCE("u")

/* Joins the item of a code list behind a text column. */
#define ITEM_OF(list, column)                                                                      \
    " JOIN code l ON l.list = 'codelist' AND l.code = '" list "' JOIN code c ON c.list = '" list   \
    "' AND c.code = " column " JOIN codelist_item i ON i.codelist = l.code_id"                     \
    " AND i.item = c.code_id AND " I_IN_FORCE
#define SCHEME_ITEM ITEM_OF("scheme", "s.scheme")
#define GRADE_ITEM ITEM_OF("grade", "t.grade")
#define SCHEME_SELECT                                                                              \
    "SELECT s.scheme AS scheme, i.name_zh AS name_zh, i.name_en AS name_en,"                       \
    " s.subject AS subject, s.authority_zh AS authority_zh, s.authority_en AS authority_en,"       \
    " s.standing AS standing, s.valid_from AS valid_from, s.valid_to AS valid_to,"                 \
    " s.full_score_e6 AS full_score_e6, s.repair_months AS repair_months, s.note_zh AS note_zh,"   \
    " s.note_en AS note_en, s.confidence AS confidence, d.code AS document,"                       \
    " (SELECT count(*) FROM credit_threshold t WHERE t.scheme = s.scheme AND " T_IN_FORCE          \
    ") AS thresholds FROM credit_scheme s" SCHEME_ITEM                                             \
    " JOIN code d ON d.code_id = s.document WHERE " S_IN_FORCE
#define OF_SUBJECT " AND (:subject = '' OR s.subject = :subject)"

static const char *const scheme_columns[] = {
    "scheme",        "name_zh",  "name_en",    "subject",    "authority_zh",
    "authority_en",  "standing", "valid_from", "valid_to",   "full_score_e6",
    "repair_months", "note_zh",  "note_en",    "confidence", "document",
    "thresholds",    NULL};

static const struct stmt_spec specs[] = {
    [SCHEME_LIST] =
        {
            .name = "credit_scheme_list",
            .sql = SCHEME_SELECT OF_SUBJECT " AND s.scheme > :after ORDER BY s.scheme LIMIT :limit",
            .params = (const char *const[]){"release", "subject", "after", "limit", NULL},
            .columns = scheme_columns,
        },
    [SCHEME_COUNT] =
        {
            .name = "credit_scheme_count",
            .sql =
                "SELECT /*scan*/ count(*) AS n FROM credit_scheme s WHERE " S_IN_FORCE OF_SUBJECT,
            .params = (const char *const[]){"release", "subject", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [SCHEME_GET] =
        {
            .name = "credit_scheme_get",
            .sql = SCHEME_SELECT " AND s.scheme = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = scheme_columns,
        },
    [SCHEME_THRESHOLDS] =
        {
            .name = "credit_scheme_thresholds",
            .sql = "SELECT t.grade AS grade, i.name_zh AS name_zh, i.name_en AS name_en,"
                   " t.lower_e6 AS lower_e6, t.upper_e6 AS upper_e6, t.lower_open AS lower_open,"
                   " t.upper_open AS upper_open, d.code AS document"
                   " FROM credit_threshold t" GRADE_ITEM
                   " JOIN code d ON d.code_id = t.document WHERE t.scheme = :code "
                   "AND " T_IN_FORCE " ORDER BY i.position, t.grade",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = (const char *const[]){"grade", "name_zh", "name_en", "lower_e6", "upper_e6",
                                             "lower_open", "upper_open", "document", NULL},
        },
    [SCHEME_RULES] =
        {
            .name = "credit_scheme_rules",
            .sql = "SELECT u.rule AS rule, u.name_zh AS name_zh, u.name_en AS name_en,"
                   " u.kind AS kind, u.points_e6 AS points_e6, u.points_max_e6 AS points_max_e6,"
                   " u.confidence AS confidence, d.code AS document FROM credit_rule u"
                   " JOIN code d ON d.code_id = u.document WHERE u.scheme = :code AND " U_IN_FORCE
                   " ORDER BY u.rule",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = (const char *const[]){"rule", "name_zh", "name_en", "kind", "points_e6",
                                             "points_max_e6", "confidence", "document", NULL},
        },
};

const struct stmt_group credit_schemes_statements = {"credit_schemes", specs, COUNT_OF(specs)};

static struct credit_number number(struct stmt *stmt, size_t column)
{
    return (struct credit_number){
        .known = !stmt_is_null(stmt, column),
        .e6 = stmt_get_i64(stmt, column),
    };
}

static bool is_yes(struct stmt *stmt, size_t column)
{
    return str_eq(stmt_get_str(stmt, column), STR("yes"));
}

struct stmt *credit_schemes_list(struct db *db, int64_t release, struct str subject,
                                 struct str after, int64_t limit)
{
    struct stmt *stmt = db_stmt(db, &specs[SCHEME_LIST]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, subject);
    stmt_str(stmt, 2, after);
    stmt_i64(stmt, 3, limit);
    return stmt;
}

int credit_schemes_next(struct stmt *stmt, struct credit_scheme_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_scheme_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .subject = stmt_get_str(stmt, 3),
        .authority = row_names(stmt, 4),
        .standing = stmt_get_str(stmt, 6),
        .valid_from = row_day(stmt, 7),
        .valid_to = row_day(stmt, 8),
        .full_score = number(stmt, 9),
        .repair_months = row_day(stmt, 10),
        .note = row_names(stmt, 11),
        .confidence = stmt_get_str(stmt, 13),
        .document = stmt_get_str(stmt, 14),
        .thresholds = stmt_get_i64(stmt, 15),
    };
    return 1;
}

int credit_schemes_count(struct db *db, int64_t release, struct str subject, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[SCHEME_COUNT]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, subject);
    return row_count(stmt, ret);
}

int credit_schemes_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                       struct credit_scheme_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[SCHEME_GET], release, code);
    return credit_schemes_next(*ret_stmt, ret);
}

struct stmt *credit_schemes_thresholds(struct db *db, int64_t release, struct str scheme)
{
    return row_by_code(db, &specs[SCHEME_THRESHOLDS], release, scheme);
}

int credit_schemes_next_threshold(struct stmt *stmt, struct credit_threshold_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_threshold_row){
        .grade = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .lower = number(stmt, 3),
        .upper = number(stmt, 4),
        .lower_open = is_yes(stmt, 5),
        .upper_open = is_yes(stmt, 6),
        .document = stmt_get_str(stmt, 7),
    };
    return 1;
}

struct stmt *credit_schemes_rules(struct db *db, int64_t release, struct str scheme)
{
    return row_by_code(db, &specs[SCHEME_RULES], release, scheme);
}

int credit_schemes_next_rule(struct stmt *stmt, struct credit_rule_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_rule_row){
        .id = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .bonus = str_eq(stmt_get_str(stmt, 3), STR("bonus")),
        .points = number(stmt, 4),
        .max = number(stmt, 5),
        .confidence = stmt_get_str(stmt, 6),
        .document = stmt_get_str(stmt, 7),
    };
    return 1;
}
