/* GET /v1/abnormal-applications,
 *     /v1/abnormal-applications/withdrawals */
#include "api/register.h"
#include "base/percentile.h"

/* Withdrawn per listed, in per cent, where both numbers are of the same run of batches. */
static struct register_value computed_rate(const struct register_context *context UNUSED,
                                           const struct register_row *row)
{
    struct register_value listed = register_row_get(row, "listed");
    struct register_value withdrawn = register_row_get(row, "withdrawn");
    struct register_value rate = {.kind = REGISTER_DECIMAL};

    if (listed.kind == REGISTER_NULL || withdrawn.kind == REGISTER_NULL ||
        percent_of(withdrawn.number, listed.number, &rate.dec) < 0)
        return register_none();
    return rate;
}

static const struct register_extra withdrawal_extras[] = {{"computed_rate", computed_rate}};

static const struct register_spec batches = {
    .table = "abnormal_batch",
};

enum problem_id api_list_abnormal_applications(
    struct api_call *call, const struct list_abnormal_applications_args *args UNUSED)
{
    return register_list(call, &batches);
}

static const struct register_spec withdrawals = {
    .table = "abnormal_withdrawal",
    .extras = withdrawal_extras,
    .n_extras = COUNT_OF(withdrawal_extras),
};

enum problem_id api_list_abnormal_withdrawals(
    struct api_call *call, const struct list_abnormal_withdrawals_args *args UNUSED)
{
    return register_list(call, &withdrawals);
}
