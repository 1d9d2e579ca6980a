/* GET /v1/preexam/funnel: pre-examination from request to grant, in one period. */
#include "api/envelope.h"
#include "api/ratio.h"
#include "api/summary.h"

static const struct ratio_spec qualified_per_accepted = {
    STR("qualified_per_accepted"),
    {STR("合格与受理之比（期间）"), STR("Qualified per accepted, same period")},
    1,
};
static const struct ratio_spec granted_per_qualified = {
    STR("granted_per_qualified"),
    {STR("授权与合格之比（期间）"), STR("Granted per qualified, same period")},
    1,
};
static const struct ratio_spec granted_per_accepted = {
    STR("granted_per_accepted"),
    {STR("授权与受理之比（期间）"), STR("Granted per accepted, same period")},
    1,
};

enum problem_id api_get_preexam_funnel(struct api_call *call,
                                       const struct get_preexam_funnel_args *args)
{
    struct summary s;
    enum problem_id problem = summary_begin(&s, call, args->region, args->period);
    const struct figure *accepted, *qualified, *granted;

    if (problem != PROBLEM_NONE)
        return problem;
    accepted = summary_find(&s, STR("preexam_requests_accepted"), STR("level"));
    qualified = summary_find(&s, STR("preexam_requests_qualified"), STR("level"));
    granted = summary_find(&s, STR("preexam_patents_granted"), STR("level"));
    JW_KEY(&s.json, "basis");
    jw_str(&s.json, STR("period"));
    summary_put(&s, STR("accepted"), accepted);
    summary_put(&s, STR("qualified"), qualified);
    summary_put(&s, STR("granted"), granted);
    JW_KEY(&s.json, "ratios");
    jw_array_begin(&s.json);
    ratio_json(&s.json, call, &qualified_per_accepted, qualified, accepted);
    ratio_json(&s.json, call, &granted_per_qualified, granted, qualified);
    ratio_json(&s.json, call, &granted_per_accepted, granted, accepted);
    jw_array_end(&s.json);
    hint_add(call, HINT_NOT_A_PASS_RATE);
    return summary_end(&s);
}
