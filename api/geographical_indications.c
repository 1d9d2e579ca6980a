/* GET /v1/geographical-indications, /v1/geographical-indications/{id} */
#include "api/register.h"

static const struct register_spec geographical_indications = {
    .table = "geographical_indication",
    .missing = "There is no geographical indication with this id.",
};

enum problem_id api_list_geographical_indications(
    struct api_call *call, const struct list_geographical_indications_args *args UNUSED)
{
    return register_list(call, &geographical_indications);
}

enum problem_id api_get_geographical_indication(
    struct api_call *call, const struct get_geographical_indication_args *args UNUSED)
{
    return register_get(call, &geographical_indications);
}
