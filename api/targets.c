/* GET /v1/targets/{id}/progress */
#include "db/targets.h"

#include "api/api.h"
#include "api/cross_check.h"
#include "api/envelope.h"
#include "api/progress.h"
#include "api/progress_json.h"
#include "api/target.h"
#include "db/db.h"

static int put_progress(struct jw *w, struct api_call *call, const struct target_row *row,
                        int32_t on)
{
    struct observation_memo *memo;
    struct progress progress;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &memo);

    if (r == 0)
        r = progress_compute(call, memo, row, on, &progress);
    if (r < 0)
        return r;
    jw_object_begin(w);
    JW_KEY(w, "target");
    r = target_json(w, call, row);
    progress_json(w, call, &progress);
    if (r == 0)
        r = cross_checks_json(w, call, memo, row->plan, row->code, on);
    jw_object_end(w);
    return r;
}

enum problem_id api_get_target_progress(struct api_call *call,
                                        const struct get_target_progress_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct target_row row;
    struct jw w;
    int32_t on = 0;
    int r = progress_day(call, args->on, &on);

    if (r == 0)
        r = targets_get(call->db, call->release->id, args->id, &s, &row);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no target with this id.");
    envelope_begin(call, &w);
    r = put_progress(&w, call, &row, on);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
