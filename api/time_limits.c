/* GET /v1/time-limits, /v1/time-limits/deadline */
#include "db/time_limits.h"

#include "api/envelope.h"
#include "api/page.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/period.h"
#include "db/calendars.h"
#include "db/documents.h"

/* Whether the document of a rule is made up. */
static int is_synthetic(struct api_call *call, struct str document, bool *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct document_ref_row row;
    int r = documents_get_ref(call->db, call->release->id, document, &s, &row);

    *ret = r > 0 && row.synthetic;
    return r < 0 ? r : 0;
}

static void put_terms(struct jw *w, const struct time_limit_row *row)
{
    JW_KEY(w, "base");
    jw_i64(w, row->rule.base.n);
    JW_KEY(w, "unit");
    jw_str(w, row->unit);
    JW_KEY(w, "extension");
    if (row->rule.extension.n > 0)
        jw_i64(w, row->rule.extension.n);
    else
        jw_null(w);
    JW_KEY(w, "extension_unit");
    envelope_text(w, row->extension_unit);
}

static int put_rule(struct jw *w, struct api_call *call, const struct time_limit_row *row)
{
    bool synthetic;
    int r = is_synthetic(call, row->document, &synthetic);

    jw_object_begin(w);
    JW_KEY(w, "id");
    jw_str(w, row->code);
    JW_KEY(w, "step");
    jw_str(w, row->step);
    JW_KEY(w, "route");
    envelope_text(w, row->route);
    JW_KEY(w, "ip_type");
    envelope_text(w, row->ip_type);
    JW_KEY(w, "dispute_type");
    envelope_text(w, row->dispute_type);
    JW_KEY(w, "valid_from");
    envelope_day(w, row->valid_from);
    JW_KEY(w, "valid_to");
    envelope_day(w, row->valid_to);
    put_terms(w, row);
    JW_KEY(w, "source");
    jw_str(w, envelope_lang(call, row->source));
    JW_KEY(w, "sources");
    jw_object_begin(w);
    JW_KEY(w, "zh");
    jw_str(w, row->source.zh);
    JW_KEY(w, "en");
    jw_str(w, row->source.en);
    jw_object_end(w);
    JW_KEY(w, "confidence");
    jw_str(w, row->confidence);
    JW_KEY(w, "document");
    jw_str(w, row->document);
    JW_KEY(w, "synthetic");
    jw_bool(w, synthetic);
    jw_object_end(w);
    envelope_document(call, row->document);
    return r;
}

static void csv_day(struct csv_writer *w, struct day day)
{
    char text[DATE_TEXT_MAX];

    if (day.known)
        csv_text(w, (struct str){text, date_format(day.day, text)});
    else
        csv_empty(w);
}

static void csv_names(struct csv_writer *w)
{
    static const struct str names[] = {
        STR("id"),           STR("step"),       STR("route"),          STR("ip_type"),
        STR("dispute_type"), STR("valid_from"), STR("valid_to"),       STR("base"),
        STR("unit"),         STR("extension"),  STR("extension_unit"), STR("source"),
        STR("confidence"),   STR("document"),   STR("synthetic"),
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
    csv_end_row(w);
}

static int csv_rule(struct csv_writer *w, struct api_call *call, const struct time_limit_row *row)
{
    bool synthetic;
    int r = is_synthetic(call, row->document, &synthetic);

    csv_text(w, row->code);
    csv_text(w, row->step);
    csv_text(w, row->route);
    csv_text(w, row->ip_type);
    csv_text(w, row->dispute_type);
    csv_day(w, row->valid_from);
    csv_day(w, row->valid_to);
    csv_i64(w, row->rule.base.n);
    csv_text(w, row->unit);
    if (row->rule.extension.n > 0)
        csv_i64(w, row->rule.extension.n);
    else
        csv_empty(w);
    csv_text(w, row->extension_unit);
    csv_text(w, envelope_lang(call, row->source));
    csv_text(w, row->confidence);
    csv_text(w, row->document);
    csv_text(w, synthetic ? STR("true") : STR("false"));
    csv_end_row(w);
    return r;
}

/* The rules of one page, as CSV. */
static enum problem_id list_csv(struct api_call *call, struct stmt *s, struct page *page, bool bom)
{
    struct time_limit_row row;
    struct csv_writer csv;
    int r;

    call->file_name = STR("time-limits.csv");
    csv_writer_init(&csv, call->out, bom);
    csv_names(&csv);
    while ((r = time_limits_next(s, &row)) > 0 && page_take(page, &row.code)) {
        r = csv_rule(&csv, call, &row);
        if (r < 0)
            break;
    }
    return page_end_text(page, r);
}

enum problem_id api_list_time_limits(struct api_call *call,
                                     const struct list_time_limits_args *args)
{
    int64_t release = call->release->id;
    struct time_limit_filter filter = {.route = args->route,
                                       .ip_type = args->ip_type,
                                       .dispute_type = args->dispute_type,
                                       .step = args->step};
    struct time_limit_row row;
    struct page page;
    struct jw w;
    int64_t matched;
    int r;

    enum problem_id problem = page_begin(&page, call, args->cursor, args->limit, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    filter.on.known = args->on.n > 0;
    r = filter.on.known ? date_parse(args->on, &filter.on.day) : 0;
    if (r == 0)
        r = time_limits_count(call->db, release, &filter, &matched);
    if (r < 0)
        return api_fail(call, r);

    CLEANUP(stmt_reset_p)
    struct stmt *s = time_limits_list(call->db, release, &filter, page.keys[0], page.fetch);
    if (call->format == PARAM_FORMAT_CSV)
        return list_csv(call, s, &page, args->bom);
    envelope_list_begin(call, &w);
    while ((r = time_limits_next(s, &row)) > 0 && page_take(&page, &row.code)) {
        r = put_rule(&w, call, &row);
        if (r < 0)
            break;
    }
    return page_end(&page, &w, r, matched);
}

/* limit: suspensions of one case, as the contract has it */
enum { SUSPENSIONS_MAX = 20 };

/* One request for a last day. */
struct asked {
    int32_t from;
    bool extended;
    struct suspension suspensions[SUSPENSIONS_MAX];
    size_t n;
    const struct time_limit_row *rule; /* NULL: none applies */
    struct deadline deadline;
};

/* Takes the arguments; what runs backwards was refused before. */
static int parse(const struct get_deadline_args *args, struct asked *ret)
{
    int r = date_parse(args->from, &ret->from);

    if (args->suspended.n > SUSPENSIONS_MAX)
        return -ERR_INTERNAL;
    for (size_t i = 0; r == 0 && i < args->suspended.n; i++) {
        struct period_span span;

        r = period_span_parse(args->suspended.v[i], &span);
        if (r == 0)
            ret->suspensions[ret->n++] =
                (struct suspension){span.from, span.to, span.to == INT32_MAX};
    }
    return r;
}

static int compute(struct api_call *call, const struct get_deadline_args *args, struct asked *ret)
{
    const struct time_limit_case of = {
        .route = args->route,
        .ip_type = args->ip_type,
        .dispute_type = args->dispute_type.n > 0 ? args->dispute_type : STR("patent_infringement"),
        .step = args->step.n > 0 ? args->step : STR("decision")};
    struct time_limits limits;
    struct workdays calendar;
    int r = parse(args, ret);

    if (r == 0)
        r = time_limits_load(call->db, call->arena, call->release->id, &limits);
    if (r == 0)
        r = calendars_load(call->db, call->arena, call->release->id, CALENDAR_NATIONAL, &calendar);
    if (r < 0)
        return r;
    ret->rule = time_limits_find(&limits, &of, ret->from);
    ret->extended = args->extended && ret->rule != NULL && ret->rule->rule.extension.n > 0;
    if (ret->rule == NULL)
        return 0;
    return deadline_of(&ret->rule->rule, &calendar, ret->from, ret->extended, ret->suspensions,
                       ret->n, &ret->deadline);
}

static void put_step(struct jw *w, struct str step, int64_t amount, struct str unit, int32_t day)
{
    jw_object_begin(w);
    JW_KEY(w, "step");
    jw_str(w, step);
    JW_KEY(w, "amount");
    jw_i64(w, amount);
    JW_KEY(w, "unit");
    jw_str(w, unit);
    JW_KEY(w, "day");
    envelope_date(w, day);
    jw_object_end(w);
}

static void put_steps(struct jw *w, const struct asked *asked)
{
    const struct deadline *deadline = &asked->deadline;
    const struct time_limit_row *rule = asked->rule;

    JW_KEY(w, "steps");
    jw_array_begin(w);
    if (rule != NULL && deadline->state != DEADLINE_UNKNOWN) {
        struct str day =
            rule->rule.base.unit == DEADLINE_WORKING_DAY ? STR("working_day") : STR("day");

        put_step(w, STR("base"), rule->rule.base.n, rule->unit, deadline->base);
        if (asked->extended)
            put_step(w, STR("extension"), rule->rule.extension.n, rule->extension_unit,
                     deadline->extended);
        if (deadline->suspended > 0)
            put_step(w, STR("suspension"), deadline->suspended, day, deadline->pushed);
        if (deadline->state == DEADLINE_SET && deadline->day != deadline->pushed)
            put_step(w, STR("next_working_day"), deadline->day - deadline->pushed, STR("day"),
                     deadline->day);
    }
    jw_array_end(w);
}

static struct str state_of(const struct asked *asked)
{
    if (asked->rule == NULL)
        return STR("no_rule");
    switch (asked->deadline.state) {
    case DEADLINE_SET:
        return STR("set");
    case DEADLINE_SUSPENDED:
        return STR("suspended");
    case DEADLINE_UNKNOWN:
        return STR("unknown");
    }
    return (struct str){0};
}

static void put_deadline(struct jw *w, const struct asked *asked)
{
    bool set = asked->rule != NULL && asked->deadline.state == DEADLINE_SET;

    JW_KEY(w, "state");
    jw_str(w, state_of(asked));
    JW_KEY(w, "deadline");
    envelope_day(w, (struct day){set, asked->deadline.day});
    put_steps(w, asked);
    JW_KEY(w, "suspended_days");
    jw_i64(w, asked->deadline.suspended);
    JW_KEY(w, "calendar");
    jw_str(w, CALENDAR_NATIONAL);
    JW_KEY(w, "calendar_known");
    jw_bool(w, set && asked->deadline.calendar_known);
}

static void add_hints(struct api_call *call, const struct asked *asked)
{
    if (asked->rule == NULL)
        hint_add(call, HINT_NO_DATA);
    else if (asked->deadline.state == DEADLINE_UNKNOWN ||
             (asked->deadline.state == DEADLINE_SET && !asked->deadline.calendar_known))
        hint_add(call, HINT_CALENDAR_UNKNOWN);
}

enum problem_id api_get_deadline(struct api_call *call, const struct get_deadline_args *args)
{
    struct asked asked = {.from = 0};
    struct jw w;
    int r = compute(call, args, &asked);

    if (r == -ERR_LIMIT) {
        api_violation(call, VIOLATION_QUERY, STR("from"), args->from, PROBLEM_INVALID_RANGE,
                      STR("The limit would end after the last year that is known."),
                      (struct str_list){0}, (struct str){0});
        return api_invalid(call);
    }
    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "from");
    envelope_date(&w, asked.from);
    JW_KEY(&w, "extended");
    jw_bool(&w, asked.extended);
    JW_KEY(&w, "rule");
    if (asked.rule == NULL)
        jw_null(&w);
    else
        r = put_rule(&w, call, asked.rule);
    put_deadline(&w, &asked);
    jw_object_end(&w);
    add_hints(call, &asked);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
