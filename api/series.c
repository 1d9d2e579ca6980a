/* GET /v1/series: figures as columns over time, with the gaps in sight. */
#include "api/envelope.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "api/series_entry.h"

/* One request. An entry is a run of rows of one series in one unit. */
struct chart {
    struct api_call *call;
    struct observation_filter filter;
    struct observation_memo *memo;
    size_t limit;
    size_t first, last;             /* points of each entry; both 0: all */
    bool goes_on;                   /* this is not the first page */
    struct observation_place after; /* of the page before */
    struct observation_place place; /* the last row of this page */
    size_t taken;
    bool more;
    struct jw json;

    bool open; /* an entry has begun */
    bool shown;
    struct series_entry entry;
};

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

/* Writes the entry that was gathered. */
static int end_entry(struct chart *chart)
{
    struct series_entry *entry = &chart->entry;

    if (!chart->open || !chart->shown)
        return 0;
    chart->place.key = entry->key;
    chart->place.key.period = entry->points[entry->n - 1].observation.key.period;
    chart->place.key.document = entry->points[entry->n - 1].observation.key.document;
    series_entry_cut(entry, chart->first, chart->last);
    chart->taken++;
    return series_entry_json(&chart->json, chart->call, chart->memo,
                             &chart->filter.indicators.v[entry->key.rank], entry);
}

static int begin_entry(struct chart *chart, const struct observation *row)
{
    chart->open = true;
    chart->shown = chart->taken < chart->limit;
    chart->more = !chart->shown;
    chart->place.matched++;
    return series_entry_begin(&chart->entry, chart->memo, row);
}

static int take(struct chart *chart, const struct observation *row)
{
    int r = 0;

    if (!chart->open || !series_entry_takes(&chart->entry, row)) {
        r = end_entry(chart);
        if (r == 0)
            r = begin_entry(chart, row);
    }
    if (r == 0 && chart->shown)
        r = series_entry_add(&chart->entry, chart->call, chart->memo, row);
    return r;
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
        chart->place.matched = chart->after.matched;
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
        r = select_hints(call, &chart.filter, scan, chart.place.matched);
    if (r < 0)
        return api_fail(call, r);
    if (chart.more) {
        problem = observation_place_write(call, &chart.place);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    return envelope_list_end(call, &chart.json, chart.place.matched);
}
