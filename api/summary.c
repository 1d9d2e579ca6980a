#include "api/summary.h"

#include "api/envelope.h"
#include "base/err.h"

enum problem_id summary_begin(struct summary *summary, struct api_call *call, struct str region,
                              struct str period)
{
    struct summary begun = {.call = call};
    const struct memo_region *name;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &begun.memo);

    if (r == 0)
        r = scope_code(call->db, STR("region"), region, &begun.region);
    if (r == 0)
        r = -ERR_INTERNAL;
    if (r > 0)
        r = observation_memo_region(begun.memo, begun.region, &name);
    if (r == 0)
        r = period_parse(period, &begun.period);
    if (r == 0)
        r = hint_dead_region(call, region);
    if (r < 0)
        return api_fail(call, r);
    *summary = begun;
    envelope_begin(call, &summary->json);
    jw_object_begin(&summary->json);
    JW_KEY(&summary->json, "region");
    jw_str(&summary->json, name->code);
    JW_KEY(&summary->json, "region_name");
    jw_str(&summary->json, envelope_lang(call, name->names));
    JW_KEY(&summary->json, "period");
    figure_json_period(&summary->json, begun.period);
    return PROBLEM_NONE;
}

/* How well an observation fits the period asked for; 0: not at all. */
static int fit(const struct summary *summary, const struct observation *row)
{
    const struct period *asked = &summary->period, *is = &row->key.period;

    if (is->starts_on == asked->starts_on && is->ends_on == asked->ends_on)
        return is->freq == asked->freq ? 3 : 2;
    return is->freq == FREQ_I && is->ends_on == asked->ends_on &&
                   str_eq(row->accumulation, STR("stock"))
               ? 1
               : 0;
}

/* Whether a figure goes before another one of the same fit: a first-hand one, then one without a
 * reservation about its status. */
static int reliability(const struct figure *figure)
{
    return (figure->document->second_hand ? 0 : 2) +
           (str_eq(figure->observation.status, STR("A")) ? 1 : 0);
}

/* One reading of an indicator: what is looked for, and where figures go. */
struct search {
    struct summary *summary;
    struct indicator_list indicators;
    struct str measure;
    struct str_map breakdown;
    struct figure *v;
    size_t n, max;
};

/* Adds a figure that fits as well as those found so far; a better one takes their place. */
static int add(struct search *search, const struct observation *row, int *best)
{
    struct figure figure = {.observation = *row};
    int fits = fit(search->summary, row);
    int r;

    if (fits == 0 || fits < *best)
        return 0;
    if (fits > *best)
        search->n = 0;
    *best = fits;
    if (search->n == search->max)
        return 0;
    r = observation_keep(search->summary->call->arena, &figure.observation);
    if (r == 0)
        r = figure_name(search->summary->memo, &search->indicators, &figure);
    if (r == 0)
        search->v[search->n++] = figure;
    return r;
}

static int walk(struct search *search)
{
    struct summary *summary = search->summary;
    const struct period_span span = {summary->period.starts_on, summary->period.ends_on};
    const struct observation_filter filter = {
        .release = summary->call->release->id,
        .indicators = search->indicators,
        .regions = {.ids = {&summary->region, 1, 1}, .only = true},
        .spans = &span,
        .n_spans = 1,
        .measures = {.texts = {&search->measure, 1}, .only = true},
        .breakdown = search->breakdown,
    };
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct observation row;
    int best = 0;
    int r =
        observations_open(summary->call->db, summary->call->arena, &filter, summary->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        /* Without a breakdown asked for the widest figures come, and those may be parts. */
        if (search->breakdown.n == 0 && key.breakdown != 0)
            continue;
        r = observations_read(scan, &row);
        if (r == 0)
            r = add(search, &row, &best);
    }
    return r;
}

static size_t run(struct search *search, struct str indicator)
{
    struct summary *summary = search->summary;
    struct api_call *call = summary->call;

    if (summary->r < 0)
        return 0;
    summary->r = scope_indicators(call->db, call->arena, call->release->id,
                                  (struct str_list){&indicator, 1}, &search->indicators);
    if (summary->r == 0)
        summary->r = walk(search);
    return summary->r < 0 ? 0 : search->n;
}

/* limit: figures of one total at one place; they differ in definition, of which an indicator has a
 * handful */
enum { TOTALS_MAX = 16 };

const struct figure *summary_find(struct summary *summary, struct str indicator, struct str measure)
{
    struct figure *v = arena_alloc(summary->call->arena, TOTALS_MAX * sizeof *v);
    struct search search = {.summary = summary, .measure = measure, .v = v, .max = TOTALS_MAX};
    const struct figure *best = v;

    if (v == NULL) {
        summary->r = summary->r < 0 ? summary->r : -ERR_NOMEM;
        return NULL;
    }
    if (run(&search, indicator) == 0)
        return NULL;
    for (size_t i = 1; i < search.n; i++)
        if (reliability(&v[i]) > reliability(best))
            best = &v[i];
    if (search.n > 1)
        hint_add_about(summary->call, HINT_SEVERAL_FIGURES, best->indicator->code);
    figure_note(summary->call, best);
    summary->found++;
    return best;
}

size_t summary_find_parts(struct summary *summary, struct str indicator, struct str_map breakdown,
                          struct figure *ret, size_t max)
{
    struct search search = {
        .summary = summary,
        .measure = STR("level"),
        .breakdown = breakdown,
        .v = ret,
        .max = max,
    };
    size_t n = run(&search, indicator);

    for (size_t i = 0; i < n; i++)
        figure_note(summary->call, &ret[i]);
    summary->found += n;
    return n;
}

void summary_put(struct summary *summary, struct str name, const struct figure *figure)
{
    jw_key(&summary->json, name);
    figure_json_brief(&summary->json, summary->call, figure);
}

enum problem_id summary_end(struct summary *summary)
{
    if (summary->r < 0)
        return api_fail(summary->call, summary->r);
    if (summary->found == 0)
        hint_add(summary->call, HINT_NO_DATA);
    jw_object_end(&summary->json);
    return envelope_end(summary->call, &summary->json);
}
