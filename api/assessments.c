/* GET /v1/assessments, /v1/assessments/{scheme} */
#include "api/assessment_json.h"
#include "api/envelope.h"
#include "api/page.h"
#include "base/csv.h"
#include "db/assessment_scores.h"
#include "db/documents.h"

static void put_scheme(struct jw *w, struct api_call *call, const struct assessment_row *row)
{
    envelope_document(call, row->document);
    jw_object_begin(w);
    assessment_members_json(w, call, row);
    JW_KEY(w, "items");
    jw_i64(w, row->items);
    jw_object_end(w);
}

static int put_scheme_csv(struct csv_writer *csv, struct api_call *call,
                          const struct assessment_row *row)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct document_ref_row document = {0};
    int r = documents_get_ref(call->db, call->release->id, row->document, &s, &document);

    csv_text(csv, row->code);
    csv_text(csv, envelope_lang(call, row->names));
    csv_text(csv, row->region);
    csv_i64(csv, row->year);
    csv_text(csv, row->version);
    csv_text(csv, row->predecessor);
    csv_i64(csv, row->items);
    csv_i64(csv, row->regions);
    csv_text(csv, row->document);
    csv_flag(csv, document.synthetic);
    csv_end_row(csv);
    return r < 0 ? r : 0;
}

static enum problem_id list_csv(struct api_call *call, const struct list_assessments_args *args,
                                struct page *page, struct stmt *s)
{
    static const char *const head[] = {"assessment_scheme", "name",        "region", "year",
                                       "version",           "predecessor", "items",  "regions",
                                       "document",          "synthetic"};
    struct assessment_row row;
    struct csv_writer csv;
    int r;

    call->file_name = STR("assessments.csv");
    csv_writer_init(&csv, call->out, args->bom);
    for (size_t i = 0; i < COUNT_OF(head); i++)
        csv_text(&csv, str_from(head[i]));
    csv_end_row(&csv);
    while ((r = assessments_next(s, &row)) > 0 && page_take(page, &row.code)) {
        r = put_scheme_csv(&csv, call, &row);
        if (r < 0)
            break;
    }
    return page_end_text(page, r);
}

enum problem_id api_list_assessments(struct api_call *call,
                                     const struct list_assessments_args *args)
{
    int64_t release = call->release->id, matched;
    struct assessment_row row;
    struct page page;
    struct jw w;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = assessments_count(call->db, release, args->region, args->year, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s =
        assessments_list(call->db, release, args->region, args->year, page.keys[0], page.fetch);
    if (call->format == PARAM_FORMAT_CSV)
        return list_csv(call, args, &page, s);
    envelope_list_begin(call, &w);
    while ((r = assessments_next(s, &row)) > 0 && page_take(&page, &row.code))
        put_scheme(&w, call, &row);
    return page_end(&page, &w, r, matched);
}

static struct str scoring_text(enum assessment_scoring scoring)
{
    switch (scoring) {
    case SCORING_LINEAR:
        return STR("linear");
    case SCORING_THRESHOLD:
        return STR("threshold");
    case SCORING_RANK:
        return STR("rank");
    case SCORING_MANUAL:
        return STR("manual");
    }
    return STR("");
}

static void put_end(struct jw *w, const struct assessment_item *item, struct dec end)
{
    if (item->scoring == SCORING_LINEAR)
        jw_dec(w, end);
    else
        jw_null(w);
}

static void put_steps(struct jw *w, const struct assessment_item *item)
{
    jw_array_begin(w);
    for (size_t i = 0; i < item->n_steps; i++) {
        jw_object_begin(w);
        JW_KEY(w, "at");
        jw_dec(w, item->steps[i].at);
        JW_KEY(w, "points");
        jw_dec(w, item->steps[i].points);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_item(struct jw *w, const struct api_call *call, const struct assessment_item *item)
{
    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, item->id);
    JW_KEY(w, "position");
    jw_i64(w, item->position);
    envelope_names(w, call, item->names);
    JW_KEY(w, "weight");
    assessment_exact_json(w, item->weight);
    JW_KEY(w, "points");
    jw_dec(w, item->points);
    JW_KEY(w, "scoring");
    jw_str(w, scoring_text(item->scoring));
    JW_KEY(w, "direction");
    jw_str(w, item->lower_is_better ? STR("lower") : STR("higher"));
    JW_KEY(w, "indicator");
    envelope_text(w, item->indicator);
    JW_KEY(w, "floor");
    put_end(w, item, item->floor);
    JW_KEY(w, "ceiling");
    put_end(w, item, item->ceiling);
    JW_KEY(w, "unchanged_from");
    envelope_text(w, item->unchanged_from);
    JW_KEY(w, "steps");
    put_steps(w, item);
    jw_object_end(w);
}

static void put_grades(struct jw *w, struct api_call *call, const struct assessment *assessment)
{
    jw_array_begin(w);
    for (size_t i = 0; i < assessment->n_grades; i++) {
        envelope_document(call, assessment->grades[i].document);
        jw_object_begin(w);
        JW_KEY(w, "grade");
        jw_str(w, assessment->grades[i].grade);
        JW_KEY(w, "lower");
        jw_dec(w, assessment->grades[i].lower);
        jw_object_end(w);
    }
    jw_array_end(w);
}

enum problem_id api_get_assessment(struct api_call *call, const struct get_assessment_args *args)
{
    struct assessment assessment;
    struct rational full;
    struct jw w;
    int r;

    enum problem_id problem = assessment_open(call, args->scheme, &assessment);
    if (problem != PROBLEM_NONE)
        return problem;
    r = assessment_full(&assessment, &full);
    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    assessment_members_json(&w, call, &assessment.scheme);
    JW_KEY(&w, "full_score");
    assessment_exact_json(&w, full);
    JW_KEY(&w, "items");
    jw_array_begin(&w);
    for (size_t i = 0; i < assessment.n_items; i++)
        put_item(&w, call, &assessment.items[i]);
    jw_array_end(&w);
    JW_KEY(&w, "grades");
    put_grades(&w, call, &assessment);
    JW_KEY(&w, "without_results");
    jw_array_begin(&w);
    for (size_t i = 0; i < assessment.without.n; i++)
        jw_str(&w, assessment.without.v[i]);
    jw_array_end(&w);
    jw_object_end(&w);
    return envelope_end(call, &w);
}
