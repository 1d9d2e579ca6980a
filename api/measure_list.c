#include "api/measure_list.h"

#include "api/cursor.h"
#include "api/envelope.h"
#include "api/measure_json.h"
#include "api/page.h"
#include "base/err.h"
#include "db/db.h"

/* One answer in the making. */
struct listing {
    struct api_call *call;
    struct measure_filter filter;
    struct measure_place after;
    struct page page;
    struct jw json;
    struct csv_writer csv;
};

static enum problem_id begin(struct listing *listing, struct api_call *call,
                             const struct measure_list *list)
{
    enum problem_id problem = page_begin(&listing->page, call, list->cursor, list->limit, 3);

    if (problem != PROBLEM_NONE)
        return problem;
    listing->call = call;
    listing->filter = (struct measure_filter){
        .document = list->document,
        .kind = list->kind,
        .domain = list->domain,
        .department = list->department,
        .indicator = list->indicator,
        .unreported = list->without_report.n > 0,
    };
    if (listing->filter.unreported) {
        int r = period_parse(list->without_report, &listing->filter.without);

        if (r < 0)
            return api_fail(call, r);
        hint_add(call, HINT_NO_REPORT);
    }
    listing->after = (struct measure_place){
        listing->page.keys[0],
        INT64_MIN,
        listing->page.keys[2],
    };
    if (listing->page.keys[1].n > 0 &&
        str_parse_i64(listing->page.keys[1], &listing->after.position) < 0)
        return cursor_bad(call);
    return PROBLEM_NONE;
}

static int put(struct listing *listing, const struct measure_row *row)
{
    struct jw *w = &listing->json;
    int r;

    if (listing->call->format == PARAM_FORMAT_CSV)
        return measure_csv(&listing->csv, listing->call, row, listing->filter.department);
    jw_object_begin(w);
    r = measure_json_members(w, listing->call, row, listing->filter.department);
    jw_object_end(w);
    return r;
}

static int put_all(struct listing *listing)
{
    struct api_call *call = listing->call;
    struct page *page = &listing->page;
    CLEANUP(stmt_reset_p)
    struct stmt *s =
        measures_list(call->db, call->release->id, &listing->filter, &listing->after, page->fetch);
    struct measure_row row;
    int r;

    while ((r = measures_next(s, &row)) > 0) {
        struct str keys[] = {row.document,
                             arena_printf(call->arena, "%lld", (long long)row.position), row.code};

        if (!page_take(page, keys))
            break;
        r = put(listing, &row);
        if (r < 0)
            break;
    }
    return r;
}

static enum problem_id end_csv(struct listing *listing, int r)
{
    struct api_call *call = listing->call;
    struct page *page = &listing->page;

    if (r < 0)
        return api_fail(call, r);
    if (page->more) {
        enum problem_id problem = cursor_write(call, page->last, page->n_keys);

        if (problem != PROBLEM_NONE)
            return problem;
    }
    call->file_name = STR("measures.csv");
    return api_done_text(call);
}

enum problem_id measure_list(struct api_call *call, const struct measure_list *list)
{
    struct listing listing = {0};
    enum problem_id problem = begin(&listing, call, list);
    int64_t matched;
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = measures_count(call->db, call->release->id, &listing.filter, &matched);
    if (r < 0)
        return api_fail(call, r);
    if (call->format == PARAM_FORMAT_CSV) {
        csv_writer_init(&listing.csv, call->out, list->bom);
        measure_csv_header(&listing.csv);
        return end_csv(&listing, put_all(&listing));
    }
    envelope_list_begin(call, &listing.json);
    r = put_all(&listing);
    return page_end(&listing.page, &listing.json, r, matched);
}
