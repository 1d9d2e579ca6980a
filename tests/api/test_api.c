#include "api/api.h"
#include "base/err.h"
#include "tests/tap.h"

static struct arena arena;
static struct buf out;

static void test_fail(void)
{
    static const struct {
        int r;
        enum problem_id problem;
    } cases[] = {
        {-ERR_TIMEOUT, PROBLEM_QUERY_TIMEOUT},
        {-ERR_NOMEM, PROBLEM_OUT_OF_MEMORY},
        {-ERR_BUSY, PROBLEM_STORAGE_UNAVAILABLE},
        {-ERR_IO, PROBLEM_STORAGE_UNAVAILABLE},
        {-ERR_FULL, PROBLEM_STORAGE_UNAVAILABLE},
        {-ERR_CORRUPT, PROBLEM_STORAGE_UNAVAILABLE},
        {-ERR_FOREIGN, PROBLEM_STORAGE_UNAVAILABLE},
        {-ERR_NEWER, PROBLEM_STORAGE_UNAVAILABLE},
        {-ERR_INPUT, PROBLEM_INTERNAL},
        {-ERR_NOT_FOUND, PROBLEM_INTERNAL},
        {-ERR_LIMIT, PROBLEM_INTERNAL},
        {-ERR_INTERNAL, PROBLEM_INTERNAL},
        {-1000, PROBLEM_INTERNAL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct api_call call = {.arena = &arena};

        tap_is_int(api_fail(&call, cases[i].r), cases[i].problem, "%s", err_name(cases[i].r));
        tap_is_int(call.error, cases[i].r, "%s is kept for the log", err_name(cases[i].r));
    }
}

static void test_problem(void)
{
    struct api_call call = {.arena = &arena};
    struct arena small;

    tap_is_int(api_problem(&call, PROBLEM_NOT_FOUND, "no %s here", "plan"), PROBLEM_NOT_FOUND,
               "a problem of the handler");
    tap_is_str(call.detail, STR("no plan here"), "with its sentence");
    arena_init(&small, 16, 16);
    call.arena = &small;
    tap_is_int(api_problem(&call, PROBLEM_NOT_FOUND, "a sentence of some length"),
               PROBLEM_OUT_OF_MEMORY, "without memory it is another problem");
    arena_finish(&small);
}

static void test_done(void)
{
    struct api_call call = {.arena = &arena, .out = &out};
    struct buf small;
    struct jw w;

    jw_init(&w, &out);
    jw_array_begin(&w);
    tap_is_int(api_done(&call, &w), PROBLEM_INTERNAL, "a body without its end");
    jw_array_end(&w);
    tap_is_int(api_done(&call, &w), PROBLEM_NONE, "a body");

    buf_init(&small, 8);
    call.out = &small;
    jw_init(&w, &small);
    jw_array_begin(&w);
    for (int i = 0; i < 10; i++)
        jw_i64(&w, i);
    jw_array_end(&w);
    tap_is_int(api_done(&call, &w), PROBLEM_RESPONSE_TOO_LARGE, "a body beyond the cap");
    buf_finish(&small);
}

static void test_escape(void)
{
    tap_is_str(api_escape(&arena, STR("aZ09-._~"), true), STR("aZ09-._~"), "unreserved stay");
    tap_is_str(api_escape(&arena, STR("120000/*,!@:;"), false), STR("120000/*,!@:;"),
               "what people read stays in a query");
    tap_is_str(api_escape(&arena, STR("a/b*"), true), STR("a%2Fb%2A"), "but not in a segment");
    tap_is_str(api_escape(&arena, STR("a b+c&d=e#f%\xe5"), false),
               STR("a%20b%2Bc%26d%3De%23f%25%E5"), "all else is escaped");
    tap_is_str(api_escape(&arena, STR(""), false), STR(""), "nothing stays nothing");
}

int main(void)
{
    arena_init(&arena, 32768, 1 << 20);
    buf_init(&out, 1 << 16);
    test_fail();
    test_problem();
    test_done();
    test_escape();
    buf_finish(&out);
    arena_finish(&arena);
    return tap_done();
}
