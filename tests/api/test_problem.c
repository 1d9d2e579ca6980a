/* jansson reads what was written. */
#include "api/problem.h"
#include "tests/tap.h"

#include <jansson.h>

static struct buf out;

static json_t *read_back(const struct problem *problem)
{
    buf_reset(&out);
    problem_write(&out, problem);
    return json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, NULL);
}

static struct str text_of(const json_t *object, const char *key)
{
    return str_from(json_string_value(json_object_get(object, key)));
}

static void test_plain(void)
{
    json_t *root = read_back(&(struct problem){.id = PROBLEM_NOT_FOUND, .instance = STR("id1")});

    tap_is_str(text_of(root, "type"), STR("/problems/not-found"), "type");
    tap_is_str(text_of(root, "title"), str_from(problem_specs[PROBLEM_NOT_FOUND].title), "title");
    tap_is_int(json_integer_value(json_object_get(root, "status")), 404, "status");
    tap_is_str(text_of(root, "detail"), str_from(problem_specs[PROBLEM_NOT_FOUND].detail),
               "detail of the registry");
    tap_is_str(text_of(root, "instance"), STR("id1"), "instance");
    tap_is_int((int64_t)json_object_size(root), 5, "and no more");
    json_decref(root);
}

static void test_full(void)
{
    static const struct str methods[] = {STR("GET"), STR("HEAD")};
    struct violation faults[] = {
        {.in = VIOLATION_QUERY,
         .name = STR("a\"b"),
         .value = STR("\xe5\xa4\xa9"),
         .problem = PROBLEM_UNKNOWN_CODE,
         .detail = STR("one"),
         .suggestions = {methods, 2},
         .listed_at = STR("/list")},
        {.in = VIOLATION_PATH, .name = STR("c"), .problem = PROBLEM_NOT_FOUND, .detail = STR("t")},
    };
    struct violation_list violations = {.v = faults, .n = 1};
    struct problem problem = {
        .id = PROBLEM_UNKNOWN_CODE, .violations = &violations, .allowed = {methods, 2}};
    json_t *root = read_back(&problem), *error;

    tap_is_str(text_of(root, "detail"), STR("one"), "one violation gives the detail");
    error = json_array_get(json_object_get(root, "errors"), 0);
    tap_is_str(text_of(error, "in"), STR("query"), "where");
    tap_is_str(text_of(error, "name"), STR("a\"b"), "name, escaped");
    tap_is_str(text_of(error, "value"), STR("\xe5\xa4\xa9"), "value");
    tap_is_str(text_of(error, "type"), STR("/problems/unknown-code"), "type of its own");
    tap_is_str(text_of(error, "listed_at"), STR("/list"), "where the codes are");
    tap_is_int((int64_t)json_array_size(json_object_get(error, "suggestions")), 2, "suggestions");
    tap_is_int((int64_t)json_array_size(json_object_get(root, "allowed")), 2, "what is allowed");
    json_decref(root);

    violations.n = 2;
    root = read_back(&problem);
    tap_is_str(text_of(root, "detail"), STR("The request has 2 faults; errors names each."),
               "two violations are counted");
    error = json_array_get(json_object_get(root, "errors"), 1);
    tap_ok(json_is_null(json_object_get(error, "value")), "no value is null");
    tap_ok(json_object_get(error, "suggestions") == NULL, "no suggestions are absent");
    json_decref(root);

    problem.detail = STR("said by the handler");
    root = read_back(&problem);
    tap_is_str(text_of(root, "detail"), problem.detail, "a detail of the handler wins");
    json_decref(root);

    faults[0].value = STR("\xff");
    json_decref(read_back(&problem));
    tap_ok(out.failed, "bytes that are no text fail the buffer");
}

int main(void)
{
    buf_init(&out, 1 << 16);
    test_plain();
    test_full();
    buf_finish(&out);
    return tap_done();
}
