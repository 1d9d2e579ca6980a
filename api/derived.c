#include "api/derived.h"

#include "api/envelope.h"
#include "base/err.h"

#include <string.h>

struct interval derived_interval(const struct observation *observation)
{
    struct interval level = {
        .value = rational_from_e6(observation->key.value_e6),
        .lower = {.known = observation->lower.known,
                  .strict = str_eq(observation->bound, STR("gt")),
                  .at = rational_from_e6(observation->lower.e6)},
        .upper = {.known = observation->upper.known,
                  .strict = str_eq(observation->bound, STR("lt")),
                  .at = rational_from_e6(observation->upper.e6)},
    };

    /* What is counted or measured is not negative, however open "at most" is below. */
    if (rational_sign(level.value) >= 0 &&
        (!level.lower.known || rational_sign(level.lower.at) < 0) &&
        str_eq(observation->key.measure, STR("level")))
        level.lower = (struct interval_end){.known = true, .at = rational_from_int(0)};
    return level;
}

bool derived_is_forecast(const struct observation *observation)
{
    return str_eq(observation->status, STR("F"));
}

static bool same_place(const struct observation_key *a, const struct observation_key *b)
{
    return a->region == b->region && a->period.ends_on == b->period.ends_on &&
           a->period.starts_on == b->period.starts_on;
}

enum reason derived_apart_in_time(const struct observation *a, const struct observation *b)
{
    const struct str since_start = STR("since_start");
    bool alike = str_eq(a->accumulation, b->accumulation);

    if ((str_eq(a->accumulation, since_start) || str_eq(b->accumulation, since_start)) &&
        !(alike && same_place(&a->key, &b->key)))
        return REASON_SINCE_START;
    return alike ? REASON_NONE : REASON_ACCUMULATION_CHANGED;
}

enum reason derived_apart(const struct observation *a, const struct observation *b)
{
    return str_eq(a->unit, b->unit) ? derived_apart_in_time(a, b) : REASON_UNIT_CHANGED;
}

int64_t derived_rate_base(struct str unit)
{
    const struct str per = STR("_per_10k_");

    if (str_eq(unit, STR("percent")))
        return 100;
    return memmem(unit.p, unit.n, per.p, per.n) != NULL ? 10000 : 1;
}

void derived_begin(struct derived *derived, struct str unit, uint8_t decimals)
{
    *derived = (struct derived){.unit = unit, .decimals = decimals};
}

bool derived_input(struct derived *derived, struct str role, const struct figure *figure,
                   enum reason missing, struct interval *ret)
{
    if (figure == NULL) {
        derived_refuse(derived, missing);
        return false;
    }
    if (derived->n_inputs < DERIVED_INPUTS_MAX) {
        derived->inputs[derived->n_inputs].role = role;
        derived->inputs[derived->n_inputs].figure = figure;
        derived->n_inputs++;
    }
    if (!figure->observation.key.has_value) {
        derived_refuse(derived, REASON_NO_VALUE);
        return false;
    }
    *ret = derived_interval(&figure->observation);
    return derived->reason == REASON_NONE;
}

enum reason derived_failure(int r)
{
    return r == -ERR_INPUT ? REASON_DENOMINATOR_ZERO : REASON_OUT_OF_RANGE;
}

void derived_refuse(struct derived *derived, enum reason reason)
{
    if (derived->reason == REASON_NONE)
        derived->reason = reason;
    derived->has_value = derived->lower_known = derived->upper_known = false;
}

void derived_set(struct derived *derived, int r, const struct interval *result)
{
    uint8_t places = derived->decimals;

    if (derived->reason != REASON_NONE)
        return;
    if (r == 0)
        r = rational_round(result->value, places, ROUND_NEAREST, &derived->value);
    if (r < 0) {
        derived_refuse(derived, derived_failure(r));
        return;
    }
    derived->has_value = true;
    places = places + DERIVED_MORE_PLACES < DEC_SCALE_MAX ? (uint8_t)(places + DERIVED_MORE_PLACES)
                                                          : DEC_SCALE_MAX;
    /* A bound that does not fit is left open, which is true all the same. */
    derived->lower_known = result->lower.known && rational_round(result->lower.at, places,
                                                                 ROUND_DOWN, &derived->lower) == 0;
    derived->upper_known = result->upper.known &&
                           rational_round(result->upper.at, places, ROUND_UP, &derived->upper) == 0;
}

/* level / (1 + growth / 100). */
int derived_base_of(const struct interval *level, const struct interval *growth,
                    struct interval *ret)
{
    const struct interval whole = interval_exact(rational_from_int(100));
    struct interval kept;
    int r = interval_add(growth, &whole, &kept);

    if (r == 0 && rational_sign(kept.value) >= 0 &&
        (!kept.lower.known || rational_sign(kept.lower.at) < 0))
        kept.lower = interval_exact(rational_from_int(0)).lower;
    if (r == 0)
        r = interval_scale(level, rational_from_int(100), ret);
    return r < 0 ? r : interval_div(ret, &kept, ret);
}

void derived_base(struct derived *derived, const struct figure *level, const struct figure *growth,
                  struct str unit, uint8_t decimals)
{
    struct interval now = {0}, rate, base = {0};
    int r = 0;

    derived_begin(derived, unit, decimals);
    if (derived_input(derived, STR("level"), level, REASON_NO_LEVEL, &now) &&
        derived_input(derived, STR("growth"), growth, REASON_NO_VALUE, &rate))
        r = derived_base_of(&now, &rate, &base);
    derived_set(derived, r, &base);
}

void derived_input_json(struct jw *w, struct str role, const struct figure *figure)
{
    const struct observation *observation = &figure->observation;

    jw_object_begin(w);
    JW_KEY(w, "role");
    jw_str(w, role);
    JW_KEY(w, "indicator");
    jw_str(w, figure->indicator->code);
    JW_KEY(w, "definition");
    jw_str(w, observation->key.definition);
    JW_KEY(w, "region");
    jw_str(w, figure->region->code);
    JW_KEY(w, "period");
    figure_json_period(w, observation->key.period);
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, figure->breakdown);
    JW_KEY(w, "measure");
    jw_str(w, observation->key.measure);
    JW_KEY(w, "value");
    figure_json_number(w, observation->key.has_value, observation_value(observation));
    JW_KEY(w, "document");
    jw_str(w, figure->document->code);
    jw_object_end(w);
}

void derived_json_members(struct jw *w, const struct api_call *call, const struct derived *derived)
{
    JW_KEY(w, "value");
    figure_json_number(w, derived->has_value, derived->value);
    JW_KEY(w, "lower");
    figure_json_number(w, derived->lower_known, derived->lower);
    JW_KEY(w, "upper");
    figure_json_number(w, derived->upper_known, derived->upper);
    JW_KEY(w, "unit");
    jw_str(w, derived->unit);
    JW_KEY(w, "decimals");
    jw_i64(w, derived->decimals);
    JW_KEY(w, "derived");
    jw_bool(w, true);
    JW_KEY(w, "inputs");
    jw_array_begin(w);
    for (size_t i = 0; i < derived->n_inputs; i++)
        derived_input_json(w, derived->inputs[i].role, derived->inputs[i].figure);
    jw_array_end(w);
    JW_KEY(w, "reason");
    envelope_text(w, reason_code(derived->reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason_text(call, derived->reason));
}

void derived_json(struct jw *w, const struct api_call *call, const struct derived *derived)
{
    jw_object_begin(w);
    derived_json_members(w, call, derived);
    jw_object_end(w);
}
