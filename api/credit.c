/* GET /v1/credit/schemes, /v1/credit/schemes/{id}, /v1/credit/grades */
#include "api/credit_score.h"
#include "api/envelope.h"
#include "api/page.h"
#include "base/csv.h"
#include "base/period.h"
#include "db/credit_grades.h"
#include "db/credit_schemes.h"
#include "db/db.h"

static void put_scheme(struct jw *w, struct api_call *call, const struct credit_scheme_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "subject");
    jw_str(w, row->subject);
    JW_KEY(w, "authority");
    jw_str(w, envelope_lang(call, row->authority));
    JW_KEY(w, "authorities");
    jw_object_begin(w);
    JW_KEY(w, "zh");
    jw_str(w, row->authority.zh);
    JW_KEY(w, "en");
    jw_str(w, row->authority.en);
    jw_object_end(w);
    JW_KEY(w, "standing");
    jw_str(w, row->standing);
    JW_KEY(w, "valid_from");
    envelope_day(w, row->valid_from);
    JW_KEY(w, "valid_to");
    envelope_day(w, row->valid_to);
    JW_KEY(w, "full_score");
    credit_number_json(w, row->full_score);
    JW_KEY(w, "repair_months");
    if (row->repair_months.known)
        jw_i64(w, row->repair_months.day);
    else
        jw_null(w);
    JW_KEY(w, "scale_published");
    jw_bool(w, row->thresholds > 0);
    JW_KEY(w, "note");
    envelope_text(w, envelope_lang(call, row->note));
    JW_KEY(w, "confidence");
    jw_str(w, row->confidence);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    envelope_document(call, row->document);
}

enum problem_id api_list_credit_schemes(struct api_call *call,
                                        const struct list_credit_schemes_args *args)
{
    int64_t release = call->release->id;
    struct credit_scheme_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = credit_schemes_count(call->db, release, args->subject, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s =
        credit_schemes_list(call->db, release, args->subject, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = credit_schemes_next(s, &row)) > 0 && page_take(&page, &row.code)) {
        jw_object_begin(&w);
        put_scheme(&w, call, &row);
        jw_object_end(&w);
    }
    return page_end(&page, &w, r, matched);
}

static int put_thresholds(struct jw *w, struct api_call *call, struct str scheme)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_schemes_thresholds(call->db, call->release->id, scheme);
    struct credit_threshold_row row;
    int r;

    JW_KEY(w, "thresholds");
    jw_array_begin(w);
    while ((r = credit_schemes_next_threshold(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "grade");
        jw_str(w, row.grade);
        JW_KEY(w, "grade_name");
        jw_str(w, envelope_lang(call, row.names));
        JW_KEY(w, "lower");
        credit_number_json(w, row.lower);
        JW_KEY(w, "lower_open");
        jw_bool(w, row.lower_open);
        JW_KEY(w, "upper");
        credit_number_json(w, row.upper);
        JW_KEY(w, "upper_open");
        jw_bool(w, row.upper_open);
        JW_KEY(w, "document");
        jw_str(w, row.document);
        envelope_document(call, row.document);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_rules(struct jw *w, struct api_call *call, struct str scheme)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_schemes_rules(call->db, call->release->id, scheme);
    struct credit_rule_row row;
    int r;

    JW_KEY(w, "rules");
    jw_array_begin(w);
    while ((r = credit_schemes_next_rule(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "id");
        jw_str(w, row.id);
        envelope_names(w, call, row.names);
        JW_KEY(w, "kind");
        jw_str(w, row.bonus ? STR("bonus") : STR("deduct"));
        JW_KEY(w, "points");
        credit_number_json(w, row.points);
        JW_KEY(w, "points_max");
        credit_number_json(w, row.max);
        JW_KEY(w, "confidence");
        jw_str(w, row.confidence);
        JW_KEY(w, "document");
        jw_str(w, row.document);
        envelope_document(call, row.document);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

enum problem_id api_get_credit_scheme(struct api_call *call,
                                      const struct get_credit_scheme_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct credit_scheme_row row;
    struct jw w;
    int r = credit_schemes_get(call->db, call->release->id, args->id, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no credit scheme with this id.");
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_scheme(&w, call, &row);
    if (row.thresholds == 0)
        hint_add_about(call, HINT_NO_SCALE, args->id);
    r = put_thresholds(&w, call, args->id);
    if (r == 0)
        r = put_rules(&w, call, args->id);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}

/* ---- grades of one scheme and period */

struct grades {
    struct api_call *call;
    const struct list_credit_grades_args *args;
    struct credit_grade_filter filter;
    struct credit_scale scale;
    bool is_csv;
    struct jw json;
    struct csv_writer csv;
};

static void put_grade(struct grades *g, const struct credit_grade_row *row,
                      enum credit_agreement agreement, const struct credit_computed *computed)
{
    struct jw *w = &g->json;
    char text[PERIOD_TEXT_MAX];

    jw_object_begin(w);
    JW_KEY(w, "agency");
    jw_str(w, row->agency);
    JW_KEY(w, "name");
    jw_str(w, envelope_lang(g->call, row->names));
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "scheme");
    jw_str(w, row->scheme);
    JW_KEY(w, "period");
    jw_str(w, (struct str){text, period_format(row->period, text)});
    JW_KEY(w, "score");
    if (row->has_score)
        jw_dec(w, row->score);
    else
        jw_null(w);
    JW_KEY(w, "grade");
    jw_str(w, row->grade);
    JW_KEY(w, "published_on");
    envelope_day(w, row->published_on);
    JW_KEY(w, "computed");
    credit_computed_json(w, g->call, computed);
    credit_agreement_json(w, agreement);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    jw_object_end(w);
    envelope_document(g->call, row->document);
}

static void csv_head(struct csv_writer *w)
{
    static const struct str names[] = {
        STR("agency"),         STR("name"),           STR("region"),   STR("scheme"),
        STR("period"),         STR("score"),          STR("grade"),    STR("published_on"),
        STR("computed_score"), STR("computed_grade"), STR("deducted"), STR("added"),
        STR("events"),         STR("reason"),         STR("agrees"),   STR("document"),
        STR("synthetic"),
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
    csv_end_row(w);
}

static void csv_grade(struct grades *g, const struct credit_grade_row *row,
                      enum credit_agreement agreement, const struct credit_computed *computed)
{
    struct csv_writer *w = &g->csv;
    char period[PERIOD_TEXT_MAX], day[DATE_TEXT_MAX];

    csv_text(w, row->agency);
    csv_text(w, envelope_lang(g->call, row->names));
    csv_text(w, row->region);
    csv_text(w, row->scheme);
    csv_text(w, (struct str){period, period_format(row->period, period)});
    csv_number(w, row->has_score, row->score);
    csv_text(w, row->grade);
    csv_text(w, row->published_on.known ? (struct str){day, date_format(row->published_on.day, day)}
                                        : (struct str){0});
    csv_number(w, computed->has_score, dec_from_e6(computed->score_e6, 0));
    csv_text(w, computed->grade);
    csv_dec(w, dec_from_e6(computed->deducted_e6, 0));
    csv_dec(w, dec_from_e6(computed->added_e6, 0));
    csv_i64(w, computed->events);
    csv_text(w, computed->reason == REASON_NONE ? (struct str){0} : reason_code(computed->reason));
    if (agreement == CREDIT_NOT_COMPUTED)
        csv_empty(w);
    else
        csv_flag(w, agreement == CREDIT_AGREES);
    csv_text(w, row->document);
    csv_flag(w, row->synthetic);
    csv_end_row(w);
}

/* Whether a grade is asked for. */
static bool is_wanted(const struct grades *g, enum credit_agreement agreement)
{
    if ((g->args->given & LIST_CREDIT_GRADES_GIVEN_AGREES) == 0)
        return true;
    return agreement == (g->args->agrees ? CREDIT_AGREES : CREDIT_DIFFERS);
}

/* How many grades match, over all pages: whether one agrees is only known by computing it. */
static int count(struct grades *g, int64_t *ret)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_grades_list(g->call->db, g->call->release->id, &g->filter, STR(""));
    struct credit_computed computed;
    struct credit_grade_row row;
    int64_t n = 0;
    int r;

    while ((r = credit_grades_next(s, &row)) > 0) {
        enum credit_agreement agreement = credit_compare(&g->scale, &row, &computed);

        if (agreement == CREDIT_DIFFERS)
            hint_add(g->call, HINT_GRADE_DIFFERS);
        n += is_wanted(g, agreement);
    }
    *ret = n;
    return r;
}

static int put_grades(struct grades *g, struct page *page)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        credit_grades_list(g->call->db, g->call->release->id, &g->filter, page->keys[0]);
    struct credit_computed computed;
    struct credit_grade_row row;
    int r;

    while ((r = credit_grades_next(s, &row)) > 0) {
        enum credit_agreement agreement = credit_compare(&g->scale, &row, &computed);

        if (!is_wanted(g, agreement))
            continue;
        if (!page_take(page, &row.agency))
            break;
        if (g->is_csv)
            csv_grade(g, &row, agreement, &computed);
        else
            put_grade(g, &row, agreement, &computed);
    }
    return r;
}

enum problem_id api_list_credit_grades(struct api_call *call,
                                       const struct list_credit_grades_args *args)
{
    struct grades g = {
        .call = call,
        .args = args,
        .filter = {.scheme = args->scheme, .region = args->region, .grade = args->grade},
        .is_csv = call->format == PARAM_FORMAT_CSV,
    };
    int64_t matched = 0;
    struct page page;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    int r = period_parse(args->period, &g.filter.period);
    if (r == 0)
        r = credit_scale_read(call, args->scheme, &g.scale);
    if (r == 0)
        r = count(&g, &matched);
    if (r < 0)
        return api_fail(call, r);
    if (g.scale.n == 0)
        hint_add_about(call, HINT_NO_SCALE, args->scheme);
    if (g.is_csv) {
        call->file_name = STR("credit-grades.csv");
        csv_writer_init(&g.csv, call->out, args->bom);
        csv_head(&g.csv);
    } else {
        envelope_list_begin(call, &g.json);
    }
    r = put_grades(&g, &page);
    return g.is_csv ? page_end_text(&page, r) : page_end(&page, &g.json, r, matched);
}
