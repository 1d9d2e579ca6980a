#include "base/charset.h"

#include "base/err.h"
#include "tests/tap.h"

#include <string.h>

struct source {
    struct str text;
    size_t at, piece;
};

static int read_source(void *cls, char *buf, size_t n, size_t *ret_n)
{
    struct source *s = cls;
    size_t most = s->text.n - s->at;

    most = most < s->piece ? most : s->piece;
    most = most < n ? most : n;
    if (most > 0)
        memcpy(buf, s->text.p + s->at, most);
    s->at += most;
    *ret_n = most;
    return 0;
}

static size_t read_all(struct str text, enum charset_name name, size_t piece, char *out, size_t max)
{
    struct source s = {text, 0, piece};
    struct charset c;
    size_t n = 0, got = 1;

    if (charset_open(&c, name, read_source, &s) < 0)
        return 0;
    while (got > 0 && max - n >= 8 && charset_read(&c, out + n, 8, &got) == 0)
        n += got;
    charset_close(&c);
    return n;
}

static void test_text(void)
{
    /* 津,é,€,😀 and a byte order mark, by the tables of GB 18030 */
    static const struct {
        struct str in, out;
    } cases[] = {
        {STR("\xbd\xf2"), STR("津")},
        {STR("\xa8\xa6"), STR("é")},
        {STR("\xa2\xe3"), STR("€")},
        {STR("\x94\x39\xfc\x36"), STR("😀")},
        {STR("\x84\x31\x95\x33"), STR("\xef\xbb\xbf")},
        {STR("a,\xbd\xf2\n"), STR("a,津\n")},
        {STR("\xbd"), STR("\xff")},
        {STR("a\xff\xbd\xf2"), STR("a\xff津")},
        {STR(""), STR("")},
    };
    char out[64];

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (size_t piece = 1; piece < 6; piece++) {
            size_t n = read_all(cases[i].in, CHARSET_GB18030, piece, out, sizeof out);
            tap_ok(str_eq((struct str){out, n}, cases[i].out), "case %zu in pieces of %zu", i,
                   piece);
        }
    }
    size_t n = read_all(STR("\xbd\xff"), CHARSET_UTF_8, 1, out, sizeof out);
    tap_ok(str_eq((struct str){out, n}, STR("\xbd\xff")), "UTF-8 passes as it is");
}

static void test_names(void)
{
    enum charset_name name = CHARSET_GB18030;

    tap_ok(charset_find(STR(""), &name) == 0 && name == CHARSET_UTF_8, "none is UTF-8");
    tap_ok(charset_find(STR("GB18030"), &name) == 0 && name == CHARSET_GB18030, "in either case");
    tap_ok(charset_find(STR("Utf-8"), &name) == 0 && name == CHARSET_UTF_8, "and UTF-8");
    tap_is_int(charset_find(STR("utf-16"), &name), -ERR_NOT_FOUND, "nothing else");
    tap_is_int(charset_find(STR("utf8"), &name), -ERR_NOT_FOUND, "nor by another name");
}

int main(void)
{
    test_text();
    test_names();
    return tap_done();
}
