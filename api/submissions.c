/* GET /v1/submissions,
 *     /v1/submissions/forms,
 *     /v1/submissions/reporters */
#include "api/register.h"

static const struct register_spec submissions = {
    .table = "submission",
};

enum problem_id api_list_submissions(struct api_call *call,
                                     const struct list_submissions_args *args UNUSED)
{
    return register_list(call, &submissions);
}

static const struct register_spec reporting_forms = {
    .table = "reporting_form",
};

enum problem_id api_list_reporting_forms(struct api_call *call,
                                         const struct list_reporting_forms_args *args UNUSED)
{
    return register_list(call, &reporting_forms);
}

static const struct register_spec reporters = {
    .table = "reporter",
};

enum problem_id api_list_reporters(struct api_call *call,
                                   const struct list_reporters_args *args UNUSED)
{
    return register_list(call, &reporters);
}
