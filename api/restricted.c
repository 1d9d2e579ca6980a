#include "api/restricted.h"

#include "db/keys.h"

bool restricted_is_open(const struct api_call *call)
{
    return (call->scopes & KEY_READ_RESTRICTED) != 0;
}

bool restricted_figures_are_open(const struct api_call *call)
{
    return restricted_is_open(call) && call->op->id == OP_LIST_OBSERVATIONS;
}

enum problem_id restricted_refuse(struct api_call *call, struct str member)
{
    return api_problem(call, PROBLEM_SCOPE_REQUIRED,
                       "\"%.*s\" is only answered with the scope read:restricted.", (int)member.n,
                       member.p);
}
