#include "api/ratio.h"

#include "api/derived.h"
#include "api/envelope.h"

static enum ratio_reason obstacle(const struct observation *numerator,
                                  const struct observation *denominator)
{
    const struct period *a, *b;

    if (numerator == NULL && denominator == NULL)
        return RATIO_NOTHING;
    if (numerator == NULL)
        return RATIO_NO_NUMERATOR;
    if (denominator == NULL)
        return RATIO_NO_DENOMINATOR;
    if (!numerator->key.has_value || !denominator->key.has_value)
        return RATIO_NO_VALUE;
    a = &numerator->key.period;
    b = &denominator->key.period;
    if (a->starts_on != b->starts_on || a->ends_on != b->ends_on)
        return RATIO_DIFFERENT_PERIODS;
    return derived_apart_in_time(numerator, denominator) == REASON_NONE ? RATIO_COMPUTED
                                                                        : RATIO_DIFFERENT_SCOPES;
}

struct ratio ratio_compute(const struct observation *numerator,
                           const struct observation *denominator, uint8_t decimals)
{
    struct ratio ratio = {.reason = obstacle(numerator, denominator)};
    struct interval above, below;
    int r;

    if (ratio.reason != RATIO_COMPUTED)
        return ratio;
    above = derived_interval(numerator);
    below = derived_interval(denominator);
    r = interval_scale(&above, rational_from_int(100), &above);
    if (r == 0)
        r = interval_div(&above, &below, &above);
    if (r == 0)
        r = rational_round(above.value, decimals, ROUND_NEAREST, &ratio.value);
    if (r < 0) {
        ratio.reason = derived_failure(r) == REASON_DENOMINATOR_ZERO ? RATIO_DENOMINATOR_ZERO
                                                                     : RATIO_OUT_OF_RANGE;
        return ratio;
    }
    ratio.lower_known = above.lower.known &&
                        rational_round(above.lower.at, decimals, ROUND_DOWN, &ratio.lower) == 0;
    ratio.upper_known =
        above.upper.known && rational_round(above.upper.at, decimals, ROUND_UP, &ratio.upper) == 0;
    return ratio;
}

static const struct names reasons[RATIO_REASONS] = {
    [RATIO_NOTHING] = {STR("分子和分母均未公布"),
                       STR("Neither the numerator nor the denominator was published")},
    [RATIO_NO_NUMERATOR] = {STR("分子未公布"), STR("The numerator was not published")},
    [RATIO_NO_DENOMINATOR] = {STR("分母未公布"), STR("The denominator was not published")},
    [RATIO_NO_VALUE] = {STR("公布的数据没有数值"), STR("A figure was published without a value")},
    [RATIO_DENOMINATOR_ZERO] = {STR("分母为零"), STR("The denominator is zero")},
    [RATIO_DIFFERENT_PERIODS] = {STR("分子与分母时期不同"),
                                 STR("The figures are of different periods")},
    [RATIO_DIFFERENT_SCOPES] = {STR("分子与分母的累计口径不同"),
                                STR("The figures accumulate over different time")},
    [RATIO_OUT_OF_RANGE] = {STR("结果超出可计算的范围"),
                            STR("The result is out of the range that is computed")},
};

struct str ratio_reason_text(const struct api_call *call, enum ratio_reason reason)
{
    return envelope_lang(call, reasons[reason]);
}

static void put_input(struct jw *w, struct str role, const struct figure *figure)
{
    if (figure == NULL)
        return;
    jw_object_begin(w);
    JW_KEY(w, "role");
    jw_str(w, role);
    JW_KEY(w, "indicator");
    jw_str(w, figure->indicator->code);
    JW_KEY(w, "period");
    figure_json_period(w, figure->observation.key.period);
    JW_KEY(w, "value");
    figure_json_number(w, figure->observation.key.has_value,
                       observation_value(&figure->observation));
    JW_KEY(w, "document");
    jw_str(w, figure->document->code);
    jw_object_end(w);
}

void ratio_json(struct jw *w, const struct api_call *call, const struct ratio_spec *spec,
                const struct figure *numerator, const struct figure *denominator)
{
    struct ratio ratio =
        ratio_compute(numerator != NULL ? &numerator->observation : NULL,
                      denominator != NULL ? &denominator->observation : NULL, spec->decimals);

    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, spec->id);
    JW_KEY(w, "name");
    jw_str(w, envelope_lang(call, spec->names));
    JW_KEY(w, "value");
    figure_json_number(w, ratio.reason == RATIO_COMPUTED, ratio.value);
    JW_KEY(w, "lower");
    figure_json_number(w, ratio.lower_known, ratio.lower);
    JW_KEY(w, "upper");
    figure_json_number(w, ratio.upper_known, ratio.upper);
    JW_KEY(w, "unit");
    jw_str(w, STR("percent"));
    JW_KEY(w, "decimals");
    jw_i64(w, spec->decimals);
    JW_KEY(w, "derived");
    jw_bool(w, true);
    JW_KEY(w, "basis");
    jw_str(w, STR("period"));
    JW_KEY(w, "inputs");
    jw_array_begin(w);
    put_input(w, STR("numerator"), numerator);
    put_input(w, STR("denominator"), denominator);
    jw_array_end(w);
    JW_KEY(w, "reason");
    envelope_text(w, ratio_reason_text(call, ratio.reason));
    jw_object_end(w);
}
