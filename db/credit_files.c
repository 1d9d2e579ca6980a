#include "db/credit_files.h"

#include "base/err.h"
#include "db/statements.h"

enum {
    FILE_SCHEMES,
    FILE_EVENTS,
    FILE_REPAIRS,
    FILE_REMINDERS,
    FILE_OBJECTIONS,
};

/* The version of each table that is read. */
#define I_IN_FORCE ROW_IN_FORCE("i")
#define S_IN_FORCE ROW_IN_FORCE("s")
#define U_IN_FORCE ROW_IN_FORCE("u")
#define X_IN_FORCE ROW_IN_FORCE("x")

#define ANY_OF(table)                                                                              \
    "EXISTS (SELECT 1 FROM " table                                                                 \
    " x WHERE x.agency = c.code_id AND x.scheme = n.code AND " X_IN_FORCE ")"
#define HAS_GRADE ANY_OF("credit_grade")
#define HAS_EVENT ANY_OF("credit_event")
#define HAS_REMINDER ANY_OF("credit_reminder")
#define HAS_OBJECTION ANY_OF("credit_objection")
/* Joins the document of row `x`, and begins the condition that it is of the agency and scheme. */
#define OF_FILE                                                                                    \
    " JOIN code d ON d.code_id = x.document WHERE c.list = 'agency' AND c.code = :agency"

static const char *const file_params[] = {"release", "agency", "scheme", NULL};

static const struct stmt_spec specs[] =
    {
        [FILE_SCHEMES] =
            {
                .name = "credit_file_schemes",
                .sql = "SELECT n.code AS scheme, i.name_zh AS name_zh, i.name_en AS name_en"
                       " FROM code l JOIN codelist_item i ON i.codelist = l.code_id AND " I_IN_FORCE
                       " JOIN code n ON n.code_id = i.item JOIN code c"
                       " ON c.list = 'agency' AND c.code = :agency WHERE l.list = 'codelist'"
                       " AND l.code = 'scheme' AND (" HAS_GRADE " OR " HAS_EVENT " OR " HAS_REMINDER
                       " OR " HAS_OBJECTION ") ORDER BY i.position, n.code",
                .params = (const char *const[]){"release", "agency", NULL},
                .columns = (const char *const[]){"scheme", "name_zh", "name_en", NULL},
            },
        [FILE_EVENTS] =
            {
                .name = "credit_file_events",
                .sql = "SELECT v.code AS event, x.rule AS rule, u.name_zh AS name_zh,"
                       " u.name_en AS name_en, u.kind AS kind, x.points_e6 AS points_e6,"
                       " x.occurred_on AS occurred_on, x.published_on AS published_on,"
                       " x.repaired_on AS repaired_on, s.repair_months AS repair_months,"
                       " d.code AS document FROM code c JOIN credit_event x ON x.agency = c.code_id"
                       " AND x.scheme = :scheme AND " X_IN_FORCE
                       " JOIN code v ON v.code_id = x.event LEFT JOIN credit_rule u"
                       " ON u.scheme = x.scheme AND u.rule = x.rule AND " U_IN_FORCE
                       " LEFT JOIN credit_scheme s ON s.scheme = x.scheme AND " S_IN_FORCE OF_FILE
                       " ORDER BY x.occurred_on, v.code",
                .params = file_params,
                .columns = (const char *const[]){"event", "rule", "name_zh", "name_en", "kind",
                                                 "points_e6", "occurred_on", "published_on",
                                                 "repaired_on", "repair_months", "document", NULL},
            },
        [FILE_REPAIRS] =
            {
                .name = "credit_file_repairs",
                .sql = "SELECT x.filed_on AS filed_on, x.provincial_on AS provincial_on,"
                       " x.national_on AS national_on, x.result AS result, d.code AS document"
                       " FROM code c JOIN credit_repair x ON x.event = c.code_id AND " X_IN_FORCE
                       " JOIN code d ON d.code_id = x.document"
                       " WHERE c.list = 'credit_event' AND c.code = :code ORDER BY x.filed_on",
                .params = (const char *const[]){"release", "code", NULL},
                .columns =
                    (const char *const[]){"filed_on", "provincial_on", "national_on", "result",
                                          "document", NULL},
            },
        [FILE_REMINDERS] =
            {
                .name = "credit_file_reminders",
                .sql = "SELECT v.code AS reminder, x.sent_on AS sent_on, x.reason AS reason,"
                       " x.corrected_on AS corrected_on, d.code AS document FROM code c"
                       " JOIN credit_reminder x ON x.agency = c.code_id AND x.scheme = :scheme"
                       " AND " X_IN_FORCE " JOIN code v ON v.code_id = x.reminder" OF_FILE
                       " ORDER BY x.sent_on, v.code",
                .params = file_params,
                .columns = (const char *const[]){"reminder", "sent_on", "reason", "corrected_on",
                                                 "document", NULL},
            },
        [FILE_OBJECTIONS] =
            {
                .name = "credit_file_objections",
                .sql = "SELECT x.freq AS freq, x.ends_on AS ends_on, x.starts_on AS starts_on,"
                       " x.filed_on AS filed_on, x.decided_on AS decided_on, x.result AS result,"
                       " d.code AS document FROM code c JOIN credit_objection x"
                       " ON x.agency = c.code_id AND x.scheme = :scheme AND " X_IN_FORCE OF_FILE
                       " ORDER BY x.filed_on, x.ends_on, x.starts_on, x.freq",
                .params = file_params,
                .columns = (const char *const[]){"freq", "ends_on", "starts_on", "filed_on",
                                                 "decided_on", "result", "document", NULL},
            },
};

const struct stmt_group credit_files_statements = {"credit_files", specs, COUNT_OF(specs)};

static struct stmt *of_file(struct db *db, int which, int64_t release, struct str agency,
                            struct str scheme)
{
    struct stmt *stmt = db_stmt(db, &specs[which]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, agency);
    stmt_str(stmt, 2, scheme);
    return stmt;
}

struct stmt *credit_files_schemes(struct db *db, int64_t release, struct str agency)
{
    return row_by_code(db, &specs[FILE_SCHEMES], release, agency);
}

int credit_files_next_scheme(struct stmt *stmt, struct str *ret, struct names *ret_names)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = stmt_get_str(stmt, 0);
    *ret_names = row_names(stmt, 1);
    return 1;
}

struct stmt *credit_files_events(struct db *db, int64_t release, struct str agency,
                                 struct str scheme)
{
    return of_file(db, FILE_EVENTS, release, agency, scheme);
}

int credit_files_next_event(struct stmt *stmt, struct credit_event_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_event_row){
        .code = stmt_get_str(stmt, 0),
        .rule = stmt_get_str(stmt, 1),
        .rule_names = row_names(stmt, 2),
        .kind = stmt_get_str(stmt, 4),
        .points_e6 = stmt_get_i64(stmt, 5),
        .occurred_on = row_date(stmt, 6),
        .published_on = row_day(stmt, 7),
        .repaired_on = row_day(stmt, 8),
        .repair_months = row_day(stmt, 9),
        .document = stmt_get_str(stmt, 10),
    };
    return 1;
}

struct stmt *credit_files_repairs(struct db *db, int64_t release, struct str event)
{
    return row_by_code(db, &specs[FILE_REPAIRS], release, event);
}

int credit_files_next_repair(struct stmt *stmt, struct credit_repair_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_repair_row){
        .filed_on = row_date(stmt, 0),
        .provincial_on = row_day(stmt, 1),
        .national_on = row_day(stmt, 2),
        .result = stmt_get_str(stmt, 3),
        .document = stmt_get_str(stmt, 4),
    };
    return 1;
}

struct stmt *credit_files_reminders(struct db *db, int64_t release, struct str agency,
                                    struct str scheme)
{
    return of_file(db, FILE_REMINDERS, release, agency, scheme);
}

int credit_files_next_reminder(struct stmt *stmt, struct credit_reminder_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct credit_reminder_row){
        .code = stmt_get_str(stmt, 0),
        .sent_on = row_date(stmt, 1),
        .reason = stmt_get_str(stmt, 2),
        .corrected_on = row_day(stmt, 3),
        .document = stmt_get_str(stmt, 4),
    };
    return 1;
}

struct stmt *credit_files_objections(struct db *db, int64_t release, struct str agency,
                                     struct str scheme)
{
    return of_file(db, FILE_OBJECTIONS, release, agency, scheme);
}

int credit_files_next_objection(struct stmt *stmt, struct credit_objection_row *ret)
{
    struct credit_objection_row row;
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    row = (struct credit_objection_row){
        .period = {.ends_on = row_date(stmt, 1), .starts_on = row_date(stmt, 2)},
        .filed_on = row_date(stmt, 3),
        .decided_on = row_day(stmt, 4),
        .result = stmt_get_str(stmt, 5),
        .document = stmt_get_str(stmt, 6),
    };
    struct str freq = stmt_get_str(stmt, 0);
    if (freq.n != 1 || freq_from_letter(freq.p[0], &row.period.freq) < 0)
        return -ERR_CORRUPT;
    *ret = row;
    return 1;
}
