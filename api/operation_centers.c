/* GET /v1/operation-centers */
#include "api/register.h"

static const struct register_spec operation_centers = {
    .table = "operation_center",
};

enum problem_id api_list_operation_centers(struct api_call *call,
                                           const struct list_operation_centers_args *args UNUSED)
{
    return register_list(call, &operation_centers);
}
