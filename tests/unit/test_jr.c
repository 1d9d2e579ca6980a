#include "base/jr.h"

#include "base/err.h"
#include "tests/tap.h"

#include <string.h>

/* A text that comes in pieces of `piece` bytes. */
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

/* The tokens in a plain way. */
static const char *show(struct arena *a, struct jr *r, int *ret)
{
    static const char *const marks[] = {"{", "}", "[", "]", "=", "'", "#", "yes", "no", "null"};
    const char *out = "";
    int result;

    while ((result = jr_next(r)) > 0) {
        bool has_text = r->token == JR_NAME || r->token == JR_STRING || r->token == JR_NUMBER;
        out = arena_printf(a, "%s %s%.*s", out, marks[r->token], has_text ? (int)r->text.n : 0,
                           has_text ? r->text.p : "")
                  .p;
    }
    *ret = result == 0 ? jr_end(r) : result;
    return out;
}

static void test_good(struct arena *a)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"{}", " { }"},
        {" \t\r\n[ ] \n", " [ ]"},
        {"[null,true,false,\"\"]", " [ null yes no ' ]"},
        {"{\"a\":1,\"b\":{\"a\":[2,{}]}}", " { =a #1 =b { =a [ #2 { } ] } }"},
        {"[\"\\u6d25\\u00E9\\u0041\\ud83d\\uDE00x\"]", " [ '津éA😀x ]"},
        {"[-0.50,1e3,0]", " [ #-0.50 #1e3 #0 ]"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (size_t piece = 1; piece < 100; piece += 7) {
            struct source s = {str_from(cases[i].text), 0, piece};
            struct jr r;
            int result = jr_open(&r, read_source, &s);
            const char *shown = show(a, &r, &result);
            tap_ok(result == 0 && strcmp(shown, cases[i].shown) == 0, "%s in pieces of %zu: %s",
                   cases[i].text, piece, shown);
            jr_close(&r);
            arena_reset(a);
        }
    }
}

static void test_bad(struct arena *a)
{
    static const struct {
        const char *text, *reason;
        size_t line, column;
    } cases[] = {
        {"", "no value where one must be", 1, 1},
        {"\xef\xbb\xbf{}", "no value where one must be", 1, 1},
        {"[1,]", "no value where one must be", 1, 4},
        {"{,}", "no name where the member of an object must have one", 1, 2},
        {"{\"a\" 1}", "no colon behind a name", 1, 6},
        {"[1 2]", "neither a comma nor the end of the array", 1, 4},
        {"{\"a\":1]", "neither a comma nor the end of the object", 1, 7},
        {"[\"a", "a string that is not closed, or holds a control character", 1, 4},
        {"[\n\"a\nb\"]", "a string that is not closed, or holds a control character", 2, 3},
        {"[\"\\x\"]", "an unknown escape", 1, 4},
        {"[\"\\u0000\"]", "the character U+0000", 1, 9},
        {"[\"\\ud800\"]", "half of a surrogate pair", 1, 9},
        {"[\"\xff\"]", "bytes that are not UTF-8", 1, 5},
        {"[01]", "no number where one begins", 1, 4},
        {"[NaN]", "no value where one must be", 1, 2},
        {"[1] 2", "something behind the end", 1, 5},
        {"[/**/]", "no value where one must be", 1, 2},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct source s = {str_from(cases[i].text), 0, 3};
        struct jr r;
        int result = jr_open(&r, read_source, &s);
        show(a, &r, &result);
        tap_is_int(result, -ERR_INPUT, "refused");
        tap_ok(r.reason != NULL && strcmp(r.reason, cases[i].reason) == 0 &&
                   r.line == cases[i].line && r.column == cases[i].column,
               "%s: %s, line %zu, column %zu", cases[i].text, r.reason == NULL ? "" : r.reason,
               r.line, r.column);
        tap_is_int(jr_next(&r), -ERR_INPUT, "and stays so");
        jr_close(&r);
        arena_reset(a);
    }
}

static void test_deep(void)
{
    char text[JV_DEPTH_MAX + 2];
    struct source s = {{text, JV_DEPTH_MAX + 1}, 0, 100};
    struct jr r;
    int result;

    memset(text, '[', sizeof text);
    tap_is_int(jr_open(&r, read_source, &s), 0, "open");
    while ((result = jr_next(&r)) > 0)
        continue;
    tap_ok(result == -ERR_INPUT && r.fault == JV_TOO_DEEP, "a list too deep");
    jr_close(&r);
}

/* What is passed over, and a text that is read in pieces. */
static void test_pieces(void)
{
    static const char text[] = "{\"skip\":[{\"a\":[1,\"]\"]}],\"long\":\"津\\u6d25津\",\"n\":5}";
    struct source s = {STR("{\"skip\":[{\"a\":[1,\"]\"]}],\"long\":\"津\\u6d25津\",\"n\":5}"), 0,
                       2};
    struct jr r;
    char buf[8], whole[64];
    size_t n = 0, got = 1;

    tap_is_int(jr_open(&r, read_source, &s), 0, "open");
    tap_ok(jr_next(&r) == 1 && jr_next(&r) == 1 && r.token == JR_NAME, "the first name");
    tap_is_int(jr_skip(&r), 0, "its value is passed over");
    tap_is_int((int64_t)r.at, (int64_t)(strchr(text, '[') - text), "which began there");
    tap_ok(jr_next(&r) == 1 && str_eq(r.text, STR("long")), "the second name");
    tap_is_int(jr_text_begin(&r), 0, "a text");
    while (got > 0 && jr_text_read(&r, buf, sizeof buf, &got) == 0) {
        memcpy(whole + n, buf, got);
        n += got;
    }
    tap_ok(str_eq((struct str){whole, n}, STR("津津津")), "in pieces");
    tap_ok(jr_next(&r) == 1 && str_eq(r.text, STR("n")), "the third name");
    tap_is_int(jr_text_begin(&r), -ERR_INPUT, "a number is no text");
    jr_close(&r);
}

int main(void)
{
    struct arena a;

    arena_init(&a, 4096, 1 << 20);
    test_good(&a);
    test_bad(&a);
    test_deep();
    test_pieces();
    arena_finish(&a);
    return tap_done();
}
