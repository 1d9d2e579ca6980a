#include "server/route.h"
#include "tests/tap.h"

static struct arena arena;

/* The operation that GET on this path means, or -1; the format of the extension, or -1. */
static int get(const char *path, int *ret_format, struct route *ret)
{
    struct str segments[URI_SEGMENTS_MAX];
    size_t n = 0;
    struct route route = {0};

    *ret_format = -1;
    if (uri_segments(&arena, str_from(path), segments, &n) != PROBLEM_NONE ||
        !route_find(segments, n, &route))
        return -1;
    *ret = route;
    if (route.has_format)
        *ret_format = (int)route.format;
    return route.ops[METHOD_GET];
}

static void test_paths(void)
{
    static const struct {
        const char *path;
        int op, format;
        struct str value;
    } cases[] = {
        {"/", OP_GET_SERVICE_DOCUMENT, -1, STR("")},
        {"/healthz", OP_GET_HEALTH, -1, STR("")},
        {"/openapi.json", OP_GET_OPENAPI, -1, STR("")},
        {"/openapi", -1, -1, STR("")},
        {"/openapi.json.json", OP_GET_OPENAPI, PARAM_FORMAT_JSON, STR("")},
        {"/v1", -1, -1, STR("")},
        {"/v1/regions", OP_LIST_REGIONS, -1, STR("")},
        {"/v1/regions.json", OP_LIST_REGIONS, PARAM_FORMAT_JSON, STR("")},
        {"/v1/regions.csv", -1, -1, STR("")},
        {"/v1/regions.xml", -1, -1, STR("")},
        {"/v1/regions/120116", OP_GET_REGION, -1, STR("120116")},
        {"/v1/regions/120116.json", OP_GET_REGION, PARAM_FORMAT_JSON, STR("120116")},
        {"/v1/regions/120116.csv", OP_GET_REGION, -1, STR("120116.csv")},
        {"/v1/regions/.json", OP_GET_REGION, -1, STR(".json")},
        {"/v1/regions/a/b", -1, -1, STR("")},
        {"/v1/observations.csv", OP_LIST_OBSERVATIONS, PARAM_FORMAT_CSV, STR("")},
        {"/v1/observations.CSV", -1, -1, STR("")},
        {"/v1/plans/p/targets", OP_LIST_PLAN_TARGETS, -1, STR("p")},
        {"/v1/plans/p.json/targets", OP_LIST_PLAN_TARGETS, -1, STR("p.json")},
        {"/v1/Regions", -1, -1, STR("")},
        {"/nothing", -1, -1, STR("")},
        {"/v1/preexam", -1, -1, STR("")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct route route = {0};
        int format;

        tap_is_int(get(cases[i].path, &format, &route), cases[i].op, "operation of %s",
                   cases[i].path);
        tap_is_int(format, cases[i].format, "format of %s", cases[i].path);
        tap_is_str(route.n_values > 0 ? route.values[0] : STR(""), cases[i].value, "value of %s",
                   cases[i].path);
    }
}

static void test_methods(void)
{
    char allow[ROUTE_ALLOW_SIZE];
    struct route route = {0};
    int format;
    int16_t all[METHOD_COUNT] = {0};

    tap_is_int(route_method(STR("GET")), METHOD_GET, "GET");
    tap_is_int(route_method(STR("OPTIONS")), METHOD_OPTIONS, "OPTIONS");
    tap_is_int(route_method(STR("get")), METHOD_COUNT, "methods are case-sensitive");
    tap_is_int(route_method(STR("TRACE")), METHOD_COUNT, "no operation can be TRACE");
    tap_ok(route_is_refused(STR("TRACE")) && route_is_refused(STR("CONNECT")),
           "TRACE and CONNECT are known");
    tap_ok(!route_is_refused(STR("ABC")), "ABC is not");
    tap_ok(route_is_token(STR("ABC-1")) && !route_is_token(STR("A@C")) && !route_is_token(STR("")),
           "tokens");
    get("/v1/regions", &format, &route);
    route_allow(route.ops, allow);
    tap_is_str(str_from(allow), STR("GET, HEAD, OPTIONS"), "Allow of a path");
    route_allow(all, allow);
    tap_is_str(str_from(allow), STR("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
               "all methods fit");
    route_allow_any(allow);
    tap_is_str(str_from(allow), STR("GET, HEAD, POST, DELETE, OPTIONS"), "Allow of the server");
}

int main(void)
{
    arena_init(&arena, 4096, 1 << 20);
    test_paths();
    test_methods();
    arena_finish(&arena);
    return tap_done();
}
