/* GET /healthz */
#include "api/api.h"
#include "api/envelope.h"
#include "api/version.h"
#include "db/db.h"

enum problem_id api_get_health(struct api_call *call, const struct get_health_args *args UNUSED)
{
    struct release release;
    struct jw w;
    int r = db_current_release(call->db, &release);

    if (r < 0)
        return api_fail(call, r);
    if (release.id == 0)
        return api_problem(call, PROBLEM_NO_RELEASE, "The store holds no release yet.");
    jw_init(&w, call->out);
    jw_object_begin(&w);
    JW_KEY(&w, "status");
    jw_str(&w, STR("ok"));
    JW_KEY(&w, "version");
    jw_str(&w, api_version());
    JW_KEY(&w, "release");
    envelope_release(&w, &release);
    jw_object_end(&w);
    return api_done(call, &w);
}
