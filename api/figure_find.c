#include "api/figure_find.h"

#include "db/db.h"

int figure_fit(const struct period *asked, const struct observation *row)
{
    const struct period *is = &row->key.period;

    if (is->starts_on == asked->starts_on && is->ends_on == asked->ends_on)
        return is->freq == asked->freq ? 3 : 2;
    return is->freq == FREQ_I && is->ends_on == asked->ends_on &&
                   str_eq(row->accumulation, STR("stock"))
               ? 1
               : 0;
}

int figure_reliability(const struct observation *row, const struct memo_document *document)
{
    return (document->second_hand ? 0 : 2) + (str_eq(row->status, STR("A")) ? 1 : 0);
}

/* One reading: the figures that fit as well as any so far. */
struct finding {
    const struct figure_find *find;
    struct figure *v;
    size_t n, max;
    int best;
};

/* Adds a figure that fits as well as those found so far; a better one takes their place. */
static int add(struct finding *finding, const struct observation *row)
{
    struct figure figure = {.observation = *row};
    int fits = figure_fit(&finding->find->period, row);
    int r;

    if (fits == 0 || fits < finding->best)
        return 0;
    if (fits > finding->best)
        finding->n = 0;
    finding->best = fits;
    if (finding->n == finding->max)
        return 0;
    r = observation_keep(finding->find->call->arena, &figure.observation);
    if (r == 0)
        r = figure_name(finding->find->memo, &finding->find->indicators, &figure);
    if (r == 0)
        finding->v[finding->n++] = figure;
    return r;
}

int figure_find(const struct figure_find *find, struct figure *ret, size_t max, size_t *ret_n)
{
    struct api_call *call = find->call;
    const struct period_span span = {find->period.starts_on, find->period.ends_on};
    int64_t region = find->region;
    struct str measure = find->measure;
    const struct observation_filter filter = {
        .release = call->release->id,
        .indicators = find->indicators,
        .regions = {.ids = {&region, 1, 1}, .only = true},
        .spans = &span,
        .n_spans = 1,
        .measures = {.texts = {&measure, 1}, .only = true},
        .breakdown = find->breakdown,
    };
    struct finding finding = {.find = find, .v = ret, .max = max};
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct observation row;
    int r = observations_open(call->db, call->arena, &filter, find->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        /* Without a breakdown asked for the widest figures come, and those may be parts. */
        if (find->breakdown.n == 0 && key.breakdown != 0)
            continue;
        r = observations_read(scan, &row);
        if (r == 0)
            r = add(&finding, &row);
    }
    *ret_n = finding.n;
    return r;
}
