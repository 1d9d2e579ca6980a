#include "server/answer.h"
#include "api/problem.h"
#include "tests/tap.h"

static const char id[] = "0123456789abcdef";

static struct str field(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->n_fields; i++) {
        if (strcmp(reply->fields[i].name, name) == 0)
            return str_from(reply->fields[i].value);
    }
    return (struct str){0};
}

/* Answers with a problem in an arena of this size, which has failed before where `failed`. */
static void answer_in(size_t memory, bool failed, enum problem_id problem, struct arena *arena,
                      struct request *rq, struct exchange *exchange, struct reply *reply)
{
    static struct worker worker;
    struct buf packed;

    memcpy(exchange->id, id, sizeof id);
    arena_init(arena, memory, memory);
    buf_init(&rq->out, 4096);
    buf_init(&packed, 4096);
    rq->worker = &worker;
    rq->exchange = exchange;
    rq->call.arena = arena;
    rq->outcome = OUTCOME_PROBLEM;
    rq->problem = problem;
    reply->arena = arena;
    if (failed)
        tap_ok(arena_alloc(arena, memory + 1) == NULL, "the request took too much");
    answer(rq, reply, &packed);
    buf_finish(&packed);
}

static void test_exhausted(void)
{
    struct exchange exchange = {0};
    struct request rq = {0};
    struct reply reply = {0};
    struct arena arena;
    struct buf expected;

    answer_in(4096, true, PROBLEM_NOT_FOUND, &arena, &rq, &exchange, &reply);
    buf_init(&expected, 4096);
    problem_write(&expected,
                  &(struct problem){.id = PROBLEM_OUT_OF_MEMORY, .instance = str_from(id)});
    tap_ok(!arena.failed, "there is room for the problem");
    tap_is_int(rq.problem, PROBLEM_OUT_OF_MEMORY, "which is what the log tells");
    tap_is_int(reply.status, 503, "status");
    tap_is_str(field(&reply, "X-Request-Id"), str_from(id), "the id is in the head");
    tap_is_str(field(&reply, "Retry-After"), STR("5"), "another try may help");
    tap_is_str((struct str){rq.out.p, rq.out.n}, (struct str){expected.p, expected.n},
               "and in the body");
    buf_finish(&expected);
    buf_finish(&rq.out);
    arena_finish(&arena);
}

static void test_no_room(void)
{
    struct exchange exchange = {0};
    struct request rq = {0};
    struct reply reply = {0};
    struct arena arena;

    answer_in(32, false, PROBLEM_NOT_FOUND, &arena, &rq, &exchange, &reply);
    tap_ok(arena.failed, "without room for a head the reply made at start is left");
    buf_finish(&rq.out);
    arena_finish(&arena);
}

static void test_retry(void)
{
    static const struct {
        enum problem_id problem;
        struct str retry;
    } cases[] = {
        {PROBLEM_QUERY_TIMEOUT, STR("5")},
        {PROBLEM_STORAGE_UNAVAILABLE, STR("5")},
        {PROBLEM_RESPONSE_TOO_LARGE, STR("")},
        {PROBLEM_NOT_FOUND, STR("")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct exchange exchange = {0};
        struct request rq = {0};
        struct reply reply = {0};
        struct arena arena;

        answer_in(4096, false, cases[i].problem, &arena, &rq, &exchange, &reply);
        tap_is_int(rq.problem, cases[i].problem, "%s is told", problem_specs[rq.problem].slug);
        tap_is_str(field(&reply, "Retry-After"), cases[i].retry, "and when to try again");
        buf_finish(&rq.out);
        arena_finish(&arena);
    }
}

int main(void)
{
    test_exhausted();
    test_no_room();
    test_retry();
    return tap_done();
}
