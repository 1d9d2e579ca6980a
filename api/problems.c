/* GET /problems, /problems/{slug} */
#include "api/api.h"
#include "api/envelope.h"

static void put_problem(struct jw *w, const struct api_call *call,
                        const struct problem_spec *problem)
{
    jw_object_begin(w);
    JW_KEY(w, "slug");
    jw_str(w, str_from(problem->slug));
    JW_KEY(w, "status");
    jw_i64(w, problem->status);
    JW_KEY(w, "title");
    jw_str(w, str_from(problem->title));
    JW_KEY(w, "detail");
    jw_str(w, str_from(problem->detail));
    JW_KEY(w, "href");
    jw_str(w, arena_printf(call->arena, "/problems/%s", problem->slug));
    jw_object_end(w);
}

enum problem_id api_list_problems(struct api_call *call,
                                  const struct list_problems_args *args UNUSED)
{
    struct jw w;

    /* Problems are told in English only: they speak to programmes and those who write them. */
    call->lang = PARAM_LANG_EN;
    envelope_list_begin(call, &w);
    for (size_t i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++)
        put_problem(&w, call, &problem_specs[i]);
    return envelope_list_end(call, &w, PROBLEM_COUNT - 1);
}

enum problem_id api_get_problem(struct api_call *call, const struct get_problem_args *args)
{
    struct nearest nearest = {.word = args->slug};
    struct str_list near;
    struct jw w;

    for (size_t i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++) {
        if (!str_eq(str_from(problem_specs[i].slug), args->slug)) {
            nearest_offer(&nearest, call->arena, str_from(problem_specs[i].slug));
            continue;
        }
        call->lang = PARAM_LANG_EN;
        envelope_begin(call, &w);
        put_problem(&w, call, &problem_specs[i]);
        return envelope_end(call, &w);
    }
    near = nearest_list(&nearest, call->arena);
    api_violation(call, VIOLATION_PATH, STR("slug"), args->slug, PROBLEM_UNKNOWN_CODE,
                  STR("This is no kind of problem."), near, STR("/problems"));
    return api_problem(call, PROBLEM_NOT_FOUND, "There is no problem of this kind.");
}
