#include "api/ratio.h"

#include "api/envelope.h"

/* Products of two 64-bit numbers; ISO C has no such type. */
__extension__ typedef __int128 wide;

enum direction { DOWN, UP };

/* num / den * 100, den > 0, rounded towards one side; false: the result does not fit. */
static bool percent(int64_t num, int64_t den, uint8_t decimals, enum direction direction,
                    struct dec *ret)
{
    wide times = 100, product, quotient;

    for (uint8_t i = 0; i < decimals; i++)
        times *= 10;
    product = (wide)num * times;
    quotient = product / den;
    /* Division cuts towards zero, which is the wrong side for half of the cases. */
    if (quotient * den != product) {
        if (direction == UP && num > 0)
            quotient++;
        if (direction == DOWN && num < 0)
            quotient--;
    }
    if (quotient < INT64_MIN || quotient > INT64_MAX)
        return false;
    *ret = (struct dec){(int64_t)quotient, decimals};
    return true;
}

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
    if (!str_eq(numerator->accumulation, denominator->accumulation))
        return RATIO_DIFFERENT_SCOPES;
    if (denominator->key.value_e6 <= 0)
        return RATIO_DENOMINATOR_ZERO;
    return RATIO_COMPUTED;
}

/* The smallest ratio has the smallest numerator, over the largest denominator while it is not
 * negative; the largest the other way round. */
static void bound_ratio(const struct observation *numerator, const struct observation *denominator,
                        uint8_t decimals, struct ratio *ret)
{
    struct limit_e6 low = numerator->lower, high = numerator->upper;
    struct limit_e6 under_low = low.e6 >= 0 ? denominator->upper : denominator->lower;
    struct limit_e6 under_high = high.e6 >= 0 ? denominator->lower : denominator->upper;

    ret->lower_known = low.known && under_low.known && under_low.e6 > 0 &&
                       percent(low.e6, under_low.e6, decimals, DOWN, &ret->lower);
    ret->upper_known = high.known && under_high.known && under_high.e6 > 0 &&
                       percent(high.e6, under_high.e6, decimals, UP, &ret->upper);
}

struct ratio ratio_compute(const struct observation *numerator,
                           const struct observation *denominator, uint8_t decimals)
{
    struct ratio ratio = {.reason = obstacle(numerator, denominator)};

    if (ratio.reason != RATIO_COMPUTED)
        return ratio;
    if (dec_ratio(observation_value(numerator), observation_value(denominator), 100, decimals,
                  &ratio.value) < 0) {
        ratio.reason = RATIO_OUT_OF_RANGE;
        return ratio;
    }
    bound_ratio(numerator, denominator, decimals, &ratio);
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
    [RATIO_OUT_OF_RANGE] = {STR("结果超出可表示的范围"), STR("The result is out of range")},
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
