/* Durations as counts say what they say one by one. */
#include "base/day_counts.h"

#include "base/err.h"
#include "tests/tap.h"

static void is_dec(struct dec got, struct dec expected, const char *name)
{
    tap_ok(got.v == expected.v && got.scale == expected.scale, "%s", name);
}

/* Against the sorted values, for sets of all sizes up to 60 that look like chance. */
static void test_against_values(struct arena *arena)
{
    uint64_t state = 7;
    bool same = true;

    for (size_t n = 1; n <= 60; n++) {
        struct day_counts counts = {.n = 0};
        struct spread a, b;
        int64_t values[60];
        int r = 0;

        for (size_t i = 0; i < n && r == 0; i++) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            values[i] = (int64_t)(state >> 40) % (n % 3 == 0 ? 5 : 400);
            r = day_counts_add(arena, &counts, values[i]);
        }
        if (r == 0)
            r = day_counts_spread(&counts, &a);
        if (r == 0)
            r = spread_of(values, n, &b);
        same = same && r == 0 && a.n == b.n && a.min == b.min && a.max == b.max &&
               a.mean.v == b.mean.v && a.median.v == b.median.v && a.p25.v == b.p25.v &&
               a.p75.v == b.p75.v && a.p90.v == b.p90.v;
    }
    tap_ok(same, "the same as of the values one by one");
}

int main(void)
{
    struct arena arena;
    struct day_counts counts = {.n = 0};
    struct spread spread = {.n = 5};
    static const int64_t days[] = {57, 12, 90, 33};

    arena_init(&arena, 4096, 1 << 20);
    tap_is_int(day_counts_spread(&counts, &spread), 0, "of nothing");
    tap_is_int(spread.n, 0, "nothing");
    for (size_t i = 0; i < COUNT_OF(days); i++)
        tap_is_int(day_counts_add(&arena, &counts, days[i]), 0, "one more");
    tap_is_int(day_counts_spread(&counts, &spread), 0, "of four");
    tap_is_int(spread.min, 12, "least");
    tap_is_int(spread.max, 90, "greatest");
    is_dec(spread.mean, (struct dec){480, 1}, "mean 48");
    is_dec(spread.p25, (struct dec){278, 1}, "27.75, half away from zero");
    is_dec(spread.median, (struct dec){450, 1}, "median of an even count");
    is_dec(spread.p90, (struct dec){801, 1}, "80.1");
    tap_is_int(day_counts_add(&arena, &counts, -1), -ERR_INPUT, "no duration");
    tap_is_int(day_counts_add(&arena, &counts, DAY_COUNTS_MAX), -ERR_LIMIT, "longer than any");
    test_against_values(&arena);
    arena_finish(&arena);
    return tap_done();
}
