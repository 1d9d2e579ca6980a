/* GET /v1/agreements */
#include "api/register.h"

static const struct register_spec agreements = {
    .table = "agreement",
};

enum problem_id api_list_agreements(struct api_call *call,
                                    const struct list_agreements_args *args UNUSED)
{
    return register_list(call, &agreements);
}
