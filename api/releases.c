/* GET /v1/releases, /v1/releases/{id} */
#include "db/releases.h"

#include "api/api.h"
#include "api/cursor.h"
#include "api/envelope.h"
#include "api/page.h"
#include "db/db.h"
#include "db/stmt.h"

static void put_members(struct jw *w, struct api_call *call, const struct release_row *row)
{
    call->synthetic = call->synthetic || row->synthetic;
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
    JW_KEY(w, "deleted");
    jw_i64(w, row->deleted);
    JW_KEY(w, "synthetic");
    jw_bool(w, row->synthetic);
    JW_KEY(w, "digest");
    jw_str(w, row->digest);
}

static void put_release(struct jw *w, struct api_call *call, const struct release_row *row)
{
    jw_object_begin(w);
    put_members(w, call, row);
    jw_object_end(w);
}

static void put_package(struct jw *w, const struct release_package_row *row)
{
    jw_object_begin(w);
    JW_KEY(w, "name");
    jw_str(w, row->package);
    JW_KEY(w, "version");
    envelope_text(w, row->version);
    JW_KEY(w, "synthetic");
    jw_bool(w, row->synthetic);
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

static int put_packages(struct jw *w, struct api_call *call, int64_t release)
{
    CLEANUP(stmt_reset_p) struct stmt *s = release_packages(call->db, release);
    struct release_package_row row;
    int r;

    JW_KEY(w, "packages");
    jw_array_begin(w);
    while ((r = release_packages_next(s, &row)) > 0)
        put_package(w, &row);
    jw_array_end(w);
    return r;
}

enum problem_id api_get_release(struct api_call *call, const struct get_release_args *args)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = releases_list(call->db, call->release->id, args->id + 1);
    struct release_row row;
    struct jw w;
    int r = releases_next(s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r == 0 || row.id != args->id)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no release %lld; the newest is %lld.",
                           (long long)args->id, (long long)call->release->id);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    put_members(&w, call, &row);
    r = put_packages(&w, call, row.id);
    if (r < 0)
        return api_fail(call, r);
    JW_KEY(&w, "as_of");
    jw_str(&w, arena_printf(call->arena, "/v1/observations?asOf=%lld", (long long)row.id));
    JW_KEY(&w, "changes");
    jw_str(&w, arena_printf(call->arena, "/v1/changes?release=%lld", (long long)row.id));
    jw_object_end(&w);
    return envelope_end(call, &w);
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
        put_release(&w, call, &row);
    }
    return page_end(&page, &w, r, matched);
}
