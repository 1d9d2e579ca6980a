/* GET /v1/releases */
#include "db/releases.h"

#include "api/api.h"
#include "api/cursor.h"
#include "api/envelope.h"
#include "api/page.h"
#include "db/db.h"
#include "db/stmt.h"

static void put_release(struct jw *w, const struct release_row *row)
{
    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_i64(w, row->id);
    JW_KEY(w, "label");
    jw_str(w, row->label);
    JW_KEY(w, "note");
    envelope_text(w, row->note);
    JW_KEY(w, "author");
    envelope_text(w, row->author);
    JW_KEY(w, "published_at");
    envelope_moment(w, row->published_at);
    JW_KEY(w, "inserted");
    jw_i64(w, row->inserted);
    JW_KEY(w, "revised");
    jw_i64(w, row->revised);
    JW_KEY(w, "unchanged");
    jw_i64(w, row->unchanged);
    JW_KEY(w, "digest");
    jw_str(w, row->digest);
    jw_object_end(w);
}

enum problem_id api_list_releases(struct api_call *call, const struct list_releases_args *args)
{
    int64_t before = 0, matched;
    struct release_row row;
    struct page page;
    struct jw w;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    if (page.keys[0].n > 0 && str_parse_i64(page.keys[0], &before) < 0)
        return cursor_bad(call);
    r = releases_count(call->db, call->release->id, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p) struct stmt *s = releases_list(call->db, call->release->id, before);
    envelope_list_begin(call, &w);
    while ((r = releases_next(s, &row)) > 0) {
        struct str key = arena_printf(call->arena, "%lld", (long long)row.id);

        if (!page_take(&page, &key))
            break;
        put_release(&w, &row);
    }
    return page_end(&page, &w, r, matched);
}
