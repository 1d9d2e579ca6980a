/* Ratios with hand-computed values: rounding, intervals, and why there is none. */
#include "api/ratio.h"
#include "tests/tap.h"

/* A figure of one year with an interval; INT64_MIN leaves an end open. */
static struct observation figure(int64_t value, int64_t lower, int64_t upper)
{
    return (struct observation){
        .key = {.period = {18628, 18992, FREQ_A}, .has_value = true, .value_e6 = value},
        .lower = {lower != INT64_MIN, lower},
        .upper = {upper != INT64_MIN, upper},
        .accumulation = STR("period"),
    };
}

static struct observation exact(int64_t whole)
{
    return figure(whole * 1000000, whole * 1000000, whole * 1000000);
}

static void is_dec(bool known, struct dec got, const char *expected, const char *name)
{
    char text[DEC_TEXT_MAX] = "open";

    if (known)
        dec_format(got, text);
    tap_is_str(str_from(text), str_from(expected), "%s", name);
}

static void check(struct observation numerator, struct observation denominator,
                  const char *expected[3], const char *name)
{
    struct ratio ratio = ratio_compute(&numerator, &denominator, 1);

    tap_is_int(ratio.reason, RATIO_COMPUTED, "%s", name);
    is_dec(true, ratio.value, expected[0], "value");
    is_dec(ratio.lower_known, ratio.lower, expected[1], "lower");
    is_dec(ratio.upper_known, ratio.upper, expected[2], "upper");
}

#define E6(whole) (INT64_C(1000000) * (whole))
#define IS(value, lower, upper) ((const char *[3]){value, lower, upper})

static void check_values(void)
{
    /* 0.721166..., 0.695957..., 0.501901... */
    check(exact(1707), exact(2367), IS("72.1", "72.1", "72.2"), "1707 of 2367");
    check(exact(1188), exact(1707), IS("69.6", "69.5", "69.6"), "1188 of 1707");
    check(exact(1188), exact(2367), IS("50.2", "50.1", "50.2"), "1188 of 2367");
    check(exact(92), exact(96), IS("95.8", "95.8", "95.9"), "92 of 96");
    check(exact(1), exact(8), IS("12.5", "12.5", "12.5"), "1 of 8 is exact");
    /* 0.0625: half away from zero. */
    check(exact(1), exact(16), IS("6.3", "6.2", "6.3"), "1 of 16 is halfway");
    check(exact(0), exact(7), IS("0.0", "0.0", "0.0"), "a measured zero");
    check(exact(130), exact(100), IS("130.0", "130.0", "130.0"), "more than all");
    check(exact(-1), exact(3), IS("-33.3", "-33.4", "-33.3"), "a negative one");
}

static void check_intervals(void)
{
    /* 500 and more of 1000; then of 900 to 1100. */
    check(figure(E6(500), E6(500), INT64_MIN), exact(1000), IS("50.0", "50.0", "open"),
          "an open numerator");
    check(exact(50), figure(E6(100), E6(100), INT64_MIN), IS("50.0", "0.0", "50.0"),
          "an open denominator");
    /* 90/110 = 81.81..., 100/100, 110/90 = 122.22... */
    check(figure(E6(100), E6(90), E6(110)), figure(E6(100), E6(90), E6(110)),
          IS("100.0", "81.8", "122.3"), "both inexact");
    /* -10/90 = -11.11..., -5/100 = -5, 10/90 = 11.11... */
    check(figure(E6(-5), E6(-10), E6(10)), figure(E6(100), E6(90), E6(110)),
          IS("-5.0", "-11.2", "11.2"), "a numerator on both sides of zero");
    check(exact(5), figure(E6(10), E6(0), E6(20)), IS("50.0", "25.0", "open"),
          "a denominator that may be zero");
}

static void reason_is(const struct observation *numerator, const struct observation *denominator,
                      enum ratio_reason expected, const char *name)
{
    struct ratio ratio = ratio_compute(numerator, denominator, 1);

    tap_is_int(ratio.reason, expected, "%s", name);
    tap_ok(!ratio.lower_known && !ratio.upper_known, "and no interval");
}

static void check_reasons(void)
{
    struct observation one = exact(1), zero = exact(0), below = exact(-2), missing = exact(1);
    struct observation half = exact(1), since = exact(1), huge = exact(9000000000000);
    struct observation tiny = figure(1, 1, 1);

    missing.key.has_value = false;
    half.key.period = (struct period){18628, 18808, FREQ_H};
    since.accumulation = STR("since_start");
    reason_is(NULL, NULL, RATIO_NOTHING, "neither");
    reason_is(NULL, &one, RATIO_NO_NUMERATOR, "no numerator");
    reason_is(&one, NULL, RATIO_NO_DENOMINATOR, "no denominator");
    reason_is(&one, &zero, RATIO_DENOMINATOR_ZERO, "of nothing");
    reason_is(&one, &below, RATIO_OUT_OF_RANGE, "of less than nothing");
    reason_is(&missing, &one, RATIO_NO_VALUE, "without a value");
    reason_is(&half, &one, RATIO_DIFFERENT_PERIODS, "a half of a year");
    reason_is(&since, &one, RATIO_DIFFERENT_SCOPES, "since the start of one year");
    reason_is(&huge, &tiny, RATIO_OUT_OF_RANGE, "too large");
}

int main(void)
{
    struct api_call call = {.lang = PARAM_LANG_EN};

    check_values();
    check_intervals();
    check_reasons();
    tap_is_int((int64_t)ratio_reason_text(&call, RATIO_COMPUTED).n, 0, "no reason when computed");
    for (enum ratio_reason reason = RATIO_NOTHING; reason < RATIO_REASONS; reason++)
        tap_ok(ratio_reason_text(&call, reason).n > 0, "reason %d has a text", (int)reason);
    return tap_done();
}
