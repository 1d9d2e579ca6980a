/* GET /v1/disputes/overdue */
#include "api/dispute_args.h"
#include "api/envelope.h"
#include "api/record_answer.h"
#include "api/record_json.h"
#include "base/err.h"
#include "base/order.h"
#include "db/dispute_limits.h"
#include "db/disputes.h"

#include <stdlib.h>

/* limit: cases that are put in order; more are no list that anybody works off */
enum { OVERDUE_MAX = 200 * 1000 };

struct overdue_case {
    int64_t id;
    int32_t deadline;
    int32_t suspended;
    const struct time_limit_row *rule;
};

/* One request. */
struct search {
    struct api_call *call;
    const struct list_overdue_disputes_args *args;
    struct dispute_filter filter;
    struct record_scope scope;
    struct dispute_limits limits;
    struct overdue_case *v;
    size_t n, room;
};

static int add_case(struct search *search, struct dispute_case *which)
{
    struct dispute_verdict verdict;
    struct overdue_case *v;
    int r;

    if (!dispute_limits_cut(&search->limits, which))
        return 0;
    r = dispute_limits_judge(&search->limits, which, &verdict);
    if (r < 0 || verdict.state != DISPUTE_OVERDUE)
        return r;
    if (search->n == OVERDUE_MAX)
        return -ERR_LIMIT;
    v = arena_grow(search->call->arena, search->v, search->n, &search->room, sizeof *v);
    if (v == NULL)
        return -ERR_NOMEM;
    search->v = v;
    v[search->n++] = (struct overdue_case){which->id, verdict.deadline, (int32_t)verdict.suspended,
                                           verdict.rule};
    return 0;
}

static int search_region(struct search *search, int64_t region, enum dispute_cases cases)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = dispute_cases(search->call->db, search->call->release->id, cases,
                                   &search->filter, region, 0, search->scope.on);
    struct dispute_case which;
    int r;

    while ((r = dispute_cases_next(s, &which)) > 0) {
        r = add_case(search, &which);
        if (r < 0)
            return r;
    }
    return r;
}

static int overdue_cmp(const void *a, const void *b)
{
    const struct overdue_case *x = a, *y = b;
    int order = order_i64(x->deadline, y->deadline);

    return order != 0 ? order : order_i64(x->id, y->id);
}

static int find(struct search *search)
{
    const struct list_overdue_disputes_args *args = search->args;
    struct api_call *call = search->call;
    const struct record_wish wish = {.of = COVERAGE_DISPUTES,
                                     .regions = args->region,
                                     .documents = args->document,
                                     .on = args->on};
    int r = record_scope_open(call, &wish, &search->scope);

    search->filter =
        (struct dispute_filter)DISPUTE_FILTER_OF(call->arena, args, LIST_OVERDUE_DISPUTES);
    if (r == 0)
        r = dispute_limits_open(call->db, call->arena, call->release->id, search->scope.on,
                                &search->limits);
    for (size_t i = 0; i < search->scope.regions.read.n && r == 0; i++) {
        int64_t region = search->scope.regions.read.v[i];

        r = search_region(search, region, CASES_OPEN);
        if (r == 0)
            r = search_region(search, region, CASES_CLOSED_LATER);
    }
    if (r == 0 && search->n > 0)
        qsort(search->v, search->n, sizeof *search->v, overdue_cmp);
    if (r == 0)
        (void)record_scope_covers(call, &search->scope, 0,
                                  (struct period){search->scope.on, search->scope.on, FREQ_I});
    return r;
}

static void put_json(struct jw *w, const struct search *search, const struct overdue_case *which,
                     const struct dispute_row *row)
{
    envelope_document(search->call, which->rule->document);
    jw_object_begin(w);
    JW_KEY(w, "dispute");
    jw_str(w, row->code);
    JW_KEY(w, "on");
    envelope_date(w, search->scope.on);
    JW_KEY(w, "region");
    jw_str(w, row->region);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(search->call, row->region_names));
    JW_KEY(w, "org_level");
    jw_str(w, row->org_level);
    JW_KEY(w, "dispute_type");
    jw_str(w, row->dispute_type);
    JW_KEY(w, "ip_type");
    jw_str(w, row->ip_type);
    JW_KEY(w, "route");
    jw_str(w, row->route);
    JW_KEY(w, "filed_on");
    envelope_date(w, row->filed_on);
    JW_KEY(w, "extended");
    jw_bool(w, row->extended);
    JW_KEY(w, "rule");
    jw_str(w, which->rule->code);
    JW_KEY(w, "deadline");
    envelope_date(w, which->deadline);
    JW_KEY(w, "days_over");
    jw_i64(w, search->scope.on - which->deadline);
    JW_KEY(w, "suspended_days");
    jw_i64(w, which->suspended);
    jw_object_end(w);
}

static void put_header(struct csv_writer *w, const void *of)
{
    static const struct str names[] = {STR("dispute"),   STR("on"),
                                       STR("region"),    STR("region_name"),
                                       STR("org_level"), STR("dispute_type"),
                                       STR("ip_type"),   STR("route"),
                                       STR("filed_on"),  STR("extended"),
                                       STR("rule"),      STR("deadline"),
                                       STR("days_over"), STR("suspended_days"),
                                       STR("synthetic")};

    (void)of;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
    csv_end_row(w);
}

static void put_csv(struct csv_writer *w, const struct search *search,
                    const struct overdue_case *which, const struct dispute_row *row)
{
    csv_text(w, row->code);
    record_csv_date(w, search->scope.on);
    csv_text(w, row->region);
    csv_text(w, envelope_lang(search->call, row->region_names));
    csv_text(w, row->org_level);
    csv_text(w, row->dispute_type);
    csv_text(w, row->ip_type);
    csv_text(w, row->route);
    record_csv_date(w, row->filed_on);
    csv_flag(w, row->extended);
    csv_text(w, which->rule->code);
    record_csv_date(w, which->deadline);
    csv_i64(w, search->scope.on - which->deadline);
    csv_i64(w, which->suspended);
    csv_flag(w, record_document_synthetic(&search->scope, row->document));
    csv_end_row(w);
}

/* Reads the dispute behind entry number `i`; what it has is valid until *ret_stmt is reset. */
static int read_entry(const struct search *search, size_t i, struct stmt **ret_stmt,
                      struct dispute_row *ret)
{
    struct api_call *call = search->call;
    int r = disputes_read(call->db, call->release->id, search->v[i].id, ret_stmt, ret);

    return r > 0 ? 0 : r < 0 ? r : -ERR_CORRUPT;
}

static int put_entry(struct jw *w, const void *of, size_t i)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    const struct search *search = of;
    struct dispute_row row;
    int r = read_entry(search, i, &s, &row);

    if (r == 0)
        put_json(w, search, &search->v[i], &row);
    return r;
}

static int put_csv_entry(struct csv_writer *w, const void *of, size_t i)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    const struct search *search = of;
    struct dispute_row row;
    int r = read_entry(search, i, &s, &row);

    if (r == 0)
        put_csv(w, search, &search->v[i], &row);
    return r;
}

enum problem_id api_list_overdue_disputes(struct api_call *call,
                                          const struct list_overdue_disputes_args *args)
{
    struct search search = {.call = call, .args = args};
    int r = find(&search);

    if (r == -ERR_LIMIT)
        return PROBLEM_RESPONSE_TOO_LARGE;
    if (r < 0)
        return api_fail(call, r);
    const struct record_entries entries = {
        .of = &search,
        .n = search.n,
        .json = put_entry,
        .csv_header = put_header,
        .csv = put_csv_entry,
        .file_name = STR("disputes-overdue.csv"),
    };
    return record_answer(call, &entries, args->cursor, args->limit, args->bom);
}
