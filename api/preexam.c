/* GET /v1/preexam/centers, /v1/preexam/requests, /v1/preexam/requests/{id} */
#include "api/register.h"
#include "base/err.h"
#include "db/preexam_cases.h"
#include "db/preexam_centers.h"

static struct register_value fields_of(const struct register_context *context,
                                       const struct register_row *row)
{
    struct api_call *call = context->call;
    struct register_value value = {.kind = REGISTER_ITEMS};
    struct register_value center = register_row_get(row, "center");

    if (preexam_center_fields(call->db, call->arena, call->release->id, center.text, &value.text) <
        0)
        return register_none();
    return value;
}

static const struct register_extra center_extras[] = {{"fields", fields_of}};

static const struct register_spec centers = {
    .table = "preexam_center",
    .missing = "There is no centre with this id.",
    .extras = center_extras,
    .n_extras = COUNT_OF(center_extras),
};

enum problem_id api_list_preexam_centers(struct api_call *call,
                                         const struct list_preexam_centers_args *args UNUSED)
{
    return register_list(call, &centers);
}

static bool has(const struct register_row *row, const char *name)
{
    return register_row_get(row, name).kind != REGISTER_NULL;
}

static struct day day_of(const struct register_row *row, const char *name)
{
    struct register_value value = register_row_get(row, name);

    return (struct day){value.kind != REGISTER_NULL, (int32_t)value.number};
}

static struct register_value stage_of(const struct register_context *context UNUSED,
                                      const struct register_row *row)
{
    if (has(row, "outcome")) {
        struct str outcome = register_row_get(row, "outcome").text;

        return register_word(str_eq(outcome, STR("withdrawn")) ? STR("withdrawn_after") : outcome);
    }
    if (has(row, "filed_on"))
        return register_word(STR("filed"));
    if (has(row, "decision"))
        return register_word(register_row_get(row, "decision").text);
    return register_word(has(row, "accepted_on") ? STR("accepted") : STR("received"));
}

/* What a time limit says of one request; nothing when the store fails, which the answer to come
 * will notice. */
static struct day limit_of(const struct register_context *context, const struct register_row *row,
                           struct preexam_limits *ret)
{
    struct api_call *call = context->call;
    struct preexam_case which = {
        .decided_on = day_of(row, "decided_on"),
        .decision = register_row_get(row, "decision").text,
    };

    if (preexam_limits_open(call->db, call->arena, call->release->id, ret) < 0)
        return (struct day){.known = false};
    return preexam_limit(ret, &which);
}

static struct register_value filing_limit(const struct register_context *context,
                                          const struct register_row *row)
{
    struct preexam_limits limits;
    struct day limit = limit_of(context, row, &limits);

    return limit.known ? register_date(limit.day) : register_none();
}

static struct register_value lapsed(const struct register_context *context,
                                    const struct register_row *row)
{
    struct preexam_case which = {.filed_on = day_of(row, "filed_on")};
    struct preexam_limits limits;
    struct day limit = limit_of(context, row, &limits);
    bool over = preexam_lapsed(&which, limit);

    /* the day may still come */
    if (!limit.known || (over && limit.day > context->on))
        return register_none();
    return register_yes(over);
}

static struct register_value working_days(const struct register_context *context,
                                          const struct register_row *row)
{
    struct day received = day_of(row, "received_on"), decided = day_of(row, "decided_on");
    struct preexam_limits limits;
    int64_t days;

    (void)limit_of(context, row, &limits);
    if (!decided.known || workdays_between(&limits.calendar, received.day, decided.day, &days) < 0)
        return register_none();
    return register_number(days);
}

static const struct register_extra request_extras[] = {{"stage", stage_of}};
static const struct register_extra single_extras[] = {
    {"stage", stage_of},
    {"working_days", working_days},
    {"filing_limit", filing_limit},
    {"lapsed", lapsed},
};

static const struct register_state request_states[] = {
    {"undecided", {{.column = "decided_on", .op = REGISTER_IS_NULL}}, 1},
    {"decided", {{.column = "decided_on", .op = REGISTER_NOT_NULL}}, 1},
    {"not_filed", {{.column = "filed_on", .op = REGISTER_IS_NULL}}, 1},
    {"filed", {{.column = "filed_on", .op = REGISTER_NOT_NULL}}, 1},
    {"concluded", {{.column = "concluded_on", .op = REGISTER_NOT_NULL}}, 1},
};

static const struct register_spec requests = {
    .table = "preexam_request",
    .missing = "There is no request with this id.",
    .extras = request_extras,
    .n_extras = COUNT_OF(request_extras),
    .states = request_states,
    .n_states = COUNT_OF(request_states),
};

static const struct register_spec single = {
    .table = "preexam_request",
    .missing = "There is no request with this id.",
    .extras = single_extras,
    .n_extras = COUNT_OF(single_extras),
    .judged = true,
};

enum problem_id api_list_preexam_requests(struct api_call *call,
                                          const struct list_preexam_requests_args *args UNUSED)
{
    return register_list(call, &requests);
}

enum problem_id api_get_preexam_request(struct api_call *call,
                                        const struct get_preexam_request_args *args UNUSED)
{
    return register_get(call, &single);
}
