/* GET /v1/leads,
 *     /v1/leads/statistics */
#include "api/register_statistics.h"

static const struct str confirmed_only[] = {STR("confirmed")};
static const struct str yes_only[] = {STR("yes")};

static const struct register_state leads_states[] = {
    {"open", {{.column = "checked_on", .op = REGISTER_IS_NULL}}, 1},
    {"checked", {{.column = "checked_on", .op = REGISTER_NOT_NULL}}, 1},
};

static const struct register_spec leads = {
    .table = "enforcement_lead",
    .day = "received_on",
    .states = leads_states,
    .n_states = COUNT_OF(leads_states),
};

enum problem_id api_list_leads(struct api_call *call, const struct list_leads_args *args UNUSED)
{
    return register_list(call, &leads);
}

static const struct register_key leads_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"lead_kind", REGISTER_BY_VALUE, "lead_kind"},
    {"origin", REGISTER_BY_VALUE, "origin"},
    {"lead_result", REGISTER_BY_VALUE, "lead_result"},
    {"year", REGISTER_BY_YEAR, "received_on"},
    {"half", REGISTER_BY_HALF, "received_on"},
    {"quarter", REGISTER_BY_QUARTER, "received_on"},
    {"month", REGISTER_BY_MONTH, "received_on"},
};

static const struct register_measure leads_measures[] = {
    {.name = "leads"},
    {.name = "checked", .tests = {{.column = "checked_on", .op = REGISTER_NOT_NULL}}, .n_tests = 1},
    {.name = "confirmed",
     .tests = {{.column = "lead_result", .op = REGISTER_ANY_OF, .texts = {confirmed_only, 1}}},
     .n_tests = 1},
    {.name = "penalised",
     .tests = {{.column = "penalised", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
};

static const struct register_ratio leads_ratios[] = {
    {"checked_share", 1, 0, 1, true},
    {"confirmed_share", 2, 1, 1, true},
};

static const struct register_statistics leads_statistics = {
    .of = &leads,
    .keys = leads_keys,
    .n_keys = COUNT_OF(leads_keys),
    .measures = leads_measures,
    .n_measures = COUNT_OF(leads_measures),
    .ratios = leads_ratios,
    .n_ratios = COUNT_OF(leads_ratios),
    .share_of = 0,
    .from = "received_on",
    .to = "checked_on",
};

enum problem_id api_get_leads_statistics(struct api_call *call,
                                         const struct get_leads_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &leads_statistics);
}
