/* GET /v1/measures, /v1/measures/matrix, /v1/measures/{id} */
#include "db/measures.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/measure_json.h"
#include "api/measure_list.h"
#include "api/measure_matrix.h"
#include "api/page.h"
#include "db/db.h"

enum problem_id api_list_measures(struct api_call *call, const struct list_measures_args *args)
{
    const struct measure_list list = {
        .document = args->document,
        .kind =
            page_enum(call, "kind", (args->given & LIST_MEASURES_GIVEN_KIND) != 0, (int)args->kind),
        .domain = args->domain,
        .department = args->department,
        .indicator = args->indicator,
        .without_report = args->without_report,
        .cursor = args->cursor,
        .limit = args->limit,
        .bom = args->bom,
    };

    return measure_list(call, &list);
}

static int put_indicators(struct jw *w, struct api_call *call, struct str measure)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_indicators(call->db, call->release->id, measure);
    struct measure_indicator_row row;
    int r;

    JW_KEY(w, "indicators");
    jw_array_begin(w);
    while ((r = measure_indicators_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "id");
        jw_str(w, row.indicator);
        envelope_names(w, call, row.names);
        JW_KEY(w, "basis");
        jw_str(w, row.basis);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_targets(struct jw *w, struct api_call *call, struct str measure)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_targets(call->db, call->release->id, measure);
    struct str target;
    int r;

    JW_KEY(w, "targets");
    jw_array_begin(w);
    while ((r = measure_targets_next(s, &target)) > 0)
        jw_str(w, target);
    jw_array_end(w);
    return r;
}

static int put_reports(struct jw *w, struct api_call *call, struct str measure)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = measures_reports(call->db, call->release->id, measure);
    struct measure_report_row row;
    int r;

    JW_KEY(w, "reports");
    jw_array_begin(w);
    while ((r = measure_reports_next(s, &row)) > 0)
        measure_json_report(w, call, &row);
    jw_array_end(w);
    return r;
}

enum problem_id api_get_measure(struct api_call *call, const struct get_measure_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct measure_row row;
    struct jw w;
    int r = measures_get(call->db, call->release->id, args->id, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no measure with this id.");
    envelope_begin(call, &w);
    jw_object_begin(&w);
    r = measure_json_members(&w, call, &row, (struct str){0});
    if (r == 0)
        r = put_indicators(&w, call, args->id);
    if (r == 0)
        r = put_targets(&w, call, args->id);
    if (r == 0)
        r = put_reports(&w, call, args->id);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}

static void put_matrix_measure(struct jw *w, struct api_call *call,
                               const struct matrix_measure *measure)
{
    const struct measure_row *row = &measure->row;

    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, row->code);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "kind");
    jw_str(w, row->kind);
    JW_KEY(w, "number");
    jw_i64(w, row->number);
    JW_KEY(w, "domain");
    envelope_text(w, row->domain);
    envelope_titles(w, call, row->titles);
    JW_KEY(w, "departments");
    jw_i64(w, (int64_t)measure->departments);
    JW_KEY(w, "groups");
    jw_i64(w, (int64_t)measure->groups);
    jw_object_end(w);
    envelope_document(call, row->document);
}

/* Documents that the department signed, each once: they stand together in the order of measures.
 * How many. */
static size_t put_signed(struct jw *w, const struct measure_matrix *matrix,
                         const struct matrix_department *department)
{
    struct str last = {0};
    size_t n = 0;

    JW_KEY(w, "signed");
    jw_array_begin(w);
    for (size_t i = 0; i < matrix->n_links; i++) {
        const struct matrix_link *link = &matrix->links[i];
        struct str document = matrix->measures[link->measure].row.document;

        if (link->department != department || !link->signatory || str_eq(document, last))
            continue;
        jw_str(w, document);
        last = document;
        n++;
    }
    jw_array_end(w);
    return n;
}

static void put_positions(struct jw *w, const struct measure_matrix *matrix,
                          const struct matrix_department *department)
{
    size_t at = 0;

    JW_KEY(w, "positions");
    jw_array_begin(w);
    for (size_t i = 0; i < matrix->n_links; i++) {
        const struct matrix_link *link = &matrix->links[i];

        if (link->department != department)
            continue;
        for (; at < link->measure; at++)
            jw_null(w);
        jw_i64(w, link->position);
        at++;
    }
    for (; at < matrix->n_measures; at++)
        jw_null(w);
    jw_array_end(w);
}

static bool is_group(const struct matrix_department *department)
{
    return str_eq(department->row.org_type, STR("group"));
}

/* How many of them signed. */
static size_t put_matrix_departments(struct jw *w, struct api_call *call,
                                     const struct measure_matrix *matrix)
{
    size_t signatories = 0;

    JW_KEY(w, "departments");
    jw_array_begin(w);
    for (size_t i = 0; i < matrix->n_departments; i++) {
        const struct matrix_department *department = matrix->departments[i];

        jw_object_begin(w);
        measure_json_department(w, call, &department->row);
        signatories += put_signed(w, matrix, department) > 0;
        JW_KEY(w, "measures");
        jw_i64(w, (int64_t)department->measures);
        JW_KEY(w, "named_first");
        jw_i64(w, (int64_t)department->named_first);
        put_positions(w, matrix, department);
        jw_object_end(w);
    }
    jw_array_end(w);
    return signatories;
}

static void put_totals(struct jw *w, const struct measure_matrix *matrix, size_t signatories)
{
    size_t groups = 0;

    for (size_t i = 0; i < matrix->n_departments; i++)
        groups += is_group(matrix->departments[i]);
    JW_KEY(w, "totals");
    jw_object_begin(w);
    JW_KEY(w, "measures");
    jw_i64(w, (int64_t)matrix->n_measures);
    JW_KEY(w, "departments");
    jw_i64(w, (int64_t)(matrix->n_departments - groups));
    JW_KEY(w, "groups");
    jw_i64(w, (int64_t)groups);
    JW_KEY(w, "links");
    jw_i64(w, (int64_t)matrix->n_links);
    JW_KEY(w, "signatories");
    jw_i64(w, (int64_t)signatories);
    jw_object_end(w);
}

/* Measures that all of them have; each of several may be named more than once. */
static void put_shared(struct jw *w, const struct measure_matrix *matrix,
                       const struct str_list *departments)
{
    size_t different = 0;

    for (size_t i = 0; i < departments->n; i++) {
        size_t earlier = 0;

        while (!str_eq(departments->v[earlier], departments->v[i]))
            earlier++;
        different += earlier == i;
    }
    JW_KEY(w, "shared");
    if (different < 2) {
        jw_null(w);
        return;
    }
    jw_array_begin(w);
    for (size_t i = 0; i < matrix->n_measures; i++)
        if (matrix->measures[i].departments + matrix->measures[i].groups == different)
            jw_str(w, matrix->measures[i].row.code);
    jw_array_end(w);
}

static enum problem_id put_matrix(struct api_call *call, const struct measure_matrix *matrix,
                                  const struct str_list *departments)
{
    size_t signatories;
    struct jw w;

    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "measures");
    jw_array_begin(&w);
    for (size_t i = 0; i < matrix->n_measures; i++)
        put_matrix_measure(&w, call, &matrix->measures[i]);
    jw_array_end(&w);
    signatories = put_matrix_departments(&w, call, matrix);
    put_totals(&w, matrix, signatories);
    put_shared(&w, matrix, departments);
    jw_object_end(&w);
    if (matrix->n_measures == 0)
        hint_add(call, HINT_NO_DATA);
    return envelope_end(call, &w);
}

static enum problem_id put_links(struct api_call *call, const struct measure_matrix *matrix,
                                 bool bom)
{
    static const struct str columns[] = {
        STR("document"),        STR("measure"),  STR("number"),    STR("kind"),
        STR("domain"),          STR("title"),    STR("position"),  STR("department"),
        STR("department_name"), STR("org_type"), STR("signatory"), STR("synthetic"),
    };
    struct csv_writer w;

    csv_writer_init(&w, call->out, bom);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        csv_text(&w, columns[i]);
    csv_end_row(&w);
    for (size_t i = 0; i < matrix->n_links; i++) {
        const struct matrix_link *link = &matrix->links[i];
        const struct measure_row *measure = &matrix->measures[link->measure].row;
        const struct measure_department_row *department = &link->department->row;

        csv_text(&w, measure->document);
        csv_text(&w, measure->code);
        csv_i64(&w, measure->number);
        csv_text(&w, measure->kind);
        csv_text(&w, measure->domain);
        csv_text(&w, envelope_lang(call, measure->titles));
        csv_i64(&w, link->position);
        csv_text(&w, department->department);
        csv_text(&w, envelope_lang(call, department->names));
        csv_text(&w, department->org_type);
        csv_flag(&w, link->signatory);
        csv_flag(&w, measure->synthetic);
        csv_end_row(&w);
    }
    call->file_name = STR("measure-matrix.csv");
    return api_done_text(call);
}

enum problem_id api_get_measure_matrix(struct api_call *call,
                                       const struct get_measure_matrix_args *args)
{
    const struct measure_filter filter = {
        .document = args->document,
        .kind = page_enum(call, "kind", (args->given & GET_MEASURE_MATRIX_GIVEN_KIND) != 0,
                          (int)args->kind),
        .domain = args->domain,
    };
    struct measure_matrix matrix;
    int r = measure_matrix_read(call, &filter, &args->department, &matrix);

    if (r < 0)
        return api_fail(call, r);
    if (call->format == PARAM_FORMAT_CSV)
        return put_links(call, &matrix, args->bom);
    return put_matrix(call, &matrix, &args->department);
}
