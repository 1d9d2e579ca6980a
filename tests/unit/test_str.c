#include "base/err.h"
#include "base/str.h"
#include "tests/tap.h"

static int sign(int v)
{
    return (v > 0) - (v < 0);
}

static void test_compare(void)
{
    static const struct str constant = STR("constant");
    char same[] = "constant";

    tap_is_int((int64_t)constant.n, 8, "a literal as a constant initializer");
    tap_ok(str_from(NULL).p == NULL && str_from(NULL).n == 0, "no text");
    tap_is_int((int64_t)STR("a\0b").n, 3, "a literal with a NUL inside");
    tap_ok(str_eq(constant, str_from(same)), "equal bytes at two addresses");
    tap_ok(!str_eq(STR("a"), STR("b")) && !str_eq(STR("a"), STR("ab")), "unequal");
    tap_ok(str_eq(STR(""), (struct str){NULL, 0}), "empty and no text are equal");
    tap_ok(!str_eq(STR("a\0b"), STR("a\0c")), "compared past a NUL");
    tap_is_int(sign(str_cmp(STR("abc"), STR("abd"))), -1, "before");
    tap_is_int(sign(str_cmp(STR("b"), STR("abc"))), 1, "after");
    tap_is_int(sign(str_cmp(STR("ab"), STR("abc"))), -1, "a prefix comes before");
    tap_is_int(str_cmp(STR("abc"), STR("abc")), 0, "the same");
    tap_is_int(sign(str_cmp((struct str){NULL, 0}, STR("a"))), -1, "nothing comes first");
    tap_is_int(sign(str_cmp(STR("\xe5"), STR("z"))), 1, "bytes are unsigned");
    tap_ok(str_starts(STR("2024-Q1"), STR("2024")) && !str_starts(STR("202"), STR("2024")),
           "starts");
    tap_ok(str_ends(STR("a.csv"), STR(".csv")) && !str_ends(STR("csv"), STR(".csv")), "ends");
    tap_ok(str_starts(STR(""), STR("")) && str_ends((struct str){NULL, 0}, STR("")),
           "empty at the ends");
    tap_ok(!str_ends(STR("a.csv"), STR(".css")), "another end");
}

static void test_cut(void)
{
    static const struct {
        const char *text;
        const char *pieces[4];
    } cases[] = {
        {"a,b", {"a", "b"}}, {"a,,b", {"a", "", "b"}}, {"a,", {"a", ""}}, {",a", {"", "a"}},
        {"", {""}},          {"abc", {"abc"}},         {",", {"", ""}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str rest = str_from(cases[i].text), head = {NULL, 0};
        size_t n = 0;
        bool same = true;

        while (str_cut(&rest, ',', &head)) {
            same = same && n < 4 && cases[i].pieces[n] != NULL &&
                   str_eq(head, str_from(cases[i].pieces[n]));
            n++;
        }
        tap_ok(same && cases[i].pieces[n] == NULL, "pieces of \"%s\"", cases[i].text);
    }
    struct str none = {NULL, 0}, head = STR("kept");
    tap_ok(!str_cut(&none, ',', &head) && str_eq(head, STR("kept")), "no piece leaves the head");
}

static void test_parse(void)
{
    static const struct {
        struct str text;
        int result;
        int64_t value;
    } cases[] = {
        {STR("0"), 0, 0},
        {STR("7"), 0, 7},
        {STR("-1"), 0, -1},
        {STR("1200"), 0, 1200},
        {STR("9223372036854775807"), 0, INT64_MAX},
        {STR("-9223372036854775808"), 0, INT64_MIN},
        {STR("9223372036854775808"), -ERR_LIMIT, 0},
        {STR("-9223372036854775809"), -ERR_LIMIT, 0},
        {STR("99999999999999999999999999"), -ERR_LIMIT, 0},
        {STR("99999999999999999999999999x"), -ERR_INPUT, 0},
        {STR(""), -ERR_INPUT, 0},
        {STR("-"), -ERR_INPUT, 0},
        {STR("-0"), -ERR_INPUT, 0},
        {STR("00"), -ERR_INPUT, 0},
        {STR("01"), -ERR_INPUT, 0},
        {STR("-01"), -ERR_INPUT, 0},
        {STR("+1"), -ERR_INPUT, 0},
        {STR(" 1"), -ERR_INPUT, 0},
        {STR("1 "), -ERR_INPUT, 0},
        {STR("1\0"), -ERR_INPUT, 0},
        {STR("--1"), -ERR_INPUT, 0},
        {STR("1,000"), -ERR_INPUT, 0},
        {STR("0x10"), -ERR_INPUT, 0},
        {STR("1e3"), -ERR_INPUT, 0},
        {STR("\uFF11"), -ERR_INPUT, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t value = 42;

        tap_is_int(str_parse_i64(cases[i].text, &value), cases[i].result, "result %zu", i);
        tap_is_int(value, cases[i].result == 0 ? cases[i].value : 42, "value %zu", i);
    }
}

static void test_utf8(void)
{
    static const struct {
        struct str text;
        bool valid;
        const char *name;
    } cases[] = {
        {STR(""), true, "empty"},
        {STR("plain\0text"), true, "ASCII and NUL"},
        {STR("知识产权"), true, "three bytes each"},
        {STR("\xc2\x80\xdf\xbf"), true, "ends of two bytes"},
        {STR("\xe0\xa0\x80\xef\xbf\xbf"), true, "ends of three bytes"},
        {STR("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"), true, "ends of four bytes"},
        {STR("\xed\x9f\xbf\xee\x80\x80"), true, "beside the surrogates"},
        {STR("\x80"), false, "stray continuation"},
        {STR("\xc0\x80"), false, "overlong NUL"},
        {STR("\xc1\xbf"), false, "overlong, two bytes"},
        {STR("\xe0\x9f\xbf"), false, "overlong, three bytes"},
        {STR("\xf0\x8f\xbf\xbf"), false, "overlong, four bytes"},
        {STR("\xed\xa0\x80"), false, "first surrogate"},
        {STR("\xed\xbf\xbf"), false, "last surrogate"},
        {STR("\xf4\x90\x80\x80"), false, "above U+10FFFF"},
        {STR("\xf5\x80\x80\x80"), false, "above every code point"},
        {STR("\xff"), false, "no first byte"},
        {STR("a\xe7\x9f"), false, "cut short at the end"},
        {STR("\xe7\x9fz"), false, "cut short in the middle"},
        {STR("\xe7z\xa5"), false, "second byte wrong"},
    };
    uint32_t point = 0;

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_ok(str_utf8_valid(cases[i].text) == cases[i].valid, "UTF-8: %s", cases[i].name);
    tap_is_int((int64_t)str_utf8_next(STR("\U0001F600x"), &point), 4, "length of a sequence");
    tap_is_int(point, 0x1f600, "its code point");
    tap_is_int((int64_t)str_utf8_next(STR("\xffx"), &point), 0, "no sequence");
    tap_is_int(point, 0x1f600, "leaves the code point");
}

static void test_characters(void)
{
    static const struct str controls[] = {STR("a\x01"),    STR("\0"),   STR("a\tb"),
                                          STR("\x1f"),     STR("\x7f"), STR("知\xc2\x80"),
                                          STR("\xc2\x9f"), STR("a\xff")};
    static const struct str invisible[] = {
        STR("a\u200bb"), STR("\u200d"),     STR("\u202e"),     STR("\u2066"),
        STR("\u2028"),   STR("\u2029"),     STR("\ufeff"),     STR("\ue000"),
        STR("\uf8ff"),   STR("\U000f0000"), STR("\u00ad"),     STR("\u061c"),
        STR("\u3164"),   STR("\U000e0041"), STR("\U0010fffd"), STR("\u2064")};
    static const struct str visible[] = {STR(""),       STR("plain text"), STR("知识产权"),
                                         STR("\u3000"), STR("\u00a0"),     STR("辻\U000e0100"),
                                         STR("\ud7ff"), STR("\uf900"),     STR("\u2027"),
                                         STR("\u202f"), STR("\U0001F600")};

    for (size_t i = 0; i < COUNT_OF(controls); i++)
        tap_ok(str_has_control(controls[i]), "control %zu", i);
    for (size_t i = 0; i < COUNT_OF(invisible); i++)
        tap_ok(str_has_invisible(invisible[i]) && !str_has_control(invisible[i]), "invisible %zu",
               i);
    for (size_t i = 0; i < COUNT_OF(visible); i++)
        tap_ok(!str_has_invisible(visible[i]) && !str_has_control(visible[i]), "visible %zu", i);
    tap_ok(str_has_invisible(STR("\xff\u200b")), "invisible after a byte that is no UTF-8");
}

static void test_distance(void)
{
    static const struct {
        const char *a, *b;
        int max, expected;
    } cases[] = {
        {"", "", 2, 0},
        {"region", "region", 2, 0},
        {"region", "REGION", 2, 0},
        {"region", "regin", 2, 1},
        {"region", "regiom", 2, 1},
        {"region", "regiona", 2, 1},
        {"region", "ergion", 2, 1},
        {"ca", "abc", 5, 3},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 2, 3},
        {"abc", "", 5, 3},
        {"", "abc", 2, 3},
        {"period", "freq", 2, 3},
        {"a", "b", 0, 1},
        {"a", "a", 0, 0},
        {"abcdef", "badcfe", 4, 3},
    };
    char text[STR_DISTANCE_MAX + 1];

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(str_distance(str_from(cases[i].a), str_from(cases[i].b), cases[i].max),
                   cases[i].expected, "distance of \"%s\" and \"%s\" up to %d", cases[i].a,
                   cases[i].b, cases[i].max);
    memset(text, 'a', sizeof text);
    struct str longest = {text, STR_DISTANCE_MAX}, too_long = {text, STR_DISTANCE_MAX + 1};
    tap_is_int(str_distance(longest, longest, 3), 0, "longest text");
    tap_is_int(str_distance(longest, STR(""), 64), 64, "longest text against none");
    tap_is_int(str_distance(too_long, too_long, 3), 4, "too long text is never near");
    tap_is_int(str_distance(STR("a"), too_long, 99), 100, "nor on the other side");
}

int main(void)
{
    test_compare();
    test_cut();
    test_parse();
    test_utf8();
    test_characters();
    test_distance();
    return tap_done();
}
