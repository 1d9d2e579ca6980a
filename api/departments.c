/* GET /v1/departments, /v1/departments/{id}/measures, /v1/departments/{id}/targets */
#include "db/departments.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/measure_list.h"
#include "api/page.h"
#include "api/progress.h"
#include "api/progress_json.h"
#include "db/db.h"
#include "db/targets.h"

static int put_aliases(struct jw *w, struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *s = departments_aliases(call->db, call->release->id, code);
    struct str alias;
    int r;

    JW_KEY(w, "aliases");
    jw_array_begin(w);
    while ((r = departments_next_alias(s, &alias)) > 0)
        jw_str(w, alias);
    jw_array_end(w);
    return r;
}

static int put_department(struct jw *w, struct api_call *call, const struct department_row *row)
{
    int r;

    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "org_type");
    jw_str(w, row->org_type);
    JW_KEY(w, "region");
    jw_str(w, row->region);
    r = put_aliases(w, call, row->code);
    JW_KEY(w, "note");
    envelope_text(w, envelope_lang(call, row->note));
    jw_object_end(w);
    if (str_eq(row->org_type, STR("group")))
        hint_add(call, HINT_MEMBERS_NOT_LISTED);
    return r;
}

enum problem_id api_list_departments(struct api_call *call,
                                     const struct list_departments_args *args)
{
    int64_t release = call->release->id;
    struct department_filter filter = {.region = args->region, .name = args->name};
    struct department_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = departments_count(call->db, release, &filter, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = departments_list(call->db, release, &filter, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = departments_next(s, &row)) > 0 && page_take(&page, &row.code)) {
        r = put_department(&w, call, &row);
        if (r < 0)
            break;
    }
    return page_end(&page, &w, r, matched);
}

/* Writes the entries of one page; what reading them returned last. */
static int put_targets(struct jw *w, struct api_call *call,
                       const struct list_department_targets_args *args, int32_t on,
                       struct page *page)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        targets_of_department(call->db, call->release->id, args->id, page->keys[0], page->fetch);
    struct observation_memo *memo;
    struct progress progress;
    struct target_row row;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &memo);

    while (r >= 0 && (r = targets_next(s, &row)) > 0 && page_take(page, &row.code)) {
        r = progress_compute(call, memo, &row, on, &progress);
        if (r == 0)
            r = progress_json_brief(w, call, &row, &progress);
    }
    return r;
}

enum problem_id api_list_department_targets(struct api_call *call,
                                            const struct list_department_targets_args *args)
{
    struct page page;
    struct jw w;
    int64_t matched;
    int32_t on = 0;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = progress_day(call, args->on, &on);
    if (r == 0)
        r = targets_of_department_count(call->db, call->release->id, args->id, &matched);
    if (r < 0)
        return api_fail(call, r);
    envelope_list_begin(call, &w);
    r = put_targets(&w, call, args, on, &page);
    return page_end(&page, &w, r, matched);
}

enum problem_id api_list_department_measures(struct api_call *call,
                                             const struct list_department_measures_args *args)
{
    const struct measure_list list = {
        .document = args->document,
        .kind = page_enum(call, "kind", (args->given & LIST_DEPARTMENT_MEASURES_GIVEN_KIND) != 0,
                          (int)args->kind),
        .domain = args->domain,
        .department = args->id,
        .without_report = args->without_report,
        .cursor = args->cursor,
        .limit = args->limit,
        .bom = args->bom,
    };

    return measure_list(call, &list);
}
