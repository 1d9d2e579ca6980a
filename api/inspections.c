/* GET /v1/inspections,
 *     /v1/inspections/statistics */
#include "api/register_statistics.h"

static const struct str yes_only[] = {STR("yes")};
static const struct str rectified_rectifying_penalised[] = {STR("rectified"), STR("rectifying"),
                                                            STR("penalised")};
static const struct str penalised_only[] = {STR("penalised")};

static const struct register_spec inspections = {
    .table = "inspection",
    .day = "inspected_on",
};

enum problem_id api_list_inspections(struct api_call *call,
                                     const struct list_inspections_args *args UNUSED)
{
    return register_list(call, &inspections);
}

static const struct register_key inspections_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"inspected_kind", REGISTER_BY_VALUE, "inspected_kind"},
    {"campaign", REGISTER_BY_VALUE, "campaign"},
    {"inspection_result", REGISTER_BY_VALUE, "inspection_result"},
    {"year", REGISTER_BY_YEAR, "inspected_on"},
    {"half", REGISTER_BY_HALF, "inspected_on"},
    {"quarter", REGISTER_BY_QUARTER, "inspected_on"},
    {"month", REGISTER_BY_MONTH, "inspected_on"},
};

static const struct register_measure inspections_measures[] = {
    {.name = "inspections"},
    {.name = "agencies", .kind = REGISTER_DISTINCT, .column = "agency"},
    {.name = "drawn_at_random",
     .tests = {{.column = "drawn", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
    {.name = "with_findings",
     .tests = {{.column = "inspection_result",
                .op = REGISTER_ANY_OF,
                .texts = {rectified_rectifying_penalised, 3}}},
     .n_tests = 1},
    {.name = "penalised",
     .tests = {{.column = "inspection_result",
                .op = REGISTER_ANY_OF,
                .texts = {penalised_only, 1}}},
     .n_tests = 1},
    {.name = "published",
     .tests = {{.column = "published_on", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio inspections_ratios[] = {
    {"hit_rate", 3, 0, 1, true},
    {"published_share", 5, 0, 1, true},
};

static const struct register_statistics inspections_statistics = {
    .of = &inspections,
    .keys = inspections_keys,
    .n_keys = COUNT_OF(inspections_keys),
    .measures = inspections_measures,
    .n_measures = COUNT_OF(inspections_measures),
    .ratios = inspections_ratios,
    .n_ratios = COUNT_OF(inspections_ratios),
    .share_of = 0,
    .from = "inspected_on",
    .to = "published_on",
};

enum problem_id api_get_inspections_statistics(
    struct api_call *call, const struct get_inspections_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &inspections_statistics);
}
