/* GET /v1/assessments/{scheme}/results */
#include "api/assessment_json.h"
#include "api/envelope.h"
#include "base/csv.h"
#include "base/err.h"
#include "db/documents.h"

#include <stdlib.h>

static bool is_wanted(const struct list_assessment_results_args *args, struct str region)
{
    for (size_t i = 0; i < args->region.n; i++) {
        if (str_eq(args->region.v[i], region))
            return true;
    }
    return args->region.n == 0;
}

static int by_rank(const void *a, const void *b)
{
    const struct assessment_region *left = a, *right = b;
    int order = (left->best > right->best) - (left->best < right->best);

    if (order == 0)
        order = (left->worst > right->worst) - (left->worst < right->worst);
    return order != 0 ? order : str_cmp(left->code, right->code);
}

static bool is_reported(const struct assessment *assessment, const struct assessment_region *region)
{
    for (size_t i = 0; i < assessment->n_items; i++) {
        if (region->cells[i].reported)
            return true;
    }
    return false;
}

/* Whether what was published can be what was computed: to the places it was published with. 1, 0,
 * or negative. */
static int agrees(const struct assessment_region *region)
{
    uint8_t places = region->published_score.scale;
    int64_t rank = region->published_rank;
    struct dec lower, upper;
    int r = rational_round(region->total.lower.at, places, ROUND_NEAREST, &lower);

    if (r == 0)
        r = rational_round(region->total.upper.at, places, ROUND_NEAREST, &upper);
    if (r < 0)
        return r;
    if (region->published_score.v < lower.v || region->published_score.v > upper.v)
        return 0;
    if (rank > 0 && (rank < region->best || rank > region->worst))
        return 0;
    return region->published_grade.n == 0 || !str_eq(region->grade_lower, region->grade_upper) ||
           str_eq(region->published_grade, region->grade);
}

static void put_published(struct jw *w, struct api_call *call, const struct assessment *assessment,
                          const struct assessment_region *region, int *r)
{
    int found = is_reported(assessment, region) ? agrees(region) : 0;

    if (found < 0)
        *r = found;
    JW_KEY(w, "published");
    if (!region->has_published) {
        jw_null(w);
        return;
    }
    envelope_document(call, region->document);
    jw_object_begin(w);
    JW_KEY(w, "score");
    jw_dec(w, region->published_score);
    JW_KEY(w, "rank");
    if (region->published_rank > 0)
        jw_i64(w, region->published_rank);
    else
        jw_null(w);
    JW_KEY(w, "grade");
    envelope_text(w, region->published_grade);
    JW_KEY(w, "agrees");
    if (is_reported(assessment, region))
        jw_bool(w, found > 0);
    else
        jw_null(w);
    JW_KEY(w, "document");
    jw_str(w, region->document);
    jw_object_end(w);
}

static void put_dec(struct jw *w, bool known, struct dec d)
{
    if (known)
        jw_dec(w, d);
    else
        jw_null(w);
}

static void put_score(struct jw *w, struct api_call *call, const struct assessment_item *item,
                      const struct assessment_cell *cell, int *r)
{
    if (cell->reported)
        envelope_document(call, cell->document);
    jw_object_begin(w);
    JW_KEY(w, "item");
    jw_str(w, item->id);
    JW_KEY(w, "raw");
    put_dec(w, cell->has_raw, cell->raw);
    JW_KEY(w, "status");
    envelope_text(w, cell->status);
    JW_KEY(w, "given");
    put_dec(w, cell->has_points, cell->points);
    JW_KEY(w, "missing");
    jw_bool(w, cell->missing);
    JW_KEY(w, "points");
    assessment_number_json(w, &cell->earned, r);
    JW_KEY(w, "full_points");
    jw_dec(w, item->points);
    JW_KEY(w, "weight");
    assessment_exact_json(w, item->weight);
    JW_KEY(w, "share");
    assessment_number_json(w, &cell->share, r);
    JW_KEY(w, "evidence");
    envelope_text(w, cell->evidence);
    jw_object_end(w);
}

static void put_region(struct jw *w, struct api_call *call, const struct assessment *assessment,
                       const struct assessment_region *region, int *r)
{
    jw_object_begin(w);
    JW_KEY(w, "region");
    jw_str(w, region->code);
    envelope_names(w, call, region->names);
    JW_KEY(w, "total");
    assessment_total_json(w, region, r);
    JW_KEY(w, "rank");
    assessment_rank_json(w, region);
    JW_KEY(w, "grade");
    assessment_grade_json(w, region);
    put_published(w, call, assessment, region, r);
    JW_KEY(w, "items");
    jw_array_begin(w);
    for (size_t i = 0; i < assessment->n_items; i++)
        put_score(w, call, &assessment->items[i], &region->cells[i], r);
    jw_array_end(w);
    jw_object_end(w);
}

/* A table under way. */
struct sheet {
    struct csv_writer csv;
    struct api_call *call;
    const struct assessment *assessment;
    int r; /* the first failure */
};

static void csv_synthetic(struct sheet *sheet, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct document_ref_row document = {0};
    int r = documents_get_ref(sheet->call->db, sheet->call->release->id, code, &s, &document);

    if (r < 0)
        sheet->r = r;
    csv_flag(&sheet->csv, document.synthetic);
    csv_end_row(&sheet->csv);
}

static void csv_bounds(struct sheet *sheet, const struct interval *number, bool known)
{
    struct assessment_bounds bounds = {0};
    int failed = assessment_bounds(number, known, &bounds);

    if (failed < 0)
        sheet->r = failed;
    csv_number(&sheet->csv, bounds.has_value, bounds.value);
    csv_dec(&sheet->csv, bounds.lower);
    csv_dec(&sheet->csv, bounds.upper);
}

static void csv_region(struct sheet *sheet, const struct assessment_region *region)
{
    csv_text(&sheet->csv, region->code);
    csv_text(&sheet->csv, envelope_lang(sheet->call, region->names));
}

static void csv_empties(struct sheet *sheet, int n)
{
    for (int i = 0; i < n; i++)
        csv_empty(&sheet->csv);
}

static void csv_score(struct sheet *sheet, const struct assessment_region *region, size_t at)
{
    const struct assessment_item *item = &sheet->assessment->items[at];
    const struct assessment_cell *cell = &region->cells[at];
    struct csv_writer *csv = &sheet->csv;
    struct dec weight;

    if (rational_round(item->weight, DEC_SCALE_MAX, ROUND_NEAREST, &weight) < 0)
        sheet->r = -ERR_LIMIT;
    csv_region(sheet, region);
    csv_text(csv, item->id);
    csv_text(csv, envelope_lang(sheet->call, item->names));
    csv_number(csv, cell->has_raw, cell->raw);
    csv_text(csv, cell->status);
    csv_bounds(sheet, &cell->earned, true);
    csv_dec(csv, item->points);
    csv_dec(csv, weight);
    csv_bounds(sheet, &cell->share, true);
    csv_empties(sheet, 5);
    csv_synthetic(sheet, cell->reported ? cell->document : sheet->assessment->scheme.document);
}

static void csv_total(struct sheet *sheet, const struct assessment_region *region)
{
    struct csv_writer *csv = &sheet->csv;

    csv_region(sheet, region);
    csv_empties(sheet, 9);
    csv_bounds(sheet, &region->total, region->complete);
    if (region->best == region->worst)
        csv_i64(csv, region->best);
    else
        csv_empty(csv);
    csv_text(csv, region->grade);
    csv_number(csv, region->has_published, region->published_score);
    if (region->published_rank > 0)
        csv_i64(csv, region->published_rank);
    else
        csv_empty(csv);
    csv_text(csv, region->published_grade);
    csv_synthetic(sheet, sheet->assessment->scheme.document);
}

static enum problem_id results_csv(struct api_call *call,
                                   const struct list_assessment_results_args *args,
                                   const struct assessment *assessment)
{
    static const char *const head[] = {
        "region", "region_name",     "item",           "item_name",       "raw",
        "status", "points",          "points_lower",   "points_upper",    "full_points",
        "weight", "share",           "share_lower",    "share_upper",     "rank",
        "grade",  "published_score", "published_rank", "published_grade", "synthetic"};
    struct sheet sheet = {.call = call, .assessment = assessment};

    call->file_name = STR("assessment-results.csv");
    csv_writer_init(&sheet.csv, call->out, args->bom);
    for (size_t i = 0; i < COUNT_OF(head); i++)
        csv_text(&sheet.csv, str_from(head[i]));
    csv_end_row(&sheet.csv);
    for (size_t i = 0; i < assessment->n_regions; i++) {
        const struct assessment_region *region = &assessment->regions[i];

        if (!is_wanted(args, region->code))
            continue;
        for (size_t k = 0; k < assessment->n_items; k++)
            csv_score(&sheet, region, k);
        csv_total(&sheet, region);
    }
    return sheet.r < 0 ? api_fail(call, sheet.r) : api_done_text(call);
}

enum problem_id api_list_assessment_results(struct api_call *call,
                                            const struct list_assessment_results_args *args)
{
    struct assessment assessment;
    int64_t matched = 0;
    struct jw w;
    int r = 0;

    enum problem_id problem = assessment_open(call, args->scheme, &assessment);
    if (problem != PROBLEM_NONE)
        return problem;
    if (args->sort == LIST_ASSESSMENT_RESULTS_SORT_RANK && assessment.n_regions > 0)
        qsort(assessment.regions, assessment.n_regions, sizeof *assessment.regions, by_rank);
    if (call->format == PARAM_FORMAT_CSV)
        return results_csv(call, args, &assessment);
    envelope_list_begin(call, &w);
    for (size_t i = 0; i < assessment.n_regions; i++) {
        if (!is_wanted(args, assessment.regions[i].code))
            continue;
        put_region(&w, call, &assessment, &assessment.regions[i], &r);
        matched++;
    }
    if (r < 0)
        return api_fail(call, r);
    if (matched == 0)
        hint_add(call, HINT_NO_DATA);
    return envelope_list_end(call, &w, matched);
}
