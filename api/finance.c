/* GET /v1/finance/pledges,
 *     /v1/finance/insurance-products,
 *     /v1/finance/policies,
 *     /v1/finance/risk-pools,
 *     /v1/finance/risk-pools/states,
 *     /v1/finance/statistics,
 *     /v1/finance/policies/statistics */
#include "api/register_statistics.h"

static const struct str yes_only[] = {STR("yes")};
static const struct str small_micro[] = {STR("small"), STR("micro")};

static const struct register_spec pledges = {
    .table = "pledge",
    .day = "registered_on",
};

enum problem_id api_list_pledges(struct api_call *call, const struct list_pledges_args *args UNUSED)
{
    return register_list(call, &pledges);
}

static const struct register_spec insurance_products = {
    .table = "insurance_product",
};

enum problem_id api_list_insurance_products(struct api_call *call,
                                            const struct list_insurance_products_args *args UNUSED)
{
    return register_list(call, &insurance_products);
}

static const struct register_spec insurance_policies = {
    .table = "insurance_policy",
    .day = "signed_on",
};

enum problem_id api_list_insurance_policies(struct api_call *call,
                                            const struct list_insurance_policies_args *args UNUSED)
{
    return register_list(call, &insurance_policies);
}

static const struct register_spec risk_pools = {
    .table = "risk_pool",
};

enum problem_id api_list_risk_pools(struct api_call *call,
                                    const struct list_risk_pools_args *args UNUSED)
{
    return register_list(call, &risk_pools);
}

static const struct register_spec pool_states = {
    .table = "risk_pool_entry",
};

enum problem_id api_list_risk_pool_states(struct api_call *call,
                                          const struct list_risk_pool_states_args *args UNUSED)
{
    return register_list(call, &pool_states);
}

static const struct register_key finance_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"ip_type", REGISTER_BY_VALUE, "ip_type"},
    {"bank", REGISTER_BY_VALUE, "bank"},
    {"enterprise_size", REGISTER_BY_VALUE, "enterprise_size"},
    {"year", REGISTER_BY_YEAR, "registered_on"},
    {"half", REGISTER_BY_HALF, "registered_on"},
    {"quarter", REGISTER_BY_QUARTER, "registered_on"},
    {"month", REGISTER_BY_MONTH, "registered_on"},
};

static const struct register_measure finance_measures[] = {
    {.name = "pledges"},
    {.name = "items", .kind = REGISTER_SUM, .column = "items"},
    {.name = "amount", .kind = REGISTER_SUM_E6, .column = "amount"},
    {.name = "with_amount", .tests = {{.column = "amount", .op = REGISTER_NOT_NULL}}, .n_tests = 1},
    {.name = "enterprises", .kind = REGISTER_DISTINCT, .column = "enterprise"},
    {.name = "first_time",
     .tests = {{.column = "first_time", .op = REGISTER_ANY_OF, .texts = {yes_only, 1}}},
     .n_tests = 1},
    {.name = "small",
     .tests = {{.column = "enterprise_size", .op = REGISTER_ANY_OF, .texts = {small_micro, 2}}},
     .n_tests = 1},
    {.name = "with_size",
     .tests = {{.column = "enterprise_size", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
    {.name = "with_first_time",
     .tests = {{.column = "first_time", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio finance_ratios[] = {
    {"mean_amount", 2, 3, 2, false},
    {"small_share", 6, 7, 1, true},
    {"first_time_share", 5, 8, 1, true},
};

static const struct register_statistics finance_statistics = {
    .of = &pledges,
    .keys = finance_keys,
    .n_keys = COUNT_OF(finance_keys),
    .measures = finance_measures,
    .n_measures = COUNT_OF(finance_measures),
    .ratios = finance_ratios,
    .n_ratios = COUNT_OF(finance_ratios),
    .share_of = 2,
};

enum problem_id api_get_finance_statistics(struct api_call *call,
                                           const struct get_finance_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &finance_statistics);
}

static const struct register_key policies_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"insurance_type", REGISTER_BY_VALUE, "insurance_type"},
    {"year", REGISTER_BY_YEAR, "signed_on"},
    {"half", REGISTER_BY_HALF, "signed_on"},
    {"quarter", REGISTER_BY_QUARTER, "signed_on"},
    {"month", REGISTER_BY_MONTH, "signed_on"},
};

static const struct register_measure policies_measures[] = {
    {.name = "policies"},
    {.name = "premium", .kind = REGISTER_SUM_E6, .column = "premium"},
    {.name = "insured", .kind = REGISTER_SUM_E6, .column = "insured"},
    {.name = "with_premium",
     .tests = {{.column = "premium", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio policies_ratios[] = {
    {"mean_premium", 1, 3, 4, false},
};

static const struct register_statistics policies_statistics = {
    .of = &insurance_policies,
    .keys = policies_keys,
    .n_keys = COUNT_OF(policies_keys),
    .measures = policies_measures,
    .n_measures = COUNT_OF(policies_measures),
    .ratios = policies_ratios,
    .n_ratios = COUNT_OF(policies_ratios),
    .share_of = 0,
};

enum problem_id api_get_insurance_policies_statistics(
    struct api_call *call, const struct get_insurance_policies_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &policies_statistics);
}
