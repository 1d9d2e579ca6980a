/* GET /v1/enforcement/conducts,
 *     /v1/enforcement/cases,
 *     /v1/enforcement/statistics */
#include "api/register_statistics.h"

static const struct str ordinary_only[] = {STR("ordinary")};
static const struct str yes_only[] = {STR("yes")};

static const struct register_spec conducts = {
    .table = "enforcement_conduct",
};

enum problem_id api_list_enforcement_conducts(
    struct api_call *call, const struct list_enforcement_conducts_args *args UNUSED)
{
    return register_list(call, &conducts);
}

static const struct register_spec cases = {
    .table = "enforcement_case",
    .day = "decided_on",
};

enum problem_id api_list_enforcement_cases(struct api_call *call,
                                           const struct list_enforcement_cases_args *args UNUSED)
{
    return register_list(call, &cases);
}

static const struct register_key enforcement_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"conduct", REGISTER_BY_VALUE, "conduct"},
    {"conduct_group", REGISTER_BY_CONDUCT_GROUP, "conduct"},
    {"ip_type", REGISTER_BY_VALUE, "ip_type"},
    {"org_level", REGISTER_BY_VALUE, "org_level"},
    {"enforcement_procedure", REGISTER_BY_VALUE, "enforcement_procedure"},
    {"e_commerce", REGISTER_BY_VALUE, "e_commerce"},
    {"foreign_related", REGISTER_BY_VALUE, "foreign_related"},
    {"year", REGISTER_BY_YEAR, "decided_on"},
    {"half", REGISTER_BY_HALF, "decided_on"},
    {"quarter", REGISTER_BY_QUARTER, "decided_on"},
    {"month", REGISTER_BY_MONTH, "decided_on"},
};

static const struct register_measure enforcement_measures[] = {
    {.name = "cases"},
    {.name = "ordinary_procedure",
     .tests = {{.column = "enforcement_procedure",
                .op = REGISTER_ANY_OF,
                .texts = {ordinary_only, 1}}},
     .n_tests = 1},
    {.name = "mediated",
     .tests = {{.column = "mediated", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
    {.name = "large_value",
     .tests = {{.column = "case_value", .op = REGISTER_SINCE, .number = 50000000}},
     .n_tests = 1},
    {.name = "e_commerce_cases",
     .tests = {{.column = "e_commerce", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
    {.name = "foreign_related_cases",
     .tests = {{.column = "foreign_related", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
    {.name = "case_value", .kind = REGISTER_SUM_E6, .column = "case_value"},
    {.name = "fines", .kind = REGISTER_SUM_E6, .column = "fine"},
    {.name = "confiscation", .kind = REGISTER_SUM_E6, .column = "confiscation"},
    {.name = "recovered", .kind = REGISTER_SUM_E6, .column = "recovered"},
    {.name = "recovered_foreign", .kind = REGISTER_SUM_E6, .column = "recovered_foreign"},
    {.name = "transferred",
     .tests = {{.column = "transferred", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
    {.name = "published",
     .tests = {{.column = "published_on", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio enforcement_ratios[] = {
    {"fine_per_case", 7, 0, 4, false},
    {"confiscation_per_case", 8, 0, 4, false},
    {"e_commerce_share", 4, 0, 1, true},
    {"transferred_share", 11, 0, 1, true},
};

static const struct register_statistics enforcement_statistics = {
    .of = &cases,
    .keys = enforcement_keys,
    .n_keys = COUNT_OF(enforcement_keys),
    .measures = enforcement_measures,
    .n_measures = COUNT_OF(enforcement_measures),
    .ratios = enforcement_ratios,
    .n_ratios = COUNT_OF(enforcement_ratios),
    .share_of = 0,
};

enum problem_id api_get_enforcement_statistics(
    struct api_call *call, const struct get_enforcement_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &enforcement_statistics);
}
