/* GET /v1/documents, /v1/documents/{id} */
#include "db/documents.h"

#include "api/api.h"
#include "api/envelope.h"
#include "api/page.h"
#include "db/db.h"

/* The members that the entry of a list and the detail have in common. */
static void put_members(struct jw *w, struct api_call *call, const struct document_row *row)
{
    call->synthetic = call->synthetic || row->synthetic;
    JW_KEY(w, "id");
    jw_str(w, row->code);
    envelope_titles(w, call, row->titles);
    JW_KEY(w, "publisher");
    jw_str(w, envelope_lang(call, row->publisher));
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "kind");
    jw_str(w, row->kind);
    JW_KEY(w, "doc_no");
    envelope_text(w, row->doc_no);
    JW_KEY(w, "index_no");
    envelope_text(w, row->index_no);
    JW_KEY(w, "signed_on");
    envelope_day(w, row->signed_on);
    JW_KEY(w, "published_on");
    envelope_day(w, row->published_on);
    JW_KEY(w, "reliability");
    jw_str(w, row->reliability);
    JW_KEY(w, "publisher_rank");
    jw_i64(w, row->publisher_rank);
    JW_KEY(w, "synthetic");
    jw_bool(w, row->synthetic);
    JW_KEY(w, "covers_from");
    envelope_day(w, row->covers_from);
    JW_KEY(w, "covers_to");
    envelope_day(w, row->covers_to);
    JW_KEY(w, "note");
    envelope_text(w, envelope_lang(call, row->note));
    JW_KEY(w, "observations");
    jw_i64(w, row->observations);
    JW_KEY(w, "targets");
    jw_i64(w, row->targets);
}

static void put_document(struct jw *w, struct api_call *call, const struct document_row *row)
{
    jw_object_begin(w);
    put_members(w, call, row);
    jw_object_end(w);
}

enum problem_id api_list_documents(struct api_call *call, const struct list_documents_args *args)
{
    int64_t release = call->release->id;
    struct document_filter filter = {
        .region = args->region,
        .reliability =
            page_enum(call, "reliability", (args->given & LIST_DOCUMENTS_GIVEN_RELIABILITY) != 0,
                      (int)args->reliability),
    };
    struct document_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    r = documents_count(call->db, release, &filter, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = documents_list(call->db, release, &filter, page.keys[0], page.fetch);
    envelope_list_begin(call, &w);
    while ((r = documents_next(s, &row)) > 0 && page_take(&page, &row.code))
        put_document(&w, call, &row);
    return page_end(&page, &w, r, matched);
}

static int put_departments(struct jw *w, struct api_call *call, struct str code)
{
    CLEANUP(stmt_reset_p) struct stmt *s = documents_departments(call->db, call->release->id, code);
    struct document_department_row row;
    int r;

    JW_KEY(w, "departments");
    jw_array_begin(w);
    while ((r = document_departments_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "department");
        jw_str(w, row.department);
        JW_KEY(w, "name");
        jw_str(w, envelope_lang(call, row.names));
        JW_KEY(w, "role");
        jw_str(w, row.role);
        JW_KEY(w, "position");
        jw_i64(w, row.position);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

enum problem_id api_get_document(struct api_call *call, const struct get_document_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct document_row row;
    struct str id;
    struct jw w;
    int r = documents_get(call->db, call->release->id, args->id, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no document with this id.");
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_members(&w, call, &row);
    r = put_departments(&w, call, row.code);
    if (r < 0)
        return api_fail(call, r);
    JW_KEY(&w, "observations_href");
    id = api_escape(call->arena, row.code, false);
    jw_str(&w, arena_printf(call->arena, "/v1/observations?breakdown%%5B*%%5D=*&document=%.*s",
                            (int)id.n, id.p));
    jw_object_end(&w);
    return envelope_end(call, &w);
}
