#include "api/series_point.h"

#include "api/derived.h"
#include "api/figure.h"
#include "base/err.h"
#include "base/interval.h"

int series_points_reserve(struct series_points *points, struct arena *arena, size_t n)
{
    points->n = 0;
    if (n <= points->room)
        return 0;
    points->v = arena_alloc(arena, n * sizeof *points->v);
    points->room = points->v != NULL ? n : 0;
    return points->v != NULL ? 0 : -ERR_NOMEM;
}

int series_inputs_reserve(struct series_inputs *inputs, struct arena *arena, size_t n)
{
    inputs->n = 0;
    if (n <= inputs->room)
        return 0;
    inputs->v = arena_alloc(arena, n * sizeof *inputs->v);
    inputs->room = inputs->v != NULL ? n : 0;
    return inputs->v != NULL ? 0 : -ERR_NOMEM;
}

int series_point_read(struct observation_memo *memo, const struct observation *row,
                      struct series_point *ret)
{
    struct observation *kept = &ret->observation;
    struct str *const texts[] = {&kept->key.measure, &kept->key.definition, &kept->unit,
                                 &kept->bound,       &kept->accumulation,   &kept->status,
                                 &kept->extraction};
    int r;

    *ret = (struct series_point){.observation = *row, .source = row->key.region};
    kept->raw = kept->locator = (struct str){0};
    kept->note = (struct names){0};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        r = observation_memo_text(memo, *texts[i], texts[i]);
        if (r < 0)
            return r;
    }
    r = observation_memo_document(memo, row->document, &ret->document);
    return r < 0 ? r : observation_memo_region(memo, row->key.region, &ret->region);
}

void series_point_note(struct api_call *call, const struct series_point *point)
{
    struct figure figure = {.observation = point->observation, .document = point->document};

    if (point->document != NULL)
        figure_note(call, &figure);
    for (size_t i = 0; i < point->n_inputs; i++)
        series_point_note(call, point->inputs[i]);
}

bool series_point_breaks(const struct series_point *point)
{
    if (str_eq(point->observation.status, STR("B")))
        return true;
    for (size_t i = 0; i < point->n_inputs; i++)
        if (series_point_breaks(point->inputs[i]))
            return true;
    return false;
}

struct str series_point_document(const struct series_point *point)
{
    struct str document = {0};

    if (point->document != NULL)
        return point->document->code;
    if (point->reason != REASON_NONE)
        return document;
    for (size_t i = 0; i < point->n_inputs; i++) {
        struct str other = series_point_document(point->inputs[i]);

        if (i > 0 && !str_eq(document, other))
            return (struct str){0};
        document = other;
    }
    return document;
}

struct str series_point_origin(const struct series_point *point)
{
    struct str origin = {0};

    if (point->document != NULL)
        return figure_origin(point->document);
    for (size_t i = 0; i < point->n_inputs; i++) {
        struct str other = series_point_origin(point->inputs[i]);

        if (i > 0 && !str_eq(origin, other))
            return (struct str){0};
        origin = other;
    }
    return origin;
}

bool series_point_synthetic(const struct series_point *point)
{
    bool synthetic = point->document != NULL && point->document->synthetic;

    for (size_t i = 0; i < point->n_inputs && !synthetic; i++)
        synthetic = series_point_synthetic(point->inputs[i]);
    return synthetic;
}

void series_point_refuse(struct series_point *ret, const struct series_point *const *inputs,
                         size_t n, enum reason reason)
{
    struct observation_key key = ret->observation.key;

    key.has_value = false;
    key.value_e6 = 0;
    *ret = (struct series_point){.observation = {.key = key, .unit = inputs[0]->observation.unit},
                                 .reason = reason,
                                 .inputs = inputs,
                                 .n_inputs = n};
}

void series_point_pass(struct series_point *ret, const struct series_point *const *input)
{
    struct observation_key key = ret->observation.key;

    *ret =
        (struct series_point){.observation = input[0]->observation, .inputs = input, .n_inputs = 1};
    key.has_value = input[0]->observation.key.has_value;
    key.value_e6 = input[0]->observation.key.value_e6;
    ret->observation.key = key;
    ret->observation.document = 0;
    ret->observation.extraction = STR("derived");
}

/* What keeps the figures from being added; REASON_NONE: nothing. */
static enum reason why_not(const struct series_point *const *inputs, size_t n)
{
    const struct observation *first = &inputs[0]->observation;

    for (size_t i = 0; i < n; i++) {
        const struct observation *input = &inputs[i]->observation;

        if (inputs[i]->reason != REASON_NONE)
            return inputs[i]->reason;
        if (!str_eq(input->key.measure, STR("level")))
            return REASON_NOT_A_LEVEL;
        if (!str_eq(input->unit, first->unit))
            return REASON_UNIT_CHANGED;
        if (!str_eq(input->accumulation, first->accumulation) ||
            str_eq(input->accumulation, STR("since_start")))
            return REASON_NOT_ADDITIVE;
        if (!input->key.has_value)
            return REASON_NO_VALUE;
    }
    return REASON_NONE;
}

/* A bound of words for the sum: open above where any part is, and below alike. */
static struct str bound_of(const struct series_point *const *inputs, size_t n)
{
    bool least = false, most = false, strict = false, about = false;

    for (size_t i = 0; i < n; i++) {
        struct str bound = inputs[i]->observation.bound;

        least = least || str_eq(bound, STR("ge")) || str_eq(bound, STR("gt"));
        most = most || str_eq(bound, STR("le")) || str_eq(bound, STR("lt"));
        strict = strict || str_eq(bound, STR("gt")) || str_eq(bound, STR("lt"));
        about = about || str_eq(bound, STR("approx"));
    }
    if (least != most && least)
        return strict ? STR("gt") : STR("ge");
    if (least != most)
        return strict ? STR("lt") : STR("le");
    return least || about ? STR("approx") : STR("eq");
}

/* The status of a sum is the first of these that a part has: what is in part a forecast is one, and
 * where a part breaks the series the sum does; then the most cautious. */
static struct str status_of(const struct series_point *const *inputs, size_t n)
{
    static const struct str by_caution[] = {STR("F"), STR("B"), STR("U"), STR("E"),
                                            STR("I"), STR("P"), STR("D")};

    for (size_t k = 0; k < COUNT_OF(by_caution); k++)
        for (size_t i = 0; i < n; i++)
            if (str_eq(inputs[i]->observation.status, by_caution[k]))
                return by_caution[k];
    return STR("A");
}

/* Sums of millionths are millionths: nothing is rounded away. */
static int to_e6(struct rational number, int64_t *ret)
{
    struct dec value;
    int r = rational_round(number, DEC_SCALE_MAX, ROUND_NEAREST, &value);

    return r < 0 ? r : dec_to_e6(value, ret);
}

static int end_to_e6(struct interval_end end, struct limit_e6 *ret)
{
    ret->known = end.known;
    return end.known ? to_e6(end.at, &ret->e6) : 0;
}

static int add_up(const struct series_point *const *inputs, size_t n, struct observation *ret)
{
    struct interval sum = derived_interval(&inputs[0]->observation);
    int r = 0;

    ret->decimals = inputs[0]->observation.decimals;
    for (size_t i = 1; r == 0 && i < n; i++) {
        struct interval part = derived_interval(&inputs[i]->observation);

        if (inputs[i]->observation.decimals > ret->decimals)
            ret->decimals = inputs[i]->observation.decimals;
        r = interval_add(&sum, &part, &sum);
    }
    if (r == 0)
        r = to_e6(sum.value, &ret->key.value_e6);
    if (r == 0)
        r = end_to_e6(sum.lower, &ret->lower);
    if (r == 0)
        r = end_to_e6(sum.upper, &ret->upper);
    return r;
}

void series_point_sum(struct series_point *ret, const struct series_point *const *inputs, size_t n)
{
    enum reason reason = why_not(inputs, n);
    struct series_point sum;

    if (reason != REASON_NONE) {
        series_point_refuse(ret, inputs, n, reason);
        return;
    }
    sum = *ret;
    series_point_pass(&sum, inputs);
    sum.n_inputs = n;
    if (add_up(inputs, n, &sum.observation) < 0) {
        series_point_refuse(ret, inputs, n, REASON_OUT_OF_RANGE);
        return;
    }
    sum.observation.bound = bound_of(inputs, n);
    sum.observation.status = status_of(inputs, n);
    *ret = sum;
}
