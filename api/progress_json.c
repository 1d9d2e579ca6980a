#include "api/progress_json.h"

#include "api/envelope.h"
#include "api/target.h"

void verdict_json(struct jw *w, const struct api_call *call, struct verdict verdict)
{
    JW_KEY(w, "light");
    jw_str(w, light_text(verdict.light));
    JW_KEY(w, "reason");
    envelope_text(w, reason_code(verdict.reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason_text(call, verdict.reason));
}

/* A number of an interval, rounded towards its side; a published one has no more places. */
static void put_number(struct jw *w, bool known, struct rational at, uint8_t decimals,
                       enum rounding rounding)
{
    struct dec number = {0};

    if (rounding != ROUND_NEAREST)
        decimals = (uint8_t)(decimals + DERIVED_MORE_PLACES < DEC_SCALE_MAX
                                 ? decimals + DERIVED_MORE_PLACES
                                 : DEC_SCALE_MAX);
    known = known && rational_round(at, decimals, rounding, &number) == 0;
    figure_json_number(w, known, number);
}

static void put_interval(struct jw *w, const struct interval *number, bool has_value,
                         uint8_t decimals)
{
    JW_KEY(w, "value");
    put_number(w, has_value, number->value, decimals, ROUND_NEAREST);
    JW_KEY(w, "lower");
    put_number(w, number->lower.known, number->lower.at, decimals, ROUND_DOWN);
    JW_KEY(w, "upper");
    put_number(w, number->upper.known, number->upper.at, decimals, ROUND_UP);
}

static void put_actual(struct jw *w, const struct progress_actual *actual, struct str unit)
{
    JW_KEY(w, "actual");
    if (!actual->known) {
        jw_null(w);
        return;
    }
    jw_object_begin(w);
    put_interval(w, &actual->number, actual->has_value, actual->decimals);
    JW_KEY(w, "unit");
    jw_str(w, unit);
    JW_KEY(w, "decimals");
    jw_i64(w, actual->decimals);
    JW_KEY(w, "starts_on");
    envelope_date(w, actual->starts_on);
    JW_KEY(w, "ends_on");
    envelope_date(w, actual->ends_on);
    JW_KEY(w, "complete");
    jw_bool(w, actual->complete);
    JW_KEY(w, "derived");
    jw_bool(w, actual->derived);
    JW_KEY(w, "inputs");
    jw_array_begin(w);
    for (size_t i = 0; i < actual->n_inputs; i++)
        derived_input_json(w, STR("actual"), actual->inputs[i]);
    jw_array_end(w);
    jw_object_end(w);
}

static void put_baseline(struct jw *w, const struct progress_baseline *baseline)
{
    static const struct str sources[] = {
        [BASELINE_TARGET] = STR("target"),
        [BASELINE_FIGURE] = STR("figure"),
        [BASELINE_ZERO] = STR("zero"),
    };

    JW_KEY(w, "baseline");
    if (baseline->source == BASELINE_NONE) {
        jw_null(w);
        return;
    }
    jw_object_begin(w);
    JW_KEY(w, "on");
    envelope_date(w, baseline->on);
    put_interval(w, &baseline->number, true, baseline->decimals);
    JW_KEY(w, "source");
    jw_str(w, sources[baseline->source]);
    JW_KEY(w, "input");
    if (baseline->figure != NULL)
        derived_input_json(w, STR("baseline"), baseline->figure);
    else
        jw_null(w);
    jw_object_end(w);
}

static void put_derived(struct jw *w, const struct api_call *call, struct str name,
                        const struct derived *derived)
{
    jw_key(w, name);
    derived_json(w, call, derived);
}

static void put_years(struct jw *w, const struct api_call *call,
                      const struct progress_reading *reading)
{
    JW_KEY(w, "years");
    jw_array_begin(w);
    for (size_t i = 0; i < reading->n_years; i++) {
        const struct progress_year *year = &reading->years[i];

        jw_object_begin(w);
        JW_KEY(w, "year");
        jw_i64(w, year->year);
        put_actual(w, &year->actual, reading->actual_unit);
        put_derived(w, call, STR("attainment"), &year->attainment);
        verdict_json(w, call, year->verdict);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_reading(struct jw *w, const struct api_call *call,
                        const struct progress_reading *reading)
{
    jw_object_begin(w);
    JW_KEY(w, "reading");
    jw_str(w, reading->kind);
    JW_KEY(w, "starts_on");
    envelope_date(w, reading->starts_on);
    JW_KEY(w, "ends_on");
    envelope_date(w, reading->ends_on);
    put_actual(w, &reading->actual, reading->actual_unit);
    put_derived(w, call, STR("attainment"), &reading->attainment);
    JW_KEY(w, "pace");
    jw_object_begin(w);
    put_baseline(w, &reading->baseline);
    put_derived(w, call, STR("expected"), &reading->expected);
    put_derived(w, call, STR("gap"), &reading->gap);
    jw_object_end(w);
    put_derived(w, call, STR("remaining"), &reading->remaining);
    put_derived(w, call, STR("required_growth"), &reading->required_growth);
    put_years(w, call, reading);
    verdict_json(w, call, reading->verdict);
    jw_object_end(w);
}

void progress_json(struct jw *w, struct api_call *call, const struct progress *progress)
{
    JW_KEY(w, "on");
    envelope_date(w, progress->on);
    JW_KEY(w, "judged_as");
    jw_str(w, comparator_text(progress->comparator));
    verdict_json(w, call, progress->verdict);
    JW_KEY(w, "readings");
    jw_array_begin(w);
    for (size_t i = 0; i < progress->n_readings; i++)
        put_reading(w, call, &progress->readings[i]);
    jw_array_end(w);
}

static void put_reading_brief(struct jw *w, const struct api_call *call,
                              const struct progress_reading *reading)
{
    const struct progress_actual *actual = &reading->actual;

    jw_object_begin(w);
    JW_KEY(w, "reading");
    jw_str(w, reading->kind);
    JW_KEY(w, "actual");
    put_number(w, actual->known && actual->has_value, actual->number.value, actual->decimals,
               ROUND_NEAREST);
    JW_KEY(w, "actual_on");
    if (actual->known)
        envelope_date(w, actual->ends_on);
    else
        jw_null(w);
    put_derived(w, call, STR("attainment"), &reading->attainment);
    verdict_json(w, call, reading->verdict);
    jw_object_end(w);
}

int progress_json_brief(struct jw *w, struct api_call *call, const struct target_row *row,
                        const struct progress *progress)
{
    int r;

    jw_object_begin(w);
    r = target_json_brief(w, call, row);
    verdict_json(w, call, progress->verdict);
    JW_KEY(w, "readings");
    jw_array_begin(w);
    for (size_t i = 0; i < progress->n_readings; i++)
        put_reading_brief(w, call, &progress->readings[i]);
    jw_array_end(w);
    jw_object_end(w);
    return r;
}
