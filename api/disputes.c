/* GET /v1/disputes, /v1/disputes/{id} */
#include "db/disputes.h"

#include "api/cursor.h"
#include "api/dispute_args.h"
#include "api/dispute_row.h"
#include "api/envelope.h"
#include "api/page.h"
#include "base/err.h"
#include "db/dispute_limits.h"

/* One request for a list. */
struct listing {
    struct api_call *call;
    struct dispute_wish wish;
    struct record_scope scope;
    struct dispute_fields fields;
    struct page page;
    int64_t matched;
    int32_t day; /* where the page before ended */
    struct str after;
};

static int parse_span(struct str text, struct period_span *ret)
{
    *ret = (struct period_span){INT32_MIN, INT32_MAX};
    return text.n > 0 ? period_span_parse(text, ret) : 0;
}

/* The key of a page: day of filing, id, and how many cases match, which the first page counts. */
static enum problem_id find_place(struct listing *listing)
{
    struct api_call *call = listing->call;
    int64_t day;
    int r;

    listing->day = INT32_MIN;
    if (listing->page.keys[0].n > 0) {
        if (str_parse_i64(listing->page.keys[0], &day) < 0 || day < INT32_MIN || day > INT32_MAX ||
            str_parse_i64(listing->page.keys[2], &listing->matched) < 0)
            return cursor_bad(call);
        listing->day = (int32_t)day;
        listing->after = listing->page.keys[1];
        return PROBLEM_NONE;
    }
    r = disputes_count(call->db, call->release->id, &listing->wish, &listing->matched);
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

static enum problem_id begin(struct listing *listing, const struct list_disputes_args *args)
{
    struct api_call *call = listing->call;
    const struct record_wish about = {
        .of = COVERAGE_DISPUTES, .regions = args->region, .documents = args->document};
    bool state = (args->given & LIST_DISPUTES_GIVEN_STATE) != 0;
    enum problem_id problem;
    int r;

    listing->wish = (struct dispute_wish){
        .filter = DISPUTE_FILTER_OF(call->arena, args, LIST_DISPUTES),
        .state = page_enum(call, "state", state, (int)args->state),
        .by_closing = args->closed.n > 0,
    };
    listing->wish.filter.outcome = filter_codes(call->arena, args->outcome);
    problem = dispute_fields_parse(call, args->fields, &listing->fields);
    if (problem == PROBLEM_NONE)
        problem = page_begin(&listing->page, call, args->cursor, args->limit, 3);
    if (problem != PROBLEM_NONE)
        return problem;
    r = parse_span(args->filed, &listing->wish.filed);
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

/* Writes the entries of the page; what reading them returned last. */
static int put_entries(struct listing *listing, const struct dispute_places *places, struct jw *w,
                       struct csv_writer *csv)
{
    struct api_call *call = listing->call;
    int r = 0;

    for (size_t i = 0; i < places->n && r >= 0; i++) {
        const struct dispute_place *place = &places->v[i];
        CLEANUP(stmt_reset_p) struct stmt *s = NULL;
        struct str keys[] = {arena_printf(call->arena, "%d", (int)place->filed_on), place->code,
                             arena_printf(call->arena, "%lld", (long long)listing->matched)};
        struct dispute_row row;

        if (!page_take(&listing->page, keys))
            break;
        r = disputes_read(call->db, call->release->id, place->id, &s, &row);
        if (r <= 0)
            return r < 0 ? r : -ERR_CORRUPT;
        if (csv != NULL) {
            dispute_csv(csv, call, &listing->fields, &row,
                        record_document_synthetic(&listing->scope, row.document));
            continue;
        }
        jw_object_begin(w);
        dispute_json_members(w, call, &listing->fields, &row);
        jw_object_end(w);
    }
    return r;
}

enum problem_id api_list_disputes(struct api_call *call, const struct list_disputes_args *args)
{
    struct listing listing = {.call = call};
    struct dispute_places places;
    struct csv_writer csv;
    struct jw w;
    enum problem_id problem = begin(&listing, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = disputes_list(call->db, call->arena, call->release->id, &listing.wish, listing.day,
                      listing.after, (size_t)listing.page.fetch, &places);
    if (r < 0)
        return api_fail(call, r);
    if (call->format != PARAM_FORMAT_CSV) {
        envelope_list_begin(call, &w);
        r = put_entries(&listing, &places, &w, NULL);
        return page_end(&listing.page, &w, r, listing.matched);
    }
    csv_writer_init(&csv, call->out, args->bom);
    dispute_csv_header(&csv, &listing.fields);
    r = put_entries(&listing, &places, NULL, &csv);
    if (r < 0)
        return api_fail(call, r);
    call->file_name = STR("disputes.csv");
    if (listing.page.more)
        problem = cursor_write(call, listing.page.last, listing.page.n_keys);
    return problem != PROBLEM_NONE ? problem : api_done_text(call);
}

static struct str state_text(enum dispute_state state)
{
    static const struct str texts[DISPUTE_STATES] = {
        [DISPUTE_WITHIN] = STR("within"),
        [DISPUTE_OVER] = STR("over"),
        [DISPUTE_RUNNING] = STR("running"),
        [DISPUTE_OVERDUE] = STR("overdue"),
        [DISPUTE_SUSPENDED] = STR("suspended"),
        [DISPUTE_UNKNOWN] = STR("unknown"),
        [DISPUTE_WITHOUT_RULE] = STR("without_rule"),
    };

    return texts[state];
}

static void put_limit(struct jw *w, const struct dispute_limits *limits,
                      const struct dispute_case *which, const struct dispute_verdict *verdict)
{
    int32_t to = which->closed ? which->closed_on : limits->on;
    bool known = verdict->state <= DISPUTE_OVERDUE;

    JW_KEY(w, "limit");
    jw_object_begin(w);
    JW_KEY(w, "state");
    jw_str(w, state_text(verdict->state));
    JW_KEY(w, "rule");
    envelope_text(w, verdict->rule == NULL ? STR("") : verdict->rule->code);
    JW_KEY(w, "deadline");
    envelope_day(w, (struct day){known, verdict->deadline});
    JW_KEY(w, "days_over");
    if (known)
        jw_i64(w, to > verdict->deadline ? to - verdict->deadline : 0);
    else
        jw_null(w);
    jw_object_end(w);
}

/* How long the case took or has taken, by the day, and the limit it is under. */
static int put_judgement(struct jw *w, struct api_call *call, const struct dispute_row *row,
                         int32_t on)
{
    struct dispute_limits limits;
    struct dispute_verdict verdict;
    struct dispute_case which = {
        .id = row->id,
        .filed_on = row->filed_on,
        .closed = row->closed_on.known,
        .closed_on = row->closed_on.day,
        .extended = row->extended,
        .suspended = true,
        .keys[DISPUTE_ROUTE] = row->route,
        .keys[DISPUTE_IP_TYPE] = row->ip_type,
        .keys[DISPUTE_TYPE] = row->dispute_type,
    };
    int r = dispute_limits_open(call->db, call->arena, call->release->id, on, &limits);

    if (r == 0) {
        (void)dispute_limits_cut(&limits, &which);
        r = dispute_limits_judge(&limits, &which, &verdict);
    }
    if (r < 0)
        return r;
    if (verdict.rule != NULL)
        envelope_document(call, verdict.rule->document);
    JW_KEY(w, "on");
    envelope_date(w, on);
    JW_KEY(w, "days");
    if (verdict.days >= 0)
        jw_i64(w, verdict.days);
    else
        jw_null(w);
    JW_KEY(w, "suspended_days");
    jw_i64(w, verdict.suspended);
    put_limit(w, &limits, &which, &verdict);
    return 0;
}

static int put_suspensions(struct jw *w, struct api_call *call, int64_t id)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = disputes_suspensions(call->db, call->release->id, id);
    struct suspension_row row;
    int r;

    JW_KEY(w, "suspensions");
    jw_array_begin(w);
    while ((r = suspensions_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "starts_on");
        envelope_date(w, row.starts_on);
        JW_KEY(w, "ends_on");
        envelope_day(w, row.ends_on);
        JW_KEY(w, "reason");
        envelope_text(w, row.reason);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_mediations(struct jw *w, struct api_call *call, int64_t id)
{
    CLEANUP(stmt_reset_p) struct stmt *s = mediations_of(call->db, call->release->id, id);
    struct mediation_row row;
    int r;

    JW_KEY(w, "mediations");
    jw_array_begin(w);
    while ((r = mediations_next(s, &row)) > 0)
        mediation_json(w, call, &row);
    jw_array_end(w);
    return r;
}

static int put_confirmations(struct jw *w, struct api_call *call, int64_t id)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = disputes_confirmations(call->db, call->release->id, id);
    struct confirmation_row row;
    int r;

    JW_KEY(w, "confirmations");
    jw_array_begin(w);
    while ((r = confirmations_next(s, &row)) > 0) {
        jw_object_begin(w);
        JW_KEY(w, "requested_on");
        envelope_date(w, row.requested_on);
        JW_KEY(w, "accepted_on");
        envelope_day(w, row.accepted_on);
        JW_KEY(w, "decided_on");
        envelope_day(w, row.decided_on);
        JW_KEY(w, "result");
        envelope_text(w, row.result);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

/* The day on which a case is judged: the last one that its register covers. */
static int find_day(struct api_call *call, struct str on, struct str document, int32_t *ret)
{
    struct coverages registers;
    int r;

    if (on.n > 0)
        return date_parse(on, ret);
    r = record_coverage(call->db, call->arena, call->release->id, COVERAGE_DISPUTES,
                        (struct str_list){&document, 1}, &registers);
    if (r == 0)
        *ret = registers.n > 0 ? registers.v[0].covers_to
                               : (int32_t)(call->release->published_at / 86400);
    return r;
}

enum problem_id api_get_dispute(struct api_call *call, const struct get_dispute_args *args)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct dispute_fields fields;
    struct dispute_row row;
    struct jw w;
    int32_t on = 0;
    int r;
    enum problem_id problem = dispute_fields_parse(call, args->fields, &fields);

    if (problem != PROBLEM_NONE)
        return problem;
    r = disputes_get(call->db, call->release->id, args->id, &s, &row);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no dispute with this id.");
    if (r > 0)
        r = find_day(call, args->on, row.document, &on);
    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    dispute_json_members(&w, call, &fields, &row);
    r = put_judgement(&w, call, &row, on);
    if (r == 0)
        r = put_suspensions(&w, call, row.id);
    if (r == 0)
        r = put_mediations(&w, call, row.id);
    if (r == 0)
        r = put_confirmations(&w, call, row.id);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
