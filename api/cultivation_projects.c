/* GET /v1/cultivation-projects */
#include "api/register.h"

static const struct register_spec cultivation_projects = {
    .table = "cultivation_project",
};

enum problem_id api_list_cultivation_projects(
    struct api_call *call, const struct list_cultivation_projects_args *args UNUSED)
{
    return register_list(call, &cultivation_projects);
}
