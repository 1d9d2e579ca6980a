/* GET /v1/typical-cases, /v1/typical-cases/{id} */
#include "api/register.h"

static const struct register_spec typical_cases = {
    .table = "typical_case",
    .missing = "There is no typical case with this id.",
};

enum problem_id api_list_typical_cases(struct api_call *call,
                                       const struct list_typical_cases_args *args UNUSED)
{
    return register_list(call, &typical_cases);
}

enum problem_id api_get_typical_case(struct api_call *call,
                                     const struct get_typical_case_args *args UNUSED)
{
    return register_get(call, &typical_cases);
}
