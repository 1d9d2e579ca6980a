/* GET /v1/departments */
#include "db/departments.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/page.h"
#include "db/db.h"

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
