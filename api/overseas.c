/* GET /v1/overseas/cases,
 *     /v1/overseas/statistics */
#include "api/register_statistics.h"

static const struct str settled_won[] = {STR("settled"), STR("won")};

static const struct register_state overseas_cases_states[] = {
    {"open", {{.column = "closed_on", .op = REGISTER_IS_NULL}}, 1},
    {"closed", {{.column = "closed_on", .op = REGISTER_NOT_NULL}}, 1},
};

static const struct register_spec overseas_cases = {
    .table = "overseas_case",
    .day = "guided_on",
    .states = overseas_cases_states,
    .n_states = COUNT_OF(overseas_cases_states),
};

enum problem_id api_list_overseas_cases(struct api_call *call,
                                        const struct list_overseas_cases_args *args UNUSED)
{
    return register_list(call, &overseas_cases);
}

static const struct register_key overseas_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"country", REGISTER_BY_VALUE, "country"},
    {"ip_type", REGISTER_BY_VALUE, "ip_type"},
    {"overseas_role", REGISTER_BY_VALUE, "overseas_role"},
    {"overseas_outcome", REGISTER_BY_VALUE, "overseas_outcome"},
    {"year", REGISTER_BY_YEAR, "guided_on"},
    {"half", REGISTER_BY_HALF, "guided_on"},
    {"quarter", REGISTER_BY_QUARTER, "guided_on"},
    {"month", REGISTER_BY_MONTH, "guided_on"},
};

static const struct register_measure overseas_measures[] = {
    {.name = "cases"},
    {.name = "open", .tests = {{.column = "closed_on", .op = REGISTER_IS_NULL}}, .n_tests = 1},
    {.name = "closed", .tests = {{.column = "closed_on", .op = REGISTER_NOT_NULL}}, .n_tests = 1},
    {.name = "settled_or_won",
     .tests = {{.column = "overseas_outcome", .op = REGISTER_ANY_OF, .texts = {settled_won, 2}}},
     .n_tests = 1},
};

static const struct register_ratio overseas_ratios[] = {
    {"settled_or_won_share", 3, 2, 1, true},
};

static const struct register_statistics overseas_statistics = {
    .of = &overseas_cases,
    .keys = overseas_keys,
    .n_keys = COUNT_OF(overseas_keys),
    .measures = overseas_measures,
    .n_measures = COUNT_OF(overseas_measures),
    .ratios = overseas_ratios,
    .n_ratios = COUNT_OF(overseas_ratios),
    .share_of = 0,
    .from = "guided_on",
    .to = "closed_on",
};

enum problem_id api_get_overseas_statistics(struct api_call *call,
                                            const struct get_overseas_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &overseas_statistics);
}
