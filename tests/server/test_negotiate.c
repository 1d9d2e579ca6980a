#include "server/negotiate.h"
#include "base/buf.h"
#include "tests/tap.h"

enum { BOTH = FORMAT_BIT_JSON | FORMAT_BIT_CSV, NOTHING = 99 };

static void test_format(void)
{
    static const struct {
        struct str accept;
        unsigned offered;
        int format;
    } cases[] = {
        {STR(""), BOTH, PARAM_FORMAT_JSON},
        {STR("*/*"), BOTH, PARAM_FORMAT_JSON},
        {STR("application/json"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv"), BOTH, PARAM_FORMAT_CSV},
        {STR("TEXT/CSV"), BOTH, PARAM_FORMAT_CSV},
        {STR("text/csv; header=present"), BOTH, PARAM_FORMAT_CSV},
        {STR("text/*"), BOTH, PARAM_FORMAT_CSV},
        {STR("text/html, */*;q=0.8"), BOTH, PARAM_FORMAT_JSON},
        {STR("application/json;q=0.5, text/csv"), BOTH, PARAM_FORMAT_CSV},
        {STR("application/json;q=0.5,text/csv;q=0.4"), BOTH, PARAM_FORMAT_JSON},
        {STR("*/*;q=0.1, application/json;q=0"), BOTH, PARAM_FORMAT_CSV},
        {STR("*/*, application/json;q=0.001"), BOTH, PARAM_FORMAT_CSV},
        {STR("text/csv"), FORMAT_BIT_JSON, NOTHING},
        {STR("image/png"), BOTH, NOTHING},
        {STR("*/*;q=0"), BOTH, NOTHING},
        {STR("application/json;q=0.000"), FORMAT_BIT_JSON, NOTHING},
        {STR(" , ,text/csv, "), BOTH, PARAM_FORMAT_CSV},
        /* Malformed: as if absent. */
        {STR("text/csv;q=2"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv;q=0.1234"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv;q=-1"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv;q="), BOTH, PARAM_FORMAT_JSON},
        {STR(";;;="), BOTH, PARAM_FORMAT_JSON},
        {STR("text csv"), BOTH, PARAM_FORMAT_JSON},
        {STR("garbage"), BOTH, PARAM_FORMAT_JSON},
        {STR("garbage, text/csv"), BOTH, PARAM_FORMAT_JSON},
        {STR("/"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/"), BOTH, PARAM_FORMAT_JSON},
        {STR("/csv"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv/x"), BOTH, PARAM_FORMAT_JSON},
        {STR("*/csv"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv;q=99999999999999999999"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv;q=NaN"), BOTH, PARAM_FORMAT_JSON},
        {STR("text/csv;q=1e9"), BOTH, PARAM_FORMAT_JSON},
        {STR("*"), BOTH, PARAM_FORMAT_JSON},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum param_format format = PARAM_FORMAT_JSON;
        bool found = negotiate_format(cases[i].accept, cases[i].offered, &format);

        tap_is_int(found ? (int)format : NOTHING, cases[i].format, "Accept: %s", cases[i].accept.p);
    }
}

static void test_length(void)
{
    enum param_format format = PARAM_FORMAT_JSON;
    struct buf many;

    buf_init(&many, 1000);
    for (int i = 0; i < NEGOTIATE_RANGES_MAX - 1; i++)
        buf_put_str(&many, STR("a/b,"));
    buf_put_str(&many, STR("text/csv"));
    tap_ok(negotiate_format((struct str){many.p, many.n}, BOTH, &format) &&
               format == PARAM_FORMAT_CSV,
           "32 ranges are read");
    buf_put_str(&many, STR(",a/b"));
    tap_ok(negotiate_format((struct str){many.p, many.n}, BOTH, &format) &&
               format == PARAM_FORMAT_JSON,
           "33 ranges count as none");
    buf_finish(&many);
}

static void test_lang(void)
{
    static const struct {
        struct str field;
        enum param_lang lang;
    } cases[] = {
        {STR(""), PARAM_LANG_ZH},
        {STR("en"), PARAM_LANG_EN},
        {STR("en-GB"), PARAM_LANG_EN},
        {STR("EN-gb;q=0.1"), PARAM_LANG_EN},
        {STR("zh-Hans-CN,zh;q=0.9,en;q=0.8"), PARAM_LANG_ZH},
        {STR("en,zh"), PARAM_LANG_EN},
        {STR("zh,en"), PARAM_LANG_ZH},
        {STR("en;q=0.5,zh"), PARAM_LANG_ZH},
        {STR("fr,de"), PARAM_LANG_ZH},
        {STR("*"), PARAM_LANG_ZH},
        {STR("zh;q=0,*"), PARAM_LANG_EN},
        {STR("en;q=0"), PARAM_LANG_ZH},
        {STR("eng"), PARAM_LANG_ZH},
        {STR("en;q=9"), PARAM_LANG_ZH},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(negotiate_lang(cases[i].field), cases[i].lang, "Accept-Language: %s",
                   cases[i].field.p);
}

static void test_coding(void)
{
    static const struct {
        struct str field;
        bool gzip, identity;
    } cases[] = {
        {STR(""), false, true},
        {STR("gzip"), true, true},
        {STR("x-gzip"), true, true},
        {STR("GZIP;Q=0.5"), true, true},
        {STR("gzip;q=0"), false, true},
        {STR("*"), true, true},
        {STR("gzip;q=0, *"), false, true},
        {STR("br, deflate"), false, true},
        {STR("gzip;q=0.5, identity"), false, true},
        {STR("gzip, identity;q=0.5"), true, true},
        {STR("gzip, identity;q=0"), true, false},
        {STR("gzip, *;q=0"), true, false},
        {STR("*;q=0"), false, false},
        {STR("identity;q=0"), false, false},
        {STR("identity, *;q=0"), false, true},
        {STR("gzip;q=nonsense"), false, true},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct negotiate_coding coding = negotiate_coding(cases[i].field);

        tap_is_int(coding.gzip, cases[i].gzip, "gzip by Accept-Encoding: %s", cases[i].field.p);
        tap_is_int(coding.identity, cases[i].identity, "identity by Accept-Encoding: %s",
                   cases[i].field.p);
    }
}

int main(void)
{
    test_format();
    test_length();
    test_lang();
    test_coding();
    return tap_done();
}
