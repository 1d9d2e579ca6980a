#include "base/dec.h"
#include "base/err.h"
#include "tests/tap.h"

static bool same(struct dec a, struct dec b)
{
    return a.v == b.v && a.scale == b.scale;
}

static void test_text(void)
{
    static const struct {
        const char *text;
        struct dec value;
        const char *again; /* NULL where the same */
    } cases[] = {
        {"0", {0, 0}, NULL},
        {"7", {7, 0}, NULL},
        {"-7", {-7, 0}, NULL},
        {"0.5", {5, 1}, NULL},
        {"-0.5", {-5, 1}, NULL},
        {"0.05", {5, 2}, NULL},
        {"0.000001", {1, 6}, NULL},
        {"-0.000001", {-1, 6}, NULL},
        {"1.50", {150, 2}, NULL},
        {"0.00", {0, 2}, NULL},
        {"100.0", {1000, 1}, NULL},
        {"12345.67", {1234567, 2}, NULL},
        {"-0", {0, 0}, "0"},
        {"-0.0", {0, 1}, "0.0"},
        {"9223372036854775807", {INT64_MAX, 0}, NULL},
        {"-9223372036854775808", {INT64_MIN, 0}, NULL},
        {"9223372036854.775807", {INT64_MAX, 6}, NULL},
        {"-9223372036854.775808", {INT64_MIN, 6}, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *again = cases[i].again != NULL ? cases[i].again : cases[i].text;
        struct dec d = {42, 3};
        char text[DEC_TEXT_MAX];
        size_t n;

        tap_is_int(dec_parse(str_from(cases[i].text), &d), 0, "reads %s", cases[i].text);
        tap_ok(same(d, cases[i].value), "its value and scale");
        n = dec_format(d, text);
        tap_is_str((struct str){text, n}, str_from(again), "written again");
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
        {STR("-"), -ERR_INPUT},
        {STR("+1"), -ERR_INPUT},
        {STR("01"), -ERR_INPUT},
        {STR("00"), -ERR_INPUT},
        {STR("-01"), -ERR_INPUT},
        {STR(".5"), -ERR_INPUT},
        {STR("-.5"), -ERR_INPUT},
        {STR("5."), -ERR_INPUT},
        {STR("1.2.3"), -ERR_INPUT},
        {STR("1..2"), -ERR_INPUT},
        {STR("1.0000000"), -ERR_INPUT},
        {STR("1,000"), -ERR_INPUT},
        {STR("1e3"), -ERR_INPUT},
        {STR(" 1"), -ERR_INPUT},
        {STR("1 "), -ERR_INPUT},
        {STR("1.5 "), -ERR_INPUT},
        {STR("--1"), -ERR_INPUT},
        {STR("1.-5"), -ERR_INPUT},
        {STR("1\0"), -ERR_INPUT},
        {STR("nan"), -ERR_INPUT},
        {STR("\uFF11"), -ERR_INPUT},
        {STR("1.5%"), -ERR_INPUT},
        {STR("."), -ERR_INPUT},
        {STR("9223372036854775808"), -ERR_LIMIT},
        {STR("-9223372036854775809"), -ERR_LIMIT},
        {STR("9223372036854.775808"), -ERR_LIMIT},
        {STR("922337203685477580.80"), -ERR_LIMIT},
        {STR("99999999999999999999999999x"), -ERR_INPUT},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct dec d = {42, 3};

        tap_is_int(dec_parse(cases[i].text, &d), cases[i].result, "refused %zu \"%s\"", i,
                   cases[i].text.p);
        tap_ok(same(d, (struct dec){42, 3}), "nothing is written");
    }
}

static void test_millionths(void)
{
    static const struct {
        int64_t e6;
        uint8_t decimals;
        struct dec d;
    } cases[] = {
        {1500000, 0, {15, 1}},
        {1500000, 1, {15, 1}},
        {1500000, 2, {150, 2}},
        {1500000, 6, {1500000, 6}},
        {1000000, 0, {1, 0}},
        {1000001, 0, {1000001, 6}},
        {-1250000, 1, {-125, 2}},
        {0, 0, {0, 0}},
        {0, 2, {0, 2}},
        {5, 3, {5, 6}},
        {7000000, 9, {7000000, 6}},
        {INT64_MIN, 0, {INT64_MIN, 6}},
    };
    int64_t e6 = 42;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tap_ok(same(dec_from_e6(cases[i].e6, cases[i].decimals), cases[i].d), "from millionths %zu",
               i);
        tap_ok(dec_to_e6(cases[i].d, &e6) == 0 && e6 == cases[i].e6, "and back");
    }
    e6 = 42;
    tap_is_int(dec_to_e6((struct dec){9223372036855, 0}, &e6), -ERR_LIMIT, "too large");
    tap_is_int(dec_to_e6((struct dec){-9223372036855, 0}, &e6), -ERR_LIMIT, "too small");
    tap_is_int(e6, 42, "nothing is written");
    tap_is_int(dec_to_e6((struct dec){9223372036854, 0}, &e6), 0, "the largest");
    tap_ok(e6 == 9223372036854000000, "fits");
}

int main(void)
{
    test_text();
    test_refused();
    test_millionths();
    return tap_done();
}
