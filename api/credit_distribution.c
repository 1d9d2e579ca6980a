/* GET /v1/credit/distribution */
#include "api/credit_classes.h"
#include "api/credit_score.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/figure_find.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/period.h"
#include "db/credit_grades.h"
#include "db/db.h"

/* How many agencies have which grade, and what was published of that. */
struct counts {
    struct api_call *call;
    struct credit_grade_filter filter;
    struct credit_classes classes;
    int64_t counts[CREDIT_CLASSES_MAX];
    const struct figure *published[CREDIT_CLASSES_MAX];
    const struct figure *published_total;
    int64_t total, agree, differ, not_computed;
    bool known; /* the scheme has grades of the period: who has none is counted as 0 */
};

/* The grades of the two lowest classes, as the sources speak of them. */
static const struct str low_grades[] = {STR("c"), STR("d")};

static bool is_low(struct str grade)
{
    for (size_t i = 0; i < COUNT_OF(low_grades); i++)
        if (str_eq(low_grades[i], grade))
            return true;
    return false;
}

static int count(struct counts *g)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct credit_computed computed;
    struct credit_grade_row row;
    struct credit_scale scale;
    size_t at;
    int r = credit_scale_read(g->call, g->filter.scheme, &scale);

    if (r < 0)
        return r;
    s = credit_grades_list(g->call->db, g->call->release->id, &g->filter, STR(""));
    while ((r = credit_grades_next(s, &row)) > 0) {
        r = credit_classes_place(&g->classes, row.grade, &at);
        if (r < 0)
            return r;
        g->counts[at]++;
        g->total++;
        switch (credit_compare(&scale, &row, &computed)) {
        case CREDIT_AGREES:
            g->agree++;
            break;
        case CREDIT_DIFFERS:
            g->differ++;
            hint_add(g->call, HINT_GRADE_DIFFERS);
            break;
        case CREDIT_NOT_COMPUTED:
            g->not_computed++;
            break;
        }
    }
    if (r == 0 && scale.n == 0)
        hint_add_about(g->call, HINT_NO_SCALE, g->filter.scheme);
    return r;
}

/* Whether any agency was graded in the period, wherever it is. */
static int look_at_period(struct counts *g)
{
    const struct credit_grade_filter filter = {.scheme = g->filter.scheme,
                                               .period = g->filter.period};
    struct str document;
    bool synthetic;

    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_grades_documents(g->call->db, g->call->release->id, &filter);
    int r = credit_grades_next_document(s, &document, &synthetic);

    g->known = r > 0;
    return r < 0 ? r : 0;
}

/* The published figure of these dimensions, that is not itself counted from records. */
static int find_published(struct counts *g, const struct figure_find *find,
                          const struct figure **ret)
{
    struct figure *v = arena_alloc(g->call->arena, CREDIT_CLASSES_MAX * sizeof *v);
    size_t n;

    if (v == NULL)
        return -ERR_NOMEM;
    int r = figure_find(find, v, CREDIT_CLASSES_MAX, &n, NULL);
    for (size_t i = 0; i < n && r == 0 && *ret == NULL; i++) {
        if (v[i].document->is_register)
            continue;
        *ret = &v[i];
        figure_note(g->call, &v[i]);
    }
    return r;
}

/* Puts what was published beside the counts of a region. */
static int read_published(struct counts *g)
{
    struct str indicator = STR("trademark_agencies_credit_rated");
    struct str_pair parts[] = {{STR("grade"), STR("")}, {STR("scheme"), g->filter.scheme}};
    struct figure_find find = {
        .call = g->call, .period = g->filter.period, .measure = STR("level")};
    int r = observation_memo_open(g->call->db, g->call->arena, g->call->release->id, &find.memo);

    if (r == 0)
        r = scope_code(g->call->db, STR("region"), g->filter.region, &find.region);
    if (r > 0)
        r = scope_indicators(g->call->db, g->call->arena, g->call->release->id,
                             (struct str_list){&indicator, 1}, &find.indicators);
    if (r < 0 || find.indicators.n == 0)
        return r;
    find.breakdown = (struct str_map){parts + 1, 1};
    r = find_published(g, &find, &g->published_total);
    find.breakdown = (struct str_map){parts, 2};
    for (size_t i = 0; i < g->classes.n && r == 0; i++) {
        parts[0].value = g->classes.codes[i];
        r = find_published(g, &find, &g->published[i]);
    }
    return r;
}

static bool is_count(const struct figure *figure, int64_t count)
{
    int64_t e6;

    return figure == NULL || !figure->observation.key.has_value ||
           (dec_to_e6(observation_value(&figure->observation), &e6) == 0 &&
            e6 == count * INT64_C(1000000));
}

static void compare_published(struct counts *g)
{
    bool same = !g->known || is_count(g->published_total, g->total);

    for (size_t i = 0; i < g->classes.n && g->known; i++)
        same = same && is_count(g->published[i], g->counts[i]);
    if (!same)
        hint_add(g->call, HINT_COUNT_DIFFERS);
}

/* A count; null where nothing is known of the period. */
static void put_count(struct jw *w, const struct counts *g, int64_t count)
{
    if (g->known)
        jw_i64(w, count);
    else
        jw_null(w);
}

static void put_low(struct jw *w, const struct counts *g)
{
    int64_t low = 0;

    for (size_t i = 0; i < g->classes.n; i++)
        low += is_low(g->classes.codes[i]) ? g->counts[i] : 0;
    JW_KEY(w, "low_grades");
    jw_object_begin(w);
    JW_KEY(w, "grades");
    jw_array_begin(w);
    for (size_t i = 0; i < COUNT_OF(low_grades); i++)
        jw_str(w, low_grades[i]);
    jw_array_end(w);
    JW_KEY(w, "count");
    put_count(w, g, low);
    credit_share_json(w, low, g->total);
    jw_object_end(w);
}

static enum problem_id put_distribution(struct counts *g)
{
    struct jw json, *w = &json;

    envelope_begin(g->call, w);
    jw_object_begin(w);
    JW_KEY(w, "scheme");
    jw_str(w, g->filter.scheme);
    JW_KEY(w, "scheme_name");
    jw_str(w, g->classes.scheme_name);
    JW_KEY(w, "period");
    credit_period_json(w, g->filter.period);
    JW_KEY(w, "region");
    envelope_text(w, g->filter.region);
    JW_KEY(w, "graded");
    put_count(w, g, g->total);
    JW_KEY(w, "published");
    figure_json_brief(w, g->call, g->published_total);
    put_low(w, g);
    JW_KEY(w, "agree");
    put_count(w, g, g->agree);
    JW_KEY(w, "disagree");
    put_count(w, g, g->differ);
    JW_KEY(w, "not_computed");
    put_count(w, g, g->not_computed);
    JW_KEY(w, "grades");
    jw_array_begin(w);
    for (size_t i = 0; i < g->classes.n; i++) {
        jw_object_begin(w);
        JW_KEY(w, "grade");
        jw_str(w, g->classes.codes[i]);
        JW_KEY(w, "grade_name");
        jw_str(w, g->classes.names[i]);
        JW_KEY(w, "count");
        put_count(w, g, g->counts[i]);
        credit_share_json(w, g->counts[i], g->total);
        JW_KEY(w, "published");
        figure_json_brief(w, g->call, g->published[i]);
        jw_object_end(w);
    }
    jw_array_end(w);
    jw_object_end(w);
    return envelope_end(g->call, w);
}

static enum problem_id csv_distribution(struct counts *g, bool bom)
{
    static const struct str names[] = {STR("scheme"),    STR("period"),   STR("region"),
                                       STR("grade"),     STR("count"),    STR("share"),
                                       STR("published"), STR("synthetic")};
    struct csv_writer w;

    csv_writer_init(&w, g->call->out, bom);
    credit_head_csv(&w, names, COUNT_OF(names));
    for (size_t i = 0; i < g->classes.n; i++) {
        csv_text(&w, g->filter.scheme);
        credit_period_csv(&w, g->filter.period);
        csv_text(&w, g->filter.region);
        csv_text(&w, g->classes.codes[i]);
        if (g->known)
            csv_i64(&w, g->counts[i]);
        else
            csv_empty(&w);
        credit_share_csv(&w, g->counts[i], g->total);
        if (g->published[i] != NULL && g->published[i]->observation.key.has_value)
            csv_dec(&w, observation_value(&g->published[i]->observation));
        else
            csv_empty(&w);
        csv_flag(&w, g->classes.synthetic);
        csv_end_row(&w);
    }
    g->call->file_name = STR("credit-distribution.csv");
    return api_done_text(g->call);
}

enum problem_id api_get_credit_distribution(struct api_call *call,
                                            const struct get_credit_distribution_args *args)
{
    struct counts *g = arena_alloc(call->arena, sizeof *g);
    int r = g == NULL ? -ERR_NOMEM : 0;

    if (r < 0)
        return api_fail(call, r);
    *g = (struct counts){.call = call, .filter = {.scheme = args->scheme, .region = args->region}};
    r = period_parse(args->period, &g->filter.period);
    if (r == 0)
        r = credit_classes_read(call, args->scheme, &g->classes);
    if (r == 0)
        r = credit_classes_note(call, &g->filter, &g->classes);
    if (r == 0)
        r = look_at_period(g);
    if (r == 0)
        r = count(g);
    if (r == 0 && args->region.n > 0)
        r = read_published(g);
    if (r < 0)
        return api_fail(call, r);
    compare_published(g);
    if (g->total == 0)
        hint_add(call, HINT_NO_DATA);
    return call->format == PARAM_FORMAT_CSV ? csv_distribution(g, args->bom) : put_distribution(g);
}
