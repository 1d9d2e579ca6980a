/* GET /v1/codelists, /v1/codelists/{id} */
#include "db/codelists.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/page.h"
#include "db/db.h"

/* The members that the entry of a list and the detail have in common. */
static void put_members(struct jw *w, const struct api_call *call, const struct codelist_row *row)
{
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_names(w, call, row->names);
    JW_KEY(w, "source");
    envelope_text(w, row->source);
}

static void put_codelist(struct jw *w, const struct api_call *call, const struct codelist_row *row)
{
    jw_object_begin(w);
    put_members(w, call, row);
    JW_KEY(w, "items");
    jw_i64(w, row->items);
    jw_object_end(w);
}

enum problem_id api_list_codelists(struct api_call *call, const struct list_codelists_args *args)
{
    int64_t release = call->release->id;
    struct codelist_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = codelists_count(call->db, release, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = codelists_list(call->db, release, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = codelists_next(s, &row)) > 0 && page_take(&page, &row.code))
        put_codelist(&w, call, &row);
    return page_end(&page, &w, r, matched);
}

static int put_items(struct jw *w, struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *s = codelists_items(call->db, call->release->id, code);
    struct codelist_item_row row;
    int r;

    JW_KEY(w, "items");
    jw_array_begin(w);
    while ((r = codelists_next_item(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "code");
        jw_str(w, row.code);
        envelope_names(w, call, row.names);
        JW_KEY(w, "note");
        envelope_text(w, envelope_lang(call, row.note));
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

enum problem_id api_get_codelist(struct api_call *call, const struct get_codelist_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct codelist_row row;
    struct jw w;
    int r = codelists_get(call->db, call->release->id, args->id, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no code list with this id.");
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_members(&w, call, &row);
    r = put_items(&w, call, row.code);
    if (r < 0)
        return api_fail(call, r);
    jw_object_end(&w);
    return envelope_end(call, &w);
}
