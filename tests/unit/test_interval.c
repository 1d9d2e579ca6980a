#include "base/err.h"
#include "base/interval.h"
#include "tests/tap.h"

enum { OPEN = INT32_MIN };

/* Ends in hundredths; OPEN is open. */
static struct interval_end end_at(int64_t at, bool strict)
{
    return (struct interval_end){at != OPEN, at != OPEN && strict,
                                 rational_from_dec((struct dec){at != OPEN ? at : 0, 2})};
}

static struct interval between(int64_t lower, int64_t value, int64_t upper)
{
    return (struct interval){rational_from_dec((struct dec){value, 2}), end_at(lower, false),
                             end_at(upper, false)};
}

/* The number in hundredths, rounded to one side; OPEN when open. */
static int64_t hundredths(struct interval_end end, enum rounding rounding)
{
    struct dec d = {0};

    if (!end.known)
        return OPEN;
    return rational_round(end.at, 2, rounding, &d) == 0 ? d.v : INT64_MAX;
}

static void is_between(const struct interval *a, int64_t lower, int64_t upper, const char *what)
{
    tap_is_int(hundredths(a->lower, ROUND_DOWN), lower, "%s: lower", what);
    tap_is_int(hundredths(a->upper, ROUND_UP), upper, "%s: upper", what);
}

static void test_sums(void)
{
    struct interval at_least = between(50000, 50000, OPEN), twenty = between(2000, 2000, 2000), a;

    tap_is_int(interval_add(&at_least, &twenty, &a), 0, "at least 500, and 20");
    is_between(&a, 52000, OPEN, "the sum is at least 520");
    tap_is_int(interval_sub(&twenty, &at_least, &a), 0, "20 less at least 500");
    is_between(&a, OPEN, -48000, "the difference is at most -480");
    tap_is_int(interval_scale(&at_least, rational_from_int(-2), &a), 0, "times -2");
    is_between(&a, OPEN, -100000, "turned round");
    tap_is_int(interval_scale(&at_least, rational_from_int(0), &a), 0, "times nothing");
    is_between(&a, 0, 0, "nothing");
}

static void test_quotients(void)
{
    struct interval days = between(5650, 5700, 5750), kept = between(64, 64, 64), a;
    struct interval at_least = between(50000, 50000, OPEN), maybe_none = between(0, 200, 400);
    struct interval loss = between(-400, -200, 100);

    kept.lower = (struct interval_end){true, false, rational_from_dec((struct dec){635, 3})};
    kept.upper = (struct interval_end){true, false, rational_from_dec((struct dec){645, 3})};
    tap_is_int(interval_div(&days, &kept, &a), 0, "57 days after a fall by 36 per cent");
    is_between(&a, 8759, 9056, "from 87.6 to 90.6");
    tap_is_int(interval_div(&days, &at_least, &a), 0, "by something open");
    is_between(&a, 0, 12, "down to nothing");
    tap_ok(a.lower.strict, "which it does not reach");
    tap_is_int(interval_div(&days, &maybe_none, &a), 0, "by something that may be nothing");
    is_between(&a, 1412, OPEN, "without an end");
    tap_is_int(interval_div(&loss, &maybe_none, &a), 0, "a loss by it");
    is_between(&a, OPEN, OPEN, "without any end");
    tap_is_int(interval_div(&loss, &kept, &a), 0, "a loss by what is certain");
    is_between(&a, -630, 158, "between the outermost quotients");
    tap_is_int(interval_div(&days, &loss, &a), -ERR_LIMIT, "by a loss");
    tap_is_int(interval_mul(&loss, &maybe_none, &a), 0, "a loss times a figure");
    is_between(&a, -1600, 400, "between the outermost products");
    tap_is_int(interval_mul(&maybe_none, &loss, &a), 0, "the other way round");
    is_between(&a, -1600, 400, "the same");
    tap_is_int(interval_mul(&loss, &loss, &a), -ERR_LIMIT, "a loss times a loss");
}

static void test_order(void)
{
    struct interval five = between(500, 500, 500), about_five = between(450, 500, 550);
    struct interval six = between(600, 600, 600), above_five = between(500, 500, OPEN);

    tap_is_int(interval_compare(&five, &six), INTERVAL_BEFORE, "5 and 6");
    tap_is_int(interval_compare(&six, &five), INTERVAL_AFTER, "6 and 5");
    tap_is_int(interval_compare(&five, &five), INTERVAL_SAME, "5 and 5");
    tap_is_int(interval_compare(&five, &about_five), INTERVAL_OVERLAP, "5 and about 5");
    tap_is_int(interval_compare(&about_five, &about_five), INTERVAL_OVERLAP, "about 5 twice");
    tap_is_int(interval_compare(&five, &above_five), INTERVAL_OVERLAP, "5 and at least 5");
    above_five.lower.strict = true;
    tap_is_int(interval_compare(&five, &above_five), INTERVAL_BEFORE, "5 and more than 5");
    tap_is_int(interval_compare(&above_five, &six), INTERVAL_OVERLAP, "more than 5 and 6");
}

static void test_thresholds(void)
{
    /* Lower end, upper end, strict lower, strict upper, then the verdict on 5. */
    static const struct {
        int64_t lower, upper;
        bool above, below;
        enum interval_verdict ge, gt, eq, le, lt;
    } cases[] = {
        {500, 500, false, false, INTERVAL_HOLDS, INTERVAL_FAILS, INTERVAL_HOLDS, INTERVAL_HOLDS,
         INTERVAL_FAILS},
        {500, OPEN, false, false, INTERVAL_HOLDS, INTERVAL_UNDETERMINED, INTERVAL_UNDETERMINED,
         INTERVAL_UNDETERMINED, INTERVAL_FAILS},
        {500, OPEN, true, false, INTERVAL_HOLDS, INTERVAL_HOLDS, INTERVAL_FAILS, INTERVAL_FAILS,
         INTERVAL_FAILS},
        {450, 550, false, false, INTERVAL_UNDETERMINED, INTERVAL_UNDETERMINED,
         INTERVAL_UNDETERMINED, INTERVAL_UNDETERMINED, INTERVAL_UNDETERMINED},
        {400, 500, false, true, INTERVAL_FAILS, INTERVAL_FAILS, INTERVAL_FAILS, INTERVAL_HOLDS,
         INTERVAL_HOLDS},
        {OPEN, 500, false, false, INTERVAL_UNDETERMINED, INTERVAL_FAILS, INTERVAL_UNDETERMINED,
         INTERVAL_HOLDS, INTERVAL_UNDETERMINED},
    };
    struct rational five = rational_from_int(5);

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct interval a = between(cases[i].lower, 500, cases[i].upper);

        a.lower.strict = cases[i].above;
        a.upper.strict = cases[i].below;
        tap_is_int(interval_test(&a, INTERVAL_GE, five), cases[i].ge, "case %zu: at least", i);
        tap_is_int(interval_test(&a, INTERVAL_GT, five), cases[i].gt, "more than");
        tap_is_int(interval_test(&a, INTERVAL_EQ, five), cases[i].eq, "exactly");
        tap_is_int(interval_test(&a, INTERVAL_LE, five), cases[i].le, "at most");
        tap_is_int(interval_test(&a, INTERVAL_LT, five), cases[i].lt, "less than");
    }
}

/* A fixed run of numbers that look like chance. */
static int64_t chance(uint64_t *state, int64_t below)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((*state >> 33) % (uint64_t)below);
}

static struct interval some_interval(uint64_t *state, int64_t from)
{
    int64_t lower = from + chance(state, 1000), value = lower + chance(state, 200);
    int64_t upper = value + chance(state, 200);
    bool open_below = chance(state, 6) == 0 && from < 0, open_above = chance(state, 6) == 0;

    return between(open_below ? OPEN : lower, value, open_above ? OPEN : upper);
}

/* One of its numbers: an end, or one between; beyond an open end as far as it may. */
static struct rational some_number(uint64_t *state, const struct interval *a, int64_t value)
{
    int64_t lower = a->lower.known ? hundredths(a->lower, ROUND_NEAREST) : value - 100000;
    int64_t upper = a->upper.known ? hundredths(a->upper, ROUND_NEAREST) : value + 100000;
    int64_t at = lower + chance(state, upper - lower + 1);

    at = chance(state, 4) == 0 ? lower : chance(state, 4) == 0 ? upper : at;
    return rational_from_dec((struct dec){at, 2});
}

static bool holds(const struct interval *a, struct rational number)
{
    return (!a->lower.known || rational_cmp(a->lower.at, number) <= 0) &&
           (!a->upper.known || rational_cmp(number, a->upper.at) <= 0);
}

typedef int (*on_intervals)(const struct interval *a, const struct interval *b,
                            struct interval *ret);
typedef int (*on_numbers)(struct rational a, struct rational b, struct rational *ret);

/* Whatever two numbers are picked, what they give is in what their intervals give. */
static void test_containment(void)
{
    static const struct {
        const char *name;
        on_intervals intervals;
        on_numbers numbers;
        int64_t from; /* least lower end of the second operand, in hundredths */
    } cases[] = {
        {"a sum", interval_add, rational_add, -500},
        {"a difference", interval_sub, rational_sub, -500},
        {"a product", interval_mul, rational_mul, 0},
        {"a quotient", interval_div, rational_div, 1},
    };
    uint64_t state = 20260101;

    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        size_t outside = 0, failed = 0;

        for (int i = 0; i < 20000; i++) {
            struct interval a = some_interval(&state, -500);
            struct interval b = some_interval(&state, cases[c].from), result;
            struct rational x, y, z;
            int64_t value_a = 0, value_b = 0;
            struct dec d;

            if (rational_round(a.value, 2, ROUND_NEAREST, &d) == 0)
                value_a = d.v;
            if (rational_round(b.value, 2, ROUND_NEAREST, &d) == 0)
                value_b = d.v;
            x = some_number(&state, &a, value_a);
            y = some_number(&state, &b, value_b);
            if (cases[c].intervals(&a, &b, &result) < 0 || cases[c].numbers(x, y, &z) < 0)
                failed++;
            else
                outside += !holds(&result, z) || !holds(&result, result.value);
        }
        tap_is_int((int64_t)failed, 0, "%s is always there", cases[c].name);
        tap_is_int((int64_t)outside, 0, "%s of any two numbers is in that of the intervals",
                   cases[c].name);
    }
}

int main(void)
{
    test_sums();
    test_quotients();
    test_order();
    test_thresholds();
    test_containment();
    return tap_done();
}
