#include "api/comparison.h"

#include "api/derive.h"

static int reliability(const struct figure *figure)
{
    return figure_reliability(&figure->observation, figure->document);
}

/* How well two figures go together, then how reliable they are. */
static int pair_quality(const struct figure *a, const struct figure *b)
{
    const struct observation *x = &a->observation, *y = &b->observation;

    return 64 * str_eq(x->key.definition, y->key.definition) + 32 * str_eq(x->unit, y->unit) +
           16 * str_eq(x->accumulation, y->accumulation) + reliability(a) + reliability(b);
}

static const struct figure *most_reliable(const struct figure *v, size_t n)
{
    const struct figure *best = n > 0 ? v : NULL;

    for (size_t i = 1; i < n; i++)
        if (reliability(&v[i]) > reliability(best))
            best = &v[i];
    return best;
}

static void choose(struct comparison *comparison, const size_t n[COMPARISON_SIDES])
{
    const struct figure *left = comparison->candidates[COMPARISON_LEFT];
    const struct figure *right = comparison->candidates[COMPARISON_RIGHT];
    int best = -1;

    comparison->figures[COMPARISON_LEFT] = most_reliable(left, n[COMPARISON_LEFT]);
    comparison->figures[COMPARISON_RIGHT] = most_reliable(right, n[COMPARISON_RIGHT]);
    for (size_t i = 0; i < n[COMPARISON_LEFT]; i++) {
        for (size_t j = 0; j < n[COMPARISON_RIGHT]; j++) {
            int quality = pair_quality(&left[i], &right[j]);

            if (quality <= best)
                continue;
            best = quality;
            comparison->figures[COMPARISON_LEFT] = &left[i];
            comparison->figures[COMPARISON_RIGHT] = &right[j];
        }
    }
}

/* A leap day makes no other length. */
static bool same_length(const struct period *a, const struct period *b)
{
    int64_t more = ((int64_t)a->ends_on - a->starts_on) - ((int64_t)b->ends_on - b->starts_on);

    if (a->freq != FREQ_R && a->freq != FREQ_Y)
        return a->freq == b->freq;
    return more >= -1 && more <= 1;
}

static enum reason judge(const struct observation *left, const struct observation *right)
{
    enum reason apart = derived_apart(left, right);

    if (!left->key.has_value || !right->key.has_value)
        return REASON_NO_VALUE;
    if (derived_is_forecast(left) || derived_is_forecast(right))
        return REASON_FORECAST;
    if (apart != REASON_NONE)
        return apart;
    if (!str_eq(left->accumulation, STR("stock")) &&
        !same_length(&left->key.period, &right->key.period))
        return REASON_PERIOD_LENGTHS;
    return REASON_NONE;
}

static void add_flag(struct comparison *comparison, char code, enum reason reason)
{
    for (size_t i = 0; i < comparison->n_flags; i++)
        if (comparison->flags[i].code == code && comparison->flags[i].reason == reason)
            return;
    if (comparison->n_flags == COMPARISON_FLAGS_MAX)
        return;
    comparison->flags[comparison->n_flags].code = code;
    comparison->flags[comparison->n_flags].reason = reason;
    comparison->n_flags++;
}

static void flag(const struct comparison_scope *scope, struct comparison *comparison)
{
    const struct figure *const *figures = comparison->figures;
    const struct observation *left = &figures[COMPARISON_LEFT]->observation;
    const struct observation *right = &figures[COMPARISON_RIGHT]->observation;

    if (!str_eq(left->key.definition, right->key.definition)) {
        if (scope->over_time)
            add_flag(comparison, 'B', REASON_DEFINITION_CHANGED);
        add_flag(comparison, 'D', REASON_DEFINITION_CHANGED);
    }
    for (size_t i = 0; i < COMPARISON_SIDES; i++) {
        if (str_eq(figures[i]->observation.status, STR("B")))
            add_flag(comparison, 'B', REASON_MARKED_BY_PUBLISHER);
        if (str_eq(figures[i]->observation.status, STR("D")))
            add_flag(comparison, 'D', REASON_MARKED_BY_PUBLISHER);
    }
}

/* What the answer that shows them must say beside the figures. */
static void note(struct api_call *call, const struct comparison *comparison, const size_t *n)
{
    for (size_t i = 0; i < COMPARISON_SIDES; i++) {
        if (comparison->figures[i] == NULL)
            continue;
        figure_note(call, comparison->figures[i]);
        if (n[i] > 1)
            hint_add_about(call, HINT_SEVERAL_FIGURES, comparison->figures[i]->indicator->code);
    }
}

int comparison_find(const struct comparison_scope *scope, struct str indicator,
                    struct comparison *ret)
{
    struct api_call *call = scope->call;
    size_t n[COMPARISON_SIDES] = {0};
    int r;

    *ret = (struct comparison){.reason = REASON_NOT_PUBLISHED};
    r = scope_indicators(call->db, call->arena, call->release->id, (struct str_list){&indicator, 1},
                         &ret->indicators);
    if (r < 0 || ret->indicators.n == 0)
        return r;
    if (ret->indicators.v[0].restricted) {
        hint_add_about(call, HINT_RESTRICTED, ret->indicators.v[0].code);
        ret->reason = REASON_RESTRICTED;
        return 0;
    }
    for (size_t i = 0; i < COMPARISON_SIDES && r == 0; i++) {
        const struct figure_find find = {
            .call = call,
            .memo = scope->memo,
            .indicators = ret->indicators,
            .region = scope->sides[i].region,
            .period = scope->sides[i].period,
            .measure = scope->measure,
            .breakdown = scope->breakdown,
        };

        r = figure_find(&find, ret->candidates[i], COMPARISON_CANDIDATES_MAX, &n[i],
                        &ret->others[i]);
    }
    if (r < 0)
        return r;
    choose(ret, n);
    note(call, ret, n);
    if (ret->figures[COMPARISON_LEFT] == NULL || ret->figures[COMPARISON_RIGHT] == NULL)
        return 0;
    ret->reason = judge(&ret->figures[COMPARISON_LEFT]->observation,
                        &ret->figures[COMPARISON_RIGHT]->observation);
    flag(scope, ret);
    return 0;
}

/* Why a side has no figure. */
static enum reason missing(const struct comparison *comparison)
{
    return comparison->reason == REASON_RESTRICTED ? REASON_RESTRICTED : REASON_NOT_PUBLISHED;
}

/* Begins a value of both figures. False: there is a reason against it. */
static bool begin(const struct comparison *comparison, struct str unit, uint8_t decimals,
                  struct derived *ret, struct interval *left, struct interval *right)
{
    derived_begin(ret, unit, decimals);
    if (!derived_input(ret, STR("left"), comparison->figures[COMPARISON_LEFT], missing(comparison),
                       left) ||
        !derived_input(ret, STR("right"), comparison->figures[COMPARISON_RIGHT],
                       missing(comparison), right))
        return false;
    if (comparison->reason != REASON_NONE) {
        derived_refuse(ret, comparison->reason);
        return false;
    }
    return true;
}

void comparison_difference(const struct comparison *comparison, uint8_t decimals,
                           struct derived *ret)
{
    struct str unit = STR("");
    struct interval left = {0}, right = {0}, difference = {0};
    int r = 0;

    for (size_t i = 0; i < COMPARISON_SIDES; i++) {
        const struct figure *figure = comparison->figures[i];

        if (figure == NULL)
            continue;
        unit = derive_is_percent(figure) ? STR("percentage_point") : figure->observation.unit;
        if (figure->observation.decimals > decimals)
            decimals = figure->observation.decimals;
    }
    if (begin(comparison, unit, decimals, ret, &left, &right))
        r = interval_sub(&right, &left, &difference);
    derived_set(ret, r, &difference);
}

/* A rank or a growth is in no proportion to another one. */
static bool refuse_proportion(const struct comparison *comparison, struct derived *ret)
{
    if (str_eq(comparison->figures[COMPARISON_LEFT]->observation.key.measure, STR("level")))
        return false;
    derived_refuse(ret, REASON_NOT_A_LEVEL);
    return true;
}

void comparison_ratio(const struct comparison *comparison, struct derived *ret)
{
    struct interval left = {0}, right = {0}, ratio = {0};
    int r = 0;

    if (begin(comparison, STR("percent"), DERIVE_RATE_DECIMALS, ret, &left, &right) &&
        !refuse_proportion(comparison, ret)) {
        r = interval_div(&right, &left, &ratio);
        if (r == 0)
            r = interval_scale(&ratio, rational_from_int(100), &ratio);
    }
    derived_set(ret, r, &ratio);
}

void comparison_change(const struct comparison *comparison, struct derived *ret)
{
    struct interval left = {0}, right = {0}, change = {0};
    int r = 0;

    if (begin(comparison, STR("percent"), DERIVE_RATE_DECIMALS, ret, &left, &right) &&
        !refuse_proportion(comparison, ret)) {
        if (derive_is_percent(comparison->figures[COMPARISON_LEFT]))
            derived_refuse(ret, REASON_RATE_CHANGES_IN_POINTS);
        r = derive_growth(&right, &left, &change);
    }
    derived_set(ret, r, &change);
}

void comparison_denominator(const struct comparison *ratios, const struct comparison *numerators,
                            int side, struct str unit, uint8_t decimals, struct derived *ret)
{
    const struct figure *ratio = ratios->figures[side], *numerator = numerators->figures[side];
    struct interval count, rate, denominator = {0};
    int r = 0;

    derived_begin(ret, unit, decimals);
    if (derived_input(ret, STR("numerator"), numerator, missing(numerators), &count) &&
        derived_input(ret, STR("ratio"), ratio, missing(ratios), &rate)) {
        count = derived_interval(&numerator->observation);
        rate = derived_interval(&ratio->observation);
        r = interval_div(&count, &rate, &denominator);
        if (r == 0)
            r = interval_scale(&denominator,
                               rational_from_int(derived_rate_base(ratio->observation.unit)),
                               &denominator);
    }
    derived_set(ret, r, &denominator);
}
