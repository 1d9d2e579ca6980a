/* GET /v1/designations, /v1/designations/{id} */
#include "api/register.h"

static struct register_value days_left(const struct register_context *context,
                                       const struct register_row *row)
{
    struct register_value end = register_row_get(row, "term_ends_on");

    return end.kind == REGISTER_DAY ? register_number(end.number - context->on) : register_none();
}

static const struct register_extra extras[] = {
    {"on", register_on},
    {"term_days_left", days_left},
};

static const struct register_spec designations = {
    .table = "designation",
    .missing = "There is no designation with this id.",
    .extras = extras,
    .n_extras = COUNT_OF(extras),
    .judged = true,
};

enum problem_id api_list_designations(struct api_call *call,
                                      const struct list_designations_args *args UNUSED)
{
    return register_list(call, &designations);
}

enum problem_id api_get_designation(struct api_call *call,
                                    const struct get_designation_args *args UNUSED)
{
    return register_get(call, &designations);
}
