/* GET /v1/series: figures as columns over time, with the gaps in sight. */
#include "api/dense.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "base/err.h"

/* A published figure of the entry being gathered; its text lasts. */
struct point {
    struct observation observation;
    struct str document;
};

/* One request. An entry is a run of rows of one series in one unit: figures in different units do
 * not belong in one column. */
struct chart {
    struct api_call *call;
    struct observation_filter filter;
    struct observation_memo *memo;
    size_t limit;
    bool goes_on;                   /* this is not the first page */
    struct observation_place after; /* of the page before */
    struct observation_place last;  /* the last row of this page */
    size_t taken;
    bool more;
    struct jw json;

    bool open; /* an entry has begun */
    bool shown;
    struct observation_key key; /* of its first row */
    struct str unit;
    struct point *points; /* reused from entry to entry */
    size_t n, room;
};

static enum problem_id begin(struct chart *chart, struct api_call *call,
                             const struct list_series_args *args)
{
    const struct selection selection = {SELECTORS_OF(args)};
    enum problem_id problem = select_observations(call, &selection, &chart->filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    chart->call = call;
    chart->limit = (size_t)args->limit;
    r = observation_memo_open(call->db, call->arena, call->release->id, &chart->memo);
    if (r < 0)
        return api_fail(call, r);
    chart->goes_on = args->cursor.n > 0;
    if (!chart->goes_on)
        return PROBLEM_NONE;
    problem = observation_place_read(call, args->cursor, &chart->filter, &chart->after);
    if (problem == PROBLEM_NONE)
        chart->filter.first_rank = chart->after.key.rank;
    return problem;
}

static void put_period(struct jw *w, struct period period, const struct point *point UNUSED)
{
    figure_json_period(w, period);
}

static void put_value(struct jw *w, struct period period UNUSED, const struct point *point)
{
    if (point != NULL && point->observation.key.has_value)
        jw_dec(w, observation_value(&point->observation));
    else
        jw_null(w);
}

static void put_limit(struct jw *w, const struct point *point, struct limit_e6 limit)
{
    figure_json_number(w, limit.known, observation_limit(&point->observation, limit));
}

static void put_lower(struct jw *w, struct period period UNUSED, const struct point *point)
{
    if (point != NULL)
        put_limit(w, point, point->observation.lower);
    else
        jw_null(w);
}

static void put_upper(struct jw *w, struct period period UNUSED, const struct point *point)
{
    if (point != NULL)
        put_limit(w, point, point->observation.upper);
    else
        jw_null(w);
}

static void put_bound(struct jw *w, struct period period UNUSED, const struct point *point)
{
    envelope_text(w, point != NULL ? point->observation.bound : (struct str){0});
}

static void put_status(struct jw *w, struct period period UNUSED, const struct point *point)
{
    envelope_text(w, point != NULL ? point->observation.status : (struct str){0});
}

static void put_extraction(struct jw *w, struct period period UNUSED, const struct point *point)
{
    envelope_text(w, point != NULL ? point->observation.extraction : (struct str){0});
}

static void put_document(struct jw *w, struct period period UNUSED, const struct point *point)
{
    envelope_text(w, point != NULL ? point->document : (struct str){0});
}

static const struct {
    struct str name;
    void (*put)(struct jw *w, struct period period, const struct point *point);
} columns[] = {
    {STR("periods"), put_period},        {STR("values"), put_value},
    {STR("lower"), put_lower},           {STR("upper"), put_upper},
    {STR("bound"), put_bound},           {STR("status"), put_status},
    {STR("extraction"), put_extraction}, {STR("document"), put_document},
};

/* Writes one value for each period of the calendar, a gap as NULL. */
static void put_column(struct chart *chart, struct dense dense, size_t column)
{
    struct period period = chart->points[0].observation.key.period;
    size_t next = 0;

    jw_key(&chart->json, columns[column].name);
    jw_array_begin(&chart->json);
    while (next < chart->n) {
        const struct point *point = &chart->points[next];

        if (dense.step == 0 || point->observation.key.period.ends_on <= period.ends_on) {
            period = point->observation.key.period;
            next++;
        } else {
            point = NULL;
            hint_add(chart->call, HINT_GAPS);
        }
        columns[column].put(&chart->json, period, point);
        if (dense.step > 0)
            period = dense_next(dense, period);
    }
    jw_array_end(&chart->json);
}

static int put_head(struct chart *chart)
{
    const struct observation_indicator *indicator = &chart->filter.indicators.v[chart->key.rank];
    char freq = freq_letter(chart->key.period.freq);
    const struct memo_region *region;
    struct memo_breakdown *breakdown;
    struct jw *w = &chart->json;
    int r = observation_memo_region(chart->memo, chart->key.region, &region);

    if (r < 0)
        return r;
    r = observation_memo_breakdown(chart->memo, chart->key.breakdown, &breakdown);
    if (r < 0)
        return r;
    JW_KEY(w, "indicator");
    jw_str(w, indicator->code);
    JW_KEY(w, "indicator_name");
    jw_str(w, envelope_lang(chart->call, indicator->names));
    JW_KEY(w, "region");
    jw_str(w, region->code);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(chart->call, region->names));
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, breakdown->text);
    JW_KEY(w, "measure");
    jw_str(w, chart->key.measure);
    JW_KEY(w, "definition");
    jw_str(w, chart->key.definition);
    JW_KEY(w, "freq");
    jw_str(w, (struct str){&freq, 1});
    JW_KEY(w, "unit");
    jw_str(w, chart->unit);
    return 0;
}

/* Writes the entry that was gathered. */
static int end_entry(struct chart *chart)
{
    struct dense dense = dense_begin(chart->key.period.freq);
    int r;

    if (!chart->open || !chart->shown)
        return 0;
    for (size_t i = 0; i < chart->n; i++)
        dense_hold(&dense, chart->points[i].observation.key.period);
    jw_object_begin(&chart->json);
    r = put_head(chart);
    if (r < 0)
        return r;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        put_column(chart, dense, i);
    jw_object_end(&chart->json);
    chart->taken++;
    chart->last.key = chart->key;
    chart->last.key.period = chart->points[chart->n - 1].observation.key.period;
    return 0;
}

static int keep_text(struct chart *chart, struct str *text)
{
    return observation_memo_text(chart->memo, *text, text);
}

static int begin_entry(struct chart *chart, const struct observation *row)
{
    int r;

    chart->open = true;
    chart->shown = chart->taken < chart->limit;
    chart->more = !chart->shown;
    chart->last.matched++;
    chart->n = 0;
    chart->key = row->key;
    chart->unit = row->unit;
    r = keep_text(chart, &chart->key.measure);
    if (r == 0)
        r = keep_text(chart, &chart->key.definition);
    if (r == 0)
        r = keep_text(chart, &chart->unit);
    return r;
}

static int add_point(struct chart *chart, const struct observation *row)
{
    struct point *points =
        arena_grow(chart->call->arena, chart->points, chart->n, &chart->room, sizeof *points);
    struct figure figure = {.observation = *row};
    struct observation *kept;
    int r;

    if (points == NULL)
        return -ERR_NOMEM;
    chart->points = points;
    r = observation_memo_document(chart->memo, row->document, &figure.document);
    if (r < 0)
        return r;
    figure_note(chart->call, &figure);
    kept = &chart->points[chart->n].observation;
    *kept = *row;
    chart->points[chart->n].document = figure.document->code;
    chart->n++;
    r = keep_text(chart, &kept->bound);
    if (r == 0)
        r = keep_text(chart, &kept->status);
    if (r == 0)
        r = keep_text(chart, &kept->extraction);
    return r;
}

static int take(struct chart *chart, const struct observation *row)
{
    int r = 0;

    if (!chart->open || !observation_same_series(&chart->key, &row->key) ||
        !str_eq(chart->unit, row->unit)) {
        r = end_entry(chart);
        if (r == 0)
            r = begin_entry(chart, row);
    }
    return r == 0 && chart->shown ? add_point(chart, row) : r;
}

/* The first page counts all entries; later ones know the count and stop. */
static int gather(struct chart *chart, struct observation_scan *scan)
{
    struct observation_key key;
    struct observation row;
    int r;

    while ((r = observations_next(scan, &key)) > 0) {
        if (chart->goes_on && observation_key_cmp(&key, &chart->after.key) <= 0)
            continue;
        r = observations_read(scan, &row);
        if (r == 0)
            r = take(chart, &row);
        if (r < 0)
            return r;
        if (chart->goes_on && chart->more)
            break;
    }
    if (r < 0)
        return r;
    r = end_entry(chart);
    if (chart->goes_on)
        chart->last.matched = chart->after.matched;
    return r;
}

enum problem_id api_list_series(struct api_call *call, const struct list_series_args *args)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct chart chart = {0};
    enum problem_id problem = begin(&chart, call, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    envelope_list_begin(call, &chart.json);
    r = observations_open(call->db, call->arena, &chart.filter, chart.memo, &scan);
    if (r == 0)
        r = gather(&chart, scan);
    if (r == 0)
        r = select_hints(call, &chart.filter, scan, chart.last.matched);
    if (r < 0)
        return api_fail(call, r);
    if (chart.more) {
        problem = observation_place_write(call, &chart.last);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    return envelope_list_end(call, &chart.json, chart.last.matched);
}
