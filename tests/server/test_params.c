/* The parser against the tables of the real contract: its parameters are as various as any. */
#include "server/args.h"
#include "server/params.h"
#include "tests/tap.h"

static struct arena arena;
static struct api_call call;

static void parse(enum op_id op, struct str segment, struct str query)
{
    struct uri_pairs pairs;

    arena_reset(&arena);
    call = (struct api_call){.arena = &arena, .op = &op_specs[op], .path = STR("/p")};
    if (!uri_query(&arena, query, &pairs) || params_parse(&call, &segment, &pairs) != PROBLEM_NONE)
        tap_ok(false, "memory for %s", query.p);
}

/* "name type value suggestion..." of each violation, separated by "; ". */
static struct str told(void)
{
    struct str text = STR("");

    for (size_t i = 0; i < call.violations.n; i++) {
        const struct violation *v = &call.violations.v[i];

        text = arena_printf(&arena, "%.*s%s%.*s %s", (int)text.n, text.p, i > 0 ? "; " : "",
                            (int)v->name.n, v->name.p, problem_specs[v->problem].slug);
        for (size_t k = 0; k < v->suggestions.n; k++)
            text = arena_printf(&arena, "%.*s %.*s", (int)text.n, text.p,
                                (int)v->suggestions.v[k].n, v->suggestions.v[k].p);
    }
    return text;
}

static void test_violations(void)
{
    static const struct {
        struct str query, told;
    } cases[] = {
        {STR(""), STR("")},
        {STR("region=120116&period=2024"), STR("")},
        {STR("regon=120116"), STR("regon unknown-parameter region")},
        {STR("Region=120116"), STR("Region unknown-parameter region")},
        {STR("zzzz=1"), STR("zzzz unknown-parameter")},
        {STR("=1"), STR(" unknown-parameter")},
        {STR("limit=1&limit=1"), STR("limit duplicate-parameter")},
        {STR("limit=1&%6cimit=2"), STR("limit duplicate-parameter")},
        {STR("region=1&region=2"), STR("region invalid-parameter; region duplicate-parameter")},
        {STR("limit"), STR("limit invalid-parameter")},
        {STR("limit="), STR("limit invalid-parameter")},
        {STR("limit=0"), STR("limit invalid-parameter")},
        {STR("limit=1001"), STR("limit invalid-parameter")},
        {STR("limit=1e3"), STR("limit invalid-parameter")},
        {STR("limit=+1"), STR("limit invalid-parameter")},
        {STR("limit=%2B1"), STR("limit invalid-parameter")},
        {STR("limit=01"), STR("limit invalid-parameter")},
        {STR("limit=9223372036854775808"), STR("limit invalid-parameter")},
        {STR("limit=%EF%BC%91"), STR("limit invalid-parameter")},
        {STR("lang=fr"), STR("lang invalid-parameter")},
        {STR("lang=e"), STR("lang invalid-parameter en")},
        {STR("bom=yes"), STR("bom invalid-parameter")},
        {STR("bom=True"), STR("bom invalid-parameter")},
        {STR("freq=A,B"), STR("freq invalid-parameter A H Q")},
        {STR("freq=A,H,Q,M,I,R,Y,A"), STR("freq invalid-parameter")},
        {STR("region=120116,"), STR("region invalid-parameter")},
        {STR("region=~,120116,~"), STR("region invalid-parameter; region invalid-parameter")},
        {STR("period=2024-13"), STR("period invalid-parameter")},
        {STR("region=%zz"), STR("region bad-percent-encoding")},
        {STR("region=%ff"), STR("region bad-utf8")},
        {STR("%ff=1"), STR("%ff bad-utf8")},
        {STR("breakdown=x"), STR("breakdown invalid-parameter")},
        {STR("breakdown[]=x"), STR("breakdown[] invalid-parameter")},
        {STR("breakdown[A]=x"), STR("breakdown[A] invalid-parameter")},
        {STR("breakdown[a]=!"), STR("breakdown[a] invalid-parameter")},
        {STR("breakdown[award_type]=x&breakdown[award_type]=y"),
         STR("breakdown[award_type] duplicate-parameter")},
        {STR("breakdwn[award_type]=x"), STR("breakdwn[award_type] unknown-parameter breakdown")},
        {STR("region[a]=x"), STR("region[a] unknown-parameter region")},
        {STR("regon=1&limit=0&freq=Z&lang=en"),
         STR("regon unknown-parameter region; limit invalid-parameter; freq invalid-parameter A H "
             "Q")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        parse(OP_LIST_OBSERVATIONS, STR(""), cases[i].query);
        tap_is_str(told(), cases[i].told, "?%s", cases[i].query.p);
    }
}

static void test_arguments(void)
{
    const struct list_observations_args *args;

    parse(OP_LIST_OBSERVATIONS, STR(""),
          STR("region=120116,120104,120116&limit=7&lang=en&bom=true"
              "&breakdown%5Blevel%5D=*&breakdown[award_type]=gold&value=ge:100"));
    args = call.args;
    tap_is_int((int64_t)call.violations.n, 0, "all are allowed");
    tap_is_int(args->limit, 7, "an integer");
    tap_is_int(args->lang, PARAM_LANG_EN, "an enum");
    tap_ok(args->bom, "a boolean");
    tap_is_int((int64_t)args->region.n, 2, "a list, repeated items once");
    tap_is_str(args->region.v[1], STR("120104"), "its second item");
    tap_is_int((int64_t)args->breakdown.n, 2, "a map");
    tap_is_str(args->breakdown.v[0].key, STR("award_type"), "in the order of its keys");
    tap_is_str(args->breakdown.v[1].value, STR("*"), "with its values");
    tap_is_int(args->given,
               LIST_OBSERVATIONS_GIVEN_REGION | LIST_OBSERVATIONS_GIVEN_LIMIT |
                   LIST_OBSERVATIONS_GIVEN_LANG | LIST_OBSERVATIONS_GIVEN_BOM |
                   LIST_OBSERVATIONS_GIVEN_BREAKDOWN | LIST_OBSERVATIONS_GIVEN_VALUE,
               "what was given is marked");
    tap_is_int(args_enum(args, call.op, STR("lang")), PARAM_LANG_EN, "an enum by name");
    tap_is_int(args_enum(args, call.op, STR("format")), -1, "one that was not given");
    tap_is_int(args_enum(args, call.op, STR("limit")), -1, "what is no enum");

    parse(OP_LIST_OBSERVATIONS, STR(""), STR("limit=0&region=120116,~"));
    args = call.args;
    tap_is_int(args->limit, 100, "a wrong value leaves the default");
    tap_is_int((int64_t)args->region.n, 1, "a wrong item leaves the others");
}

static void test_canonical(void)
{
    static const struct {
        struct str query, link;
    } cases[] = {
        {STR(""), STR("/p")},
        {STR("region=120116&limit=7"), STR("/p?limit=7&region=120116")},
        {STR("limit=100"), STR("/p")},
        {STR("bom=false&lang=zh"), STR("/p?lang=zh")},
        {STR("region=120116,120116,120104"), STR("/p?region=120116,120104")},
        {STR("r%65gion=%31%320116"), STR("/p?region=120116")},
        {STR("breakdown[level]=*&breakdown[award_type]=gold&lang=en"),
         STR("/p?breakdown%5Baward_type%5D=gold&breakdown%5Blevel%5D=*&lang=en")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        parse(OP_LIST_OBSERVATIONS, STR(""), cases[i].query);
        tap_is_str(api_link(&call, (struct str){0}, (struct str){0}), cases[i].link,
                   "canonical form of ?%s", cases[i].query.p);
    }
    parse(OP_LIST_REGIONS, STR(""), STR("name=a+b%26c&lang=en"));
    tap_is_str(api_link(&call, STR("cursor"), STR("x/y+z")),
               STR("/p?cursor=x/y%2Bz&lang=en&name=a%20b%26c"),
               "a parameter is added in its place");
    tap_is_str(api_link(&call, STR("name"), STR("d")), STR("/p?lang=en&name=d"), "or replaced");
    tap_is_str(api_link(&call, STR("lang"), (struct str){0}), STR("/p?name=a%20b%26c"),
               "or taken away");
}

static void test_path(void)
{
    const struct get_region_args *args;

    parse(OP_GET_REGION, STR("120116"), STR(""));
    args = call.args;
    tap_is_str(args->code, STR("120116"), "a path parameter");
    tap_is_int((int64_t)call.query.n, 0, "is no part of the query");
    parse(OP_GET_REGION, STR("~"), STR("x=1"));
    tap_is_str(told(), STR("code invalid-parameter; x unknown-parameter"), "one that is wrong");
    tap_is_int(api_invalid(&call), PROBLEM_NOT_FOUND, "means that there is nothing");
    parse(OP_GET_PREEXAM_FUNNEL, STR(""), STR("region=120116"));
    tap_is_str(told(), STR("period missing-parameter"), "a required one is missed");
    parse(OP_GET_PREEXAM_FUNNEL, STR(""), STR("region=120116&period=%zz"));
    tap_is_str(told(), STR("period bad-percent-encoding"), "but not when it is wrong");
}

static void test_limits(void)
{
    struct buf query;

    buf_init(&query, 100000);
    buf_put_str(&query, STR("name="));
    for (int i = 0; i < PARAMS_VALUE_MAX + 1; i++)
        buf_putc(&query, 'x');
    parse(OP_LIST_REGIONS, STR(""), (struct str){query.p, query.n});
    tap_is_str(told(), STR("name invalid-parameter"), "1,025 bytes are too long");
    tap_is_int((int64_t)call.violations.v[0].value.n, 200, "and are not all told");

    buf_reset(&query);
    for (int i = 0; i < 33; i++)
        buf_put_str(&query, STR("x=1&"));
    parse(OP_LIST_REGIONS, STR(""), (struct str){query.p, query.n});
    tap_is_int((int64_t)call.violations.n, 33, "33 parameters: each unknown, and too many");

    buf_reset(&query);
    buf_put_str(&query, STR("region="));
    for (int i = 0; i < 50; i++)
        buf_put_str(&query, STR("~,"));
    parse(OP_LIST_OBSERVATIONS, STR(""), (struct str){query.p, query.n});
    tap_is_int((int64_t)call.violations.n, VIOLATIONS_MAX, "50 violations are told");
    tap_ok(call.violations.cut, "and that there are more");
    buf_finish(&query);
}

int main(void)
{
    arena_init(&arena, 32768, 1 << 20);
    test_violations();
    test_arguments();
    test_canonical();
    test_path();
    test_limits();
    arena_finish(&arena);
    return tap_done();
}
