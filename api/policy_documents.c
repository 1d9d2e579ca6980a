/* GET /v1/policy-documents */
#include "api/register.h"

static const struct register_spec policy_documents = {
    .table = "policy_document",
};

enum problem_id api_list_policy_documents(struct api_call *call,
                                          const struct list_policy_documents_args *args UNUSED)
{
    return register_list(call, &policy_documents);
}
