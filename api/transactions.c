/* GET /v1/transactions,
 *     /v1/transactions/statistics */
#include "api/register_statistics.h"

static const struct register_spec patent_transactions = {
    .table = "patent_transaction",
    .day = "recorded_on",
};

enum problem_id api_list_transactions(struct api_call *call,
                                      const struct list_transactions_args *args UNUSED)
{
    return register_list(call, &patent_transactions);
}

static const struct register_key transactions_keys[] = {
    {"from_region", REGISTER_BY_VALUE, "from_region"},
    {"to_region", REGISTER_BY_VALUE, "to_region"},
    {"transaction_kind", REGISTER_BY_VALUE, "transaction_kind"},
    {"year", REGISTER_BY_YEAR, "recorded_on"},
    {"half", REGISTER_BY_HALF, "recorded_on"},
    {"quarter", REGISTER_BY_QUARTER, "recorded_on"},
    {"month", REGISTER_BY_MONTH, "recorded_on"},
};

static const struct register_measure transactions_measures[] = {
    {.name = "transactions"},
    {.name = "patents", .kind = REGISTER_SUM, .column = "patents"},
    {.name = "price", .kind = REGISTER_SUM_E6, .column = "price"},
    {.name = "with_price", .tests = {{.column = "price", .op = REGISTER_NOT_NULL}}, .n_tests = 1},
};

static const struct register_ratio transactions_ratios[] = {
    {"mean_price", 2, 3, 2, false},
};

static const struct register_statistics transactions_statistics = {
    .of = &patent_transactions,
    .keys = transactions_keys,
    .n_keys = COUNT_OF(transactions_keys),
    .measures = transactions_measures,
    .n_measures = COUNT_OF(transactions_measures),
    .ratios = transactions_ratios,
    .n_ratios = COUNT_OF(transactions_ratios),
    .share_of = 0,
};

enum problem_id api_get_transactions_statistics(
    struct api_call *call, const struct get_transactions_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &transactions_statistics);
}
