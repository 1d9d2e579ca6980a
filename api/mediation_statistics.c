/* GET /v1/mediations/statistics */
#include "db/mediation_counts.h"

#include "api/envelope.h"
#include "api/record_answer.h"
#include "api/record_json.h"
#include "base/err.h"

static const struct str key_names[MEDIATION_KEYS] = {
    [MEDIATION_CHANNEL] = STR("channel"),
    [MEDIATION_IP_TYPE] = STR("ip_type"),
    [MEDIATION_DISPUTE_TYPE] = STR("dispute_type"),
};

static const struct str event_names[MEDIATION_EVENTS] = {
    [MEDIATION_OPENED] = STR("opened"),
    [MEDIATION_CLOSED] = STR("closed"),
    [MEDIATION_AGREED] = STR("agreements"),
};

/* One request. */
struct asking {
    struct api_call *call;
    const struct list_mediation_statistics_args *args;
    struct record_scope scope;
    struct mediation_filter filter;
    struct mediation_question question;
    struct period_list periods;
    struct mediation_groups groups;
    struct str keys[MEDIATION_KEYS];
    bool grouped, split;
    bool channels; /* channels are told apart, so that confirmations are not */
    enum freq freq;
};

static void parse_keys(struct asking *asking)
{
    struct str_list names = asking->args->group_by;
    bool named[MEDIATION_KEYS] = {false};

    for (size_t i = 0; i < names.n; i++) {
        if (str_eq(names.v[i], STR("region")))
            asking->grouped = true;
        else if (!record_group_time(names.v[i], &asking->split, &asking->freq))
            for (size_t key = 0; key < MEDIATION_KEYS; key++)
                named[key] = named[key] || str_eq(key_names[key], names.v[i]);
    }
    for (size_t key = 0; key < MEDIATION_KEYS; key++) {
        if (!named[key])
            continue;
        asking->keys[asking->question.n_keys] = key_names[key];
        asking->question.keys[asking->question.n_keys++] = (enum mediation_key)key;
    }
    asking->channels = named[MEDIATION_CHANNEL] || asking->args->channel.n > 0;
}

static int begin(struct asking *asking)
{
    const struct list_mediation_statistics_args *args = asking->args;
    struct api_call *call = asking->call;
    struct record_wish wish;
    int r;

    parse_keys(asking);
    asking->filter =
        (struct mediation_filter){.channel = filter_codes(call->arena, args->channel),
                                  .ip_type = filter_codes(call->arena, args->ip_type),
                                  .dispute_type = filter_codes(call->arena, args->dispute_type),
                                  .document = filter_codes(call->arena, args->document)};
    wish = (struct record_wish){.of = COVERAGE_MEDIATIONS,
                                .regions = args->region,
                                .documents = args->document,
                                .on = args->on,
                                .grouped = asking->grouped};
    r = record_periods(call->arena, args->period, asking->split, asking->freq, &asking->periods);
    if (r == 0)
        r = record_scope_open(call, &wish, &asking->scope);
    asking->question.filter = &asking->filter;
    asking->question.regions = &asking->scope.regions;
    asking->question.periods = asking->periods.v;
    asking->question.n_periods = asking->periods.n;
    asking->question.on = asking->scope.on;
    return r;
}

static void put_events(struct jw *w, const int64_t n[MEDIATION_EVENTS])
{
    for (size_t i = 0; i < MEDIATION_EVENTS; i++) {
        jw_key(w, event_names[i]);
        jw_i64(w, n[i]);
    }
}

static int put_counts(struct jw *w, struct str name, const int64_t n[MEDIATION_EVENTS])
{
    int r;

    jw_key(w, name);
    jw_object_begin(w);
    put_events(w, n);
    JW_KEY(w, "success");
    r = record_percent_json(w, n[MEDIATION_AGREED], n[MEDIATION_CLOSED]);
    jw_object_end(w);
    return r;
}

static int put_channels(struct jw *w, const struct mediation_group *group)
{
    int r = 0;

    JW_KEY(w, "channels");
    jw_array_begin(w);
    for (size_t i = 0; i < group->n_channels && r == 0; i++) {
        const struct mediation_channel *channel = &group->channels[i];

        jw_object_begin(w);
        JW_KEY(w, "channel");
        jw_str(w, channel->channel);
        put_events(w, channel->n);
        JW_KEY(w, "success");
        r = record_percent_json(w, channel->n[MEDIATION_AGREED], channel->n[MEDIATION_CLOSED]);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_confirmations(struct jw *w, const struct asking *asking,
                             const struct mediation_group *group)
{
    int r;

    JW_KEY(w, "confirmations");
    if (asking->channels) {
        jw_null(w);
        return 0;
    }
    jw_object_begin(w);
    JW_KEY(w, "confirmed");
    jw_i64(w, group->confirmations[CONFIRMATION_CONFIRMED]);
    JW_KEY(w, "refused");
    jw_i64(w, group->confirmations[CONFIRMATION_REFUSED]);
    JW_KEY(w, "withdrawn");
    jw_i64(w, group->confirmations[CONFIRMATION_WITHDRAWN]);
    JW_KEY(w, "share");
    r = record_percent_json(w, group->confirmations[CONFIRMATION_CONFIRMED],
                            group->disputes[MEDIATION_AGREED]);
    jw_object_end(w);
    return r;
}

static int put_json(struct jw *w, const void *of, size_t i)
{
    const struct asking *asking = of;
    const struct mediation_group *group = asking->groups.v[i];
    int r;

    jw_object_begin(w);
    JW_KEY(w, "on");
    envelope_date(w, asking->scope.on);
    record_group_json(w, asking->call, &asking->scope, asking->grouped, group->region,
                      asking->periods.v[group->period]);
    record_keys_json(w, asking->keys, group->values, asking->question.n_keys);
    r = put_counts(w, STR("disputes"), group->disputes);
    if (r == 0)
        r = put_counts(w, STR("handlings"), group->handlings);
    JW_KEY(w, "overlap");
    jw_object_begin(w);
    for (size_t event = 0; event < MEDIATION_EVENTS; event++) {
        jw_key(w, event_names[event]);
        jw_i64(w, group->handlings[event] - group->disputes[event]);
    }
    jw_object_end(w);
    if (r == 0)
        r = put_channels(w, group);
    if (r == 0)
        r = record_durations_json(w, &group->days);
    if (r == 0)
        r = put_confirmations(w, asking, group);
    jw_object_end(w);
    return r;
}

static void put_header(struct csv_writer *w, const void *of)
{
    const struct asking *asking = of;
    static const struct str names[] = {STR("disputes_opened"),      STR("disputes_closed"),
                                       STR("disputes_agreements"),  STR("disputes_success"),
                                       STR("handlings_opened"),     STR("handlings_closed"),
                                       STR("handlings_agreements"), STR("handlings_success")};
    static const struct str confirmations[] = {STR("confirmed"), STR("confirmed_share")};

    csv_text(w, STR("on"));
    record_group_csv_header(w);
    for (size_t k = 0; k < asking->question.n_keys; k++)
        csv_text(w, asking->keys[k]);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
    record_durations_csv_header(w);
    for (size_t i = 0; i < COUNT_OF(confirmations); i++)
        csv_text(w, confirmations[i]);
    csv_text(w, STR("synthetic"));
    csv_end_row(w);
}

static int put_cells(struct csv_writer *w, const int64_t n[MEDIATION_EVENTS])
{
    for (size_t i = 0; i < MEDIATION_EVENTS; i++)
        csv_i64(w, n[i]);
    return record_percent_csv(w, n[MEDIATION_AGREED], n[MEDIATION_CLOSED]);
}

static int put_csv(struct csv_writer *w, const void *of, size_t i)
{
    const struct asking *asking = of;
    const struct mediation_group *group = asking->groups.v[i];
    int64_t confirmed = group->confirmations[CONFIRMATION_CONFIRMED];
    int r;

    record_csv_date(w, asking->scope.on);
    record_group_csv(w, asking->call, &asking->scope, asking->grouped, group->region,
                     asking->periods.v[group->period]);
    for (size_t k = 0; k < asking->question.n_keys; k++)
        record_csv_text(w, group->values[k]);
    r = put_cells(w, group->disputes);
    if (r == 0)
        r = put_cells(w, group->handlings);
    if (r == 0)
        r = record_durations_csv(w, &group->days);
    csv_number(w, !asking->channels, (struct dec){confirmed, 0});
    if (r == 0)
        r = record_percent_csv(w, confirmed,
                               asking->channels ? 0 : group->disputes[MEDIATION_AGREED]);
    csv_flag(w, record_scope_synthetic(&asking->scope, asking->grouped, group->region));
    csv_end_row(w);
    return r;
}

/* Leaves out what no register covers. */
static void leave_covered(const struct asking *asking, struct mediation_groups *groups)
{
    size_t n = 0;

    for (size_t i = 0; i < groups->n; i++)
        if (record_scope_covers(asking->call, &asking->scope,
                                asking->grouped ? groups->v[i]->region : 0,
                                asking->periods.v[groups->v[i]->period]))
            groups->v[n++] = groups->v[i];
    groups->n = n;
}

static enum problem_id write(const struct asking *asking)
{
    const struct record_entries entries = {
        .of = asking,
        .n = asking->groups.n,
        .json = put_json,
        .csv_header = put_header,
        .csv = put_csv,
        .file_name = STR("mediations-statistics.csv"),
    };

    return record_answer(asking->call, &entries, asking->args->cursor, asking->args->limit,
                         asking->args->bom);
}

enum problem_id api_list_mediation_statistics(struct api_call *call,
                                              const struct list_mediation_statistics_args *args)
{
    struct asking asking = {.call = call, .args = args};
    int r = begin(&asking);

    if (r == 0 && asking.periods.n > 0)
        r = mediation_counts(call->db, call->arena, call->release->id, &asking.question,
                             &asking.groups);
    if (r == -ERR_LIMIT)
        return record_too_large(call, MEDIATION_GROUPS_MAX);
    if (r < 0)
        return api_fail(call, r);
    leave_covered(&asking, &asking.groups);
    return write(&asking);
}
