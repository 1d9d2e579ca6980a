#include "db/credit_grades.h"

#include "base/err.h"
#include "db/region_within.h"
#include "db/statements.h"

#include <string.h>

enum {
    GRADES_OF_AGENCY,
    GRADES_LIST,
    GRADES_MOVES,
    GRADES_DOCUMENTS,
};

/* The version of each table that is read. */
#define A_IN_FORCE ROW_IN_FORCE("a")
#define DOC_IN_FORCE ROW_IN_FORCE("doc")
#define E_IN_FORCE ROW_IN_FORCE("e")
#define G_IN_FORCE ROW_IN_FORCE("g")
#define U_IN_FORCE ROW_IN_FORCE("u")

/* A number over the events that count for grade `g`. */
#define EVENTS(number)                                                                             \
    "(SELECT " number " FROM credit_event e LEFT JOIN credit_rule u ON u.scheme = e.scheme"        \
    " AND u.rule = e.rule AND " U_IN_FORCE " WHERE e.agency = g.agency AND e.scheme = g.scheme"    \
    " AND e.occurred_on >= g.starts_on AND e.occurred_on <= g.ends_on"                             \
    " AND (e.repaired_on IS NULL OR e.repaired_on > g.ends_on) AND " E_IN_FORCE ")"
#define POINTS(kind)                                                                               \
    EVENTS("coalesce(sum(CASE WHEN u.kind = '" kind "' THEN e.points_e6 ELSE 0 END), 0)")
#define DEDUCTED POINTS("deduct")
#define ADDED POINTS("bonus")
#define COUNTED EVENTS("count(*)")
#define UNKNOWN EVENTS("count(*) - count(u.rule)")
#define GRADE_COLUMNS                                                                              \
    "c.code AS agency, a.name_zh AS name_zh, a.name_en AS name_en, r.code AS region,"              \
    " g.scheme AS scheme, g.freq AS freq, g.ends_on AS ends_on, g.starts_on AS starts_on,"         \
    " g.score_e6 AS score_e6, g.score_decimals AS score_decimals, g.grade AS grade,"               \
    " g.published_on AS published_on, d.code AS document, doc.synthetic AS synthetic, " DEDUCTED   \
    " AS deducted_e6, " ADDED " AS added_e6, " COUNTED " AS events, " UNKNOWN " AS unknown "
#define GRADE_JOIN                                                                                 \
    " JOIN agency a ON a.agency = g.agency AND " A_IN_FORCE                                        \
    " JOIN code r ON r.code_id = a.region JOIN code d ON d.code_id = g.document"                   \
    " JOIN document doc ON doc.document = g.document AND " DOC_IN_FORCE
#define OF_PERIOD(g, prefix)                                                                       \
    g ".scheme = :scheme AND " g ".freq = :" prefix "freq AND " g ".ends_on = :" prefix            \
      "ends_on AND " g ".starts_on = :" prefix "starts_on AND " ROW_IN_FORCE(g)
#define G_OF_PERIOD OF_PERIOD("g", "")
#define P_OF_PERIOD OF_PERIOD("p", "")
#define Q_OF_PERIOD OF_PERIOD("q", "to_")
#define A_OF_REGION REGION_WITHIN("a.region")
/* The agency of a grade is of the region. */
#define OF_REGION(g)                                                                               \
    "EXISTS (SELECT 1 FROM agency a WHERE a.agency = " g ".agency AND " A_IN_FORCE                 \
    " AND " A_OF_REGION ")"
#define G_OF_REGION OF_REGION("g")
#define P_OF_REGION OF_REGION("p")
#define Q_OF_REGION OF_REGION("q")

static const char *const grade_columns[] = {
    "agency",   "name_zh",      "name_en",   "region",    "scheme",
    "freq",     "ends_on",      "starts_on", "score_e6",  "score_decimals",
    "grade",    "published_on", "document",  "synthetic", "deducted_e6",
    "added_e6", "events",       "unknown",   NULL};

static const struct stmt_spec specs[] =
    {
        [GRADES_OF_AGENCY] =
            {
                .name = "credit_grades_of_agency",
                .sql = "SELECT " GRADE_COLUMNS "FROM code c JOIN credit_grade g"
                       " ON g.agency = c.code_id AND g.scheme = :scheme AND " G_IN_FORCE GRADE_JOIN
                       " WHERE c.list = 'agency' AND c.code = :agency"
                       " ORDER BY g.ends_on, g.starts_on, g.freq",
                .params = (const char *const[]){"release", "agency", "scheme", NULL},
                .columns = grade_columns,
            },
        [GRADES_LIST] =
            {
                .name = "credit_grades_list",
                .sql = "SELECT /*scan*/ " GRADE_COLUMNS "FROM credit_grade g"
                       " JOIN code c ON c.code_id = g.agency" GRADE_JOIN " WHERE " G_OF_PERIOD
                       " AND (:grade = '' OR g.grade = :grade) AND " A_OF_REGION
                       " AND c.code > :after ORDER BY c.code",
                .params = (const char *const[]){"release", "scheme", "freq", "ends_on", "starts_on",
                                                "region", "grade", "after", NULL},
                .columns = grade_columns,
            },
        [GRADES_MOVES] =
            {
                .name = "credit_grades_moves",
                .sql = "SELECT /*scan*/ p.grade AS before, q.grade AS after, count(*) AS n"
                       " FROM credit_grade p LEFT JOIN credit_grade q ON q.agency = p.agency"
                       " AND " Q_OF_PERIOD " WHERE " P_OF_PERIOD " AND " P_OF_REGION
                       " GROUP BY p.grade, q.grade"
                       " UNION ALL SELECT '', q.grade, count(*) FROM credit_grade q"
                       " WHERE " Q_OF_PERIOD " AND " Q_OF_REGION
                       " AND NOT EXISTS (SELECT 1 FROM credit_grade p WHERE p.agency = q.agency"
                       " AND " P_OF_PERIOD ") GROUP BY q.grade",
                .params =
                    (const char *const[]){"release", "scheme", "freq", "ends_on", "starts_on",
                                          "region", "to_freq", "to_ends_on", "to_starts_on", NULL},
                .columns = (const char *const[]){"before", "after", "n", NULL},
            },
        [GRADES_DOCUMENTS] =
            {
                .name = "credit_grades_documents",
                .sql = "SELECT /*scan*/ DISTINCT d.code AS document, doc.synthetic AS synthetic"
                       " FROM credit_grade g JOIN code d ON d.code_id = g.document"
                       " JOIN document doc ON doc.document = g.document AND " DOC_IN_FORCE
                       " WHERE " G_OF_PERIOD " AND " G_OF_REGION " ORDER BY d.code",
                .params = (const char *const[]){"release", "scheme", "freq", "ends_on",
                                                "starts_on", "region", NULL},
                .columns = (const char *const[]){"document", "synthetic", NULL},
            },
};

const struct stmt_group credit_grades_statements = {"credit_grades", specs, COUNT_OF(specs)};

/* The text of each kind of period, as the store has it. */
static struct str freq_text(enum freq freq)
{
    static const char letters[] = "AHQMIRY";

    return (struct str){strchr(letters, freq_letter(freq)), 1};
}

static void bind_period(struct stmt *stmt, size_t param, struct period period)
{
    stmt_str(stmt, param, freq_text(period.freq));
    stmt_i64(stmt, param + 1, period.ends_on);
    stmt_i64(stmt, param + 2, period.starts_on);
}

/* Binds release, scheme, period and region, the first six parameters. */
static void bind_filter(struct stmt *stmt, int64_t release,
                        const struct credit_grade_filter *filter)
{
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, filter->scheme);
    bind_period(stmt, 2, filter->period);
    stmt_str(stmt, 5, filter->region);
}

struct stmt *credit_grades_of_agency(struct db *db, int64_t release, struct str agency,
                                     struct str scheme)
{
    struct stmt *stmt = db_stmt(db, &specs[GRADES_OF_AGENCY]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, agency);
    stmt_str(stmt, 2, scheme);
    return stmt;
}

struct stmt *credit_grades_list(struct db *db, int64_t release,
                                const struct credit_grade_filter *filter, struct str after)
{
    struct stmt *stmt = db_stmt(db, &specs[GRADES_LIST]);

    bind_filter(stmt, release, filter);
    stmt_str(stmt, 6, filter->grade);
    stmt_str(stmt, 7, after);
    return stmt;
}

int credit_grades_next(struct stmt *stmt, struct credit_grade_row *ret)
{
    struct credit_grade_row row;
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    row = (struct credit_grade_row){
        .agency = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .region = stmt_get_str(stmt, 3),
        .scheme = stmt_get_str(stmt, 4),
        .period = {.ends_on = row_date(stmt, 6), .starts_on = row_date(stmt, 7)},
        .has_score = !stmt_is_null(stmt, 8),
        .score = row_dec(stmt, 8),
        .grade = stmt_get_str(stmt, 10),
        .published_on = row_day(stmt, 11),
        .document = stmt_get_str(stmt, 12),
        .synthetic = str_eq(stmt_get_str(stmt, 13), STR("yes")),
        .deducted_e6 = stmt_get_i64(stmt, 14),
        .added_e6 = stmt_get_i64(stmt, 15),
        .events = stmt_get_i64(stmt, 16),
        .unknown = stmt_get_i64(stmt, 17),
    };
    struct str freq = stmt_get_str(stmt, 5);
    if (freq.n != 1 || freq_from_letter(freq.p[0], &row.period.freq) < 0)
        return -ERR_CORRUPT;
    *ret = row;
    return 1;
}

struct stmt *credit_grades_moves(struct db *db, int64_t release,
                                 const struct credit_grade_filter *filter, struct period to)
{
    struct stmt *stmt = db_stmt(db, &specs[GRADES_MOVES]);

    bind_filter(stmt, release, filter);
    bind_period(stmt, 6, to);
    return stmt;
}

int credit_grades_next_move(struct stmt *stmt, struct credit_move_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_move_row){
        .from = stmt_get_str(stmt, 0),
        .to = stmt_get_str(stmt, 1),
        .agencies = stmt_get_i64(stmt, 2),
    };
    return 1;
}

struct stmt *credit_grades_documents(struct db *db, int64_t release,
                                     const struct credit_grade_filter *filter)
{
    struct stmt *stmt = db_stmt(db, &specs[GRADES_DOCUMENTS]);

    bind_filter(stmt, release, filter);
    return stmt;
}

int credit_grades_next_document(struct stmt *stmt, struct str *ret, bool *ret_synthetic)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = stmt_get_str(stmt, 0);
    *ret_synthetic = str_eq(stmt_get_str(stmt, 1), STR("yes"));
    return 1;
}
