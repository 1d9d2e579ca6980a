#include "api/progress_figures.h"

#include "base/err.h"

#include <stdlib.h>

/* limit: dimensions of one breakdown; the lists of dimensions in the catalogue are shorter */
enum { DIMENSIONS_MAX = 16 };

/* "a=b;c=d" as pairs in `pairs`; what is over DIMENSIONS_MAX cannot be in the store. */
static struct str_map breakdown_of(struct str text, struct str_pair pairs[DIMENSIONS_MAX])
{
    struct str_map map = {pairs, 0};
    struct str item;

    if (text.n == 0)
        return map;
    while (map.n < DIMENSIONS_MAX && str_cut(&text, ';', &item)) {
        struct str rest = item;

        str_cut(&rest, '=', &pairs[map.n].key);
        pairs[map.n++].value = rest;
    }
    return map;
}

static bool is_wanted(const struct observation *row, struct str unit)
{
    return row->key.has_value && str_eq(row->unit, unit) && !str_eq(row->status, STR("F"));
}

/* Appends what the scan stands on. */
static int add(struct api_call *call, struct observation_memo *memo,
               const struct indicator_list *indicators, const struct observation *row, size_t *room,
               struct progress_figures *figures)
{
    struct figure figure = {.observation = *row};
    struct figure *v = arena_grow(call->arena, figures->v, figures->n, room, sizeof *v);
    int r;

    if (v == NULL)
        return -ERR_NOMEM;
    figures->v = v;
    r = observation_keep(call->arena, &figure.observation);
    if (r == 0)
        r = figure_name(memo, indicators, &figure);
    if (r == 0)
        v[figures->n++] = figure;
    return r;
}

static int scan_all(struct api_call *call, struct observation_memo *memo,
                    const struct observation_filter *filter, struct str unit,
                    struct progress_figures *figures)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct observation row;
    size_t room = 0;
    int r = observations_open(call->db, call->arena, filter, memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        /* Without a breakdown the widest figures come, and those may be parts. */
        if (filter->breakdown.n == 0 && key.breakdown != 0)
            continue;
        r = observations_read(scan, &row);
        if (r == 0 && is_wanted(&row, unit))
            r = add(call, memo, &filter->indicators, &row, &room, figures);
    }
    return r;
}

/* Whether `a` tells more of the time up to its end than `b`: it is newer, or says how things were
 * on a day where the other one sums up a period. */
static bool is_newer(const struct figure *a, const struct figure *b)
{
    const struct period *p = &a->observation.key.period, *q;

    if (b == NULL)
        return true;
    q = &b->observation.key.period;
    if (p->ends_on != q->ends_on)
        return p->ends_on > q->ends_on;
    if ((p->freq == FREQ_I) != (q->freq == FREQ_I))
        return p->freq == FREQ_I;
    return p->starts_on < q->starts_on;
}

static void choose_definition(struct api_call *call, struct progress_figures *figures)
{
    const struct figure *newest = NULL;
    bool several = false;

    for (size_t i = 0; i < figures->n; i++)
        if (is_newer(&figures->v[i], newest))
            newest = &figures->v[i];
    if (newest == NULL)
        return;
    figures->definition = newest->observation.key.definition;
    for (size_t i = 0; i < figures->n; i++) {
        const struct observation_key *key = &figures->v[i].observation.key;
        bool other = !str_eq(key->definition, figures->definition);

        figures->other_definitions |= other;
        several |= other && key->period.ends_on == newest->observation.key.period.ends_on;
    }
    if (several)
        hint_add_about(call, HINT_SEVERAL_FIGURES, newest->indicator->code);
}

int progress_figures_read(struct api_call *call, struct observation_memo *memo,
                          const struct target_row *row, struct str measure, struct str unit,
                          int32_t last, struct progress_figures *ret)
{
    const struct period_span span = {INT32_MIN, last};
    struct str_pair pairs[DIMENSIONS_MAX];
    int64_t region;
    struct progress_figures figures = {
        .state = str_eq(row->time_rule, STR("last")) || str_eq(row->indicator_kind, STR("stock")),
        .distinct = str_eq(row->time_rule, STR("union")),
    };
    struct observation_filter filter = {
        .release = call->release->id,
        .regions = {.ids = {&region, 1, 1}, .only = true},
        .spans = &span,
        .n_spans = 1,
        .measures = {.texts = {&measure, 1}, .only = true},
        .breakdown = breakdown_of(row->breakdown, pairs),
    };
    int r = scope_indicators(call->db, call->arena, call->release->id,
                             (struct str_list){&row->indicator, 1}, &filter.indicators);

    figures.additive =
        (str_eq(row->time_rule, STR("sum")) || figures.distinct) && str_eq(measure, STR("level"));
    if (r == 0)
        r = scope_code(call->db, STR("region"), row->region, &region);
    if (r > 0)
        r = scan_all(call, memo, &filter, unit, &figures);
    if (r < 0)
        return r;
    choose_definition(call, &figures);
    *ret = figures;
    return 0;
}

static bool is_of(const struct progress_figures *figures, const struct figure *figure)
{
    return str_eq(figure->observation.key.definition, figures->definition);
}

const struct figure *progress_newest(const struct progress_figures *figures, int32_t first,
                                     int32_t last, bool any)
{
    const struct figure *newest = NULL;

    for (size_t i = 0; i < figures->n; i++) {
        const struct figure *figure = &figures->v[i];
        const struct period *period = &figure->observation.key.period;

        if (period->ends_on < first || period->ends_on > last || (!any && !is_of(figures, figure)))
            continue;
        if (!figures->state && (period->freq != FREQ_A ||
                                str_eq(figure->observation.accumulation, STR("since_start"))))
            continue;
        if (is_newer(figure, newest))
            newest = figure;
    }
    return newest;
}

/* Names one more figure as input of an actual one. */
static int take(struct api_call *call, const struct figure *figure, size_t *room,
                struct progress_actual *actual)
{
    const struct figure **v = arena_grow(call->arena, (void *)(uintptr_t)actual->inputs,
                                         actual->n_inputs, room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    v[actual->n_inputs++] = figure;
    actual->inputs = v;
    if (figure->observation.decimals > actual->decimals)
        actual->decimals = figure->observation.decimals;
    figure_note(call, figure);
    return 0;
}

int progress_join(struct api_call *call, const struct progress_actual *part, size_t *room,
                  struct progress_actual *whole)
{
    int r = 0;

    for (size_t i = 0; r == 0 && i < part->n_inputs; i++)
        r = take(call, part->inputs[i], room, whole);
    return r;
}

int progress_one(struct api_call *call, const struct figure *figure, struct progress_actual *ret)
{
    struct progress_actual actual = {0};
    size_t room = 0;
    int r;

    *ret = actual;
    if (figure == NULL)
        return 0;
    r = take(call, figure, &room, &actual);
    if (r < 0)
        return r;
    actual.known = actual.has_value = actual.complete = true;
    actual.starts_on = figure->observation.key.period.starts_on;
    actual.ends_on = figure->observation.key.period.ends_on;
    actual.number = derived_interval(&figure->observation);
    *ret = actual;
    return 0;
}

/* A figure of some part of a span of days, and how far one can go on from it without a gap. */
struct part {
    const struct figure *figure;
    struct period period;
    int32_t reach;
};

static int cmp_start(const void *a, const void *b)
{
    const struct part *x = a, *y = b;

    if (x->period.starts_on != y->period.starts_on)
        return x->period.starts_on < y->period.starts_on ? -1 : 1;
    return (x->period.ends_on > y->period.ends_on) - (x->period.ends_on < y->period.ends_on);
}

struct parts {
    struct part *v; /* by first day, then by last day */
    size_t n;
};

/* The figures of parts of the time from `first` to `last`. A total since the start of something
 * counts where that start is the first day. */
static int find_parts(struct api_call *call, const struct progress_figures *figures, int32_t first,
                      int32_t last, struct parts *ret)
{
    struct parts parts = {.v = arena_alloc(call->arena, figures->n * sizeof *parts.v)};

    if (parts.v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < figures->n; i++) {
        const struct figure *figure = &figures->v[i];
        const struct period period = figure->observation.key.period;
        bool since = str_eq(figure->observation.accumulation, STR("since_start"));

        if (is_of(figures, figure) && period.freq != FREQ_I && period.starts_on >= first &&
            period.ends_on <= last && (!since || period.starts_on == first))
            parts.v[parts.n++] = (struct part){figure, period, period.ends_on};
    }
    qsort(parts.v, parts.n, sizeof *parts.v, cmp_start);
    /* What follows a part begins after it, and stands behind it. */
    for (size_t i = parts.n; i-- > 0;)
        for (size_t j = i + 1; j < parts.n; j++)
            if (parts.v[j].period.starts_on == parts.v[i].period.ends_on + 1 &&
                parts.v[j].reach > parts.v[i].reach)
                parts.v[i].reach = parts.v[j].reach;
    *ret = parts;
    return 0;
}

/* The part that comes next: the earliest one from `from` on, of these the one that leads farthest,
 * of these the longest. NULL: there is none. */
static const struct part *next_part(const struct parts *parts, int32_t from)
{
    const struct part *best = NULL;

    for (size_t i = 0; i < parts->n; i++) {
        const struct part *part = &parts->v[i];

        if (part->period.starts_on < from)
            continue;
        if (best != NULL && part->period.starts_on > best->period.starts_on)
            break;
        if (best == NULL || part->reach >= best->reach)
            best = part;
    }
    return best;
}

/* Entities that are counted once, but may be in several parts: as many as in the largest part at
 * least, and as many as in all at most. */
static void bound_distinct(struct progress_actual *actual)
{
    struct interval_end lower = {0};

    for (size_t i = 0; i < actual->n_inputs; i++) {
        struct interval part = derived_interval(&actual->inputs[i]->observation);

        if (part.lower.known && (!lower.known || rational_cmp(part.lower.at, lower.at) > 0))
            lower = part.lower;
    }
    actual->number.lower = lower;
    actual->has_value = false;
}

/* The longest figure from the first day on; NULL: there is none. */
static const struct figure *longest_part(const struct parts *parts, int32_t first)
{
    const struct figure *longest = NULL;

    for (size_t i = 0; i < parts->n && parts->v[i].period.starts_on == first; i++)
        longest = parts->v[i].figure;
    return longest;
}

/* Adds up parts that do not overlap. */
static int add_up(struct api_call *call, const struct parts *parts, struct progress_actual *sum)
{
    int32_t from = sum->starts_on;
    const struct part *part;
    size_t room = 0;
    int r = 0;

    while (r == 0 && (part = next_part(parts, from)) != NULL) {
        const struct interval number = derived_interval(&part->figure->observation);

        sum->complete &= part->period.starts_on == from;
        from = part->period.ends_on + 1;
        r = interval_add(&sum->number, &number, &sum->number);
        if (r == 0)
            r = take(call, part->figure, &room, sum);
    }
    sum->ends_on = from - 1;
    return r;
}

int progress_sum(struct api_call *call, const struct progress_figures *figures, int32_t first,
                 int32_t last, struct progress_actual *ret)
{
    struct progress_actual sum = {
        .has_value = true,
        .complete = true,
        .starts_on = first,
        .number = interval_exact(rational_from_int(0)),
    };
    struct parts parts;
    int r = find_parts(call, figures, first, last, &parts);

    if (r == 0 && !figures->additive)
        return progress_one(call, longest_part(&parts, first), ret);
    if (r == 0)
        r = add_up(call, &parts, &sum);
    if (r < 0)
        return r;
    sum.known = sum.n_inputs > 0;
    sum.derived = sum.n_inputs > 1;
    if (sum.derived && figures->distinct)
        bound_distinct(&sum);
    /* What is missing may be anything: figures that add up are not negative. */
    if (!sum.complete) {
        sum.has_value = false;
        sum.number.upper = (struct interval_end){0};
    }
    *ret = sum;
    return 0;
}
