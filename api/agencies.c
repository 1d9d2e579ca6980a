/* GET /v1/agencies, /v1/agencies/{id}, /v1/agencies/summary */
#include "db/agencies.h"

#include "api/code_names.h"
#include "api/credit_file.h"
#include "api/envelope.h"
#include "api/page.h"
#include "api/summary.h"
#include "base/csv.h"
#include "base/period.h"
#include "db/db.h"
#include "db/releases.h"

/* limit: grades of all schemes of one place; six schemes of five grades are known */
enum { GRADES_MAX = 64 };

enum { SECONDS_OF_DAY = 86400 };

/* The code of a dimension in "dimension=code;..."; empty: it is absent. */
static struct str code_of(struct str breakdown, struct str dimension)
{
    struct str pair, name;

    while (breakdown.n > 0 && str_cut(&breakdown, ';', &pair))
        if (str_cut(&pair, '=', &name) && str_eq(name, dimension))
            return pair;
    return (struct str){0};
}

static void put_grade(struct summary *s, const struct figure *figure)
{
    struct jw *w = &s->json;

    jw_object_begin(w);
    JW_KEY(w, "grade");
    jw_str(w, code_of(figure->breakdown, STR("grade")));
    JW_KEY(w, "scheme");
    jw_str(w, code_of(figure->breakdown, STR("scheme")));
    JW_KEY(w, "figure");
    figure_json_brief(w, s->call, figure);
    jw_object_end(w);
}

/* Writes the figures that were published, or those that were counted from registers; how many. */
static size_t put_grades(struct summary *s, const struct figure *grades, size_t n, bool records)
{
    size_t put = 0;

    jw_array_begin(&s->json);
    for (size_t i = 0; i < n; i++) {
        if (grades[i].document->is_register != records)
            continue;
        put_grade(s, &grades[i]);
        put++;
    }
    jw_array_end(&s->json);
    return put;
}

/* A grade says nothing without its scheme, so only figures with both are a distribution. */
static void put_distribution(struct summary *s)
{
    static const struct str_pair both[] = {
        {STR("grade"), STR("*")},
        {STR("scheme"), STR("*")},
    };
    static const struct names none = {
        STR("该地区该时期没有公布各等级的机构数"),
        STR("No number of agencies by grade was published for this region and period"),
    };
    struct figure grades[GRADES_MAX];
    size_t n = summary_find_parts(s, STR("trademark_agencies_credit_rated"),
                                  (struct str_map){both, COUNT_OF(both)}, grades, GRADES_MAX);
    struct jw *w = &s->json;
    size_t published;

    JW_KEY(w, "distribution");
    jw_object_begin(w);
    JW_KEY(w, "grades");
    published = put_grades(s, grades, n, false);
    JW_KEY(w, "published");
    jw_bool(w, published > 0);
    JW_KEY(w, "records");
    put_grades(s, grades, n, true);
    JW_KEY(w, "reason");
    envelope_text(w, published > 0 ? (struct str){0} : envelope_lang(s->call, none));
    jw_object_end(w);
    if (published == 0)
        hint_add(s->call, HINT_NO_GRADE_DISTRIBUTION);
}

enum problem_id api_get_agencies_summary(struct api_call *call,
                                         const struct get_agencies_summary_args *args)
{
    struct summary s;
    enum problem_id problem = summary_begin(&s, call, args->region, args->period);

    if (problem != PROBLEM_NONE)
        return problem;
    summary_put(&s, STR("graded"),
                summary_find(&s, STR("trademark_agencies_credit_rated"), STR("level")));
    summary_put(&s, STR("registered"),
                summary_find(&s, STR("trademark_agencies_registered"), STR("level")));
    put_distribution(&s);
    summary_put(&s, STR("patent_agencies_inspected"),
                summary_find(&s, STR("patent_agencies_inspected"), STR("level")));
    summary_put(&s, STR("regulatory_interviews"),
                summary_find(&s, STR("agency_regulatory_interviews"), STR("level")));
    return summary_end(&s);
}

static struct day day_of(struct str text)
{
    struct day day = {.known = text.n > 0};

    /* the contract has checked that there is such a day */
    day.known = day.known && date_parse(text, &day.day) == 0;
    return day;
}

/* What the codes of an agency are called. */
struct agency_names {
    struct code_names kinds, standings;
};

static int names_read(struct api_call *call, struct agency_names *ret)
{
    int r = code_names_read(call, STR("agency_kind"), &ret->kinds);

    return r < 0 ? r : code_names_read(call, STR("agency_status"), &ret->standings);
}

static void put_members(struct jw *w, struct api_call *call, const struct agency_names *names,
                        const struct agency_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "kind");
    jw_str(w, row->kind);
    JW_KEY(w, "kind_name");
    envelope_text(w, code_names_of(&names->kinds, row->kind));
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(call, row->region_names));
    JW_KEY(w, "zone");
    envelope_text(w, row->zone);
    JW_KEY(w, "zone_name");
    envelope_text(w, envelope_lang(call, row->zone_names));
    JW_KEY(w, "uscc");
    envelope_text(w, row->uscc);
    JW_KEY(w, "filed_on");
    envelope_day(w, row->filed_on);
    JW_KEY(w, "filing_expires_on");
    envelope_day(w, row->filing_expires_on);
    JW_KEY(w, "status");
    jw_str(w, row->status);
    JW_KEY(w, "status_name");
    envelope_text(w, code_names_of(&names->standings, row->status));
    JW_KEY(w, "ended_on");
    envelope_day(w, row->ended_on);
    JW_KEY(w, "parent");
    envelope_text(w, row->parent);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    envelope_document(call, row->document);
}

static void csv_day(struct csv_writer *w, struct day day)
{
    char text[DATE_TEXT_MAX];

    csv_text(w, day.known ? (struct str){text, date_format(day.day, text)} : (struct str){0});
}

static void csv_head(struct csv_writer *w)
{
    static const struct str names[] = {
        STR("id"),
        STR("name"),
        STR("kind"),
        STR("kind_name"),
        STR("region"),
        STR("region_name"),
        STR("zone"),
        STR("zone_name"),
        STR("uscc"),
        STR("filed_on"),
        STR("filing_expires_on"),
        STR("status"),
        STR("status_name"),
        STR("ended_on"),
        STR("parent"),
        STR("document"),
        STR("synthetic"),
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
    csv_end_row(w);
}

static void csv_agency(struct csv_writer *w, const struct api_call *call,
                       const struct agency_names *names, const struct agency_row *row)
{
    csv_text(w, row->code);
    csv_text(w, envelope_lang(call, row->names));
    csv_text(w, row->kind);
    csv_text(w, code_names_of(&names->kinds, row->kind));
    csv_text(w, row->region);
    csv_text(w, envelope_lang(call, row->region_names));
    csv_text(w, row->zone);
    csv_text(w, envelope_lang(call, row->zone_names));
    csv_text(w, row->uscc);
    csv_day(w, row->filed_on);
    csv_day(w, row->filing_expires_on);
    csv_text(w, row->status);
    csv_text(w, code_names_of(&names->standings, row->status));
    csv_day(w, row->ended_on);
    csv_text(w, row->parent);
    csv_text(w, row->document);
    csv_flag(w, row->synthetic);
    csv_end_row(w);
}

enum problem_id api_list_agencies(struct api_call *call, const struct list_agencies_args *args)
{
    const struct agency_filter filter = {
        .region = args->region,
        .kind = args->kind,
        .status = args->status,
        .expires_from = day_of(args->filing_expires_from),
        .expires_before = day_of(args->filing_expires_before),
    };
    bool is_csv = call->format == PARAM_FORMAT_CSV;
    struct csv_writer csv;
    struct agency_names names;
    struct agency_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = agencies_count(call->db, call->release->id, &filter, &matched);
    if (r == 0)
        r = names_read(call, &names);
    if (r < 0)
        return api_fail(call, r);
    CLEANUP(stmt_reset_p)
    struct stmt *s = agencies_list(call->db, call->release->id, &filter, page.keys[0], page.fetch);
    if (is_csv) {
        call->file_name = STR("agencies.csv");
        csv_writer_init(&csv, call->out, args->bom);
        csv_head(&csv);
    } else {
        envelope_list_begin(call, &w);
    }
    while ((r = agencies_next(s, &row)) > 0 && page_take(&page, &row.code)) {
        if (is_csv) {
            csv_agency(&csv, call, &names, &row);
            continue;
        }
        jw_object_begin(&w);
        put_members(&w, call, &names, &row);
        jw_object_end(&w);
    }
    return is_csv ? page_end_text(&page, r) : page_end(&page, &w, r, matched);
}

/* What the filing is on a day: its last day is still within it. */
static void put_filing(struct jw *w, const struct agency_row *row, int32_t on)
{
    struct day end = row->filing_expires_on;

    JW_KEY(w, "filing");
    jw_object_begin(w);
    JW_KEY(w, "expired");
    if (end.known)
        jw_bool(w, end.day < on);
    else
        jw_null(w);
    JW_KEY(w, "days_left");
    if (end.known && end.day >= on)
        jw_i64(w, (int64_t)end.day - on);
    else
        jw_null(w);
    jw_object_end(w);
}

static int put_branches(struct jw *w, struct api_call *call, struct str agency)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = agencies_branches(call->db, call->release->id, agency);
    struct str code;
    int r;

    JW_KEY(w, "branches");
    jw_array_begin(w);
    while ((r = agencies_next_branch(s, &code)) > 0)
        jw_str(w, code);
    jw_array_end(w);
    return r;
}

/* The day that days are counted from: as asked for, the last one of the register, or that of the
 * release where the document is no register. */
static int32_t day_asked(const struct api_call *call, struct str on, const struct agency_row *row)
{
    struct day asked = day_of(on);

    if (asked.known)
        return asked.day;
    return row->covers_to.known ? row->covers_to.day
                                : (int32_t)(call->release->published_at / SECONDS_OF_DAY);
}

enum problem_id api_get_agency(struct api_call *call, const struct get_agency_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct agency_names names;
    struct agency_row row;
    struct jw w;
    int r = agencies_get(call->db, call->release->id, args->id, &s, &row);

    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no agency with this id.");
    if (r > 0)
        r = names_read(call, &names);
    if (r < 0)
        return api_fail(call, r);
    int32_t on = day_asked(call, args->on, &row);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_members(&w, call, &names, &row);
    JW_KEY(&w, "on");
    envelope_date(&w, on);
    put_filing(&w, &row, on);
    r = put_branches(&w, call, row.code);
    if (r == 0)
        r = credit_files_json(&w, call, row.code, on);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
