#include "api/measure_json.h"

#include "api/envelope.h"
#include "base/err.h"
#include "db/db.h"

void measure_json_department(struct jw *w, struct api_call *call,
                             const struct measure_department_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->department);
    envelope_names(w, call, row->names);
    JW_KEY(w, "org_type");
    jw_str(w, row->org_type);
    JW_KEY(w, "region");
    jw_str(w, row->region);
    if (str_eq(row->org_type, STR("group")))
        hint_add(call, HINT_MEMBERS_NOT_LISTED);
}

/* `*ret_place`: that of `department`, untouched when it is none of them. */
static int put_departments(struct jw *w, struct api_call *call, struct str measure,
                           struct str department, int64_t *ret_place)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_departments(call->db, call->release->id, measure);
    struct measure_department_row row;
    int r;

    JW_KEY(w, "departments");
    jw_array_begin(w);
    while ((r = measure_departments_next(s, &row)) > 0) {
        jw_object_begin(w);
        measure_json_department(w, call, &row);
        JW_KEY(w, "position");
        jw_i64(w, row.position);
        JW_KEY(w, "signatory");
        jw_bool(w, row.signatory);
        jw_object_end(w);
        if (str_eq(row.department, department))
            *ret_place = row.position;
    }
    jw_array_end(w);
    return r;
}

static void put_period(struct jw *w, struct period period)
{
    char text[PERIOD_TEXT_MAX];

    jw_str(w, (struct str){text, period_format(period, text)});
}

void measure_json_report(struct jw *w, struct api_call *call, const struct measure_report_row *row)
{
    jw_object_begin(w);
    JW_KEY(w, "period");
    put_period(w, row->period);
    JW_KEY(w, "status");
    jw_str(w, row->status);
    JW_KEY(w, "evidence");
    envelope_text(w, row->evidence);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "synthetic");
    jw_bool(w, row->synthetic);
    jw_object_end(w);
    envelope_document(call, row->document);
    if (row->evidence.n > 0)
        envelope_document(call, row->evidence);
}

static int put_latest_report(struct jw *w, struct api_call *call, struct str measure,
                             bool *ret_synthetic)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_reports(call->db, call->release->id, measure);
    struct measure_report_row row;
    int r = measure_reports_next(s, &row);

    JW_KEY(w, "latest_report");
    if (r > 0)
        measure_json_report(w, call, &row);
    else
        jw_null(w);
    *ret_synthetic = r > 0 && row.synthetic;
    return r < 0 ? r : 0;
}

int measure_json_members(struct jw *w, struct api_call *call, const struct measure_row *row,
                         struct str department)
{
    int64_t place = 0;
    bool reported_synthetic = false;
    int r;

    JW_KEY(w, "id");
    jw_str(w, row->code);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "kind");
    jw_str(w, row->kind);
    JW_KEY(w, "number");
    jw_i64(w, row->number);
    JW_KEY(w, "position");
    jw_i64(w, row->position);
    JW_KEY(w, "domain");
    envelope_text(w, row->domain);
    JW_KEY(w, "domain_name");
    envelope_text(w, envelope_lang(call, row->domain_names));
    envelope_titles(w, call, row->titles);
    JW_KEY(w, "locator");
    jw_str(w, row->locator);
    envelope_document(call, row->document);
    r = put_departments(w, call, row->code, department, &place);
    if (r == 0)
        r = put_latest_report(w, call, row->code, &reported_synthetic);
    JW_KEY(w, "synthetic");
    jw_bool(w, row->synthetic || reported_synthetic);
    if (place > 0) {
        JW_KEY(w, "place");
        jw_i64(w, place);
    }
    return r;
}

void measure_csv_header(struct csv_writer *w)
{
    static const struct str columns[] = {
        STR("id"),       STR("document"),    STR("kind"),        STR("number"),
        STR("position"), STR("domain"),      STR("domain_name"), STR("title"),
        STR("locator"),  STR("departments"), STR("place"),       STR("latest_report_period"),
        STR("status"),   STR("evidence"),    STR("synthetic"),
    };

    for (size_t i = 0; i < COUNT_OF(columns); i++)
        csv_text(w, columns[i]);
    csv_end_row(w);
}

/* "a;b", and the place of `department`. */
static int csv_departments(struct csv_writer *w, struct api_call *call, struct str measure,
                           struct str department)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_departments(call->db, call->release->id, measure);
    struct measure_department_row row;
    struct str all = {0};
    int64_t place = 0;
    int r;

    while ((r = measure_departments_next(s, &row)) > 0) {
        all = arena_printf(call->arena, "%.*s%s%.*s", (int)all.n, all.p, all.n > 0 ? ";" : "",
                           (int)row.department.n, row.department.p);
        if (str_eq(row.department, department))
            place = row.position;
    }
    csv_text(w, all);
    if (place > 0)
        csv_i64(w, place);
    else
        csv_empty(w);
    return r;
}

/* Cells of the latest report; whether it is made up is that of the measure or its own. */
static int csv_report(struct csv_writer *w, struct api_call *call, const struct measure_row *row)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_reports(call->db, call->release->id, row->code);
    struct measure_report_row report = {0};
    char text[PERIOD_TEXT_MAX];
    int r = measure_reports_next(s, &report);

    csv_text(w, r > 0 ? (struct str){text, period_format(report.period, text)} : (struct str){0});
    csv_text(w, report.status);
    csv_text(w, report.evidence);
    csv_flag(w, row->synthetic || (r > 0 && report.synthetic));
    return r < 0 ? r : 0;
}

int measure_csv(struct csv_writer *w, struct api_call *call, const struct measure_row *row,
                struct str department)
{
    int r;

    csv_text(w, row->code);
    csv_text(w, row->document);
    csv_text(w, row->kind);
    csv_i64(w, row->number);
    csv_i64(w, row->position);
    csv_text(w, row->domain);
    csv_text(w, envelope_lang(call, row->domain_names));
    csv_text(w, envelope_lang(call, row->titles));
    csv_text(w, row->locator);
    r = csv_departments(w, call, row->code, department);
    if (r == 0)
        r = csv_report(w, call, row);
    csv_end_row(w);
    return r;
}
