/* Lights by hand: every rule of the verdict on numbers without a store, and what a printed number
 * stands for. */
#include "api/cross_check.h"
#include "api/progress_case.h"
#include "base/period.h"
#include "tests/tap.h"

/* An actual figure of the days 2024-01-01 to 2025-12-31, from `lower` to `upper` (negative: open).
 */
static struct progress_actual actual(int64_t lower, int64_t upper)
{
    struct progress_actual ret = {
        .known = true,
        .has_value = true,
        .complete = true,
        .starts_on = date_from_civil(2024, 1, 1),
        .ends_on = date_from_civil(2025, 12, 31),
        .number = interval_exact(rational_from_int(lower)),
    };

    ret.number.upper = (struct interval_end){upper >= 0, false, rational_from_int(upper)};
    return ret;
}

static struct progress_case target(enum interval_comparator comparator, int64_t goal)
{
    return (struct progress_case){
        .comparator = comparator,
        .goal = rational_from_int(goal),
        .starts_on = date_from_civil(2024, 1, 1),
        .on = date_from_civil(2026, 6, 30),
    };
}

static void is_light(const struct progress_case *c, const struct standing *standing,
                     enum light light, enum reason reason, const char *name)
{
    struct verdict verdict = progress_judge(c, standing);

    tap_is_str(light_text(verdict.light), light_text(light), "%s", name);
    tap_is_str(reason_code(verdict.reason), reason_code(reason), "%s: why", name);
}

static void check_final(void)
{
    static const struct {
        enum interval_comparator comparator;
        int64_t goal, lower, upper;
        enum light light;
        const char *name;
    } cases[] = {
        {INTERVAL_GE, 10, 10, 10, LIGHT_MET, "10 is at least 10"},
        {INTERVAL_GT, 10, 10, 10, LIGHT_MISSED, "10 is not more than 10"},
        {INTERVAL_GE, 10, 9, 10, LIGHT_UNDETERMINED, "9 to 10 may be less than 10"},
        {INTERVAL_GE, 10, 10, -1, LIGHT_MET, "at least 10 is at least 10"},
        {INTERVAL_GE, 10, 8, 9, LIGHT_MISSED, "8 to 9 is less than 10"},
        {INTERVAL_EQ, 10, 10, 10, LIGHT_MET, "10 is 10"},
        {INTERVAL_EQ, 10, 9, 11, LIGHT_UNDETERMINED, "9 to 11 may be 10"},
        {INTERVAL_EQ, 10, 11, 12, LIGHT_MISSED, "11 to 12 is not 10"},
        {INTERVAL_LE, 10, 0, 10, LIGHT_MET, "0 to 10 is at most 10"},
        {INTERVAL_LT, 10, 10, -1, LIGHT_MISSED, "10 or more is not less than 10"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct progress_case c = target(cases[i].comparator, cases[i].goal);
        struct progress_actual number = actual(cases[i].lower, cases[i].upper);
        struct standing standing = {.actual = &number, .settles = true};

        is_light(&c, &standing, cases[i].light,
                 cases[i].light == LIGHT_UNDETERMINED ? REASON_THRESHOLD_WITHIN_BOUNDS
                                                      : REASON_NONE,
                 cases[i].name);
    }
}

/* Before the end. */
static void check_kinds(void)
{
    struct progress_actual number = actual(12, 12);
    struct standing state = {.actual = &number, .no_pace = REASON_NO_BASELINE};
    struct standing amount = {
        .actual = &number, .no_pace = REASON_NO_BASELINE, .kind = STANDING_AMOUNT};
    struct standing mean = {
        .actual = &number, .no_pace = REASON_NO_BASELINE, .kind = STANDING_MEAN};
    struct progress_case c = target(INTERVAL_GE, 10);

    is_light(&c, &state, LIGHT_MET, REASON_REACHED_EARLY, "a state may fall again");
    is_light(&c, &amount, LIGHT_MET, REASON_NONE, "an amount does not");
    is_light(&c, &mean, LIGHT_NOT_YET_JUDGEABLE, REASON_NO_BASELINE, "a mean so far says nothing");
    c = target(INTERVAL_LE, 10);
    is_light(&c, &amount, LIGHT_MISSED, REASON_NONE, "an amount that went past at most");
    is_light(&c, &state, LIGHT_NOT_YET_JUDGEABLE, REASON_NO_BASELINE, "a state may come back");
    c = target(INTERVAL_EQ, 10);
    is_light(&c, &amount, LIGHT_MISSED, REASON_NONE, "an amount that went past exactly");
    c = target(INTERVAL_LT, 12);
    is_light(&c, &amount, LIGHT_MISSED, REASON_NONE, "12 is not less than 12, nor will be");
    c = target(INTERVAL_LE, 12);
    is_light(&c, &amount, LIGHT_NOT_YET_JUDGEABLE, REASON_NO_BASELINE, "12 is still at most 12");
    amount.over = state.over = true;
    is_light(&c, &amount, LIGHT_NOT_YET_JUDGEABLE, REASON_NO_FIGURE_AT_END, "over without an end");
    number.complete = false;
    is_light(&c, &amount, LIGHT_NOT_YET_JUDGEABLE, REASON_PERIODS_MISSING, "over with a gap");
    c = target(INTERVAL_GE, 10);
    is_light(&c, &amount, LIGHT_MET, REASON_NONE, "enough in spite of a gap");
    number.known = false;
    is_light(&c, &amount, LIGHT_NOT_YET_JUDGEABLE, REASON_NO_ACTUAL, "nothing was published");
    c.on = c.starts_on - 1;
    is_light(&c, &amount, LIGHT_NOT_YET_JUDGEABLE, REASON_NOT_STARTED, "before the first day");
}

static void check_pace(void)
{
    struct progress_actual number = actual(50, 52);
    struct standing standing = {.actual = &number, .kind = STANDING_AMOUNT};
    struct progress_case more = target(INTERVAL_GE, 100), less = target(INTERVAL_LE, 100);

    standing.gap = interval_exact(rational_from_int(0));
    is_light(&more, &standing, LIGHT_ON_TRACK, REASON_NONE, "on the line");
    is_light(&less, &standing, LIGHT_ON_TRACK, REASON_NONE, "on the line of a budget");
    standing.gap = interval_exact(rational_from_int(-2));
    is_light(&more, &standing, LIGHT_BEHIND, REASON_NONE, "below the line");
    is_light(&less, &standing, LIGHT_ON_TRACK, REASON_NONE, "below the line of a budget");
    standing.gap.upper.at = rational_from_int(1);
    is_light(&more, &standing, LIGHT_UNDETERMINED, REASON_THRESHOLD_WITHIN_BOUNDS,
             "on both sides of the line");
    number.complete = false;
    standing.gap.upper.known = false;
    is_light(&more, &standing, LIGHT_UNDETERMINED, REASON_PERIODS_MISSING,
             "what is missing may be enough");
}

static void printed_is(struct dec value, const char *raw, int64_t lower_e6, int64_t upper_e6)
{
    struct interval printed = cross_check_printed(value, str_from(raw));

    tap_ok(rational_cmp(printed.lower.at, rational_from_e6(lower_e6)) == 0 &&
               rational_cmp(printed.upper.at, rational_from_e6(upper_e6)) == 0,
           "what \"%s\" stands for", raw);
}

#define E6(whole) (INT64_C(1000000) * (whole))

static void check_printed(void)
{
    printed_is((struct dec){14000, 0}, "1.4", E6(13500), E6(14500));
    printed_is((struct dec){26000, 0}, "2.6万件", E6(25500), E6(26500));
    printed_is((struct dec){30000, 0}, "3万件", E6(25000), E6(35000));
    printed_is((struct dec){313, 1}, "31.3件", 31250000, 31350000);
    printed_is((struct dec){142, 0}, "142件", E6(142), E6(142));
    printed_is((struct dec){16188, 0}, "16,188件", E6(16188), E6(16188));
    printed_is((struct dec){4, 0}, "四中心", E6(4), E6(4));
    printed_is((struct dec){36, 0}, "20241月至202612月", E6(36), E6(36));
    printed_is((struct dec){0, 0}, "0件", 0, 0);
    printed_is((struct dec){5, 0}, "12345678901234567890", E6(5), E6(5));
    printed_is((struct dec){7, 0}, "", E6(7), E6(7));
}

static void years_are(int from_year, int from_month, int from_day, int to_year, int to_month,
                      int to_day, int expected)
{
    tap_is_int(progress_whole_years(date_from_civil(from_year, from_month, from_day),
                                    date_from_civil(to_year, to_month, to_day)),
               expected, "whole years from %d-%d-%d to %d-%d-%d", from_year, from_month, from_day,
               to_year, to_month, to_day);
}

/* Two years from 100,000,000 to `level`, against a goal in per cent a year. */
static void attains(int64_t goal, bool inverted, int64_t level, int64_t value, enum reason reason,
                    const char *name)
{
    const struct progress_case c = {.goal = rational_from_int(goal), .inverted = inverted};
    const struct progress_actual known = {.known = true, .has_value = true, .complete = true};
    struct rational ratio;
    struct interval exact;
    struct derived ret;

    if (rational_div(rational_from_int(level), rational_from_int(100000000), &ratio) < 0)
        return;
    exact = interval_exact(ratio);
    progress_attain_growth(&c, &exact, 2, &known, &ret);
    tap_is_str(reason_code(ret.reason), reason_code(reason), "%s: why", name);
    tap_is_int(ret.has_value ? ret.value.v : 0, value, "%s", name);
}

static void check_growth(void)
{
    attains(8, false, 108160000, 500, REASON_NONE, "4 % of 8 %");
    /* 4.00399992... and 4.00400040... %: 50.049999... and 50.050005... % of 8 % */
    attains(8, false, 108168320, 500, REASON_NONE, "just below a half is rounded down");
    attains(8, false, 108168321, 501, REASON_NONE, "just above a half is rounded up");
    attains(10, false, 81000000, -1000, REASON_NONE, "a fall in place of a rise");
    attains(-10, false, 81000000, 0, REASON_NEGATIVE_DENOMINATOR, "a goal below zero");
    attains(0, false, 81000000, 0, REASON_DENOMINATOR_ZERO, "a goal of zero");
    attains(8, true, 108160000, 2000, REASON_NONE, "8 % of 4 %");
    attains(8, true, 110246719, 1601, REASON_NONE, "just above a half, inverted");
    attains(8, true, 110246720, 1600, REASON_NONE, "just below a half, inverted");
    attains(8, true, 81000000, 0, REASON_NEGATIVE_DENOMINATOR, "less than no growth");
    attains(8, true, 100000000, 0, REASON_DENOMINATOR_ZERO, "no growth");
}

int main(void)
{
    check_growth();
    check_final();
    check_kinds();
    check_pace();
    check_printed();
    years_are(2024, 12, 31, 2026, 12, 31, 2);
    years_are(2024, 2, 29, 2026, 2, 28, 2);
    years_are(2025, 2, 28, 2028, 2, 29, 3);
    years_are(2024, 6, 30, 2026, 12, 31, 0);
    years_are(2026, 12, 31, 2026, 12, 31, 0);
    years_are(2027, 12, 31, 2026, 12, 31, 0);
    years_are(2024, 11, 1, 2026, 11, 1, 2);
    return tap_done();
}
