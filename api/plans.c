/* GET /v1/plans, /v1/plans/{id}, /v1/plans/{id}/targets, /v1/plans/{id}/progress */
#include "db/plans.h"

#include "api/api.h"
#include "api/cross_check.h"
#include "api/cursor.h"
#include "api/envelope.h"
#include "api/page.h"
#include "api/progress.h"
#include "api/progress_json.h"
#include "api/target.h"
#include "db/db.h"
#include "db/targets.h"

static void put_plan(struct jw *w, struct api_call *call, const struct plan_row *row)
{
    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_titles(w, call, row->titles);
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "starts_on");
    envelope_date(w, row->starts_on);
    JW_KEY(w, "ends_on");
    envelope_date(w, row->ends_on);
    JW_KEY(w, "targets");
    jw_i64(w, row->targets);
    JW_KEY(w, "parameters");
    jw_i64(w, row->parameters);
    jw_object_end(w);
    envelope_document(call, row->document);
}

enum problem_id api_list_plans(struct api_call *call, const struct list_plans_args *args)
{
    int64_t release = call->release->id;
    struct plan_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = plans_count(call->db, release, args->region, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = plans_list(call->db, release, args->region, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = plans_next(s, &row)) > 0 && page_take(&page, &row.code))
        put_plan(&w, call, &row);
    return page_end(&page, &w, r, matched);
}

enum problem_id api_get_plan(struct api_call *call, const struct get_plan_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct plan_row row;
    struct jw w;
    int r = plans_get(call->db, call->release->id, args->id, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no plan with this id.");
    envelope_begin(call, &w);
    put_plan(&w, call, &row);
    return envelope_end(call, &w);
}

/* Tells of parameters when targets alone were asked for, so that nobody takes the one for the
 * other. */
static int add_parameters_hint(struct api_call *call, const struct list_plan_targets_args *args)
{
    struct target_filter filter = {
        .plan = args->id, .kind = STR("parameter"), .indicator = args->indicator};
    int64_t parameters;
    int r;

    if (args->kind != LIST_PLAN_TARGETS_KIND_TARGET)
        return 0;
    r = targets_count(call->db, call->release->id, &filter, &parameters);
    if (r == 0 && parameters > 0)
        hint_add_about(call, HINT_PARAMETERS_APART,
                       arena_printf(call->arena, "%lld", (long long)parameters));
    return r;
}

/* Writes the entries of one page; what reading them returned last. */
static int put_targets(struct jw *w, struct api_call *call, const struct target_filter *filter,
                       struct page *page, int64_t position)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        targets_list(call->db, call->release->id, filter, position, page->keys[1], page->fetch);
    struct target_row row;
    int r;

    while ((r = targets_next(s, &row)) > 0) {
        struct str keys[] = {arena_printf(call->arena, "%lld", (long long)row.position), row.code};

        if (!page_take(page, keys))
            break;
        r = target_json(w, call, &row);
        if (r < 0)
            break;
    }
    return r;
}

enum problem_id api_list_plan_targets(struct api_call *call,
                                      const struct list_plan_targets_args *args)
{
    bool all = args->kind == LIST_PLAN_TARGETS_KIND_ALL;
    struct target_filter filter = {
        .plan = args->id,
        .kind = page_enum(call, "kind", !all, (int)args->kind),
        .indicator = args->indicator,
    };
    int64_t position = INT64_MIN, matched;
    struct page page;
    struct jw w;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 2);
    if (problem != PROBLEM_NONE)
        return problem;
    if (page.keys[0].n > 0 && str_parse_i64(page.keys[0], &position) < 0)
        return cursor_bad(call);
    r = targets_count(call->db, call->release->id, &filter, &matched);
    if (r == 0)
        r = add_parameters_hint(call, args);
    if (r < 0)
        return api_fail(call, r);
    envelope_list_begin(call, &w);
    r = put_targets(&w, call, &filter, &page, position);
    return page_end(&page, &w, r, matched);
}

/* Writes the targets with their lights, and counts these. */
static int put_lights(struct jw *w, struct api_call *call, struct observation_memo *memo,
                      struct str plan, int32_t on, int64_t ret_counts[LIGHT_COUNT])
{
    const struct target_filter filter = {.plan = plan, .kind = STR("target")};
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        targets_list(call->db, call->release->id, &filter, INT64_MIN, STR(""), INT64_MAX);
    struct progress progress;
    struct target_row row;
    int r;

    JW_KEY(w, "targets");
    jw_array_begin(w);
    while ((r = targets_next(s, &row)) > 0) {
        r = progress_compute(call, memo, &row, on, &progress);
        if (r == 0)
            r = progress_json_brief(w, call, &row, &progress);
        if (r < 0)
            break;
        ret_counts[progress.verdict.light]++;
    }
    jw_array_end(w);
    return r;
}

static int put_plan_progress(struct jw *w, struct api_call *call, const struct plan_row *row,
                             int32_t on)
{
    int64_t counts[LIGHT_COUNT] = {0};
    struct observation_memo *memo;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &memo);

    if (r < 0)
        return r;
    jw_object_begin(w);
    JW_KEY(w, "plan");
    put_plan(w, call, row);
    JW_KEY(w, "on");
    envelope_date(w, on);
    r = put_lights(w, call, memo, row->code, on, counts);
    JW_KEY(w, "lights");
    jw_object_begin(w);
    for (unsigned light = 0; light < LIGHT_COUNT; light++) {
        jw_key(w, light_text((enum light)light));
        jw_i64(w, counts[light]);
    }
    jw_object_end(w);
    if (r == 0)
        r = cross_checks_json(w, call, memo, row->code, STR(""), on);
    jw_object_end(w);
    return r;
}

enum problem_id api_get_plan_progress(struct api_call *call,
                                      const struct get_plan_progress_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct plan_row row;
    struct jw w;
    int32_t on = 0;
    int r = progress_day(call, args->on, &on);

    if (r == 0)
        r = plans_get(call->db, call->release->id, args->id, &s, &row);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no plan with this id.");
    envelope_begin(call, &w);
    r = put_plan_progress(&w, call, &row, on);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
