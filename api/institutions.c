/* GET /v1/institutions, /v1/institutions/{id} */
#include "api/register.h"

static const struct register_spec institutions = {
    .table = "institution",
    .missing = "There is no institution with this id.",
};

enum problem_id api_list_institutions(struct api_call *call,
                                      const struct list_institutions_args *args UNUSED)
{
    return register_list(call, &institutions);
}

enum problem_id api_get_institution(struct api_call *call,
                                    const struct get_institution_args *args UNUSED)
{
    return register_get(call, &institutions);
}
