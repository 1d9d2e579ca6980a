/* GET /v1/public-credit/catalogue,
 *     /v1/public-credit/pushes,
 *     /v1/public-credit/dishonesty,
 *     /v1/public-credit/commitments,
 *     /v1/public-credit/pushes/statistics,
 *     /v1/public-credit/dishonesty/statistics */
#include "api/register_statistics.h"

/* On the day of judgement: found, and neither run out nor repaired before the day is over. */
static struct register_value is_active(const struct register_context *context,
                                       const struct register_row *row)
{
    struct register_value decided = register_row_get(row, "decided_on");
    struct register_value expires = register_row_get(row, "expires_on");
    struct register_value repaired = register_row_get(row, "repaired_on");
    bool ended = (expires.kind != REGISTER_NULL && expires.number < context->on) ||
                 (repaired.kind != REGISTER_NULL && repaired.number <= context->on);

    return register_yes(decided.number <= context->on && !ended);
}

static const struct register_extra dishonesty_extras[] = {{"active", is_active}};

static const struct register_spec credit_catalogue_items = {
    .table = "credit_catalogue_item",
};

enum problem_id api_list_credit_catalogue(struct api_call *call,
                                          const struct list_credit_catalogue_args *args UNUSED)
{
    return register_list(call, &credit_catalogue_items);
}

static const struct register_state credit_pushs_states[] = {
    {"pushed", {{.column = "pushed_on", .op = REGISTER_NOT_NULL}}, 1},
    {"missing", {{.column = "pushed_on", .op = REGISTER_IS_NULL}}, 1},
    {"late", {{.column = "pushed_on", .op = REGISTER_AFTER_COLUMN, .other = "due_on"}}, 1},
};

static const struct register_spec credit_pushs = {
    .table = "credit_push",
    .day = "due_on",
    .states = credit_pushs_states,
    .n_states = COUNT_OF(credit_pushs_states),
};

enum problem_id api_list_credit_pushes(struct api_call *call,
                                       const struct list_credit_pushes_args *args UNUSED)
{
    return register_list(call, &credit_pushs);
}

static const struct register_state dishonesty_records_states[] = {
    {"active",
     {{.column = "decided_on", .op = REGISTER_UNTIL, .number = REGISTER_ON_DAY},
      {.column = "expires_on", .op = REGISTER_NOT_BEFORE, .number = REGISTER_ON_DAY},
      {.column = "repaired_on", .op = REGISTER_NOT_UNTIL, .number = REGISTER_ON_DAY}},
     3},
};

static const struct register_spec dishonesty_records = {
    .table = "dishonesty_record",
    .day = "decided_on",
    .extras = dishonesty_extras,
    .n_extras = COUNT_OF(dishonesty_extras),
    .states = dishonesty_records_states,
    .n_states = COUNT_OF(dishonesty_records_states),
    .judged = true,
};

enum problem_id api_list_dishonesty_records(struct api_call *call,
                                            const struct list_dishonesty_records_args *args UNUSED)
{
    return register_list(call, &dishonesty_records);
}

static const struct register_state credit_commitments_states[] = {
    {"kept", {{.column = "broken_on", .op = REGISTER_IS_NULL}}, 1},
    {"broken", {{.column = "broken_on", .op = REGISTER_NOT_NULL}}, 1},
};

static const struct register_spec credit_commitments = {
    .table = "credit_commitment",
    .day = "signed_on",
    .states = credit_commitments_states,
    .n_states = COUNT_OF(credit_commitments_states),
};

enum problem_id api_list_credit_commitments(struct api_call *call,
                                            const struct list_credit_commitments_args *args UNUSED)
{
    return register_list(call, &credit_commitments);
}

static const struct register_key pushes_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"credit_catalogue_item", REGISTER_BY_VALUE, "credit_catalogue_item"},
    {"year", REGISTER_BY_YEAR, "due_on"},
    {"half", REGISTER_BY_HALF, "due_on"},
    {"quarter", REGISTER_BY_QUARTER, "due_on"},
    {"month", REGISTER_BY_MONTH, "due_on"},
};

static const struct register_measure pushes_measures[] = {
    {.name = "due"},
    {.name = "pushed", .tests = {{.column = "pushed_on", .op = REGISTER_NOT_NULL}}, .n_tests = 1},
    {.name = "in_time",
     .tests = {{.column = "pushed_on", .op = REGISTER_UNTIL_COLUMN, .other = "due_on"}},
     .n_tests = 1},
    {.name = "late",
     .tests = {{.column = "pushed_on", .op = REGISTER_AFTER_COLUMN, .other = "due_on"}},
     .n_tests = 1},
    {.name = "missing", .tests = {{.column = "pushed_on", .op = REGISTER_IS_NULL}}, .n_tests = 1},
    {.name = "records", .kind = REGISTER_SUM, .column = "records"},
    {.name = "rejected", .kind = REGISTER_SUM, .column = "rejected"},
    {.name = "records_judged",
     .kind = REGISTER_SUM,
     .column = "records",
     .tests = {{.column = "rejected", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio pushes_ratios[] = {
    {"timeliness", 2, 0, 1, true},
    {"completeness", 1, 0, 1, true},
    {"rejection_rate", 6, 7, 1, true},
};

static const struct register_statistics pushes_statistics = {
    .of = &credit_pushs,
    .keys = pushes_keys,
    .n_keys = COUNT_OF(pushes_keys),
    .measures = pushes_measures,
    .n_measures = COUNT_OF(pushes_measures),
    .ratios = pushes_ratios,
    .n_ratios = COUNT_OF(pushes_ratios),
    .share_of = 0,
    .from = "due_on",
    .to = "pushed_on",
};

enum problem_id api_get_credit_pushes_statistics(
    struct api_call *call, const struct get_credit_pushes_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &pushes_statistics);
}

static const struct register_key dishonesty_keys[] = {
    {"region", REGISTER_BY_VALUE, "region"},
    {"dishonest_act", REGISTER_BY_VALUE, "dishonest_act"},
    {"year", REGISTER_BY_YEAR, "decided_on"},
    {"half", REGISTER_BY_HALF, "decided_on"},
    {"quarter", REGISTER_BY_QUARTER, "decided_on"},
    {"month", REGISTER_BY_MONTH, "decided_on"},
};

static const struct register_measure dishonesty_measures[] = {
    {.name = "records"},
    {.name = "active",
     .tests = {{.column = "decided_on", .op = REGISTER_UNTIL, .number = REGISTER_ON_DAY},
               {.column = "expires_on", .op = REGISTER_NOT_BEFORE, .number = REGISTER_ON_DAY},
               {.column = "repaired_on", .op = REGISTER_NOT_UNTIL, .number = REGISTER_ON_DAY}},
     .n_tests = 3},
    {.name = "repaired",
     .tests = {{.column = "repaired_on", .op = REGISTER_UNTIL, .number = REGISTER_ON_DAY}},
     .n_tests = 1},
    {.name = "published",
     .tests = {{.column = "published_on", .op = REGISTER_NOT_NULL}},
     .n_tests = 1},
};

static const struct register_ratio dishonesty_ratios[] = {
    {"repaired_share", 2, 0, 1, true},
};

static const struct register_statistics dishonesty_statistics = {
    .of = &dishonesty_records,
    .keys = dishonesty_keys,
    .n_keys = COUNT_OF(dishonesty_keys),
    .measures = dishonesty_measures,
    .n_measures = COUNT_OF(dishonesty_measures),
    .ratios = dishonesty_ratios,
    .n_ratios = COUNT_OF(dishonesty_ratios),
    .share_of = 0,
    .from = "decided_on",
    .to = "published_on",
};

enum problem_id api_get_dishonesty_statistics(
    struct api_call *call, const struct get_dishonesty_statistics_args *args UNUSED)
{
    return register_statistics_answer(call, &dishonesty_statistics);
}
