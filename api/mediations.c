/* GET /v1/mediations */
#include "db/mediations.h"

#include "api/cursor.h"
#include "api/dispute_row.h"
#include "api/envelope.h"
#include "api/page.h"
#include "api/record_scope.h"
#include "base/err.h"

/* One request. */
struct listing {
    struct api_call *call;
    struct mediation_wish wish;
    struct record_scope scope;
    struct page page;
    struct mediation_place after;
};

static int parse_span(struct str text, struct period_span *ret)
{
    *ret = (struct period_span){INT32_MIN, INT32_MAX};
    return text.n > 0 ? period_span_parse(text, ret) : 0;
}

/* The key of a page: day of opening, id of the dispute, position. */
static enum problem_id find_place(struct listing *listing)
{
    int64_t day;

    listing->after = (struct mediation_place){.opened_on = INT32_MIN, .dispute = STR("")};
    if (listing->page.keys[0].n == 0)
        return PROBLEM_NONE;
    if (str_parse_i64(listing->page.keys[0], &day) < 0 || day < INT32_MIN || day > INT32_MAX ||
        str_parse_i64(listing->page.keys[2], &listing->after.position) < 0)
        return cursor_bad(listing->call);
    listing->after.opened_on = (int32_t)day;
    listing->after.dispute = listing->page.keys[1];
    return PROBLEM_NONE;
}

/* Registers may hold millions of cases, so that a wrong id is told without the nearest ones. */
static enum problem_id find_dispute(struct api_call *call, struct str dispute, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct dispute_row row;
    int r = dispute.n == 0 ? 1 : disputes_get(call->db, call->release->id, dispute, &s, &row);

    if (r < 0)
        return api_fail(call, r);
    if (r > 0) {
        *ret = dispute.n == 0 ? 0 : row.id;
        return PROBLEM_NONE;
    }
    api_violation(call, VIOLATION_QUERY, STR("dispute"), dispute, PROBLEM_UNKNOWN_CODE,
                  STR("There is no dispute with this id."), (struct str_list){0},
                  STR("/v1/disputes"));
    return api_invalid(call);
}

static enum problem_id begin(struct listing *listing, const struct list_mediations_args *args)
{
    struct api_call *call = listing->call;
    const struct record_wish about = {
        .of = COVERAGE_MEDIATIONS, .regions = args->region, .documents = args->document};
    bool state = (args->given & LIST_MEDIATIONS_GIVEN_STATE) != 0;
    enum problem_id problem;
    int r;

    listing->wish = (struct mediation_wish){
        .filter = {.channel = filter_codes(call->arena, args->channel),
                   .ip_type = filter_codes(call->arena, args->ip_type),
                   .dispute_type = filter_codes(call->arena, args->dispute_type),
                   .document = filter_codes(call->arena, args->document)},
        .outcome = filter_codes(call->arena, args->outcome),
        .state = page_enum(call, "state", state, (int)args->state),
        .by_closing = args->closed.n > 0,
    };
    problem = find_dispute(call, args->dispute, &listing->wish.dispute);
    if (problem == PROBLEM_NONE)
        problem = page_begin(&listing->page, call, args->cursor, args->limit, 3);
    if (problem != PROBLEM_NONE)
        return problem;
    r = parse_span(args->opened, &listing->wish.opened);
    if (r == 0)
        r = parse_span(args->closed, &listing->wish.closed);
    if (r == 0)
        r = record_scope_open(call, &about, &listing->scope);
    if (r < 0)
        return api_fail(call, r);
    if (args->region.n > 0)
        listing->wish.regions = &listing->scope.regions.read;
    return find_place(listing);
}

static void put_header(struct csv_writer *w)
{
    static const struct str names[] = {
        STR("dispute"), STR("position"),     STR("channel"),   STR("region"),    STR("region_name"),
        STR("ip_type"), STR("dispute_type"), STR("opened_on"), STR("closed_on"), STR("outcome"),
        STR("days"),    STR("document"),     STR("synthetic")};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
    csv_end_row(w);
}

static void put_csv(struct csv_writer *w, const struct listing *listing,
                    const struct mediation_row *row)
{
    csv_text(w, row->dispute);
    csv_i64(w, row->position);
    csv_text(w, row->channel);
    csv_text(w, row->region);
    csv_text(w, envelope_lang(listing->call, row->region_names));
    csv_text(w, row->ip_type);
    csv_text(w, row->dispute_type);
    record_csv_date(w, row->opened_on);
    record_csv_day(w, row->closed_on);
    record_csv_text(w, row->outcome);
    csv_number(w, row->closed_on.known, (struct dec){row->closed_on.day - row->opened_on, 0});
    csv_text(w, row->document);
    csv_flag(w, record_document_synthetic(&listing->scope, row->document));
    csv_end_row(w);
}

/* Writes the entries of the page. */
static void put_entries(struct listing *listing, const struct mediation_rows *rows, struct jw *w,
                        struct csv_writer *csv)
{
    struct api_call *call = listing->call;

    for (size_t i = 0; i < rows->n; i++) {
        const struct mediation_row *row = &rows->v[i];
        struct str keys[] = {arena_printf(call->arena, "%d", (int)row->opened_on), row->dispute,
                             arena_printf(call->arena, "%lld", (long long)row->position)};

        if (!page_take(&listing->page, keys))
            break;
        if (csv != NULL)
            put_csv(csv, listing, row);
        else
            mediation_json(w, call, row);
    }
}

enum problem_id api_list_mediations(struct api_call *call, const struct list_mediations_args *args)
{
    struct listing listing = {.call = call};
    struct mediation_rows rows;
    struct csv_writer csv;
    struct jw w;
    int64_t matched;
    enum problem_id problem = begin(&listing, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = mediations_list(call->db, call->arena, call->release->id, &listing.wish, &listing.after,
                        (size_t)listing.page.fetch, &rows);
    if (r == 0)
        r = mediations_count(call->db, call->release->id, &listing.wish, &matched);
    if (r < 0)
        return api_fail(call, r);
    if (call->format != PARAM_FORMAT_CSV) {
        envelope_list_begin(call, &w);
        put_entries(&listing, &rows, &w, NULL);
        return page_end(&listing.page, &w, 0, matched);
    }
    csv_writer_init(&csv, call->out, args->bom);
    put_header(&csv);
    put_entries(&listing, &rows, NULL, &csv);
    call->file_name = STR("mediations.csv");
    if (listing.page.more)
        problem = cursor_write(call, listing.page.last, listing.page.n_keys);
    return problem != PROBLEM_NONE ? problem : api_done_text(call);
}
