#include "base/err.h"
#include "base/percentile.h"
#include "tests/tap.h"

static void is_dec(struct dec got, const char *expected, const char *what)
{
    char text[DEC_TEXT_MAX];
    size_t n = dec_format(got, text);

    tap_is_str((struct str){text, n}, str_from(expected), "%s", what);
}

/* Expected values by numpy.percentile(..., method="linear") and by hand. */
static void test_percentile(void)
{
    static const int64_t values[] = {10, 20, 30, 40, 55};
    static const struct {
        size_t n;
        int percent;
        const char *expected;
    } cases[] = {
        {1, 0, "10.00"},  {1, 50, "10.00"}, {1, 90, "10.00"}, {2, 50, "15.00"}, {2, 25, "12.50"},
        {2, 90, "19.00"}, {4, 50, "25.00"}, {4, 25, "17.50"}, {4, 90, "37.00"}, {5, 0, "10.00"},
        {5, 50, "30.00"}, {5, 75, "40.00"}, {5, 90, "49.00"}, {5, 99, "54.40"}, {5, 100, "55.00"},
    };
    struct rational exact;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct dec rounded = {0};

        tap_is_int(percentile_of(values, cases[i].n, cases[i].percent, &exact), 0, "case %zu", i);
        tap_is_int(rational_round(exact, 2, ROUND_NEAREST, &rounded), 0, "case %zu rounds", i);
        is_dec(rounded, cases[i].expected, "what it is");
    }
    tap_is_int(percentile_of(values, 0, 50, &exact), -ERR_INPUT, "of nothing");
    tap_is_int(percentile_of(values, 5, 101, &exact), -ERR_INPUT, "over 100");
    tap_is_int(percentile_of(values, 5, -1, &exact), -ERR_INPUT, "below 0");
}

static void test_spread(void)
{
    int64_t values[] = {57, 12, 90, 33};
    int64_t huge[] = {INT64_MAX, INT64_MAX};
    struct spread spread;

    tap_is_int(spread_of(values, COUNT_OF(values), &spread), 0, "of four");
    tap_is_int(spread.n, 4, "how many");
    tap_is_int(spread.min, 12, "least");
    tap_is_int(spread.max, 90, "greatest");
    is_dec(spread.mean, "48.0", "mean");
    is_dec(spread.p25, "27.8", "27.75, half away from zero");
    is_dec(spread.median, "45.0", "median of an even count");
    is_dec(spread.p75, "65.3", "65.25, half away from zero");
    is_dec(spread.p90, "80.1", "80.1");
    tap_is_int(spread_of(values, 0, &spread), 0, "of nothing");
    tap_is_int(spread.n, 0, "nothing");
    tap_is_int(spread_of(huge, 2, &spread), -ERR_LIMIT, "what is no count of days");
}

static void test_percent(void)
{
    struct dec share = {42, 0};

    tap_is_int(percent_of(1707, 2367, &share), 0, "a share");
    is_dec(share, "72.1", "the published ratio");
    tap_is_int(percent_of(1, 8, &share), 0, "12.5");
    is_dec(share, "12.5", "exactly");
    tap_is_int(percent_of(1, 2000, &share), 0, "0.05");
    is_dec(share, "0.1", "half away from zero");
    tap_is_int(percent_of(1, 0, &share), -ERR_INPUT, "of nothing");
}

int main(void)
{
    test_percentile();
    test_spread();
    test_percent();
    return tap_done();
}
