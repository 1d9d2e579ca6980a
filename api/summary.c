#include "api/summary.h"

#include "api/derived.h"
#include "api/envelope.h"
#include "api/figure_find.h"
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

/* Figures of an indicator into `ret`, at most `max`; how many. */
static size_t find(struct summary *summary, struct str indicator, struct figure_find find,
                   struct figure *ret, size_t max)
{
    struct api_call *call = summary->call;
    size_t n = 0;

    if (summary->r < 0)
        return 0;
    find.call = call;
    find.memo = summary->memo;
    find.region = summary->region;
    find.period = summary->period;
    summary->r = scope_indicators(call->db, call->arena, call->release->id,
                                  (struct str_list){&indicator, 1}, &find.indicators);
    if (summary->r == 0)
        summary->r = figure_find(&find, ret, max, &n, NULL);
    return summary->r < 0 ? 0 : n;
}

static int reliability(const struct figure *figure)
{
    return figure_reliability(&figure->observation, figure->document);
}

/* limit: figures of one total at one place; they differ in definition, of which an indicator has a
 * handful */
enum { TOTALS_MAX = 16 };

/* Leaves what a document published: what is counted of records stands apart in a summary. */
static size_t published(struct figure *v, size_t n)
{
    size_t left = 0;

    for (size_t i = 0; i < n; i++)
        if (!v[i].document->is_register)
            v[left++] = v[i];
    return left;
}

const struct figure *summary_find(struct summary *summary, struct str indicator, struct str measure)
{
    struct figure *v = arena_alloc(summary->call->arena, TOTALS_MAX * sizeof *v);
    const struct figure *best = v;
    size_t n;

    if (v == NULL) {
        summary->r = summary->r < 0 ? summary->r : -ERR_NOMEM;
        return NULL;
    }
    n = published(
        v, find(summary, indicator, (struct figure_find){.measure = measure}, v, TOTALS_MAX));
    if (n == 0)
        return NULL;
    for (size_t i = 1; i < n; i++)
        if (reliability(&v[i]) > reliability(best))
            best = &v[i];
    if (n > 1)
        hint_add_about(summary->call, HINT_SEVERAL_FIGURES, best->indicator->code);
    figure_note(summary->call, best);
    summary->found++;
    return best;
}

size_t summary_find_parts(struct summary *summary, struct str indicator, struct str_map breakdown,
                          struct figure *ret, size_t max)
{
    const struct figure_find what = {.measure = STR("level"), .breakdown = breakdown};
    size_t n = find(summary, indicator, what, ret, max);

    for (size_t i = 0; i < n; i++)
        figure_note(summary->call, &ret[i]);
    summary->found += n;
    return n;
}

bool summary_differs(const struct figure *published, int64_t count)
{
    const struct interval counted = interval_exact(rational_from_int(count));
    struct interval figure;
    enum interval_order order;

    if (published == NULL || !published->observation.key.has_value)
        return false;
    figure = derived_interval(&published->observation);
    order = interval_compare(&figure, &counted);
    return order == INTERVAL_BEFORE || order == INTERVAL_AFTER;
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
