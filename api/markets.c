/* GET /v1/markets, /v1/markets/{id} */
#include "api/register.h"
#include "db/registers.h"

/* Only what was recognised, and was not taken away since, is to be renewed. */
static bool is_to_renew(const struct register_context *context, const struct register_row *row)
{
    struct register_value revoked = register_row_get(row, "revoked_on");

    return register_row_get(row, "renewal_due_on").kind == REGISTER_DAY &&
           (revoked.kind != REGISTER_DAY || revoked.number > context->on);
}

static struct register_value due_in(const struct register_context *context,
                                    const struct register_row *row)
{
    if (!is_to_renew(context, row))
        return register_none();
    return register_number(register_row_get(row, "renewal_due_on").number - context->on);
}

/* A renewal after the last day that the document knows of may well have been made. */
static struct register_value overdue(const struct register_context *context,
                                     const struct register_row *row)
{
    if (!register_row_knows(row, context->on))
        return register_none();
    return register_yes(is_to_renew(context, row) &&
                        register_row_get(row, "renewal_due_on").number < context->on);
}

static const struct register_extra extras[] = {
    {"on", register_on},
    {"renewal_due_in_days", due_in},
    {"renewal_overdue", overdue},
};

static const struct register_spec markets = {
    .table = "market",
    .missing = "There is no market with this id.",
    .extras = extras,
    .n_extras = COUNT_OF(extras),
    .judged = true,
};

enum problem_id api_list_markets(struct api_call *call, const struct list_markets_args *args UNUSED)
{
    return register_list(call, &markets);
}

enum problem_id api_get_market(struct api_call *call, const struct get_market_args *args UNUSED)
{
    return register_get(call, &markets);
}
