#include "api/body.h"
#include "tests/tap.h"

/* {kind: sum|mean, note?: text or null, weights?: {name: number}, list?: [integer], sure?: boolean}
 */
static const char *const kinds[] = {"sum", "mean", NULL};
static const uint8_t classes[256] = {['a'] = 1, ['b'] = 1};
static const uint16_t next[] = {2, 1, 2, 2, 2, 2};
static const uint8_t accept[] = {0, 1, 0};
static const struct pattern_dfa a_or_b = {classes, next, 3, 2, accept};
static const struct body_spec kind = {.type = BODY_STRING, .values = kinds};
static const struct body_spec note = {
    .type = BODY_STRING, .nullable = true, .min_len = 1, .max_len = 3};
static const struct body_spec weight = {
    .type = BODY_NUMBER, .places = 2, .min = {-5, 1}, .max = {100, 0}};
static const struct body_spec weights = {
    .type = BODY_MAP, .name_pattern = &a_or_b, .max_items = 1, .items = &weight};
static const struct body_spec rank = {.type = BODY_INTEGER, .min = {1, 0}, .max = {16, 0}};
static const struct body_spec list = {
    .type = BODY_ARRAY, .min_items = 1, .max_items = 2, .items = &rank};
static const struct body_spec sure = {.type = BODY_BOOLEAN};
static const struct body_member members[] = {
    {"kind", true, &kind},  {"list", false, &list},       {"note", false, &note},
    {"sure", false, &sure}, {"weights", false, &weights},
};
static const struct body_spec body = {
    .type = BODY_OBJECT, .members = members, .n_members = COUNT_OF(members)};
static const struct op_spec op = {.body = &body};

static struct arena arena;

static enum problem_id read(struct api_call *call, struct str text)
{
    arena_reset(&arena);
    *call = (struct api_call){.arena = &arena, .op = &op};
    return body_read(call, text);
}

static void test_good(void)
{
    static const char *const texts[] = {
        "{\"kind\":\"sum\"}",
        ("{\"kind\":\"mean\",\"note\":null,\"sure\":true,\"list\":[1,16.0],"
         "\"weights\":{\"a\":-0.5}}"),
        "{\"kind\":\"sum\",\"note\":\"津津津\",\"list\":[1.6e1],\"weights\":{\"b\":99.99}}",
        "{\"kind\":\"sum\",\"weights\":{}}",
    };
    struct api_call call;

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        tap_is_int(read(&call, str_from(texts[i])), PROBLEM_NONE, "%s", texts[i]);
        tap_is_int((int64_t)call.violations.n, 0, "without a fault");
    }
}

static void test_faults(void)
{
    static const struct {
        const char *text, *pointer, *detail, *value;
    } cases[] = {
        {"{}", "/kind", "This member is required.", NULL},
        {"[]", "", "The value must be an object.", NULL},
        {"{\"kind\":1}", "/kind", "The value must be a string.", "1"},
        {"{\"kind\":null}", "/kind", "The value must be a string.", NULL},
        {"{\"kind\":\"summ\"}", "/kind", "One of: sum, mean.", "summ"},
        {"{\"kind\":\"sum\",\"wieghts\":{}}", "/wieghts", "There is no member of this name.", NULL},
        {"{\"kind\":\"sum\",\"a/b~c\":1}", "/a~1b~0c", "There is no member of this name.", NULL},
        {"{\"kind\":\"sum\",\"note\":\"\"}", "/note", "The text must have 1 to 3 characters.", ""},
        {"{\"kind\":\"sum\",\"note\":\"津津津津\"}", "/note",
         "The text must have 1 to 3 characters.", "津津津津"},
        {"{\"kind\":\"sum\",\"note\":\"a\\u200b\"}", "/note",
         "The text holds characters that are not seen.", NULL},
        {"{\"kind\":\"sum\",\"note\":\"\\n\"}", "/note",
         "The text holds characters that are not seen.", NULL},
        {"{\"kind\":\"sum\",\"list\":[]}", "/list", "There may be 1 to 2 of these, not 0.", NULL},
        {"{\"kind\":\"sum\",\"list\":[1,2,3]}", "/list", "There may be 1 to 2 of these, not 3.",
         NULL},
        {"{\"kind\":\"sum\",\"list\":[1,0]}", "/list/1", "The number must be from 1 to 16.", "0"},
        {"{\"kind\":\"sum\",\"list\":[1.5]}", "/list/0", "The number must be whole.", "1.5"},
        {"{\"kind\":\"sum\",\"list\":[true]}", "/list/0", "The value must be a number.", "true"},
        {"{\"kind\":\"sum\",\"list\":{}}", "/list", "The value must be an array.", NULL},
        {"{\"kind\":\"sum\",\"sure\":\"true\"}", "/sure", "The value must be a boolean.", "true"},
        {"{\"kind\":\"sum\",\"weights\":{\"a\":1,\"b\":2}}", "/weights",
         "There may be 0 to 1 of these, not 2.", NULL},
        {"{\"kind\":\"sum\",\"weights\":{\"c\":1}}", "/weights/c",
         "The name does not have the form that the contract states.", NULL},
        {"{\"kind\":\"sum\",\"weights\":{\"a\":100.001}}", "/weights/a",
         "The number may have 2 decimal places.", "100.001"},
        {"{\"kind\":\"sum\",\"weights\":{\"a\":-0.51}}", "/weights/a",
         "The number must be from -0.5 to 100.", "-0.51"},
        {"{\"kind\":\"sum\",\"weights\":{\"a\":100.01}}", "/weights/a",
         "The number must be from -0.5 to 100.", "100.01"},
    };
    struct api_call call;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct violation *fault;

        tap_is_int(read(&call, str_from(cases[i].text)), PROBLEM_NONE, "body %zu", i);
        if (!tap_is_int((int64_t)call.violations.n, 1, "has one fault"))
            continue;
        fault = &call.violations.v[0];
        tap_is_int(fault->in, VIOLATION_BODY, "in the body");
        tap_is_str(fault->name, str_from(cases[i].pointer), "at its place");
        tap_is_str(fault->detail, str_from(cases[i].detail), "told");
        tap_ok((fault->value.p == NULL) == (cases[i].value == NULL),
               "with the value, if it has one");
        tap_is_str(fault->value, str_from(cases[i].value), "as it was given");
        tap_is_int(api_invalid(&call), PROBLEM_VALIDATION_FAILED, "and the answer says so");
    }
}

static void test_many(void)
{
    struct api_call call;
    struct buf text;

    tap_is_int(read(&call, STR("{\"kind\":\"x\",\"list\":[0,0],\"sure\":1,\"knd\":2}")),
               PROBLEM_NONE, "five faults");
    tap_is_int((int64_t)call.violations.n, 5, "are told at once");
    tap_is_str(call.violations.v[4].suggestions.v[0], STR("kind"),
               "an unknown name with the nearest");

    buf_init(&text, BODY_BYTES_MAX);
    buf_put_str(&text, STR("{\"kind\":\"sum\""));
    for (int i = 0; i < 4000; i++) {
        buf_put_str(&text, STR(",\"k"));
        buf_put_i64(&text, i);
        buf_put_str(&text, STR("\":{}"));
    }
    buf_putc(&text, '}');
    tap_is_int(read(&call, (struct str){text.p, text.n}), PROBLEM_NONE, "4,000 unknown members");
    tap_ok(call.violations.cut && call.violations.n == VIOLATIONS_MAX, "are cut");
    buf_finish(&text);
}

static void test_not_json(void)
{
    static const struct {
        const char *text;
        enum problem_id problem;
        const char *detail;
    } cases[] = {
        {"", PROBLEM_MALFORMED_JSON, "The body, line 1, byte 1: neither an object nor an array."},
        {"{\n\"kind\":sum}", PROBLEM_MALFORMED_JSON,
         "The body, line 2, byte 8: no value where one must be."},
        {"{\"kind\":1e99}", PROBLEM_NUMBER_OUT_OF_RANGE,
         "The body, line 1, byte 9: a number that is too large, or has more than six places."},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", PROBLEM_TOO_DEEP,
         "The body, line 1, byte 33: nested too deeply."},
    };
    struct api_call call;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        tap_is_int(read(&call, str_from(cases[i].text)), cases[i].problem, "refused: text %zu", i);
        tap_is_str(call.detail, str_from(cases[i].detail), "and where");
    }
}

static void test_members(void)
{
    struct api_call call;
    struct dec number = {7, 0};

    tap_is_int(read(&call, STR("{\"kind\":\"mean\",\"note\":null,\"weights\":{\"a\":1.50}}")),
               PROBLEM_NONE, "a body");
    tap_is_int(body_choice(call.body, STR("kind"), kinds), 1, "a choice");
    tap_is_int(body_choice(call.body, STR("note"), kinds), -1, "none where it is null");
    tap_is_int(body_choice(call.body, STR("sure"), kinds), -1, "or absent");
    tap_is_str(body_text(call.body, STR("kind")), STR("mean"), "a text");
    tap_is_int((int64_t)body_text(call.body, STR("note")).n, 0, "none where it is null");
    tap_ok(!body_number(call.body, STR("list"), &number) && number.v == 7, "an absent number");
    tap_ok(body_number(jv_member(call.body, STR("weights")), STR("a"), &number), "a number");
    tap_ok(number.v == 15 && number.scale == 1, "exactly");
}

int main(void)
{
    arena_init(&arena, 4096, 32 * 1024 * 1024);
    test_good();
    test_faults();
    test_many();
    test_not_json();
    test_members();
    arena_finish(&arena);
    return tap_done();
}
