#include "base/buf.h"
#include "server/uri.h"
#include "tests/tap.h"

static struct arena arena;

static void test_split(void)
{
    static const struct {
        struct str raw;
        enum problem_id problem;
        struct str path, query;
    } cases[] = {
        {STR("/"), PROBLEM_NONE, STR("/"), STR("")},
        {STR("/v1/regions"), PROBLEM_NONE, STR("/v1/regions"), STR("")},
        {STR("/a?b=c?d"), PROBLEM_NONE, STR("/a"), STR("b=c?d")},
        {STR("/a?"), PROBLEM_NONE, STR("/a"), STR("")},
        {STR("/a%20b"), PROBLEM_NONE, STR("/a%20b"), STR("")},
        {STR("/a?breakdown[x]=y"), PROBLEM_NONE, STR("/a"), STR("breakdown[x]=y")},
        {STR("http://host/a?b=1"), PROBLEM_NONE, STR("/a"), STR("b=1")},
        {STR("HTTPS://host:8080/a"), PROBLEM_NONE, STR("/a"), STR("")},
        {STR("http://host"), PROBLEM_NONE, STR("/"), STR("")},
        {STR("http://host?b=1"), PROBLEM_NONE, STR("/"), STR("b=1")},
        {STR("http:///a"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("http://host:b/a"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("http://u@host/a"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("ftp://host/a"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("host:80"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("a/b"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR(""), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("**"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/a b"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/a#b"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/a\\b"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/a?b=\"c\""), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/{a}"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/\xe5\xa4\xa9"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/a\x7f"), PROBLEM_BAD_TARGET, STR(""), STR("")},
        {STR("/a\t"), PROBLEM_BAD_TARGET, STR(""), STR("")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct uri uri = {0};

        tap_is_int(uri_split(cases[i].raw, &uri), cases[i].problem, "split \"%s\"", cases[i].raw.p);
        tap_is_str(uri.path, cases[i].path, "path of \"%s\"", cases[i].raw.p);
        tap_is_str(uri.query, cases[i].query, "query of \"%s\"", cases[i].raw.p);
    }
    struct uri uri = {0};
    tap_is_int(uri_split(STR("*"), &uri), PROBLEM_NONE, "asterisk form");
    tap_ok(uri.asterisk, "asterisk form is marked");
}

static void test_authority(void)
{
    static const struct {
        struct str text;
        bool good;
    } cases[] = {
        {STR("localhost"), true},
        {STR("a.example:8080"), true},
        {STR("a_b.example."), true},
        {STR("192.0.2.1"), true},
        {STR("192.0.2.1:80"), true},
        {STR("[::1]"), true},
        {STR("[2001:db8::1]:443"), true},
        {STR("[::ffff:192.0.2.1]:1"), true},
        {STR("a:"), true},
        {STR("a:65535"), true},
        {STR("a:00080"), true},
        {STR(""), false},
        {STR(":"), false},
        {STR(":80"), false},
        {STR("a:b"), false},
        {STR("a:80b"), false},
        {STR("a:-1"), false},
        {STR("a:65536"), false},
        {STR("a:18446744073709551617"), false},
        {STR("a:80:80"), false},
        {STR("a b"), false},
        {STR("a\0b"), false},
        {STR("###"), false},
        {STR("u@a"), false},
        {STR("::1"), false},
        {STR("["), false},
        {STR("[]"), false},
        {STR("[::1"), false},
        {STR("[::1]80"), false},
        {STR("[::1]:x"), false},
        {STR("[::1]]"), false},
        {STR("[a]"), false},
        {STR("[192.0.2.1]"), false},
        {STR("[::1\0]"), false},
        {STR("[1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb]"), false},
        {STR("a]"), false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_int(uri_is_authority(cases[i].text), cases[i].good, "authority \"%s\"",
                   cases[i].text.p);
    tap_ok(!uri_is_authority((struct str){0}), "no authority");
}

static void test_decode(void)
{
    static const struct {
        struct str raw;
        bool plus;
        enum problem_id problem;
        struct str text;
    } cases[] = {
        {STR("abc"), true, PROBLEM_NONE, STR("abc")},
        {STR("a+b"), true, PROBLEM_NONE, STR("a b")},
        {STR("a+b"), false, PROBLEM_NONE, STR("a+b")},
        {STR("a%2Bb"), true, PROBLEM_NONE, STR("a+b")},
        {STR("%e5%A4%a9"), true, PROBLEM_NONE, STR("\xe5\xa4\xa9")},
        {STR("%2541"), true, PROBLEM_NONE, STR("%41")},
        {STR("%zz"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%2"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("a%"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%00"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%0a"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%7f"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%c2%85"), true, PROBLEM_BAD_PERCENT_ENCODING, STR("")},
        {STR("%c0%af"), true, PROBLEM_BAD_UTF8, STR("")},
        {STR("%ed%a0%80"), true, PROBLEM_BAD_UTF8, STR("")},
        {STR("%ff"), true, PROBLEM_BAD_UTF8, STR("")},
        {STR("%e5%a4"), true, PROBLEM_BAD_UTF8, STR("")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str text = STR("");

        tap_is_int(uri_decode(&arena, cases[i].raw, cases[i].plus, &text), cases[i].problem,
                   "decode \"%s\"", cases[i].raw.p);
        tap_is_str(text, cases[i].text, "text of \"%s\"", cases[i].raw.p);
    }
}

static void test_segments(void)
{
    struct str v[URI_SEGMENTS_MAX];
    size_t n = 99;

    tap_is_int(uri_segments(&arena, STR("/"), v, &n), PROBLEM_NONE, "root");
    tap_is_int((int64_t)n, 0, "root has no segments");
    tap_is_int(uri_segments(&arena, STR("/v1/%72egions"), v, &n), PROBLEM_NONE, "two segments");
    tap_is_int((int64_t)n, 2, "two segments are counted");
    tap_is_str(v[0], STR("v1"), "first segment");
    tap_is_str(v[1], STR("regions"), "second segment, decoded");
    tap_is_int(uri_segments(&arena, STR("//"), v, &n), PROBLEM_NOT_FOUND, "two slashes");
    tap_is_int(uri_segments(&arena, STR("/v1/"), v, &n), PROBLEM_NOT_FOUND, "slash at the end");
    tap_is_int(uri_segments(&arena, STR("/v1%2Fregions"), v, &n), PROBLEM_NOT_FOUND,
               "encoded slash");
    tap_is_int(uri_segments(&arena, STR("//%zz"), v, &n), PROBLEM_BAD_PERCENT_ENCODING,
               "a broken escape is told before an empty segment");
    tap_is_int(uri_segments(&arena, STR("/1/2/3/4/5/6/7/8"), v, &n), PROBLEM_NONE, "eight deep");
    tap_is_int(uri_segments(&arena, STR("/1/2/3/4/5/6/7/8/9"), v, &n), PROBLEM_NOT_FOUND,
               "nine deep");
}

static void test_query(void)
{
    struct uri_pairs pairs;

    tap_ok(uri_query(&arena, STR(""), &pairs) && pairs.n == 0, "no pairs");
    tap_ok(uri_query(&arena, STR("a=1&&b=2&c&%64=x+y&e=%zz&f=="), &pairs), "six pairs");
    tap_is_int((int64_t)pairs.n, 6, "the empty piece is passed over");
    tap_is_str(pairs.v[1].name, STR("b"), "name");
    tap_is_str(pairs.v[1].value, STR("2"), "value");
    tap_ok(pairs.v[2].bare && !pairs.v[1].bare, "a piece without = is marked");
    tap_is_str(pairs.v[3].name, STR("d"), "name, decoded");
    tap_is_str(pairs.v[3].value, STR("x y"), "value, decoded");
    tap_is_int(pairs.v[4].problem, PROBLEM_BAD_PERCENT_ENCODING, "a broken value is marked");
    tap_is_str(pairs.v[4].value, STR("%zz"), "and stays as it was");
    tap_is_str(pairs.v[5].value, STR("="), "the first = separates");
    tap_ok(!pairs.cut, "six pairs are not too many");

    struct buf many;
    buf_init(&many, 1000);
    for (int i = 0; i < URI_PAIRS_MAX; i++)
        buf_put_str(&many, STR("a=1&"));
    tap_ok(uri_query(&arena, (struct str){many.p, many.n}, &pairs) && !pairs.cut, "32 pairs");
    buf_put_str(&many, STR("a=1"));
    tap_ok(uri_query(&arena, (struct str){many.p, many.n}, &pairs) && pairs.cut, "33 pairs");
    buf_finish(&many);
}

/* What may be logged of a target. */
static void test_without_key(void)
{
    static const struct {
        const char *target, *kept;
    } cases[] = {
        {"/v1/regions?limit=1", "/v1/regions?limit=1"},
        {"/v1/regions?keys=1&monkey=2", "/v1/regions?keys=1&monkey=2"},
        {"/v1/key/token?q=key", "/v1/key/token?q=key"},
        {"/v1/regions?key=1", "/v1/regions"},
        {"/v1/regions?limit=1&ToKeN", "/v1/regions"},
        {"/v1/regions?limit=1&api%5Fkey=", "/v1/regions"},
        {"/v1/regions?a=1&access_token=b", "/v1/regions"},
        {"/v1/regions?q=iprs_abc", "/v1/regions"},
        {"/v1/regions?q=x,%69%70%72%73%5fabc", "/v1/regions"},
        {"/v1/regions?iprs_abc=1", "/v1/regions"},
        {"/v1/regions/iprs_abc?q=1", "/v1/regions/"},
        {"/%49PRS_abc", "/"},
        {"http://iprs_abc@host/", "http://"},
        {"/v1/regions?q=iprs-abc&b=%6", "/v1/regions?q=iprs-abc&b=%6"},
        {"?key", ""},
        {"", ""},
        {"%", "%"},
        {"/v1/regions?k%65y", "/v1/regions"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_str(uri_without_key(str_from(cases[i].target)), str_from(cases[i].kept), "of \"%s\"",
                   cases[i].target);
}

int main(void)
{
    arena_init(&arena, 4096, 1 << 20);
    test_authority();
    test_split();
    test_decode();
    test_segments();
    test_query();
    test_without_key();
    arena_finish(&arena);
    return tap_done();
}
