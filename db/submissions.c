#include "db/submissions.h"

#include "db/statements.h"

static const struct stmt_spec specs[] = {
    {
        .name = "submissions_due",
        .sql = "SELECT " STMT_SCAN_MARK " f.code AS form, fm.name_zh AS form_zh,"
               " fm.name_en AS form_en, r.code AS reporter, rp.name_zh AS reporter_zh,"
               " rp.name_en AS reporter_en, g.code AS region, fm.due_days AS due_days,"
               " d.code AS document, s.version AS version, s.received_on AS received_on,"
               " s.submission_status AS status, s.errors AS errors, sd.code AS came_document"
               " FROM reporting_form fm JOIN code f ON f.code_id = fm.reporting_form"
               " JOIN reporting_duty du ON du.reporting_form = fm.reporting_form"
               " AND " ROW_IN_FORCE(
                   "du") " AND (du.valid_from IS NULL OR du.valid_from <= :ends_on)"
                         " AND (du.valid_to IS NULL OR du.valid_to >= :ends_on)"
                         " JOIN reporter rp ON rp.reporter = du.reporter AND " ROW_IN_FORCE(
                             "rp") " JOIN code r ON r.code_id = du.reporter JOIN code g ON "
                                   "g.code_id = rp.region"
                                   " JOIN code d ON d.code_id = du.document"
                                   " LEFT JOIN submission s ON s.reporting_form = du.reporting_form"
                                   " AND s.reporter = du.reporter AND s.freq = :freq AND s.ends_on "
                                   "= :ends_on"
                                   " AND s.starts_on = :starts_on AND s.received_on <= :on "
                                   "AND " ROW_IN_FORCE(
                                       "s") " LEFT JOIN code sd ON sd.code_id = s.document"
                                            " WHERE fm.reporting_cycle = :freq AND fm.due_days IS "
                                            "NOT NULL"
                                            " AND (:form = '' OR f.code = :form) AND " ROW_IN_FORCE(
                                                "fm") " ORDER BY f.code, r.code, s.version",
        .params =
            (const char *const[]){"release", "freq", "ends_on", "starts_on", "on", "form", NULL},
        .columns = (const char *const[]){"form", "form_zh", "form_en", "reporter", "reporter_zh",
                                         "reporter_en", "region", "due_days", "document", "version",
                                         "received_on", "status", "errors", "came_document", NULL},
    },
};

const struct stmt_group submissions_statements = {"submissions", specs, COUNT_OF(specs)};

struct stmt *submissions_due(struct db *db, int64_t release, const struct submission_wish *wish)
{
    static const char letters[] = {'A', 'H', 'Q', 'M', 'I', 'R', 'Y'};
    struct stmt *stmt = db_stmt(db, &specs[0]);

    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, (struct str){&letters[wish->period.freq], 1});
    stmt_i64(stmt, 2, wish->period.ends_on);
    stmt_i64(stmt, 3, wish->period.starts_on);
    stmt_i64(stmt, 4, wish->on);
    stmt_str(stmt, 5, wish->form);
    return stmt;
}

int submissions_next(struct stmt *stmt, struct submission_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct submission_row){
        .form = stmt_get_str(stmt, 0),
        .form_names = row_names(stmt, 1),
        .reporter = stmt_get_str(stmt, 3),
        .reporter_names = row_names(stmt, 4),
        .region = stmt_get_str(stmt, 6),
        .due_days = stmt_get_i64(stmt, 7),
        .document = stmt_get_str(stmt, 8),
        .came = !stmt_is_null(stmt, 9),
        .version = stmt_get_i64(stmt, 9),
        .received_on = row_date(stmt, 10),
        .status = stmt_get_str(stmt, 11),
        .errors = stmt_get_i64(stmt, 12),
        .came_document = stmt_get_str(stmt, 13),
    };
    return 1;
}
