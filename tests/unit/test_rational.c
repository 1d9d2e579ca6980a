#include "base/err.h"
#include "base/rational.h"
#include "tests/tap.h"

static struct rational fraction(int64_t num, int64_t den)
{
    struct rational ret = {0, 1};

    tap_is_int(rational_div(rational_from_int(num), rational_from_int(den), &ret), 0,
               "%" PRId64 " / %" PRId64, num, den);
    return ret;
}

/* One table for the one rounding: num / den * times, by hand. */
static void test_nearest(void)
{
    static const struct {
        struct dec num, den;
        int64_t times;
        uint8_t scale;
        int result;
        int64_t v;
    } cases[] = {
        {{1, 0}, {3, 0}, 1, 2, 0, 33},
        {{2, 0}, {3, 0}, 1, 2, 0, 67},
        {{1, 0}, {8, 0}, 100, 1, 0, 125},
        {{11, 0}, {12, 0}, 100, 2, 0, 9167},
        /* 0.125 at two places: half goes away from zero on both sides. */
        {{1, 0}, {8, 0}, 1, 2, 0, 13},
        {{-1, 0}, {8, 0}, 1, 2, 0, -13},
        {{1, 0}, {-8, 0}, 1, 2, 0, -13},
        {{-1, 0}, {-8, 0}, 1, 2, 0, 13},
        {{5, 0}, {2, 0}, -1, 0, 0, -3},
        {{-5, 0}, {-2, 0}, -1, 0, 0, -3},
        {{1, 0}, {2, 0}, 1, 0, 0, 1},
        {{-1, 0}, {2, 0}, 1, 0, 0, -1},
        {{3, 0}, {2, 0}, 1, 0, 0, 2},
        {{1249, 0}, {10000, 0}, 1, 2, 0, 12},
        {{-1249, 0}, {10000, 0}, 1, 2, 0, -12},
        {{0, 0}, {5, 0}, 100, 3, 0, 0},
        {{5, 0}, {3, 0}, 0, 2, 0, 0},
        /* Scales of the two sides: 12.5 / 0.5, 0.25 / 10, 0.5, 0.499999 and 0.000001 as whole
           numbers. */
        {{125, 1}, {5, 1}, 1, 0, 0, 25},
        {{25, 2}, {10, 0}, 1, 3, 0, 25},
        {{25, 2}, {10, 0}, 1, 2, 0, 3},
        {{500000, 6}, {1, 0}, 1, 0, 0, 1},
        {{499999, 6}, {1, 0}, 1, 0, 0, 0},
        {{1, 6}, {1, 0}, 1, 0, 0, 0},
        {{-500000, 6}, {1, 0}, 1, 0, 0, -1},
        {{1, 0}, {1, 6}, 1, 6, 0, 1000000000000},
        /* 47.8 patents per 10,000 persons: 6,640 among 1.3891 million. */
        {{6640, 0}, {1389100, 0}, 10000, 1, 0, 478},
        {{INT64_MAX, 0}, {1, 0}, 1, 0, 0, INT64_MAX},
        {{INT64_MIN, 0}, {1, 0}, 1, 0, 0, INT64_MIN},
        {{INT64_MAX, 0}, {INT64_MAX, 0}, INT64_MAX, 0, 0, INT64_MAX},
        {{INT64_MIN, 0}, {INT64_MIN, 0}, INT64_MIN, 0, 0, INT64_MIN},
        {{INT64_MAX, 6}, {INT64_MAX, 0}, 1000000, 0, 0, 1},
        {{INT64_MAX, 0}, {INT64_MAX, 6}, 9000000, 6, 0, 9000000000000000000},
        {{INT64_MIN, 0}, {-1, 0}, 1, 0, -ERR_LIMIT, 0},
        {{INT64_MAX, 0}, {1, 0}, 10, 0, -ERR_LIMIT, 0},
        {{INT64_MAX, 0}, {1, 0}, 1, 1, -ERR_LIMIT, 0},
        {{INT64_MAX, 0}, {1, 6}, INT64_MAX, 6, -ERR_LIMIT, 0},
        {{INT64_MAX, 0}, {2, 0}, 3, 0, -ERR_LIMIT, 0},
        {{1, 0}, {0, 0}, 1, 0, -ERR_INPUT, 0},
        {{0, 0}, {0, 6}, 1, 0, -ERR_INPUT, 0},
        {{1, 0}, {1, 0}, 1, 7, -ERR_INPUT, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct rational num = rational_from_dec(cases[i].num),
                        den = rational_from_dec(cases[i].den);
        struct dec d = {42, 3}, expected = {cases[i].v, cases[i].scale};
        int r = rational_div(num, den, &num);

        if (r == 0)
            r = rational_mul(num, rational_from_int(cases[i].times), &num);
        if (r == 0)
            r = rational_round(num, cases[i].scale, ROUND_NEAREST, &d);
        tap_is_int(r, cases[i].result, "ratio %zu", i);
        if (cases[i].result != 0)
            expected = (struct dec){42, 3};
        tap_is_int(d.v, expected.v, "its value");
        tap_is_int(d.scale, expected.scale, "its scale");
    }
}

static void test_sides(void)
{
    static const struct {
        int64_t num, den;
        uint8_t decimals;
        int64_t down, nearest, up;
    } cases[] = {
        {1, 3, 2, 33, 33, 34},
        {-1, 3, 2, -34, -33, -33},
        {2, 3, 0, 0, 1, 1},
        {-2, 3, 0, -1, -1, 0},
        {5, 2, 0, 2, 3, 3},
        {-5, 2, 0, -3, -3, -2},
        {7, 1, 1, 70, 70, 70},
        {-7, 1, 1, -70, -70, -70},
        {0, 9, 3, 0, 0, 0},
        /* 56.5 / 0.645, 57 / 0.64, 57.5 / 0.635: the base behind 57 days and -36 per cent. */
        {56500, 645, 2, 8759, 8760, 8760},
        {5700, 64, 2, 8906, 8906, 8907},
        {57500, 635, 2, 9055, 9055, 9056},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct rational a = fraction(cases[i].num, cases[i].den);
        struct dec d;

        tap_ok(rational_round(a, cases[i].decimals, ROUND_DOWN, &d) == 0 && d.v == cases[i].down,
               "down");
        tap_ok(rational_round(a, cases[i].decimals, ROUND_NEAREST, &d) == 0 &&
                   d.v == cases[i].nearest,
               "nearest");
        tap_ok(rational_round(a, cases[i].decimals, ROUND_UP, &d) == 0 && d.v == cases[i].up, "up");
    }
}

static void test_arithmetic(void)
{
    struct rational third = fraction(1, 3), half = fraction(1, 2), a;

    tap_ok(rational_add(third, half, &a) == 0 && a.num == 5 && a.den == 6, "1/3 + 1/2");
    tap_ok(rational_sub(third, half, &a) == 0 && a.num == -1 && a.den == 6, "1/3 - 1/2");
    tap_ok(rational_mul(third, fraction(-3, 4), &a) == 0 && a.num == -1 && a.den == 4,
           "1/3 * -3/4");
    tap_ok(rational_div(third, fraction(-2, 9), &a) == 0 && a.num == -3 && a.den == 2,
           "1/3 / -2/9");
    tap_is_int(rational_div(third, rational_from_int(0), &a), -ERR_INPUT, "by zero");
    tap_ok(rational_from_e6(1500000).num == 3 && rational_from_e6(1500000).den == 2,
           "1,500,000 millionths");
    tap_ok(rational_add(half, half, &half) == 0 && half.num == 1 && half.den == 1,
           "the result may be an operand");
}

static void test_overflow(void)
{
    struct rational big = rational_from_int(INT64_MAX), a = {42, 1};

    tap_is_int(rational_mul(big, big, &a), 0, "a square fits");
    tap_is_int(rational_mul(a, rational_from_int(3), &a), -ERR_LIMIT, "three times it does not");
    tap_is_int(rational_mul(a, fraction(3, 9), &a), 0, "a third of it does");
    tap_is_int(rational_sub(a, a, &a), 0, "it can be taken from itself");
    tap_ok(a.num == 0 && a.den == 1, "which leaves nothing");
}

static void test_order(void)
{
    /* In ascending order. */
    const struct rational list[] = {
        rational_from_int(INT64_MIN),
        fraction(-5, 2),
        rational_from_int(-2),
        fraction(-1, 3),
        fraction(-1, 4),
        rational_from_int(0),
        fraction(1, INT64_MAX),
        fraction(1, 3),
        fraction(33333334, 100000000),
        fraction(1, 2),
        rational_from_int(1),
        fraction(INT64_MAX, INT64_MAX - 1),
        fraction(4, 3),
    };

    for (size_t i = 0; i < COUNT_OF(list); i++)
        for (size_t k = 0; k < COUNT_OF(list); k++) {
            int order = rational_cmp(list[i], list[k]);

            tap_ok(i < k ? order < 0 : i > k ? order > 0 : order == 0, "%zu with %zu", i, k);
        }
}

static void test_growth(void)
{
    static const struct {
        int64_t from, to;
        int years;
        uint8_t decimals;
        int64_t down, nearest, up;
    } cases[] = {
        {100, 121, 2, 1, 100, 100, 100},
        {100, 121, 1, 0, 21, 21, 21},
        {100, 81, 2, 1, -100, -100, -100},
        {100, 200, 10, 4, 71773, 71773, 71774},
        /* sqrt(43400 / 34700) = 1.118357..., sqrt(31.3 / 22.3) = 1.184730... */
        {34700, 43400, 2, 3, 11835, 11836, 11836},
        {223, 313, 2, 3, 18473, 18473, 18474},
        {2, 1, 3, 2, -2063, -2063, -2062},
        {7, 0, 4, 1, -1000, -1000, -1000},
        {100, 100, 100, 6, 0, 0, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct rational ratio = fraction(cases[i].to, cases[i].from);
        int years = cases[i].years;
        struct dec d;

        tap_ok(rational_growth(ratio, years, cases[i].decimals, ROUND_DOWN, &d) == 0 &&
                   d.v == cases[i].down,
               "growth %zu down", i);
        tap_ok(rational_growth(ratio, years, cases[i].decimals, ROUND_NEAREST, &d) == 0 &&
                   d.v == cases[i].nearest,
               "nearest");
        tap_ok(rational_growth(ratio, years, cases[i].decimals, ROUND_UP, &d) == 0 &&
                   d.v == cases[i].up,
               "up");
    }
}

/* Ten times the whole part fits just so, the next digit does not. */
static void test_round_at_the_end(void)
{
    const rational_int most = ((((rational_int)1 << 126) - 1) << 1) + 1;
    const struct rational a = {most / 10 * 5 + 4, 5};
    struct dec d = {42, 3};

    tap_is_int(rational_round(a, 1, ROUND_NEAREST, &d), -ERR_LIMIT, "a digit too much");
    tap_is_int(d.v, 42, "nothing is written");
}

static void test_growth_refusals(void)
{
    struct dec d = {42, 3};

    tap_is_int(rational_growth(rational_from_int(-1), 2, 1, ROUND_NEAREST, &d), -ERR_INPUT,
               "of a negative number");
    tap_is_int(rational_growth(rational_from_int(1), 0, 1, ROUND_NEAREST, &d), -ERR_INPUT,
               "in no time");
    tap_is_int(
        rational_growth(rational_from_int(1), RATIONAL_ROOT_YEARS_MAX + 1, 1, ROUND_NEAREST, &d),
        -ERR_INPUT, "in more years than there are");
    tap_is_int(rational_growth(rational_from_int(INT64_MAX), 1, 6, ROUND_NEAREST, &d), -ERR_LIMIT,
               "too large");
    tap_is_int(d.v, 42, "nothing is written");
}

int main(void)
{
    test_nearest();
    test_sides();
    test_arithmetic();
    test_overflow();
    test_order();
    test_growth();
    test_growth_refusals();
    test_round_at_the_end();
    return tap_done();
}
