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

int figure_add_part(struct arena *arena, const struct period *asked, const struct observation *row,
                    struct id_list *parts)
{
    if (figure_fit(asked, row) == 0)
        return 0;
    for (size_t i = 0; i < parts->n; i++)
        if (parts->v[i] == row->key.breakdown)
            return 0;
    return id_list_add(arena, parts, row->key.breakdown);
}

int figure_other_dimensions(struct observation_scan *scan, const struct observation_filter *filter,
                            struct observation_memo *memo, const struct id_list *parts,
                            struct str *ret)
{
    return filter->breakdown.n > 0 ? observations_other_dimensions(scan, ret)
                                   : observation_memo_dimensions(memo, parts->v, parts->n, ret);
}

int figure_find(const struct figure_find *find, struct figure *ret, size_t max, size_t *ret_n,
                struct str *ret_others)
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
    struct id_list parts = {0};
    int r = observations_open(call->db, call->arena, &filter, find->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        bool part = find->breakdown.n == 0 && key.breakdown != 0;

        if (part && ret_others == NULL)
            continue;
        r = observations_read(scan, &row);
        if (r == 0)
            r = part ? figure_add_part(call->arena, &find->period, &row, &parts)
                     : add(&finding, &row);
    }
    if (r == 0 && ret_others != NULL)
        r = figure_other_dimensions(scan, &filter, find->memo, &parts, ret_others);
    *ret_n = finding.n;
    return r;
}
