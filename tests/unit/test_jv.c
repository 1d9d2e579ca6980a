#include "base/jv.h"

#include "tests/tap.h"

/* What is read, written again in a plain way: names and strings as they are, numbers as v/scale. */
static struct str show(struct arena *a, const struct jv *v)
{
    struct str out = STR("");

    switch (v->type) {
    case JV_NULL:
        return STR("null");
    case JV_BOOLEAN:
        return v->yes ? STR("yes") : STR("no");
    case JV_NUMBER:
        return arena_printf(a, "%" PRId64 "/%d", v->number.v, v->number.scale);
    case JV_STRING:
        return arena_printf(a, "'%.*s'", (int)v->text.n, v->text.p);
    case JV_ARRAY:
    case JV_OBJECT:
        for (const struct jv *child = v->first; child != NULL; child = child->next) {
            struct str shown = show(a, child);

            out = arena_printf(a, "%.*s %.*s%s%.*s", (int)out.n, out.p, (int)child->name.n,
                               child->name.n > 0 ? child->name.p : "",
                               v->type == JV_OBJECT ? "=" : "", (int)shown.n, shown.p);
        }
        return arena_printf(a, "%c%.*s %c", v->type == JV_OBJECT ? '{' : '[', (int)out.n, out.p,
                            v->type == JV_OBJECT ? '}' : ']');
    }
    return out;
}

static void test_good(struct arena *a)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"{}", "{ }"},
        {" \t\r\n[ ] \n", "[ ]"},
        {"[null,true,false,\"\"]", "[ null yes no '' ]"},
        {"{\"a\":1,\"b\":{\"a\":[2,{}]}}", "{ a=1/0 b={ a=[ 2/0 { } ] } }"},
        {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[ '\"\\/\b\f\n\r\t' ]"},
        {"[\"\\u6d25\\u00E9\\u0041\\ud83d\\uDE00x\"]", "[ '津éA😀x' ]"},
        {"{\"津\":\"滨海\\u000a\"}", "{ 津='滨海\n' }"},
        {"[\"\\\\\",\"\\\\\\\"\"]", "[ '\\' '\\\"' ]"},
        {"[0,-0,0.0,-0.5,10,1.50,12.25]", "[ 0/0 0/0 0/0 -5/1 10/0 15/1 1225/2 ]"},
        {"[1e3,1E+3,1.5e1,15e-1,100e-2,0e99999999999,-0.0e-7]",
         "[ 1000/0 1000/0 15/0 15/1 1/0 0/0 0/0 ]"},
        {"[9223372036854775807,-9223372036854775807,0.000001,9223372036854.775807]",
         "[ 9223372036854775807/0 -9223372036854775807/0 1/6 9223372036854775807/6 ]"},
        {"[1.0000000000,1000000000000000000000e-18]", "[ 1/0 1000/0 ]"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct jv_error error = {0};
        const struct jv *v;

        arena_reset(a);
        v = jv_parse(a, str_from(cases[i].text), &error);
        if (tap_ok(v != NULL, "%zu is read", i))
            tap_is_str(show(a, v), str_from(cases[i].shown), "and is what it says");
    }
}

static void test_bad(struct arena *a)
{
    static const struct {
        const char *name;
        struct str text;
        enum jv_fault fault;
        size_t line, column;
    } cases[] = {
        {"nothing", STR(""), JV_MALFORMED, 1, 1},
        {"blanks", STR(" \n "), JV_MALFORMED, 2, 2},
        {"a number at the top", STR("1"), JV_MALFORMED, 1, 1},
        {"a string at the top", STR("\"a\""), JV_MALFORMED, 1, 1},
        {"a byte order mark", STR("\xEF\xBB\xBF{}"), JV_MALFORMED, 1, 1},
        {"something behind", STR("{} {}"), JV_MALFORMED, 1, 4},
        {"a NUL behind", STR("{}\0"), JV_MALFORMED, 1, 3},
        {"a comma too many", STR("[1,]"), JV_MALFORMED, 1, 4},
        {"a comma too many in an object", STR("{\"a\":1,}"), JV_MALFORMED, 1, 8},
        {"no comma", STR("[1 2]"), JV_MALFORMED, 1, 4},
        {"no end", STR("[1"), JV_MALFORMED, 1, 3},
        {"the other end", STR("[1}"), JV_MALFORMED, 1, 3},
        {"no colon", STR("{\"a\" 1}"), JV_MALFORMED, 1, 6},
        {"no value", STR("{\"a\":}"), JV_MALFORMED, 1, 6},
        {"a name without quotes", STR("{a:1}"), JV_MALFORMED, 1, 2},
        {"single quotes", STR("['a']"), JV_MALFORMED, 1, 2},
        {"a comment", STR("[1]//"), JV_MALFORMED, 1, 4},
        {"a word", STR("[nul]"), JV_MALFORMED, 1, 2},
        {"NaN", STR("[NaN]"), JV_MALFORMED, 1, 2},
        {"Infinity", STR("[-Infinity]"), JV_MALFORMED, 1, 3},
        {"a plus", STR("[+1]"), JV_MALFORMED, 1, 2},
        {"a zero too many", STR("[01]"), JV_MALFORMED, 1, 2},
        {"no digit before the point", STR("[.5]"), JV_MALFORMED, 1, 2},
        {"no digit behind the point", STR("[1.]"), JV_MALFORMED, 1, 4},
        {"no exponent", STR("[1e]"), JV_MALFORMED, 1, 4},
        {"hexadecimal", STR("[0x1]"), JV_MALFORMED, 1, 3},
        {"a name twice", STR("{\"b\":1,\n \"a\":2,\n \"b\":3}"), JV_MALFORMED, 3, 2},
        {"a name twice by an escape", STR("{\"a\":1,\"\\u0061\":2}"), JV_MALFORMED, 1, 8},
        {"U+0000", STR("[\"\\u0000\"]"), JV_MALFORMED, 1, 5},
        {"a NUL in a string", STR("[\"\0\"]"), JV_MALFORMED, 1, 3},
        {"a line end in a string", STR("[\"a\nb\"]"), JV_MALFORMED, 1, 4},
        {"an unknown escape", STR("[\"\\x41\"]"), JV_MALFORMED, 1, 4},
        {"three digits", STR("[\"\\u12g4\"]"), JV_MALFORMED, 1, 7},
        {"a high surrogate alone", STR("[\"\\ud83d\"]"), JV_MALFORMED, 1, 5},
        {"a low surrogate alone", STR("[\"\\ude00\"]"), JV_MALFORMED, 1, 5},
        {"two high surrogates", STR("[\"\\ud83d\\ud83d\"]"), JV_MALFORMED, 1, 5},
        {"a string without an end", STR("[\"abc"), JV_MALFORMED, 1, 6},
        {"a backslash at the end", STR("[\"abc\\"), JV_MALFORMED, 1, 7},
        {"bytes that are no UTF-8", STR("{\"a\":\n\"\xC0\xAF\"}"), JV_MALFORMED, 2, 2},
        {"a surrogate in UTF-8", STR("[\"\xED\xA0\xBD\"]"), JV_MALFORMED, 1, 3},
        {"2^63", STR("[9223372036854775808]"), JV_OUT_OF_RANGE, 1, 2},
        {"1e309", STR("[1e309]"), JV_OUT_OF_RANGE, 1, 2},
        {"1e99999999999", STR("[1e99999999999]"), JV_OUT_OF_RANGE, 1, 2},
        {"1e-400", STR("[1e-400]"), JV_OUT_OF_RANGE, 1, 2},
        {"seven places", STR("[\n0.1234567]"), JV_OUT_OF_RANGE, 2, 1},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct jv_error error = {0};

        arena_reset(a);
        tap_ok(jv_parse(a, cases[i].text, &error) == NULL, "%s is refused", cases[i].name);
        tap_is_int(error.fault, cases[i].fault, "with its fault");
        tap_is_int((int64_t)(error.line * 1000 + error.column),
                   (int64_t)(cases[i].line * 1000 + cases[i].column), "in its place");
    }
}

static void test_depth(struct arena *a)
{
    char text[2 * JV_DEPTH_MAX + 2];
    struct jv_error error = {0};

    memset(text, '[', JV_DEPTH_MAX + 1);
    memset(text + JV_DEPTH_MAX + 1, ']', JV_DEPTH_MAX + 1);
    arena_reset(a);
    tap_ok(jv_parse(a, (struct str){text + 1, 2 * JV_DEPTH_MAX}, &error) != NULL,
           "as deep as allowed");
    tap_ok(jv_parse(a, (struct str){text, sizeof text}, &error) == NULL, "one deeper is refused");
    tap_is_int(error.fault, JV_TOO_DEEP, "as too deep");
    tap_is_int((int64_t)error.column, JV_DEPTH_MAX + 1, "at the bracket");
    /* Depth counts what is open, not what was opened. */
    tap_ok(jv_parse(a,
                    STR("[[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],[],"
                        "[],[],[],[],[],[],[],[],[],[],[],{},{},{}]"),
                    &error) != NULL,
           "many beside each other are not deep");
}

static void test_members(struct arena *a)
{
    struct jv_error error = {0};
    const struct jv *v;

    arena_reset(a);
    v = jv_parse(a, STR("{\"a\":1,\"b\":null}"), &error);
    tap_is_int(jv_member(v, STR("b"))->type, JV_NULL, "a member by its name");
    tap_ok(jv_member(v, STR("c")) == NULL, "none of another name");
    tap_ok(jv_member(jv_member(v, STR("a")), STR("a")) == NULL, "a number has no members");
    tap_ok(jv_member(NULL, STR("a")) == NULL, "nothing has no members");
}

/* No beginning of a text is taken for the whole, and memory that ends is told. */
static void test_cut(struct arena *a)
{
    struct str text = STR("{\"a\":[1.5e3,\"\\u00e9\\n\",true,null],\"b\":{}}");
    struct jv_error error;
    struct arena small;

    for (size_t n = 0; n < text.n; n++) {
        error = (struct jv_error){0};
        arena_reset(a);
        tap_ok(jv_parse(a, (struct str){text.p, n}, &error) == NULL && error.fault == JV_MALFORMED,
               "cut after %zu", n);
    }
    arena_init(&small, 128, 256);
    tap_ok(jv_parse(&small, text, &error) == NULL, "a small arena");
    tap_is_int(error.fault, JV_NO_MEMORY, "is told");
    arena_finish(&small);
}

int main(void)
{
    struct arena a;

    arena_init(&a, 4096, 1024 * 1024);
    test_good(&a);
    test_bad(&a);
    test_depth(&a);
    test_members(&a);
    test_cut(&a);
    arena_finish(&a);
    return tap_done();
}
