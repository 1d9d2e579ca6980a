#include "api/credit_file.h"

#include "api/credit_score.h"
#include "api/envelope.h"
#include "base/period.h"
#include "db/credit_files.h"
#include "db/credit_grades.h"
#include "db/db.h"

/* The file in the making, under one scheme. */
struct file {
    struct jw *w;
    struct api_call *call;
    struct str agency, scheme;
    int32_t on;
};

static void put_document(struct file *f, struct str document)
{
    JW_KEY(f->w, "document");
    jw_str(f->w, document);
    envelope_document(f->call, document);
}

static void put_period(struct jw *w, struct period period)
{
    char text[PERIOD_TEXT_MAX];

    JW_KEY(w, "period");
    jw_str(w, (struct str){text, period_format(period, text)});
}

static int put_grades(struct file *f)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct credit_computed computed;
    struct credit_grade_row row;
    struct credit_scale scale;
    struct jw *w = f->w;
    int r = credit_scale_read(f->call, f->scheme, &scale);

    if (r < 0)
        return r;
    s = credit_grades_of_agency(f->call->db, f->call->release->id, f->agency, f->scheme);
    JW_KEY(w, "grades");
    jw_array_begin(w);
    while ((r = credit_grades_next(s, &row)) > 0) {
        enum credit_agreement agreement = credit_compare(&scale, &row, &computed);

        jw_object_begin(w);
        JW_KEY(w, "scheme");
        jw_str(w, row.scheme);
        put_period(w, row.period);
        JW_KEY(w, "score");
        if (row.has_score)
            jw_dec(w, row.score);
        else
            jw_null(w);
        JW_KEY(w, "grade");
        jw_str(w, row.grade);
        JW_KEY(w, "published_on");
        envelope_day(w, row.published_on);
        JW_KEY(w, "computed");
        credit_computed_json(w, f->call, &computed);
        credit_agreement_json(w, agreement);
        if (agreement == CREDIT_DIFFERS)
            hint_add(f->call, HINT_GRADE_DIFFERS);
        put_document(f, row.document);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

/* From when repair may be asked for as things stood on a day, or why that can not be said. */
static enum reason repair_day(const struct credit_event_row *row, int32_t on, int32_t *ret)
{
    if (row->kind.n == 0)
        return REASON_RULE_NOT_KNOWN;
    if (!str_eq(row->kind, STR("deduct")))
        return REASON_NO_DEDUCTION;
    if (row->repaired_on.known && row->repaired_on.day <= on)
        return REASON_REPAIRED;
    if (!row->repair_months.known)
        return REASON_NO_REPAIR_TERM;
    if (!row->published_on.known)
        return REASON_EVENT_NOT_PUBLISHED;
    return date_add_months(row->published_on.day, row->repair_months.day, ret) < 0
               ? REASON_OUT_OF_RANGE
               : REASON_NONE;
}

static int put_requests(struct file *f, struct str event)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_files_repairs(f->call->db, f->call->release->id, event);
    struct credit_repair_row row;
    struct jw *w = f->w;
    int r;

    JW_KEY(w, "requests");
    jw_array_begin(w);
    while ((r = credit_files_next_repair(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "filed_on");
        envelope_date(w, row.filed_on);
        JW_KEY(w, "provincial_on");
        envelope_day(w, row.provincial_on);
        JW_KEY(w, "national_on");
        envelope_day(w, row.national_on);
        JW_KEY(w, "result");
        envelope_text(w, row.result);
        put_document(f, row.document);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_repair(struct file *f, const struct credit_event_row *row)
{
    struct jw *w = f->w;
    int32_t day = 0;
    enum reason reason = repair_day(row, f->on, &day);
    int r;

    JW_KEY(w, "repair");
    jw_object_begin(w);
    JW_KEY(w, "possible_from");
    envelope_day(w, (struct day){reason == REASON_NONE, day});
    JW_KEY(w, "days_left");
    if (reason == REASON_NONE)
        jw_i64(w, day > f->on ? (int64_t)day - f->on : 0);
    else
        jw_null(w);
    JW_KEY(w, "reason");
    envelope_text(w, reason == REASON_NONE ? (struct str){0} : reason_code(reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason == REASON_NONE ? (struct str){0} : reason_text(f->call, reason));
    r = put_requests(f, row->code);
    jw_object_end(w);
    return r;
}

static int put_events(struct file *f)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_files_events(f->call->db, f->call->release->id, f->agency, f->scheme);
    struct credit_event_row row;
    struct jw *w = f->w;
    int r;

    JW_KEY(w, "events");
    jw_array_begin(w);
    while ((r = credit_files_next_event(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "id");
        jw_str(w, row.code);
        JW_KEY(w, "rule");
        jw_str(w, row.rule);
        JW_KEY(w, "rule_name");
        envelope_text(w, envelope_lang(f->call, row.rule_names));
        JW_KEY(w, "kind");
        envelope_text(w, row.kind);
        JW_KEY(w, "points");
        jw_dec(w, dec_from_e6(row.points_e6, 0));
        JW_KEY(w, "occurred_on");
        envelope_date(w, row.occurred_on);
        JW_KEY(w, "published_on");
        envelope_day(w, row.published_on);
        JW_KEY(w, "repaired_on");
        envelope_day(w, row.repaired_on);
        r = put_repair(f, &row);
        put_document(f, row.document);
        jw_object_end(w);
        if (r < 0)
            break;
    }
    jw_array_end(w);
    return r;
}

static int put_reminders(struct file *f)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        credit_files_reminders(f->call->db, f->call->release->id, f->agency, f->scheme);
    struct credit_reminder_row row;
    struct jw *w = f->w;
    int r;

    JW_KEY(w, "reminders");
    jw_array_begin(w);
    while ((r = credit_files_next_reminder(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "id");
        jw_str(w, row.code);
        JW_KEY(w, "sent_on");
        envelope_date(w, row.sent_on);
        JW_KEY(w, "reason");
        jw_str(w, row.reason);
        JW_KEY(w, "corrected_on");
        envelope_day(w, row.corrected_on);
        put_document(f, row.document);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_objections(struct file *f)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        credit_files_objections(f->call->db, f->call->release->id, f->agency, f->scheme);
    struct credit_objection_row row;
    struct jw *w = f->w;
    int r;

    JW_KEY(w, "objections");
    jw_array_begin(w);
    while ((r = credit_files_next_objection(s, &row)) > 0) {
        jw_object_begin(w);
        put_period(w, row.period);
        JW_KEY(w, "filed_on");
        envelope_date(w, row.filed_on);
        JW_KEY(w, "decided_on");
        envelope_day(w, row.decided_on);
        JW_KEY(w, "result");
        envelope_text(w, row.result);
        put_document(f, row.document);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

int credit_files_json(struct jw *w, struct api_call *call, struct str agency, int32_t on)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_files_schemes(call->db, call->release->id, agency);
    struct file f = {.w = w, .call = call, .agency = agency, .on = on};
    struct names names;
    int r;

    JW_KEY(w, "credit");
    jw_array_begin(w);
    while ((r = credit_files_next_scheme(s, &f.scheme, &names)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "scheme");
        jw_str(w, f.scheme);
        JW_KEY(w, "scheme_name");
        jw_str(w, envelope_lang(call, names));
        r = put_grades(&f);
        if (r == 0)
            r = put_events(&f);
        if (r == 0)
            r = put_reminders(&f);
        if (r == 0)
            r = put_objections(&f);
        jw_object_end(w);
        if (r < 0)
            break;
    }
    jw_array_end(w);
    return r;
}
