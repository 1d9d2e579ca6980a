/* GET /v1/series: figures as columns over time, with the gaps in sight. */
#include "api/envelope.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "api/series_derive.h"
#include "api/series_entry.h"
#include "api/series_places.h"
#include "api/series_split.h"
#include "base/err.h"

/* One request. An entry is a run of points of one series in one unit. */
struct chart {
    struct api_call *call;
    struct observation_filter filter;
    struct observation_memo *memo;
    size_t limit;
    size_t first, last; /* figures of each entry; both 0: all */
    bool align;         /* set on calendar years */
    bool mapped;        /* in the codes of `basis` */
    struct region_basis basis;
    struct series_derive derive;
    bool goes_on;                   /* this is not the first page */
    struct observation_place after; /* of the page before */
    struct observation_place place; /* the last entry of this page */
    size_t taken;
    bool more;
    struct jw json;

    /* As published: the entry that is being read. */
    bool open;
    bool shown;
    struct observation_key key; /* of its first row */
    struct str unit;
    struct series_points points;
};

static bool is_computed(const struct chart *chart)
{
    return chart->align || chart->mapped;
}

/* The day of `codesAsOf=`: that day, or the end of that year. */
static int read_basis(struct chart *chart, struct str as_of, struct str_list regions)
{
    struct api_call *call = chart->call;
    struct period period;
    int r = period_parse(as_of, &period);

    if (r < 0)
        return -ERR_INTERNAL;
    r = region_basis_read(call->db, call->arena, call->release->id, period.ends_on, &chart->basis);
    return r < 0 ? r : series_split_hint(call, chart->memo, &chart->basis, regions);
}

static enum problem_id begin(struct chart *chart, struct api_call *call,
                             const struct list_series_args *args)
{
    const struct selection selection = {SELECTORS_OF(args), .since = args->since};
    enum problem_id problem = select_observations(call, &selection, &chart->filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    chart->call = call;
    chart->limit = (size_t)args->limit;
    chart->first = (size_t)args->first;
    chart->last = (size_t)args->last;
    chart->align = (args->given & LIST_SERIES_GIVEN_ALIGN) != 0;
    chart->mapped = args->codes_as_of.n > 0;
    r = observation_memo_open(call->db, call->arena, call->release->id, &chart->memo);
    if (r == 0 && chart->mapped)
        r = read_basis(chart, args->codes_as_of, args->region);
    if (r == 0)
        r = series_derive_open(&chart->derive, call, chart->memo, &chart->filter, args->derive,
                               args->population);
    if (r < 0)
        return api_fail(call, r);
    chart->goes_on = args->cursor.n > 0;
    if (!chart->goes_on)
        return PROBLEM_NONE;
    problem =
        is_computed(chart)
            ? observation_place_read_computed(call, args->cursor, &chart->filter, &chart->after)
            : observation_place_read(call, args->cursor, &chart->filter, &chart->after);
    if (problem == PROBLEM_NONE)
        chart->filter.first_rank = chart->after.key.rank;
    return problem;
}

static void chart_end(struct chart *chart)
{
    series_derive_close(&chart->derive);
}

/* Counts an entry. True: it goes on this page. */
static bool count_entry(struct chart *chart)
{
    bool shown = chart->taken < chart->limit;

    chart->more = !shown;
    chart->taken += shown;
    chart->place.matched++;
    return shown;
}

static int put_entry(struct chart *chart, struct series_point *points, size_t n)
{
    const struct observation_key *key = &points[0].observation.key;
    struct series_entry entry = {.indicator = &chart->filter.indicators.v[key->rank],
                                 .points = points,
                                 .n = n,
                                 .computed = is_computed(chart)};

    series_entry_cut(&entry, chart->first, chart->last);
    return series_entry_json(&chart->json, chart->call, chart->memo, &entry, &chart->derive);
}

/* Writes the entry that was read. */
static int end_entry(struct chart *chart)
{
    if (!chart->open || !chart->shown)
        return 0;
    chart->place.key = chart->points.v[chart->points.n - 1].observation.key;
    return put_entry(chart, chart->points.v, chart->points.n);
}

static int begin_entry(struct chart *chart, const struct observation *row)
{
    int r;

    chart->open = true;
    chart->shown = count_entry(chart);
    chart->points.n = 0;
    chart->key = row->key;
    r = observation_memo_text(chart->memo, row->key.measure, &chart->key.measure);
    if (r == 0)
        r = observation_memo_text(chart->memo, row->key.definition, &chart->key.definition);
    if (r == 0)
        r = observation_memo_text(chart->memo, row->unit, &chart->unit);
    return r;
}

static int add_point(struct chart *chart, const struct observation *row)
{
    struct series_points *points = &chart->points;
    struct series_point *v =
        arena_grow(chart->call->arena, points->v, points->n, &points->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    points->v = v;
    return series_point_read(chart->memo, row, &v[points->n++]);
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
static bool may_stop(const struct chart *chart)
{
    return chart->goes_on && chart->more;
}

static int read_rows(struct chart *chart, struct observation_scan *scan)
{
    struct observation_key key;
    struct observation row;
    int r = 0;

    while (!may_stop(chart) && (r = observations_next(scan, &key)) > 0) {
        if (chart->goes_on && observation_key_cmp(&key, &chart->after.key) <= 0)
            continue;
        r = observations_read(scan, &row);
        if (r == 0)
            r = take(chart, &row);
        if (r < 0)
            return r;
    }
    return r < 0 ? r : end_entry(chart);
}

static int gather_published(struct chart *chart)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct api_call *call = chart->call;
    int r = observations_open(call->db, call->arena, &chart->filter, chart->memo, &scan);

    if (r == 0)
        r = read_rows(chart, scan);
    if (r < 0)
        return r;
    if (chart->goes_on)
        chart->place.matched = chart->after.matched;
    return select_hints(call, &chart->filter, scan, chart->place.matched);
}

/* Entries of one place. A computed point may stand nowhere in the store, so that a page ends at a
 * series and the number of its entry, counted over its units. */
static int put_place(struct chart *chart, const struct series_points *shown)
{
    struct observation_key key = shown->v[0].observation.key;
    int32_t number = 0;
    size_t next;
    int r = 0;

    for (size_t i = 0; r == 0 && i < shown->n && !may_stop(chart); i = next) {
        const struct observation *first = &shown->v[i].observation;

        number = i > 0 && observation_same_series(&key, &first->key) ? number + 1 : 0;
        for (next = i; next < shown->n &&
                       observation_same_series(&first->key, &shown->v[next].observation.key) &&
                       str_eq(first->unit, shown->v[next].observation.unit);
             next++)
            continue;
        key = first->key;
        key.period.ends_on = number;
        key.period.starts_on = 0;
        if (chart->goes_on && observation_key_cmp(&key, &chart->after.key) <= 0)
            continue;
        if (count_entry(chart)) {
            chart->place.key = key;
            r = put_entry(chart, &shown->v[i], next - i);
        }
    }
    return r;
}

static int gather_computed(struct chart *chart, struct series_places *places)
{
    int r = series_places_open(places);

    while (r >= 0 && !may_stop(chart) && (r = series_places_next(places)) > 0)
        r = put_place(chart, places->shown);
    if (r < 0)
        return r;
    if (chart->goes_on)
        chart->place.matched = chart->after.matched;
    select_hints_about(chart->call, &chart->filter, places->has_latest ? &places->latest : NULL,
                       places->dimensions, chart->place.matched);
    return 0;
}

enum problem_id api_list_series(struct api_call *call, const struct list_series_args *args)
{
    CLEANUP(chart_end) struct chart chart = {0};
    enum problem_id problem = begin(&chart, call, args);
    CLEANUP(series_places_close)
    struct series_places places = {.call = call,
                                   .memo = chart.memo,
                                   .filter = &chart.filter,
                                   .basis = chart.mapped ? &chart.basis : NULL,
                                   .align = chart.align};
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    envelope_list_begin(call, &chart.json);
    r = is_computed(&chart) ? gather_computed(&chart, &places) : gather_published(&chart);
    if (r < 0)
        return api_fail(call, r);
    if (places.split.found)
        return series_split_problem(call, chart.memo, &chart.basis, &places.split);
    if (chart.more) {
        problem = observation_place_write(call, &chart.place);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    return envelope_list_end(call, &chart.json, chart.place.matched);
}
