#include "base/err.h"
#include "base/period.h"
#include "tests/tap.h"

static void test_days(void)
{
    static const struct {
        int year, month, day;
        int32_t date;
    } cases[] = {
        {1970, 1, 1, 0},       {1969, 12, 31, -1},   {1970, 2, 1, 31},     {1970, 12, 31, 364},
        {1971, 1, 1, 365},     {1972, 2, 29, 789},   {1972, 3, 1, 790},    {2000, 1, 1, 10957},
        {2000, 2, 29, 11016},  {2000, 3, 1, 11017},  {1900, 1, 1, -25567}, {1900, 3, 1, -25508},
        {2024, 12, 31, 20088}, {2038, 1, 19, 24855},
    };
    bool inverse = true, ordered = true;
    int year, month, day, last_day = 31;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(date_from_civil(cases[i].year, cases[i].month, cases[i].day), cases[i].date,
                   "%04d-%02d-%02d", cases[i].year, cases[i].month, cases[i].day);
    for (int32_t date = -60000; date < 90000; date++) {
        date_to_civil(date, &year, &month, &day);
        inverse = inverse && date_from_civil(year, month, day) == date;
        ordered = ordered && month >= 1 && month <= 12 &&
                  (date == -60000 || day == 1 || day == last_day + 1);
        last_day = day;
    }
    tap_ok(inverse, "civil dates and day numbers are inverse");
    tap_ok(ordered, "days follow each other");
    date_to_civil(INT32_MIN, &year, &month, &day);
    tap_is_int(date_from_civil(year, month, day), INT32_MIN, "the first day number");
    date_to_civil(INT32_MAX, &year, &month, &day);
    tap_is_int(date_from_civil(year, month, day), INT32_MAX, "the last day number");
}

static void test_dates(void)
{
    static const struct {
        const char *text;
        int result;
        int32_t date;
    } cases[] = {
        {"1970-01-01", 0, 0},           {"2024-02-29", 0, 19782},
        {"2000-02-29", 0, 11016},       {"1900-01-01", 0, -25567},
        {"2199-12-31", 0, 84005},       {"2023-02-29", -ERR_INPUT, 0},
        {"1900-02-29", -ERR_INPUT, 0},  {"2100-02-29", -ERR_INPUT, 0},
        {"2024-04-31", -ERR_INPUT, 0},  {"2024-00-10", -ERR_INPUT, 0},
        {"2024-13-10", -ERR_INPUT, 0},  {"2024-01-00", -ERR_INPUT, 0},
        {"2024-01-32", -ERR_INPUT, 0},  {"2024-1-1", -ERR_INPUT, 0},
        {"2024/01/01", -ERR_INPUT, 0},  {"20240101", -ERR_INPUT, 0},
        {"2024-01-01 ", -ERR_INPUT, 0}, {" 2024-01-1", -ERR_INPUT, 0},
        {"2024-01-+1", -ERR_INPUT, 0},  {"", -ERR_INPUT, 0},
        {"1899-12-31", -ERR_LIMIT, 0},  {"2200-01-01", -ERR_LIMIT, 0},
        {"0000-01-01", -ERR_LIMIT, 0},  {"1800-02-30", -ERR_INPUT, 0},
    };
    char text[DATE_TEXT_MAX];

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t date = 42;

        tap_is_int(date_parse(str_from(cases[i].text), &date), cases[i].result, "date \"%s\"",
                   cases[i].text);
        tap_is_int(date, cases[i].result == 0 ? cases[i].date : 42, "its number");
        if (cases[i].result == 0)
            tap_ok(date_format(date, text) == 10 && strcmp(text, cases[i].text) == 0,
                   "written again");
    }
    tap_is_int((int64_t)date_format(INT32_MIN, text), 14, "the longest date fits");
    tap_is_str(str_from(text), STR("-5877641-06-23"), "and is right");
}

static void test_periods(void)
{
    static const struct {
        const char *text, *starts_on, *ends_on, *again; /* again: NULL where the same */
        char letter;
    } cases[] = {
        {"2024", "2024-01-01", "2024-12-31", NULL, 'A'},
        {"1900", "1900-01-01", "1900-12-31", NULL, 'A'},
        {"2199", "2199-01-01", "2199-12-31", NULL, 'A'},
        {"2021-H1", "2021-01-01", "2021-06-30", NULL, 'H'},
        {"2021-H2", "2021-07-01", "2021-12-31", NULL, 'H'},
        {"2021-S1", "2021-01-01", "2021-06-30", "2021-H1", 'H'},
        {"2021-S2", "2021-07-01", "2021-12-31", "2021-H2", 'H'},
        {"2024-Q1", "2024-01-01", "2024-03-31", NULL, 'Q'},
        {"2024-Q2", "2024-04-01", "2024-06-30", NULL, 'Q'},
        {"2024-Q3", "2024-07-01", "2024-09-30", NULL, 'Q'},
        {"2024-Q4", "2024-10-01", "2024-12-31", NULL, 'Q'},
        {"2024-02", "2024-02-01", "2024-02-29", NULL, 'M'},
        {"2023-02", "2023-02-01", "2023-02-28", NULL, 'M'},
        {"2100-02", "2100-02-01", "2100-02-28", NULL, 'M'},
        {"2000-02", "2000-02-01", "2000-02-29", NULL, 'M'},
        {"2024-09", "2024-09-01", "2024-09-30", NULL, 'M'},
        {"2024-12", "2024-12-01", "2024-12-31", NULL, 'M'},
        {"2021-12-31", "2021-12-31", "2021-12-31", NULL, 'I'},
        {"2024-02-29", "2024-02-29", "2024-02-29", NULL, 'I'},
        {"2024-01-01/2026-12-31", "2024-01-01", "2026-12-31", NULL, 'R'},
        {"2024-03-05/2024-03-05", "2024-03-05", "2024-03-05", NULL, 'R'},
        {"2024-YTD-09", "2024-01-01", "2024-09-30", NULL, 'Y'},
        {"2024-YTD-02", "2024-01-01", "2024-02-29", NULL, 'Y'},
        {"2024-YTD-12", "2024-01-01", "2024-12-31", NULL, 'Y'},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *again = cases[i].again != NULL ? cases[i].again : cases[i].text;
        char text[PERIOD_TEXT_MAX];
        struct period p = {0};
        size_t n;

        tap_is_int(period_parse(str_from(cases[i].text), &p), 0, "period %s", cases[i].text);
        tap_is_int(freq_letter(p.freq), cases[i].letter, "its kind");
        (void)date_format(p.starts_on, text);
        tap_is_str(str_from(text), str_from(cases[i].starts_on), "its first day");
        (void)date_format(p.ends_on, text);
        tap_is_str(str_from(text), str_from(cases[i].ends_on), "its last day");
        n = period_format(p, text);
        tap_is_str((struct str){text, n}, str_from(again), "its code");
        tap_is_int(text[n], 0, "with NUL");
    }
}

static void test_refused(void)
{
    static const struct {
        struct str text;
        int result;
    } cases[] = {
        {STR(""), -ERR_INPUT},
        {STR("24"), -ERR_INPUT},
        {STR("20245"), -ERR_INPUT},
        {STR("2O24"), -ERR_INPUT},
        {STR("-024"), -ERR_INPUT},
        {STR("2024-"), -ERR_INPUT},
        {STR("2024-9"), -ERR_INPUT},
        {STR("2024-00"), -ERR_INPUT},
        {STR("2024-13"), -ERR_INPUT},
        {STR("2024-H0"), -ERR_INPUT},
        {STR("2024-H3"), -ERR_INPUT},
        {STR("2024-S3"), -ERR_INPUT},
        {STR("2024-Q0"), -ERR_INPUT},
        {STR("2024-Q5"), -ERR_INPUT},
        {STR("2024-q1"), -ERR_INPUT},
        {STR("2024-X1"), -ERR_INPUT},
        {STR("2024_Q1"), -ERR_INPUT},
        {STR("2024-M9"), -ERR_INPUT},
        {STR("2024-YTD-00"), -ERR_INPUT},
        {STR("2024-YTD-13"), -ERR_INPUT},
        {STR("2024-ytd-09"), -ERR_INPUT},
        {STR("2024-YTD-9"), -ERR_INPUT},
        {STR("2023-02-29"), -ERR_INPUT},
        {STR("2024\0-Q"), -ERR_INPUT},
        {STR("2024-01-01-2026-12-31"), -ERR_INPUT},
        {STR("2024-01-01/2026-02-29"), -ERR_INPUT},
        {STR("2023-02-29/2024-01-01"), -ERR_INPUT},
        {STR("2300-01-01/2023-02-29"), -ERR_INPUT},
        {STR("2024-01-01/2023-12-31"), -ERR_LIMIT},
        {STR("2024-01-01/2300-01-01"), -ERR_LIMIT},
        {STR("1899"), -ERR_LIMIT},
        {STR("2200"), -ERR_LIMIT},
        {STR("1899-Q1"), -ERR_LIMIT},
        {STR("2200-YTD-01"), -ERR_LIMIT},
        {STR("1899-12"), -ERR_LIMIT},
        {STR("1899-13"), -ERR_INPUT},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct period p = {1, 2, FREQ_Y};

        tap_is_int(period_parse(cases[i].text, &p), cases[i].result, "refused %zu \"%s\"", i,
                   cases[i].text.p);
        tap_ok(p.starts_on == 1 && p.ends_on == 2 && p.freq == FREQ_Y, "nothing is written");
    }
}

static void test_letters(void)
{
    enum freq freq = FREQ_M;

    tap_ok(freq_from_letter('R', &freq) == 0 && freq == FREQ_R, "a letter");
    tap_is_int(freq_from_letter('a', &freq), -ERR_INPUT, "lower case is none");
    tap_is_int(freq_from_letter('\0', &freq), -ERR_INPUT, "nor is NUL");
    tap_ok(freq == FREQ_R, "which leaves the result");
}

static void test_spans(void)
{
    /* 2024-01-01 is day 19723, 2024-12-31 day 20088; 2020-01-01 is day 18262, 2021-07-01 day 18809.
     */
    static const struct {
        const char *text;
        int result;
        int32_t from, to;
    } cases[] = {
        {"2024", 0, 19723, 20088},
        {"2020..2024", 0, 18262, 20088},
        {"2021-H2..", 0, 18809, INT32_MAX},
        {"..2024", 0, INT32_MIN, 20088},
        {"2024-12-31..2024-12-31", 0, 20088, 20088},
        {"2020..2024-Q4", 0, 18262, 20088},
        {"2020-01-01/2020-06-30..2024", 0, 18262, 20088},
        {"2024..2024-YTD-12", 0, 19723, 20088},
        {"2024..2020", -ERR_LIMIT, 0, 0},
        {"2024-Q3..2024-Q2", -ERR_LIMIT, 0, 0},
        {"1800..2024", -ERR_LIMIT, 0, 0},
        {"2024..2500", -ERR_LIMIT, 0, 0},
        {"1800..x", -ERR_INPUT, 0, 0},
        {"", -ERR_INPUT, 0, 0},
        {"..", -ERR_INPUT, 0, 0},
        {"...", -ERR_INPUT, 0, 0},
        {"2020...2024", -ERR_INPUT, 0, 0},
        {"2020..2021..2024", -ERR_INPUT, 0, 0},
        {"2020.2024", -ERR_INPUT, 0, 0},
        {"2020-2024", -ERR_INPUT, 0, 0},
        {"2020.. 2024", -ERR_INPUT, 0, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct period_span span = {1, 2};

        tap_is_int(period_span_parse(str_from(cases[i].text), &span), cases[i].result,
                   "span \"%s\"", cases[i].text);
        tap_is_int(span.from, cases[i].result == 0 ? cases[i].from : 1, "its first day");
        tap_is_int(span.to, cases[i].result == 0 ? cases[i].to : 2, "its last day");
    }
}

static void test_back(void)
{
    static const struct {
        const char *text;
        int months;
        const char *expected; /* empty: there is none */
        int result;
    } cases[] = {
        {"2024", 12, "2023", 0},
        {"2024-H2", 12, "2023-H2", 0},
        {"2024-H1", 6, "2023-H2", 0},
        {"2024-Q1", 3, "2023-Q4", 0},
        {"2024-Q4", 12, "2023-Q4", 0},
        {"2024-01", 1, "2023-12", 0},
        {"2024-02", 12, "2023-02", 0},
        {"2023-02", 12, "2022-02", 0},
        {"2024-03", 1, "2024-02", 0},
        {"2024-YTD-02", 12, "2023-YTD-02", 0},
        {"2021-12-31", 12, "2020-12-31", 0},
        {"2024-02-29", 12, "2023-02-28", 0},
        {"2025-02-28", 12, "2024-02-29", 0},
        {"2024-02-28", 12, "2023-02-28", 0},
        {"2024-02-28", 1, "2024-01-28", 0},
        {"2024-04-30", 1, "2024-03-31", 0},
        {"2024-11-01", 12, "2023-11-01", 0},
        {"2024", 120, "2014", 0},
        {"2024-03-30", 1, "", -ERR_INPUT},
        {"2024", 6, "", -ERR_INPUT},
        {"2024-H1", 3, "", -ERR_INPUT},
        {"2024-YTD-09", 1, "", -ERR_INPUT},
        {"2024-01-01/2024-03-31", 12, "", -ERR_INPUT},
        {"1900", 12, "", -ERR_LIMIT},
        {"1900-01", 1, "", -ERR_LIMIT},
        {"2024", 120000, "", -ERR_LIMIT},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct period p, back = {.freq = FREQ_R};
        char text[PERIOD_TEXT_MAX] = "";
        int r;

        tap_is_int(period_parse(str_from(cases[i].text), &p), 0, "%s", cases[i].text);
        r = period_back(p, cases[i].months, &back);
        tap_is_int(r, cases[i].result, "%d months before", cases[i].months);
        if (r == 0)
            period_format(back, text);
        tap_is_str(str_from(text), str_from(cases[i].expected), "are there");
    }
}

static void test_add_months(void)
{
    static const struct {
        const char *from;
        int64_t months;
        int result;
        const char *to;
    } cases[] = {
        {"2025-01-31", 3, 0, "2025-04-30"},          {"2025-02-01", 3, 0, "2025-05-01"},
        {"2023-11-30", 3, 0, "2024-02-29"},          {"2024-11-30", 3, 0, "2025-02-28"},
        {"2024-02-29", 12, 0, "2025-02-28"},         {"2024-12-15", 1, 0, "2025-01-15"},
        {"2024-03-31", -1, 0, "2024-02-29"},         {"2024-01-15", -1, 0, "2023-12-15"},
        {"2024-05-05", 0, 0, "2024-05-05"},          {"2199-12-01", 1, -ERR_LIMIT, NULL},
        {"1900-01-01", -1, -ERR_LIMIT, NULL},        {"2024-01-01", INT64_MAX, -ERR_LIMIT, NULL},
        {"2024-01-01", INT64_MIN, -ERR_LIMIT, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int32_t from = 0, to = 42, expected = 42;

        tap_is_int(date_parse(str_from(cases[i].from), &from), 0, "%s", cases[i].from);
        if (cases[i].to != NULL)
            tap_is_int(date_parse(str_from(cases[i].to), &expected), 0, "%s", cases[i].to);
        tap_is_int(date_add_months(from, cases[i].months, &to), cases[i].result,
                   "%s and %lld months", cases[i].from, (long long)cases[i].months);
        tap_is_int(to, expected, "%s and %lld months: the day", cases[i].from,
                   (long long)cases[i].months);
    }
}

int main(void)
{
    test_days();
    test_dates();
    test_periods();
    test_refused();
    test_letters();
    test_spans();
    test_back();
    test_add_months();
    return tap_done();
}
