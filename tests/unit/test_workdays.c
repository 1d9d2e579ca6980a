#include "base/err.h"
#include "base/period.h"
#include "base/workdays.h"
#include "tests/tap.h"

static int32_t day(const char *text)
{
    int32_t ret = 0;

    if (date_parse(str_from(text), &ret) < 0)
        tap_ok(false, "%s is no day", text);
    return ret;
}

enum { CHANGES_MAX = 64 };

/* From the end of 2024 to the spring of 2025, as the State Council announced it. */
static struct workdays spring(struct workdays_change changes[CHANGES_MAX])
{
    static const struct {
        const char *first, *last;
        bool working;
    } runs[] = {
        {"2024-10-12", "2024-10-12", true}, {"2025-01-01", "2025-01-01", false},
        {"2025-01-26", "2025-01-26", true}, {"2025-01-28", "2025-02-04", false},
        {"2025-02-08", "2025-02-08", true}, {"2025-04-04", "2025-04-06", false},
        {"2025-04-27", "2025-04-27", true}, {"2025-05-01", "2025-05-05", false},
    };
    static const int32_t years[] = {2024, 2025};
    size_t n = 0;

    for (size_t i = 0; i < COUNT_OF(runs); i++)
        for (int32_t d = day(runs[i].first); d <= day(runs[i].last); d++)
            changes[n++] = (struct workdays_change){d, runs[i].working};
    return (struct workdays){changes, n, years, COUNT_OF(years)};
}

static void test_days(const struct workdays *calendar)
{
    static const struct {
        const char *day;
        bool working;
    } cases[] = {
        {"2025-01-24", true},  {"2025-01-25", false}, {"2025-01-26", true},  {"2025-01-27", true},
        {"2025-01-28", false}, {"2025-02-04", false}, {"2025-02-05", true},  {"2025-02-08", true},
        {"2025-02-09", false}, {"2024-12-31", true},  {"2025-01-01", false}, {"1970-01-01", true},
        {"1969-12-28", false}, {"1969-12-29", true},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(workdays_is(calendar, day(cases[i].day)), cases[i].working, "%s", cases[i].day);
}

/* Counted on a printed calendar. */
static void test_between(const struct workdays *calendar)
{
    static const struct {
        const char *from, *to;
        int result;
        int64_t n;
    } cases[] = {
        {"2025-01-24", "2025-02-10", 0, 7},           {"2025-01-27", "2025-02-05", 0, 1},
        {"2025-01-24", "2025-01-24", 0, 0},           {"2025-01-24", "2025-01-25", 0, 0},
        {"2025-01-25", "2025-01-26", 0, 1},           {"2024-12-30", "2025-01-02", 0, 2},
        {"2025-04-30", "2025-05-06", 0, 1},           {"2023-12-31", "2024-01-02", 0, 2},
        {"2023-12-30", "2024-01-02", -ERR_LIMIT, 42}, {"2025-12-31", "2026-01-01", -ERR_LIMIT, 42},
        {"2025-02-02", "2025-02-01", -ERR_LIMIT, 42},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t n = 42;

        tap_is_int(workdays_between(calendar, day(cases[i].from), day(cases[i].to), &n),
                   cases[i].result, "%s to %s", cases[i].from, cases[i].to);
        tap_is_int(n, cases[i].n, "%s to %s: days", cases[i].from, cases[i].to);
    }
    /* The shortcut by whole weeks says what counting says. */
    for (int32_t from = day("2024-09-28"); from < day("2024-10-14"); from++) {
        int64_t counted = 0, n = 42;
        bool same = true;

        for (int32_t to = from; to < day("2025-12-31"); to++) {
            counted += to > from && workdays_is(calendar, to);
            same = same && workdays_between(calendar, from, to, &n) == 0 && n == counted;
        }
        tap_ok(same, "counted one by one from day %d", (int)from);
    }
}

static void test_add(const struct workdays *calendar)
{
    static const struct {
        const char *from;
        int64_t n;
        int result;
        const char *to;
    } cases[] = {
        {"2025-01-24", 7, 0, "2025-02-10"},   {"2025-01-24", 1, 0, "2025-01-26"},
        {"2025-01-25", 0, 0, "2025-01-25"},   {"2025-01-27", 1, 0, "2025-02-05"},
        {"2025-12-30", 1, 0, "2025-12-31"},   {"2025-12-31", 1, -ERR_LIMIT, NULL},
        {"2025-01-01", -1, -ERR_LIMIT, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t to = 42;

        tap_is_int(workdays_add(calendar, day(cases[i].from), cases[i].n, &to), cases[i].result,
                   "%s and %d", cases[i].from, (int)cases[i].n);
        tap_is_int(to, cases[i].to == NULL ? 42 : day(cases[i].to), "%s and %d: the day",
                   cases[i].from, (int)cases[i].n);
    }
}

static void test_on_or_after(const struct workdays *calendar)
{
    static const struct {
        const char *from;
        int result;
        const char *to;
    } cases[] = {
        {"2025-01-25", 0, "2025-01-26"},  {"2025-01-28", 0, "2025-02-05"},
        {"2025-02-05", 0, "2025-02-05"},  {"2025-05-01", 0, "2025-05-06"},
        {"2023-12-31", -ERR_LIMIT, NULL}, {"2026-01-01", -ERR_LIMIT, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t to = 42;

        tap_is_int(workdays_on_or_after(calendar, day(cases[i].from), &to), cases[i].result,
                   "on or after %s", cases[i].from);
        tap_is_int(to, cases[i].to == NULL ? 42 : day(cases[i].to), "on or after %s: the day",
                   cases[i].from);
    }
}

static void test_covers(const struct workdays *calendar)
{
    tap_ok(workdays_covers(calendar, day("2024-01-01"), day("2025-12-31")), "both years");
    tap_ok(!workdays_covers(calendar, day("2023-12-31"), day("2024-01-01")), "a day before");
    tap_ok(!workdays_covers(calendar, day("2025-12-31"), day("2026-01-01")), "a day after");
    tap_ok(workdays_covers(calendar, day("2030-01-02"), day("2030-01-01")), "no day at all");
}

int main(void)
{
    struct workdays_change changes[CHANGES_MAX];
    struct workdays calendar = spring(changes);

    test_days(&calendar);
    test_between(&calendar);
    test_add(&calendar);
    test_on_or_after(&calendar);
    test_covers(&calendar);
    return tap_done();
}
