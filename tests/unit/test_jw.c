#include "base/jw.h"
#include "tests/tap.h"

#include <jansson.h>

static struct str text_of(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

static void test_shapes(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    struct jw w;

    buf_init(&b, 10000);
    jw_init(&w, &b);
    tap_ok(!jw_ok(&w), "nothing is no value");
    jw_object_begin(&w);
    JW_KEY(&w, "data");
    jw_array_begin(&w);
    jw_i64(&w, -1);
    jw_dec(&w, (struct dec){1250, 2});
    jw_object_begin(&w);
    jw_object_end(&w);
    jw_array_begin(&w);
    jw_array_end(&w);
    jw_bool(&w, true);
    jw_bool(&w, false);
    jw_array_end(&w);
    JW_KEY(&w, "meta");
    jw_object_begin(&w);
    jw_key(&w, STR("a\"b"));
    jw_null(&w);
    JW_KEY(&w, "c");
    jw_str(&w, STR("d"));
    jw_object_end(&w);
    tap_ok(!jw_ok(&w), "not whole before its end");
    jw_object_end(&w);
    tap_ok(jw_ok(&w), "whole");
    tap_is_str(text_of(&b),
               STR("{\"data\":[-1,12.50,{},[],true,false],\"meta\":{\"a\\\"b\":null,\"c\":\"d\"}}"),
               "every kind of value, compact");
    jw_init(&w, &b);
    jw_null(&w);
    tap_ok(jw_ok(&w) && str_ends(text_of(&b), STR("}}null")), "a second document after the first");
}

static void test_strings(void)
{
    static const struct {
        struct str text;
        const char *written;
    } cases[] = {
        {STR(""), ""},
        {{NULL, 0}, ""},
        {STR("plain text of more than eight bytes"), "plain text of more than eight bytes"},
        {STR("quote\" and back\\slash"), "quote\\\" and back\\\\slash"},
        {STR("/"), "/"},
        {STR("\b\t\n\f\r"), "\\b\\t\\n\\f\\r"},
        {STR("\0\x01\x1f"), "\\u0000\\u0001\\u001f"},
        {STR("\x7f\xc2\x80\xc2\x9f\u00a0"), "\\u007f\\u0080\\u009f\u00a0"},
        {STR("a\u2028b\u2029c"), "a\\u2028b\\u2029c"},
        {STR("\u2027\u202a"), "\u2027\u202a"},
        {STR("知识产权\U0001F600"), "知识产权\U0001F600"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(buf_finish_p) struct buf b;
        char expected[128];
        struct jw w;

        buf_init(&b, 1000);
        jw_init(&w, &b);
        jw_str(&w, cases[i].text);
        (void)snprintf(expected, sizeof expected, "\"%s\"", cases[i].written);
        tap_ok(jw_ok(&w), "string %zu", i);
        tap_is_str(text_of(&b), str_from(expected), "as expected");
    }
}

/* Each byte at each place of a run of 17: the eight at a time and the rest must agree with one at a
 * time. */
static void test_each_byte(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    bool right = true;

    buf_init(&b, 1000);
    for (int c = 0; c < 256; c++) {
        for (size_t at = 0; at < 17; at++) {
            char text[17];
            struct jw w;
            bool as_is = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';

            memset(text, 'x', sizeof text);
            text[at] = (char)c;
            buf_reset(&b);
            jw_init(&w, &b);
            jw_str(&w, (struct str){text, sizeof text});
            right = right && jw_ok(&w) == (c < 0x80);
            right = right && (c >= 0x80 || (b.n == sizeof text + 2) == as_is);
            right = right && (!as_is || memcmp(b.p + 1, text, sizeof text) == 0);
        }
    }
    tap_ok(right, "each byte at each place of a run");
}

static void test_misuse(void)
{
    /* { } [ ] begin and end, k a key, K a literal key, 1 a value. */
    static const char *const cases[] = {
        "",    "{",   "[",    "}",    "]",     "{]",     "[}",    "{1}",  "{k}",  "{k1k}",
        "k",   "K1",  "[k1]", "[K]",  "{kk1}", "{Kk1}",  "11",    "{}{}", "{}1",  "{}}",
        "[]]", "{k1", "{k[}", "{k[]", "1}",    "{k1 1}", "{kK1}", "[1}",  "{[]}", "[k]"};
    static const char *const sound[] = {"1",      "{}",           "[]",        "{k1}",
                                        "{K1k1}", "[11[1]{k[]}]", "{k{K{}}k1}"};

    for (size_t i = 0; i < COUNT_OF(cases) + COUNT_OF(sound); i++) {
        bool expected = i >= COUNT_OF(cases);
        const char *ops = expected ? sound[i - COUNT_OF(cases)] : cases[i];
        CLEANUP(buf_finish_p) struct buf b;
        struct jw w;

        buf_init(&b, 1000);
        jw_init(&w, &b);
        for (const char *op = ops; *op != '\0'; op++) {
            if (*op == '{')
                jw_object_begin(&w);
            else if (*op == '}')
                jw_object_end(&w);
            else if (*op == '[')
                jw_array_begin(&w);
            else if (*op == ']')
                jw_array_end(&w);
            else if (*op == 'k')
                jw_key(&w, STR("k"));
            else if (*op == 'K')
                JW_KEY(&w, "K");
            else if (*op == '1')
                jw_i64(&w, 1);
        }
        tap_ok(jw_ok(&w) == expected, "%s: \"%s\"", expected ? "sound" : "misuse", ops);
    }
}

static void test_failures(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    struct jw w;

    buf_init(&b, 10);
    jw_init(&w, &b);
    jw_str(&w, STR("12345678"));
    tap_ok(jw_ok(&w), "exactly as much as the buf holds");
    buf_reset(&b);
    jw_init(&w, &b);
    jw_str(&w, STR("123456789"));
    tap_ok(!jw_ok(&w), "a byte more");
    buf_reset(&b);
    jw_init(&w, &b);
    jw_object_begin(&w);
    jw_key(&w, STR("\xff"));
    jw_null(&w);
    jw_object_end(&w);
    tap_ok(!jw_ok(&w), "a key that is no UTF-8");
}

static void test_depth(void)
{
    CLEANUP(buf_finish_p) struct buf b;

    buf_init(&b, 1000);
    for (int depth = JW_DEPTH_MAX; depth <= JW_DEPTH_MAX + 2; depth++) {
        struct jw w;

        buf_reset(&b);
        jw_init(&w, &b);
        for (int i = 0; i < depth; i++)
            jw_array_begin(&w);
        jw_i64(&w, 1);
        for (int i = 0; i < depth; i++)
            jw_array_end(&w);
        tap_ok(jw_ok(&w) == (depth == JW_DEPTH_MAX), "%d deep", depth);
    }
}

/* ------------------------------------------------------------------------------------ against
 * jansson */

static uint64_t random_state;

/* xorshift64*: the sequence of a seed is the same everywhere. */
static uint64_t random_below(uint64_t n)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (random_state * UINT64_C(2685821657736338717) >> 16) % n;
}

/* Any character but a surrogate, the short ones more often; not NUL where the oracle cannot take
 * it. */
static size_t random_character(char *out, bool nul)
{
    static const uint64_t tops[] = {0x20, 0x80, 0x80, 0x100, 0x800, 0x2100, 0xd800, 0x110000};
    uint64_t c = random_below(tops[random_below(COUNT_OF(tops))]);

    if ((c >= 0xd800 && c <= 0xdfff) || (c == 0 && !nul))
        c = 'x';
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xc0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3f));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xe0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3f));
        out[2] = (char)(0x80 | (c & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3f));
    out[2] = (char)(0x80 | (c >> 6 & 0x3f));
    out[3] = (char)(0x80 | (c & 0x3f));
    return 4;
}

static struct str random_text(char storage[256], bool nul)
{
    size_t n = 0, n_chars = random_below(40);

    for (size_t i = 0; i < n_chars; i++)
        n += random_character(storage + n, nul);
    return (struct str){storage, n};
}

/* Writes a random value and returns what jansson should read in its place. */
static json_t *random_value(struct jw *w, int depth)
{
    static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    char storage[256];
    struct str text;
    struct dec d;
    json_t *value;
    int64_t v;

    switch (random_below(depth < 12 ? 9 : 5)) {
    case 0:
        v = (int64_t)(random_below(UINT64_MAX) << random_below(64));
        jw_i64(w, v);
        return json_integer(v);
    case 1:
        jw_null(w);
        return json_null();
    case 2:
        v = (int64_t)random_below(2);
        jw_bool(w, v != 0);
        return json_boolean(v);
    case 3:
        text = random_text(storage, true);
        jw_str(w, text);
        return json_stringn(text.p, text.n);
    case 4:
        /* Both are exact under 2^53, so that their quotient is the number nearest to the decimal.
         */
        d = (struct dec){(int64_t)random_below(UINT64_C(1) << 40) - (INT64_C(1) << 39),
                         (uint8_t)(1 + random_below(6))};
        jw_dec(w, d);
        return json_real((double)d.v / (double)powers[d.scale]);
    case 5:
    case 6:
        value = json_array();
        jw_array_begin(w);
        for (uint64_t n = random_below(6); n > 0; n--)
            json_array_append_new(value, random_value(w, depth + 1));
        jw_array_end(w);
        return value;
    default:
        value = json_object();
        jw_object_begin(w);
        for (uint64_t n = random_below(6); n > 0; n--) {
            char key[256 + 8];

            text = random_text(storage, false);
            (void)snprintf(key, sizeof key, "%d%.*s", (int)n, (int)text.n, text.p);
            if (n == 3) {
                (void)snprintf(key, sizeof key, "literal");
                JW_KEY(w, "literal");
            } else {
                jw_key(w, str_from(key));
            }
            json_object_set_new(value, key, random_value(w, depth + 1));
        }
        jw_object_end(w);
        return value;
    }
}

static json_t *read_back(const struct buf *b)
{
    return json_loadb(b->p, b->n, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);
}

static void test_documents(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    uint64_t seed;
    bool same = true;

    buf_init(&b, 1 << 24);
    for (seed = 1; seed <= 3000 && same; seed++) {
        json_t *expected, *got;
        struct jw w;

        random_state = seed * UINT64_C(0x9e3779b97f4a7c15);
        buf_reset(&b);
        jw_init(&w, &b);
        expected = random_value(&w, 0);
        got = read_back(&b);
        same = jw_ok(&w) && got != NULL && json_equal(got, expected) == 1;
        json_decref(expected);
        json_decref(got);
    }
    tap_ok(same, "random documents read as they were meant");
    if (!same)
        tap_note("seed %" PRIu64, seed - 1);
}

/* Whatever is called in whatever order: what the writer calls good is JSON. */
static void test_operations(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    int n_good = 0;
    uint64_t seed;
    bool sound = true;

    buf_init(&b, 1 << 20);
    for (seed = 1; seed <= 20000 && sound; seed++) {
        int key = 0;
        struct jw w;
        json_t *got;

        random_state = seed * UINT64_C(0x9e3779b97f4a7c15);
        buf_reset(&b);
        jw_init(&w, &b);
        for (uint64_t n = 1 + random_below(8); n > 0; n--) {
            char text[16] = {0};

            switch (random_below(8)) {
            case 0:
                jw_object_begin(&w);
                break;
            case 1:
                jw_object_end(&w);
                break;
            case 2:
                jw_array_begin(&w);
                break;
            case 3:
                jw_array_end(&w);
                break;
            case 4:
            case 5:
                (void)snprintf(text, sizeof text, "%d", key++);
                jw_key(&w, str_from(text));
                break;
            case 6:
                text[0] = (char)random_below(256);
                jw_str(&w, (struct str){text, 1});
                break;
            default:
                jw_i64(&w, 1);
            }
        }
        if (!jw_ok(&w))
            continue;
        got = read_back(&b);
        sound = got != NULL;
        n_good++;
        json_decref(got);
    }
    tap_ok(sound, "random operations: what is called good is JSON");
    if (!sound)
        tap_note("seed %" PRIu64, seed - 1);
    tap_ok(n_good > 100, "some of them were good (%d)", n_good);
}

int main(void)
{
    test_shapes();
    test_strings();
    test_each_byte();
    test_misuse();
    test_failures();
    test_depth();
    test_documents();
    test_operations();
    return tap_done();
}
