#include "db/mediation_counts.h"

#include "base/err.h"
#include "base/order.h"
#include "db/row.h"
#include "db/statements.h"

#include <stdlib.h>

enum { COUNT_OPENED, COUNT_CLOSED, COUNT_CONFIRMATIONS };

#define HANDLING_SELECT                                                                            \
    "SELECT m.dispute AS id, m.opened_on AS opened_on, m.closed_on AS closed_on,"                  \
    " m.outcome AS outcome, m.channel AS channel, d.ip_type AS ip_type,"                           \
    " d.dispute_type AS dispute_type FROM mediation m"                                             \
    " JOIN dispute d ON d.dispute = m.dispute AND " ROW_IN_FORCE("d") " WHERE m.region = :region"  \
                                                                      " AND " ROW_IN_FORCE("m")

static const char *const handling_params[] = {
    MEDIATION_FILTER_PARAMS, "release", "region", "from", "to", NULL};
static const char *const handling_columns[] = {"id",      "opened_on", "closed_on",    "outcome",
                                               "channel", "ip_type",   "dispute_type", NULL};

static const struct stmt_spec specs[] = {
    [COUNT_OPENED] =
        {
            .name = "mediation_count_opened",
            .sql =
                HANDLING_SELECT " AND m.opened_on >= :from AND m.opened_on <= :to" MEDIATION_FILTER,
            .params = handling_params,
            .columns = handling_columns,
        },
    [COUNT_CLOSED] =
        {
            .name = "mediation_count_closed",
            .sql =
                HANDLING_SELECT " AND m.closed_on >= :from AND m.closed_on <= :to" MEDIATION_FILTER,
            .params = handling_params,
            .columns = handling_columns,
        },
    [COUNT_CONFIRMATIONS] =
        {
            .name = "mediation_count_confirmations",
            .sql =
                "SELECT j.dispute AS id, j.decided_on AS decided_on, j.result AS result,"
                " d.region AS region, d.ip_type AS ip_type, d.dispute_type AS dispute_type"
                " FROM judicial_confirmation j JOIN dispute d ON d.dispute = j.dispute"
                " AND " ROW_IN_FORCE(
                    "d") " WHERE j.decided_on >= :from AND j.decided_on <= :to"
                         " AND " ROW_IN_FORCE(
                             "j") " AND " FILTER_IP_TYPE " AND " FILTER_DISPUTE_TYPE
                                  " AND (:document = '' OR EXISTS ("
                                  "SELECT 1 FROM code n"
                                  " WHERE n.code_id = j.document"
                                  " AND " FILTER_REGISTER "))"
                                  " AND (:agreed_in = '' OR EXISTS (SELECT 1 FROM mediation m"
                                  " WHERE m.dispute = j.dispute AND m.channel = :agreed_in"
                                  " AND m.outcome = 'agreement' AND m.closed_on <= j.requested_on"
                                  " AND " ROW_IN_FORCE("m") "))",
            .params = (const char *const[]){"ip_type", "dispute_type", "document", "release",
                                            "from", "to", "agreed_in", NULL},
            .columns = (const char *const[]){"id", "decided_on", "result", "region", "ip_type",
                                             "dispute_type", NULL},
        },
};

const struct stmt_group mediation_counts_statements = {"mediation_counts", specs, COUNT_OF(specs)};

/* Mediations of one combination of values: a group for each period of each region. */
struct combination {
    struct str values[MEDIATION_KEYS];
    struct mediation_group *cells; /* [region * n_periods + period] */
    struct combination *next;
};

struct counting {
    struct db *db;
    struct arena *arena;
    int64_t release;
    const struct mediation_question *question;
    struct combination *first;
    size_t n; /* groups */
};

static int find_combination(struct counting *counting, const struct str keys[MEDIATION_KEYS],
                            struct combination **ret)
{
    const struct mediation_question *question = counting->question;
    size_t cells = question->regions->n_groups * question->n_periods;
    struct combination *c;

    for (c = counting->first; c != NULL; c = c->next) {
        size_t k = 0;

        while (k < question->n_keys && str_eq(c->values[k], keys[question->keys[k]]))
            k++;
        if (k == question->n_keys) {
            *ret = c;
            return 0;
        }
    }
    if (cells > MEDIATION_GROUPS_MAX || counting->n + cells > MEDIATION_GROUPS_MAX)
        return -ERR_LIMIT;
    c = arena_alloc(counting->arena, sizeof *c);
    if (c != NULL)
        c->cells = arena_alloc(counting->arena, cells * sizeof *c->cells);
    if (c == NULL || c->cells == NULL)
        return -ERR_NOMEM;
    for (size_t k = 0; k < question->n_keys; k++)
        c->values[k] = arena_copy(counting->arena, keys[question->keys[k]]);
    for (size_t i = 0; i < cells; i++) {
        c->cells[i].region = i / question->n_periods;
        c->cells[i].period = i % question->n_periods;
        for (size_t k = 0; k < question->n_keys; k++)
            c->cells[i].values[k] = c->values[k];
    }
    counting->n += cells;
    c->next = counting->first;
    counting->first = *ret = c;
    return counting->arena->failed ? -ERR_NOMEM : 0;
}

/* The period that a day is in; false: in none. */
static bool period_of(const struct mediation_question *question, int32_t day, size_t *ret)
{
    size_t low = 0, high = question->n_periods;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (question->periods[middle].ends_on < day)
            low = middle + 1;
        else
            high = middle;
    }
    *ret = low;
    return low < question->n_periods && question->periods[low].starts_on <= day;
}

static int find_channel(struct arena *arena, struct mediation_group *group, struct str channel,
                        struct mediation_channel **ret)
{
    struct mediation_channel *v;
    size_t at = 0;

    while (at < group->n_channels && str_cmp(group->channels[at].channel, channel) < 0)
        at++;
    if (at == group->n_channels || !str_eq(group->channels[at].channel, channel)) {
        v = arena_grow(arena, group->channels, group->n_channels, &group->room_channels, sizeof *v);
        if (v == NULL)
            return -ERR_NOMEM;
        for (size_t i = group->n_channels++; i > at; i--)
            v[i] = v[i - 1];
        v[at] = (struct mediation_channel){.channel = arena_copy(arena, channel)};
        group->channels = v;
    }
    *ret = &group->channels[at];
    return arena->failed ? -ERR_NOMEM : 0;
}

static int count_event(struct counting *counting, struct mediation_group *group,
                       enum mediation_event event, int64_t dispute, struct str channel)
{
    struct mediation_channel *of;
    int r = find_channel(counting->arena, group, channel, &of);

    if (r < 0)
        return r;
    of->n[event]++;
    group->handlings[event]++;
    return id_list_add(counting->arena, &group->ids[event], dispute);
}

/* Counts the row on which the statement stands in its groups. */
static int count_row(struct counting *counting, struct stmt *stmt, size_t region, bool closing)
{
    const struct mediation_question *question = counting->question;
    const struct str keys[MEDIATION_KEYS] = {
        [MEDIATION_CHANNEL] = stmt_get_str(stmt, 4),
        [MEDIATION_IP_TYPE] = stmt_get_str(stmt, 5),
        [MEDIATION_DISPUTE_TYPE] = stmt_get_str(stmt, 6),
    };
    int32_t opened_on = row_date(stmt, 1), day = closing ? row_date(stmt, 2) : opened_on;
    bool agreed = str_eq(stmt_get_str(stmt, 3), STR("agreement"));
    struct combination *combination;
    size_t period;
    int r;

    if (day > question->on || !period_of(question, day, &period))
        return 0;
    r = find_combination(counting, keys, &combination);
    for (size_t g = 0; g < question->regions->n_groups && r == 0; g++) {
        struct mediation_group *group = &combination->cells[g * question->n_periods + period];
        int64_t id = stmt_get_i64(stmt, 0);

        if (!record_regions_has(question->regions, region, g))
            continue;
        r = count_event(counting, group, closing ? MEDIATION_CLOSED : MEDIATION_OPENED, id,
                        keys[MEDIATION_CHANNEL]);
        if (r == 0 && closing)
            r = day_counts_add(counting->arena, &group->days, day - opened_on);
        if (r == 0 && closing && agreed)
            r = count_event(counting, group, MEDIATION_AGREED, id, keys[MEDIATION_CHANNEL]);
    }
    return r;
}

static int count_region(struct counting *counting, size_t region, bool closing)
{
    const struct mediation_question *question = counting->question;
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = db_stmt(counting->db, &specs[closing ? COUNT_CLOSED : COUNT_OPENED]);
    int r;

    mediation_filter_bind(stmt, question->filter);
    stmt_i64(stmt, MEDIATION_FILTER_PARAMS_N, counting->release);
    stmt_i64(stmt, MEDIATION_FILTER_PARAMS_N + 1, question->regions->read.v[region]);
    stmt_i64(stmt, MEDIATION_FILTER_PARAMS_N + 2, question->periods[0].starts_on);
    stmt_i64(stmt, MEDIATION_FILTER_PARAMS_N + 3,
             question->periods[question->n_periods - 1].ends_on);
    while ((r = stmt_step(stmt)) > 0) {
        r = count_row(counting, stmt, region, closing);
        if (r < 0)
            return r;
    }
    return r;
}

/* The number of a region among those that are read; false: it is none of them. */
static bool place_of(const struct id_list *read, int64_t region, size_t *ret)
{
    for (size_t i = 0; i < read->n; i++) {
        if (read->v[i] == region) {
            *ret = i;
            return true;
        }
    }
    return false;
}

static enum confirmation_result result_of(struct str text)
{
    if (str_eq(text, STR("confirmed")))
        return CONFIRMATION_CONFIRMED;
    return str_eq(text, STR("refused")) ? CONFIRMATION_REFUSED : CONFIRMATION_WITHDRAWN;
}

static int count_confirmation(struct counting *counting, struct stmt *stmt)
{
    const struct mediation_question *question = counting->question;
    const struct str keys[MEDIATION_KEYS] = {
        [MEDIATION_CHANNEL] = STR(""),
        [MEDIATION_IP_TYPE] = stmt_get_str(stmt, 4),
        [MEDIATION_DISPUTE_TYPE] = stmt_get_str(stmt, 5),
    };
    struct combination *combination;
    size_t period, region;
    int r;

    if (row_date(stmt, 1) > question->on || !period_of(question, row_date(stmt, 1), &period) ||
        !place_of(&question->regions->read, stmt_get_i64(stmt, 3), &region))
        return 0;
    r = find_combination(counting, keys, &combination);
    for (size_t g = 0; g < question->regions->n_groups && r == 0; g++)
        if (record_regions_has(question->regions, region, g))
            r = id_list_add(counting->arena,
                            &combination->cells[g * question->n_periods + period]
                                 .decided[result_of(stmt_get_str(stmt, 2))],
                            stmt_get_i64(stmt, 0));
    return r;
}

static int count_confirmations(struct counting *counting)
{
    const struct mediation_question *question = counting->question;
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = db_stmt(counting->db, &specs[COUNT_CONFIRMATIONS]);
    int r;

    stmt_str(stmt, 0, question->filter->ip_type);
    stmt_str(stmt, 1, question->filter->dispute_type);
    stmt_str(stmt, 2, question->filter->document);
    stmt_i64(stmt, 3, counting->release);
    stmt_i64(stmt, 4, question->periods[0].starts_on);
    stmt_i64(stmt, 5, question->periods[question->n_periods - 1].ends_on);
    stmt_str(stmt, 6, question->agreed_in);
    while ((r = stmt_step(stmt)) > 0) {
        r = count_confirmation(counting, stmt);
        if (r < 0)
            return r;
    }
    return r;
}

/* Each dispute once. */
static void settle(struct mediation_group *group)
{
    for (size_t i = 0; i < MEDIATION_EVENTS; i++) {
        id_list_sort(&group->ids[i]);
        group->disputes[i] = (int64_t)group->ids[i].n;
    }
    for (size_t i = 0; i < CONFIRMATION_RESULTS; i++) {
        id_list_sort(&group->decided[i]);
        group->confirmations[i] = (int64_t)group->decided[i].n;
    }
}

static int group_cmp(const void *a, const void *b)
{
    const struct mediation_group *x = *(struct mediation_group *const *)a;
    const struct mediation_group *y = *(struct mediation_group *const *)b;
    int order = order_i64((int64_t)x->region, (int64_t)y->region);

    if (order == 0)
        order = order_i64((int64_t)x->period, (int64_t)y->period);
    for (size_t k = 0; order == 0 && k < MEDIATION_KEYS; k++)
        order = str_cmp(x->values[k], y->values[k]);
    return order;
}

static int gather(struct counting *counting, struct mediation_groups *ret)
{
    size_t cells = counting->question->regions->n_groups * counting->question->n_periods;
    struct mediation_groups groups = {
        .v = arena_alloc(counting->arena, counting->n * sizeof(struct mediation_group *))};

    if (groups.v == NULL)
        return -ERR_NOMEM;
    for (struct combination *c = counting->first; c != NULL; c = c->next) {
        for (size_t i = 0; i < cells; i++) {
            settle(&c->cells[i]);
            groups.v[groups.n++] = &c->cells[i];
        }
    }
    if (groups.n > 0)
        qsort(groups.v, groups.n, sizeof(struct mediation_group *), group_cmp);
    *ret = groups;
    return 0;
}

int mediation_counts(struct db *db, struct arena *arena, int64_t release,
                     const struct mediation_question *question, struct mediation_groups *ret)
{
    static const struct str nothing[MEDIATION_KEYS] = {STR("")};
    struct counting counting = {.db = db, .arena = arena, .release = release, .question = question};
    struct combination *only;
    bool channels = question->filter->channel.n > 0;
    int r = question->n_keys == 0 ? find_combination(&counting, nothing, &only) : 0;

    for (size_t k = 0; k < question->n_keys; k++)
        channels = channels || question->keys[k] == MEDIATION_CHANNEL;
    for (size_t i = 0; i < question->regions->read.n && r == 0; i++) {
        r = count_region(&counting, i, false);
        if (r == 0)
            r = count_region(&counting, i, true);
    }
    if (r == 0 && !channels)
        r = count_confirmations(&counting);
    return r < 0 ? r : gather(&counting, ret);
}
