/* Groups of dispute cases as JSON and as CSV. */
#include "api/dispute_statistics.h"

#include "api/envelope.h"

static void put_i64(struct jw *w, struct str name, int64_t n)
{
    jw_key(w, name);
    jw_i64(w, n);
}

static int put_limit(struct jw *w, const struct dispute_group *group)
{
    int r;

    JW_KEY(w, "within_limit");
    jw_object_begin(w);
    put_i64(w, STR("judged"), group->judged);
    put_i64(w, STR("within"), group->within);
    JW_KEY(w, "share");
    r = record_percent_json(w, group->within, group->judged);
    put_i64(w, STR("without_rule"), group->without_rule);
    put_i64(w, STR("without_deadline"), group->no_deadline);
    jw_object_end(w);
    return r;
}

static int put_outcomes(struct jw *w, const struct dispute_group *group)
{
    int r = 0;

    JW_KEY(w, "outcomes");
    jw_array_begin(w);
    for (size_t i = 0; i < group->n_outcomes && r == 0; i++) {
        jw_object_begin(w);
        JW_KEY(w, "outcome");
        envelope_text(w, group->outcomes[i].outcome);
        put_i64(w, STR("cases"), group->outcomes[i].n);
        JW_KEY(w, "share");
        r = record_percent_json(w, group->outcomes[i].n, group->closed);
        jw_object_end(w);
    }
    jw_array_end(w);
    return r;
}

static int put_of_basis(struct jw *w, const struct dispute_statistics *of,
                        const struct dispute_group *group)
{
    int64_t open = group->filed - group->closed;
    int r;

    put_i64(w, STR("closed"), group->closed);
    if (of->cohort) {
        put_i64(w, STR("open"), open);
        JW_KEY(w, "open_share");
        r = record_percent_json(w, open, group->filed);
        put_i64(w, STR("overdue"), group->overdue);
        return r;
    }
    put_i64(w, STR("pending"), group->pending);
    put_i64(w, STR("pending_start"), group->pending_start);
    JW_KEY(w, "clearance");
    return record_percent_json(w, group->closed, group->filed);
}

static void put_register(struct jw *w, const struct dispute_statistics *of,
                         const struct person_count *count)
{
    JW_KEY(w, "document");
    jw_str(w, of->scope.registers.v[count->registry].code);
    put_i64(w, STR("as_recorded"), count->as_recorded);
}

int dispute_statistics_json(struct jw *w, const struct dispute_statistics *of,
                            const struct dispute_groups *groups, size_t i)
{
    const struct dispute_group *group = groups->v[i];
    bool hidden = of->persons && of->cells[i].hidden;
    int r = 0;

    jw_object_begin(w);
    JW_KEY(w, "basis");
    jw_str(w, of->cohort ? STR("cohort") : STR("period"));
    JW_KEY(w, "on");
    envelope_date(w, of->scope.on);
    if (of->complete != NULL) {
        JW_KEY(w, "complete");
        jw_bool(w, *of->complete);
    }
    record_group_json(w, of->call, &of->scope, of->grouped, group->region,
                      of->periods[group->period]);
    record_keys_json(w, of->keys, group->values, of->n_keys);
    if (of->persons)
        put_register(w, of, &of->cells[i]);
    JW_KEY(w, "status");
    jw_str(w, hidden ? STR("Q") : STR("A"));
    JW_KEY(w, "filed");
    if (hidden)
        jw_null(w);
    else
        jw_i64(w, group->filed);
    if (!of->persons) {
        r = put_of_basis(w, of, group);
        if (r == 0)
            r = record_durations_json(w, &group->days);
        if (r == 0)
            r = put_limit(w, group);
        if (r == 0)
            r = put_outcomes(w, group);
    }
    jw_object_end(w);
    return r;
}

/* Outcomes in one cell: "agreement=2;decided=8". */
static void put_outcomes_cell(struct csv_writer *w, const struct dispute_statistics *of,
                              const struct dispute_group *group)
{
    struct str text = STR("");

    for (size_t i = 0; i < group->n_outcomes; i++) {
        struct str outcome = group->outcomes[i].outcome;

        text =
            arena_printf(of->call->arena, "%.*s%s%.*s=%lld", (int)text.n, text.p, i > 0 ? ";" : "",
                         (int)outcome.n, outcome.p, (long long)group->outcomes[i].n);
    }
    record_csv_text(w, text);
}

void dispute_statistics_csv_header(struct csv_writer *w, const struct dispute_statistics *of)
{
    static const struct str by_period[] = {STR("closed"), STR("pending"), STR("pending_start"),
                                           STR("clearance")};
    static const struct str by_cohort[] = {STR("closed"), STR("open"), STR("open_share"),
                                           STR("overdue")};
    static const struct str limit[] = {STR("judged"),           STR("within"),
                                       STR("within_share"),     STR("without_rule"),
                                       STR("without_deadline"), STR("outcomes")};

    csv_text(w, STR("basis"));
    csv_text(w, STR("on"));
    record_group_csv_header(w);
    for (size_t k = 0; k < of->n_keys; k++)
        csv_text(w, of->keys[k]);
    if (of->persons) {
        csv_text(w, STR("document"));
        csv_text(w, STR("as_recorded"));
    }
    csv_text(w, STR("status"));
    csv_text(w, STR("filed"));
    for (size_t i = 0; i < COUNT_OF(by_period) && !of->persons; i++)
        csv_text(w, of->cohort ? by_cohort[i] : by_period[i]);
    if (!of->persons)
        record_durations_csv_header(w);
    for (size_t i = 0; i < COUNT_OF(limit) && !of->persons; i++)
        csv_text(w, limit[i]);
    csv_text(w, STR("synthetic"));
    csv_end_row(w);
}

static int put_counts(struct csv_writer *w, const struct dispute_statistics *of,
                      const struct dispute_group *group)
{
    int r;

    csv_i64(w, group->closed);
    if (of->cohort) {
        csv_i64(w, group->filed - group->closed);
        r = record_percent_csv(w, group->filed - group->closed, group->filed);
        csv_i64(w, group->overdue);
    } else {
        csv_i64(w, group->pending);
        csv_i64(w, group->pending_start);
        r = record_percent_csv(w, group->closed, group->filed);
    }
    if (r == 0)
        r = record_durations_csv(w, &group->days);
    csv_i64(w, group->judged);
    csv_i64(w, group->within);
    if (r == 0)
        r = record_percent_csv(w, group->within, group->judged);
    csv_i64(w, group->without_rule);
    csv_i64(w, group->no_deadline);
    put_outcomes_cell(w, of, group);
    return r;
}

int dispute_statistics_csv(struct csv_writer *w, const struct dispute_statistics *of,
                           const struct dispute_groups *groups, size_t i)
{
    const struct dispute_group *group = groups->v[i];
    bool hidden = of->persons && of->cells[i].hidden;
    int r = 0;

    csv_text(w, of->cohort ? STR("cohort") : STR("period"));
    record_csv_date(w, of->scope.on);
    record_group_csv(w, of->call, &of->scope, of->grouped, group->region,
                     of->periods[group->period]);
    for (size_t k = 0; k < of->n_keys; k++)
        record_csv_text(w, group->values[k]);
    if (of->persons) {
        csv_text(w, of->scope.registers.v[of->cells[i].registry].code);
        csv_i64(w, of->cells[i].as_recorded);
    }
    csv_text(w, hidden ? STR("Q") : STR("A"));
    csv_number(w, !hidden, (struct dec){group->filed, 0});
    if (!of->persons)
        r = put_counts(w, of, group);
    csv_flag(w, of->persons ? of->scope.registers.v[of->cells[i].registry].synthetic
                            : record_scope_synthetic(&of->scope, of->grouped, group->region));
    csv_end_row(w);
    return r;
}
