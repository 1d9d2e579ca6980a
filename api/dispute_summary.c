/* GET /v1/disputes/summary: patent disputes of one region and period. */
#include "api/envelope.h"
#include "api/derived.h"
#include "api/ratio.h"
#include "api/dispute_statistics.h"
#include "api/summary.h"

static const struct ratio_spec closed_per_filed = {
    STR("closed_per_filed"),
    {STR("结案与立案之比（期间）"), STR("Closed per filed, same period")},
    1,
};

/* Whether the published parts add up to the published whole; null when one of the three is missing.
 * Values up to 9.2e12 are compared as exact integers of millionths, whose sum may not fit. */
static void put_composition(struct summary *s, const struct figure *whole, const struct figure *a,
                            const struct figure *b)
{
    struct jw *w = &s->json;
    const struct figure *figures[] = {whole, a, b};
    bool all = true, holds;
    int64_t sum;

    JW_KEY(w, "composition");
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        all = all && figures[i] != NULL && figures[i]->observation.key.has_value;
    if (!all ||
        __builtin_add_overflow(a->observation.key.value_e6, b->observation.key.value_e6, &sum)) {
        jw_null(w);
        return;
    }
    holds = sum == whole->observation.key.value_e6;
    if (!holds)
        hint_add(s->call, HINT_PARTS_DIFFER);
    jw_object_begin(w);
    JW_KEY(w, "whole");
    jw_str(w, whole->indicator->code);
    JW_KEY(w, "parts");
    jw_array_begin(w);
    jw_str(w, a->indicator->code);
    jw_str(w, b->indicator->code);
    jw_array_end(w);
    JW_KEY(w, "sum_of_parts");
    jw_dec(w, dec_from_e6(sum, 0));
    JW_KEY(w, "holds");
    jw_bool(w, holds);
    jw_object_end(w);
}

/* "records": what the registers say of the adjudication of infringement, beside what was published;
 * null where no register covers the region and the period. */
static int put_records(struct summary *s, const struct get_disputes_summary_args *args,
                       const struct figure *filed, const struct figure *closed)
{
    static const struct dispute_filter filter = {.dispute_type = STR(",patent_infringement,"),
                                                 .ip_type = STR(""),
                                                 .route = STR(",adjudication,"),
                                                 .patent_type = STR(""),
                                                 .org_level = STR(""),
                                                 .outcome = STR(""),
                                                 .document = STR(""),
                                                 .e_commerce = STR(""),
                                                 .foreign_related = STR(""),
                                                 .exhibition = STR(""),
                                                 .simplified = STR("")};
    const struct record_wish wish = {
        .of = COVERAGE_DISPUTES, .regions = {&args->region, 1}, .grouped = true};
    struct dispute_statistics of = {.call = s->call, .periods = &s->period, .grouped = true};
    struct dispute_groups groups = {.n = 0};
    int r = record_scope_open(s->call, &wish, &of.scope);
    const struct dispute_question question = {.filter = &filter,
                                              .regions = &of.scope.regions,
                                              .periods = &s->period,
                                              .n_periods = 1,
                                              .on = of.scope.on};

    bool complete = r == 0 && record_scope_holds(&of.scope, 0, s->period);

    of.complete = &complete;
    JW_KEY(&s->json, "records");
    if (r == 0 && record_scope_covers(s->call, &of.scope, 0, s->period))
        r = dispute_counts(s->call->db, s->call->arena, s->call->release->id, &question, &groups);
    if (r < 0 || groups.n == 0) {
        jw_null(&s->json);
        return r;
    }
    s->found++;
    if (complete && (summary_differs(filed, groups.v[0]->filed) ||
                     summary_differs(closed, groups.v[0]->closed)))
        hint_add(s->call, HINT_COUNT_DIFFERS);
    return dispute_statistics_json(&s->json, &of, &groups, 0);
}

enum problem_id api_get_disputes_summary(struct api_call *call,
                                         const struct get_disputes_summary_args *args)
{
    struct summary s;
    enum problem_id problem = summary_begin(&s, call, args->region, args->period);
    const struct figure *handled, *adjudicated, *mediated, *filed, *closed, *days, *change;
    struct derived base;

    if (problem != PROBLEM_NONE)
        return problem;
    handled = summary_find(&s, STR("patent_dispute_cases_handled"), STR("level"));
    adjudicated = summary_find(&s, STR("patent_adjudication_cases_handled"), STR("level"));
    mediated = summary_find(&s, STR("patent_mediation_cases_handled"), STR("level"));
    filed = summary_find(&s, STR("patent_infringement_cases_filed"), STR("level"));
    closed = summary_find(&s, STR("patent_infringement_cases_closed"), STR("level"));
    summary_put(&s, STR("handled"), handled);
    summary_put(&s, STR("adjudicated"), adjudicated);
    summary_put(&s, STR("mediated"), mediated);
    put_composition(&s, handled, adjudicated, mediated);
    summary_put(&s, STR("filed"), filed);
    summary_put(&s, STR("closed"), closed);
    JW_KEY(&s.json, "clearance");
    ratio_json(&s.json, call, &closed_per_filed, closed, filed);
    if (closed != NULL && filed != NULL)
        hint_add(call, HINT_PERIOD_RATIO);
    days = summary_find(&s, STR("ip_case_avg_handling_days"), STR("level"));
    change = summary_find(&s, STR("ip_case_avg_handling_days"), STR("yoy"));
    summary_put(&s, STR("average_days"), days);
    summary_put(&s, STR("average_days_yoy"), change);
    /* One place more than the published mean: a mean of whole days is rarely one. */
    derived_base(&base, days, change, STR("day"), 1);
    JW_KEY(&s.json, "average_days_base");
    derived_json(&s.json, call, &base);
    if (s.r == 0)
        s.r = put_records(&s, args, filed, closed);
    return summary_end(&s);
}
