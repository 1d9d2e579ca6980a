/* GET /v1/aggregates: sums, means, least, greatest and counts of figures, by groups. */
#include "api/aggregate_entry.h"
#include "api/aggregate_reading.h"
#include "api/cursor.h"
#include "api/envelope.h"
#include "api/page.h"
#include "api/select.h"
#include "base/err.h"

#include <stdlib.h>

static struct selection selection_of(const struct aggregation *aggregation)
{
    static const struct str levels[] = {STR("level")}, no_forecasts[] = {STR("!F")};
    const struct list_aggregates_args *args = aggregation->args;
    struct selection selection = {SELECTORS_OF(args), .value = args->having};

    if (selection.measure.n == 0 && !group_by_has(&aggregation->groups.by, GROUP_MEASURE))
        selection.measure = (struct str_list){levels, COUNT_OF(levels)};
    /* What may come is not put together with what was. */
    if (selection.status.n == 0 && !group_by_has(&aggregation->groups.by, GROUP_STATUS))
        selection.status = (struct str_list){no_forecasts, COUNT_OF(no_forecasts)};
    return selection;
}

/* What `having` compares is written as `value` is; it is not asked of the figures. */
static void take_tests(struct aggregation *aggregation)
{
    struct observation_filter *filter = &aggregation->filter;

    for (size_t i = 0; i < filter->n_tests; i++)
        aggregation->having[i] = filter->tests[i];
    aggregation->n_having = filter->n_tests;
    filter->n_tests = 0;
}

/* Regions are named unless all that stands there is what to leave out. */
static bool names_regions(struct str_list selectors)
{
    for (size_t i = 0; i < selectors.n; i++)
        if (!str_starts(selectors.v[i], STR("!")))
            return true;
    return false;
}

static int find_expected(struct aggregation *aggregation)
{
    struct rollup *rollup = &aggregation->rollup;
    const struct id_list *ids = &aggregation->filter.regions.ids;
    const struct aggregate_region **v;

    rollup->regions_named = names_regions(aggregation->args->region);
    if (!rollup->regions_named)
        return 0;
    v = arena_alloc(rollup->arena, ids->n * sizeof *v);
    if (v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < ids->n; i++) {
        int r = aggregate_region(aggregation->facts, ids->v[i], &v[i]);

        if (r < 0)
            return r;
    }
    rollup->expected = v;
    rollup->n_expected = ids->n;
    return 0;
}

/* The dimensions that the request says something of. */
static int find_dimensions(struct aggregation *aggregation)
{
    const struct group_by *by = &aggregation->groups.by;
    const struct str_map *asked = &aggregation->args->breakdown;
    struct str *v = arena_alloc(aggregation->call->arena, (by->n + asked->n) * sizeof *v);
    size_t n = 0;

    if (v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < by->n; i++)
        if (by->v[i].key == GROUP_DIMENSION)
            v[n++] = by->v[i].name;
    for (size_t i = 0; i < asked->n; i++)
        if (!str_eq(asked->v[i].value, STR("*")))
            v[n++] = asked->v[i].key;
    aggregation->rollup.dimensions = (struct str_list){v, n};
    return 0;
}

static enum rollup_function function_of(enum list_aggregates_function function)
{
    switch (function) {
    case LIST_AGGREGATES_FUNCTION_SUM:
        return ROLLUP_SUM;
    case LIST_AGGREGATES_FUNCTION_AVG:
        return ROLLUP_AVG;
    case LIST_AGGREGATES_FUNCTION_MIN:
        return ROLLUP_MIN;
    case LIST_AGGREGATES_FUNCTION_MAX:
        return ROLLUP_MAX;
    case LIST_AGGREGATES_FUNCTION_ROLLUP:
    case LIST_AGGREGATES_FUNCTION_COUNT:
        return ROLLUP_BY_RULE;
    }
    return ROLLUP_BY_RULE;
}

static int open_rollup(struct aggregation *aggregation)
{
    const struct group_by *by = &aggregation->groups.by;
    struct api_call *call = aggregation->call;
    int r = observation_memo_open(call->db, call->arena, call->release->id, &aggregation->memo);

    if (r == 0)
        r = aggregate_facts_open(call->db, call->arena, call->release->id, &aggregation->facts);
    if (r < 0)
        return r;
    aggregation->rollup = (struct rollup){
        .arena = call->arena,
        .facts = aggregation->facts,
        .function = function_of(aggregation->args->function),
        .by_region = group_by_has(by, GROUP_REGION),
        .by_parent = group_by_has(by, GROUP_PARENT),
        .by_period = group_by_has(by, GROUP_PERIOD),
        .by_year = group_by_has(by, GROUP_YEAR),
        .spans = aggregation->filter.spans,
        .n_spans = aggregation->filter.n_spans,
    };
    r = find_dimensions(aggregation);
    return r < 0 ? r : find_expected(aggregation);
}

static enum problem_id begin(struct aggregation *aggregation, struct api_call *call,
                             const struct list_aggregates_args *args)
{
    struct selection selection;
    enum problem_id problem;
    int r;

    aggregation->call = call;
    aggregation->args = args;
    aggregation->counts = args->function == LIST_AGGREGATES_FUNCTION_COUNT;
    aggregation->groups.arena = call->arena;
    group_by_parse(args->group_by, &aggregation->groups.by);
    group_order_parse(&aggregation->groups.by, args->sort, &aggregation->order);
    selection = selection_of(aggregation);
    problem = select_observations(call, &selection, &aggregation->filter);
    if (problem != PROBLEM_NONE)
        return problem;
    take_tests(aggregation);
    r = open_rollup(aggregation);
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

static enum problem_id too_much(struct api_call *call)
{
    return api_problem(call, PROBLEM_RESPONSE_TOO_LARGE,
                       "More than %d figures or %d groups would have to be put together: narrow "
                       "regions, periods or indicators.",
                       AGGREGATE_FIGURES_MAX, GROUPS_MAX);
}

/* Figures of another indicator for the groups of `owner`. */
static enum problem_id read_part(struct aggregation *aggregation,
                                 const struct aggregate_indicator *owner, struct str code,
                                 enum rollup_role role)
{
    static const struct str levels[] = {STR("level")};
    struct selection selection = selection_of(aggregation);
    struct observation_filter filter;
    const struct aggregate_reading reading = {role, owner, &filter};
    enum problem_id problem;
    int r;

    selection.indicator = (struct str_list){&code, 1};
    selection.measure = (struct str_list){levels, COUNT_OF(levels)};
    selection.topic = (struct str_list){0};
    selection.value = (struct str_list){0};
    problem = select_observations(aggregation->call, &selection, &filter);
    if (problem != PROBLEM_NONE)
        return problem;
    r = aggregate_read(aggregation, &reading);
    if (r == -ERR_LIMIT)
        return too_much(aggregation->call);
    return r < 0 ? api_fail(aggregation->call, r) : PROBLEM_NONE;
}

/* What ratios are made of, and what means are weighted by. */
static enum problem_id read_parts(struct aggregation *aggregation)
{
    const struct indicator_list *indicators = &aggregation->filter.indicators;
    enum problem_id problem = PROBLEM_NONE;

    if (aggregation->counts || !group_by_holds_for_parts(&aggregation->groups.by))
        return PROBLEM_NONE;
    for (size_t i = 0; i < indicators->n && problem == PROBLEM_NONE; i++) {
        const struct aggregate_indicator *owner;
        int r = aggregate_indicator(aggregation->facts, indicators->v[i].code, &owner);

        if (r < 0)
            return api_fail(aggregation->call, r);
        if (aggregation->rollup.function == ROLLUP_BY_RULE && owner->numerator.n > 0) {
            problem = read_part(aggregation, owner, owner->numerator, ROLLUP_NUMERATOR);
            if (problem == PROBLEM_NONE)
                problem = read_part(aggregation, owner, owner->denominator, ROLLUP_DENOMINATOR);
        }
        if (problem == PROBLEM_NONE && owner->weight.n > 0)
            problem = read_part(aggregation, owner, owner->weight, ROLLUP_WEIGHT);
    }
    return problem;
}

static enum problem_id refuse(struct aggregation *aggregation)
{
    struct rollup_refusal *refusal = &aggregation->rollup.refusal;
    struct api_call *call = aggregation->call;

    for (size_t i = 0; i < refusal->n; i++)
        api_violation(call, VIOLATION_QUERY, refusal->offenders[i].parameter,
                      refusal->offenders[i].value, PROBLEM_NOT_ADDITIVE,
                      refusal->offenders[i].detail, (struct str_list){0}, (struct str){0});
    return api_problem(call, PROBLEM_NOT_ADDITIVE, "%.*s: %.*s.", (int)refusal->rule.n,
                       refusal->rule.p, (int)refusal->sentence.n, refusal->sentence.p);
}

static void count_group(struct group *group)
{
    *group->result = (struct rollup_result){
        .has_value = true,
        .is = interval_exact(rational_from_int((int64_t)group->valued)),
        .bound = STR("eq"),
        .figures = group->valued,
    };
}

/* The figures of each group are a run of them, once they are in order. */
static void deal_out(struct aggregation *aggregation)
{
    if (aggregation->n > 0)
        qsort(aggregation->figures, aggregation->n, sizeof *aggregation->figures,
              rollup_figure_cmp);
    for (size_t at = 0; at < aggregation->n;) {
        struct group *group = aggregation->groups.v[aggregation->figures[at].group];

        group->figures.v = &aggregation->figures[at];
        while (at < aggregation->n && aggregation->figures[at].group == group->number)
            at++;
        group->figures.n = (size_t)(&aggregation->figures[at] - group->figures.v);
    }
}

/* 0, 1 when a group is refused, or a failure. */
static int roll_up(struct aggregation *aggregation)
{
    struct rollup *rollup = &aggregation->rollup;
    int r = 0;

    deal_out(aggregation);
    for (size_t i = 0; i < aggregation->groups.n && r == 0; i++) {
        struct group *group = aggregation->groups.v[i];

        group->result = arena_alloc(rollup->arena, sizeof *group->result);
        if (group->result == NULL)
            return -ERR_NOMEM;
        if (aggregation->counts)
            count_group(group);
        else
            r = rollup_group(rollup, &group->scope, group->figures, group->result);
    }
    return r;
}

/* Leaves the groups that are answered, in their order; how many. */
static int arrange(struct aggregation *aggregation, size_t *ret_n)
{
    struct groups *groups = &aggregation->groups;
    struct api_call *call = aggregation->call;
    size_t n = 0, undetermined = 0, none = 0;

    for (size_t i = 0; i < groups->n; i++) {
        enum interval_verdict verdict;

        none += groups->v[i]->result->none;
        if (groups->v[i]->result->none)
            continue;
        verdict = group_passes(groups->v[i], aggregation->having, aggregation->n_having);
        undetermined += verdict == INTERVAL_UNDETERMINED;
        if (verdict == INTERVAL_HOLDS)
            groups->v[n++] = groups->v[i];
    }
    if (undetermined > 0)
        hint_add_about(call, HINT_UNDETERMINED_LEFT_OUT,
                       arena_printf(call->arena, "%zu", undetermined));
    if (none == groups->n && call->hints.n == 0)
        hint_add(call, HINT_NO_DATA);
    *ret_n = n;
    return groups_sort(groups, &aggregation->order, groups->v, n);
}

/* Where the page begins: an order of one release and one request is always the same, so that a
 * place in it is a number. */
static enum problem_id find_place(struct aggregation *aggregation, size_t n, size_t *ret)
{
    struct api_call *call = aggregation->call;
    struct str key;
    int64_t place;
    enum problem_id problem;

    *ret = 0;
    if (aggregation->args->cursor.n == 0)
        return PROBLEM_NONE;
    problem = cursor_read(call, aggregation->args->cursor, &key, 1);
    if (problem != PROBLEM_NONE)
        return problem;
    if (str_parse_i64(key, &place) < 0 || place < 0 || (uint64_t)place > n)
        return cursor_bad(call);
    *ret = (size_t)place;
    return PROBLEM_NONE;
}

static enum problem_id write_page(struct aggregation *aggregation, size_t from, size_t to, size_t n)
{
    struct api_call *call = aggregation->call;
    const struct aggregate_entry entry = {
        .call = call,
        .memo = aggregation->memo,
        .groups = &aggregation->groups,
        .function = page_enum(call, "function", true, (int)aggregation->args->function),
        .counts = aggregation->counts,
    };
    struct csv_writer csv;
    struct jw json;
    int r = 0;

    if (call->format == PARAM_FORMAT_CSV) {
        csv_writer_init(&csv, call->out, aggregation->args->bom);
        aggregate_csv_header(&csv, &entry);
        for (size_t i = from; i < to && r == 0; i++)
            r = aggregate_csv(&csv, &entry, aggregation->groups.v[i]);
        call->file_name = STR("aggregates.csv");
        return r < 0 ? api_fail(call, r) : api_done_text(call);
    }
    envelope_list_begin(call, &json);
    for (size_t i = from; i < to && r == 0; i++)
        r = aggregate_json(&json, &entry, aggregation->groups.v[i]);
    return r < 0 ? api_fail(call, r) : envelope_list_end(call, &json, (int64_t)n);
}

static enum problem_id answer(struct aggregation *aggregation)
{
    struct api_call *call = aggregation->call;
    size_t limit = (size_t)aggregation->args->limit, n, from, to;
    int r = roll_up(aggregation);
    enum problem_id problem;

    if (r > 0)
        return refuse(aggregation);
    if (r == 0)
        r = arrange(aggregation, &n);
    /* The lists of what is missing outgrew the request's memory: they will again. */
    if (r == -ERR_NOMEM)
        return PROBLEM_RESPONSE_TOO_LARGE;
    if (r < 0)
        return api_fail(call, r);
    problem = find_place(aggregation, n, &from);
    if (problem != PROBLEM_NONE)
        return problem;
    to = n - from > limit ? from + limit : n;
    if (to < n) {
        struct str key = arena_printf(call->arena, "%zu", to);

        problem = cursor_write(call, &key, 1);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    return write_page(aggregation, from, to, n);
}

enum problem_id api_list_aggregates(struct api_call *call, const struct list_aggregates_args *args)
{
    struct aggregation aggregation = {0};
    struct aggregate_reading own = {.role = ROLLUP_OWN, .filter = &aggregation.filter};
    enum problem_id problem = begin(&aggregation, call, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    if (!aggregation.counts &&
        rollup_begin(&aggregation.rollup, aggregation.filter.indicators.n,
                     group_by_has(&aggregation.groups.by, GROUP_INDICATOR)) > 0)
        return refuse(&aggregation);
    r = aggregate_read(&aggregation, &own);
    if (r == -ERR_LIMIT)
        return too_much(call);
    if (r < 0)
        return api_fail(call, r);
    problem = read_parts(&aggregation);
    return problem != PROBLEM_NONE ? problem : answer(&aggregation);
}
