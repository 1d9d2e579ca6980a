/* GET /v1/compare */
#include "api/api.h"
#include "api/comparison.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/select.h"
#include "api/subject.h"
#include "base/err.h"
#include "db/db.h"

static const struct str side_names[COMPARISON_SIDES] = {STR("left"), STR("right")};

/* Different items of a list of one or two. */
static size_t count_different(struct str_list list)
{
    return list.n == 2 && str_eq(list.v[0], list.v[1]) ? 1 : list.n;
}

static void refuse_sides(struct api_call *call, struct str name)
{
    api_violation(call, VIOLATION_QUERY, name, (struct str){0}, PROBLEM_INVALID_PARAMETER,
                  STR("Must name two regions and one period, or one region and two periods."),
                  (struct str_list){0}, (struct str){0});
}

static enum problem_id set_up(struct comparison_scope *scope,
                              const struct compare_figures_args *args)
{
    struct api_call *call = scope->call;
    size_t regions = count_different(args->region), periods = count_different(args->period);
    int r;

    if (regions == periods) {
        refuse_sides(call, STR("region"));
        refuse_sides(call, STR("period"));
        return api_invalid(call);
    }
    scope->over_time = periods == 2;
    scope->measure = args->measure;
    scope->breakdown = args->breakdown;
    r = observation_memo_open(call->db, call->arena, call->release->id, &scope->memo);
    for (size_t i = 0; i < COMPARISON_SIDES && r == 0; i++) {
        struct str region = args->region.v[regions == 2 ? i : 0];

        r = scope_code(call->db, STR("region"), region, &scope->sides[i].region);
        if (r == 0)
            r = -ERR_INTERNAL;
        if (r > 0)
            r = period_parse(args->period.v[periods == 2 ? i : 0], &scope->sides[i].period);
        if (r == 0)
            r = hint_dead_region(call, region);
    }
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

static int put_sides(struct jw *w, const struct comparison_scope *scope)
{
    for (size_t i = 0; i < COMPARISON_SIDES; i++) {
        const struct memo_region *region;
        int r = observation_memo_region(scope->memo, scope->sides[i].region, &region);

        if (r < 0)
            return r;
        jw_key(w, side_names[i]);
        jw_object_begin(w);
        JW_KEY(w, "region");
        jw_str(w, region->code);
        JW_KEY(w, "region_name");
        jw_str(w, envelope_lang(scope->call, region->names));
        JW_KEY(w, "period");
        figure_json_period(w, scope->sides[i].period);
        jw_object_end(w);
    }
    return 0;
}

static void put_subject(struct jw *w, const struct api_call *call, const struct subject *subject)
{
    JW_KEY(w, "indicator");
    jw_str(w, subject->code);
    JW_KEY(w, "indicator_name");
    jw_str(w, envelope_lang(call, subject->names));
}

static void put_figures(struct jw *w, const struct api_call *call,
                        const struct comparison *comparison)
{
    for (size_t i = 0; i < COMPARISON_SIDES; i++) {
        jw_key(w, side_names[i]);
        figure_json_brief(w, call, comparison->figures[i]);
    }
}

static void put_reason(struct jw *w, const struct api_call *call, enum reason reason)
{
    JW_KEY(w, "reason");
    envelope_text(w, reason_code(reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason_text(call, reason));
}

static void put_verdict(struct jw *w, const struct api_call *call,
                        const struct comparison *comparison)
{
    JW_KEY(w, "comparable");
    jw_str(w, comparison->reason != REASON_NONE ? STR("no")
              : comparison->n_flags > 0         ? STR("flagged")
                                                : STR("yes"));
    JW_KEY(w, "flags");
    jw_array_begin(w);
    for (size_t i = 0; i < comparison->n_flags; i++) {
        jw_object_begin(w);
        JW_KEY(w, "code");
        jw_str(w, (struct str){&comparison->flags[i].code, 1});
        put_reason(w, call, comparison->flags[i].reason);
        jw_object_end(w);
    }
    jw_array_end(w);
    put_reason(w, call, comparison->reason);
}

/* The numerators of a ratio, and what changed in them alone. */
static int put_numerators(struct jw *w, const struct comparison_scope *scope,
                          const struct subject *numerator, struct comparison *ret)
{
    struct api_call *call = scope->call;
    struct derived change;
    int r = comparison_find(scope, numerator->code, ret);

    if (r < 0)
        return r;
    jw_object_begin(w);
    put_subject(w, call, numerator);
    put_figures(w, call, ret);
    put_verdict(w, call, ret);
    comparison_change(ret, &change);
    JW_KEY(w, "change");
    derived_json(w, call, &change);
    jw_object_end(w);
    return 0;
}

/* The denominators of a ratio: what was published of them, and what the ratios imply. */
static int put_denominators(struct jw *w, const struct comparison_scope *scope,
                            const struct subject *denominator, const struct comparison *ratios,
                            const struct comparison *numerators)
{
    struct api_call *call = scope->call;
    struct comparison published;
    int r = comparison_find(scope, denominator->code, &published);

    if (r < 0)
        return r;
    jw_object_begin(w);
    put_subject(w, call, denominator);
    for (int i = 0; i < COMPARISON_SIDES; i++) {
        struct derived implied;

        comparison_denominator(ratios, numerators, i, denominator->unit, denominator->decimals,
                               &implied);
        jw_key(w, side_names[i]);
        jw_object_begin(w);
        JW_KEY(w, "published");
        figure_json_brief(w, call, published.figures[i]);
        JW_KEY(w, "implied");
        derived_json(w, call, &implied);
        jw_object_end(w);
    }
    jw_object_end(w);
    return 0;
}

/* The parts of a ratio: 1; 0 where it has none at the release, or none that its figures are of. */
static int read_parts(const struct comparison_scope *scope, const struct subject *ratio,
                      struct subject *ret_numerator, struct subject *ret_denominator)
{
    int r;

    if (ratio->numerator.n == 0 || ratio->denominator.n == 0 || scope->breakdown.n > 0 ||
        !str_eq(scope->measure, STR("level")))
        return 0;
    r = subject_read(scope->call, ratio->numerator, ret_numerator);
    return r > 0 ? subject_read(scope->call, ratio->denominator, ret_denominator) : r;
}

/* Of a ratio its parts: what moved, the numerator or the denominator. */
static int put_parts(struct jw *w, const struct comparison_scope *scope,
                     const struct subject *subject, const struct comparison *comparison)
{
    struct subject numerator, denominator;
    struct comparison numerators;
    int parts = read_parts(scope, subject, &numerator, &denominator);
    int r = parts;

    JW_KEY(w, "numerators");
    if (parts > 0)
        r = put_numerators(w, scope, &numerator, &numerators);
    else
        jw_null(w);
    JW_KEY(w, "denominators");
    if (parts > 0 && r == 0)
        r = put_denominators(w, scope, &denominator, comparison, &numerators);
    else
        jw_null(w);
    return r;
}

/* Tells of figures of other breakdowns where there is none of the one asked for. True: there are
 * such, or figures; else there may be nothing at all. */
static bool tell_others(struct api_call *call, const struct comparison *comparison)
{
    bool any = false;

    for (size_t i = 0; i < COMPARISON_SIDES; i++) {
        bool others = comparison->figures[i] == NULL && comparison->others[i].n > 0;

        if (others)
            hint_add_about(call, HINT_OTHER_BREAKDOWNS, comparison->others[i]);
        any |= others || comparison->figures[i] != NULL;
    }
    return any;
}

/* One indicator; `*ret_found` becomes true when there are figures of it, be it other ones. */
static int put_comparison(struct jw *w, const struct comparison_scope *scope, struct str indicator,
                          bool *ret_found)
{
    struct api_call *call = scope->call;
    struct comparison comparison;
    struct derived derived;
    struct subject subject;
    int r = subject_read(call, indicator, &subject);

    if (r == 0)
        r = -ERR_INTERNAL;
    if (r > 0)
        r = comparison_find(scope, indicator, &comparison);
    if (r < 0)
        return r;
    *ret_found |= tell_others(call, &comparison);
    jw_object_begin(w);
    put_subject(w, call, &subject);
    put_figures(w, call, &comparison);
    put_verdict(w, call, &comparison);
    comparison_difference(&comparison, subject.decimals, &derived);
    if (derived.unit.n == 0)
        derived.unit =
            str_eq(subject.unit, STR("percent")) ? STR("percentage_point") : subject.unit;
    JW_KEY(w, "difference");
    derived_json(w, call, &derived);
    comparison_ratio(&comparison, &derived);
    JW_KEY(w, "ratio");
    derived_json(w, call, &derived);
    comparison_change(&comparison, &derived);
    JW_KEY(w, "change");
    derived_json(w, call, &derived);
    r = put_parts(w, scope, &subject, &comparison);
    jw_object_end(w);
    return r;
}

static bool named_before(struct str_list list, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (str_eq(list.v[j], list.v[i]))
            return true;
    return false;
}

enum problem_id api_compare_figures(struct api_call *call, const struct compare_figures_args *args)
{
    struct comparison_scope scope = {.call = call};
    enum problem_id problem = set_up(&scope, args);
    bool found = false;
    struct jw w;
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    envelope_begin(call, &w);
    jw_object_begin(&w);
    r = put_sides(&w, &scope);
    JW_KEY(&w, "measure");
    jw_str(&w, args->measure);
    JW_KEY(&w, "comparisons");
    jw_array_begin(&w);
    for (size_t i = 0; i < args->indicator.n && r == 0; i++)
        if (!named_before(args->indicator, i))
            r = put_comparison(&w, &scope, args->indicator.v[i], &found);
    if (r < 0)
        return api_fail(call, r);
    jw_array_end(&w);
    jw_object_end(&w);
    if (!found && !select_told_why(call))
        hint_add(call, HINT_NO_DATA);
    return envelope_end(call, &w);
}
