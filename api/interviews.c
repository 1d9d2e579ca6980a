/* GET /v1/interviews,
 *     /v1/interviews/statistics */
#include "api/register_statistics.h"

static const struct register_spec interviews = {
    .table = "agency_interview",
    .day = "held_on",
};

enum problem_id api_list_interviews(struct api_call *call,
                                    const struct list_interviews_args *args UNUSED)
{
    return register_list(call, &interviews);
}

static const struct register_key interviews_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"inspected_kind", REGISTER_BY_VALUE, "inspected_kind"},
    {"campaign", REGISTER_BY_VALUE, "campaign"},
    {"interview_reason", REGISTER_BY_VALUE, "interview_reason"},
    {"year", REGISTER_BY_YEAR, "held_on"},
    {"half", REGISTER_BY_HALF, "held_on"},
    {"quarter", REGISTER_BY_QUARTER, "held_on"},
    {"month", REGISTER_BY_MONTH, "held_on"},
};

static const struct register_measure interviews_measures[] = {
    {.name = "interviews"},
    {.name = "of_the_register",
     .tests = {{.column = "agency", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
    {.name = "agencies", .kind = REGISTER_DISTINCT, .column = "agency"},
};

static const struct register_ratio interviews_ratios[] = {
    {"interviews_per_agency", 1, 2, 2, false},
};

static const struct register_statistics interviews_statistics = {
    .of = &interviews,
    .keys = interviews_keys,
    .n_keys = COUNT_OF(interviews_keys),
    .measures = interviews_measures,
    .n_measures = COUNT_OF(interviews_measures),
    .ratios = interviews_ratios,
    .n_ratios = COUNT_OF(interviews_ratios),
    .share_of = 0,
};

enum problem_id api_get_interviews_statistics(
    struct api_call *call, const struct get_interviews_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &interviews_statistics);
}
