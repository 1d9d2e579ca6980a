/* GET /v1/visits,
 *     /v1/visits/problems,
 *     /v1/visits/statistics,
 *     /v1/visits/problems/statistics */
#include "api/register_statistics.h"

static const struct register_spec visits = {
    .table = "visit",
    .day = "visited_on",
};

enum problem_id api_list_visits(struct api_call *call, const struct list_visits_args *args UNUSED)
{
    return register_list(call, &visits);
}

static const struct register_state visit_problems_states[] = {
    {"open", {{.column = "solved_on", .op = REGISTER_IS_NULL}}, 1},
    {"solved", {{.column = "solved_on", .op = REGISTER_NOT_NULL}}, 1},
};

static const struct register_spec visit_problems = {
    .table = "visit_problem",
    .day = "raised_on",
    .states = visit_problems_states,
    .n_states = COUNT_OF(visit_problems_states),
};

enum problem_id api_list_visit_problems(struct api_call *call,
                                        const struct list_visit_problems_args *args UNUSED)
{
    return register_list(call, &visit_problems);
}

static const struct register_key visits_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},        {"team", REGISTER_BY_VALUE, "team"},
    {"year", REGISTER_BY_YEAR, "visited_on"},       {"half", REGISTER_BY_HALF, "visited_on"},
    {"quarter", REGISTER_BY_QUARTER, "visited_on"}, {"month", REGISTER_BY_MONTH, "visited_on"},
};

static const struct register_measure visits_measures[] = {
    {.name = "visits"},
    {.name = "enterprises", .kind = REGISTER_DISTINCT, .column = "enterprise"},
    {.name = "staff", .kind = REGISTER_SUM, .column = "staff"},
    {.name = "with_enterprise",
     .tests = {{.column = "enterprise", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio visits_ratios[] = {
    {"visits_per_enterprise", 3, 1, 2, false},
};

static const struct register_statistics visits_statistics = {
    .of = &visits,
    .keys = visits_keys,
    .n_keys = COUNT_OF(visits_keys),
    .measures = visits_measures,
    .n_measures = COUNT_OF(visits_measures),
    .ratios = visits_ratios,
    .n_ratios = COUNT_OF(visits_ratios),
    .share_of = 0,
};

enum problem_id api_get_visits_statistics(struct api_call *call,
                                          const struct get_visits_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &visits_statistics);
}

static const struct register_key problems_keys[] = {
    {"problem_topic", REGISTER_BY_VALUE, "problem_topic"},
    {"year", REGISTER_BY_YEAR, "raised_on"},
    {"half", REGISTER_BY_HALF, "raised_on"},
    {"quarter", REGISTER_BY_QUARTER, "raised_on"},
    {"month", REGISTER_BY_MONTH, "raised_on"},
};

static const struct register_measure problems_measures[] = {
    {.name = "problems"},
    {.name = "solved", .tests = {{.column = "solved_on", .op = REGISTER_NOT_NULL}}, .n_tests = 1},
};

static const struct register_ratio problems_ratios[] = {
    {"solved_share", 1, 0, 1, true},
};

static const struct register_statistics problems_statistics = {
    .of = &visit_problems,
    .keys = problems_keys,
    .n_keys = COUNT_OF(problems_keys),
    .measures = problems_measures,
    .n_measures = COUNT_OF(problems_measures),
    .ratios = problems_ratios,
    .n_ratios = COUNT_OF(problems_ratios),
    .share_of = 0,
    .from = "raised_on",
    .to = "solved_on",
};

enum problem_id api_get_visit_problems_statistics(
    struct api_call *call, const struct get_visit_problems_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &problems_statistics);
}
