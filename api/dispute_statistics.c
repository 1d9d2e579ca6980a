/* GET /v1/disputes/statistics */
#include "db/dispute_counts.h"

#include "api/dispute_args.h"
#include "api/dispute_statistics.h"
#include "api/envelope.h"
#include "api/record_answer.h"
#include "base/err.h"

static const struct str key_names[DISPUTE_KEYS] = {
    [DISPUTE_TYPE] = STR("dispute_type"),
    [DISPUTE_IP_TYPE] = STR("ip_type"),
    [DISPUTE_ROUTE] = STR("route"),
    [DISPUTE_PATENT_TYPE] = STR("patent_type"),
    [DISPUTE_ORG_LEVEL] = STR("org_level"),
    [DISPUTE_E_COMMERCE] = STR("e_commerce"),
    [DISPUTE_FOREIGN_RELATED] = STR("foreign_related"),
    [DISPUTE_EXHIBITION] = STR("exhibition"),
    [DISPUTE_SIMPLIFIED] = STR("simplified"),
    [DISPUTE_REQUESTER_TYPE] = STR("requester_type"),
};

/* One request. */
struct asking {
    struct dispute_statistics of;
    const struct list_dispute_statistics_args *args;
    struct dispute_filter filter;
    struct dispute_question question;
    struct period_list periods;
    struct dispute_groups groups;
    bool grouped, split, persons, named[DISPUTE_KEYS];
    enum freq freq;
};

static void parse_keys(struct asking *asking)
{
    struct str_list names = asking->args->group_by;

    for (size_t i = 0; i < names.n; i++) {
        if (str_eq(names.v[i], STR("region")))
            asking->grouped = true;
        else if (!record_group_time(names.v[i], &asking->split, &asking->freq))
            for (size_t key = 0; key < DISPUTE_KEYS; key++)
                asking->named[key] = asking->named[key] || str_eq(key_names[key], names.v[i]);
    }
    for (size_t key = 0; key < DISPUTE_KEYS; key++)
        if (asking->named[key])
            asking->question.keys[asking->question.n_keys++] = (enum dispute_key)key;
    asking->persons = asking->named[DISPUTE_REQUESTER_TYPE];
}

static bool is_free(const struct dispute_filter *filter)
{
    return filter->dispute_type.n + filter->ip_type.n + filter->route.n + filter->patent_type.n +
               filter->org_level.n + filter->e_commerce.n + filter->foreign_related.n +
               filter->exhibition.n + filter->simplified.n ==
           0;
}

/* Who asked is told of whole years alone: by anything else small cells could be cut out. */
static enum problem_id check_persons(struct asking *asking)
{
    struct api_call *call = asking->of.call;
    bool years = true;

    for (size_t i = 0; i < asking->periods.n; i++)
        years = years && asking->periods.v[i].freq == FREQ_A;
    if (years && asking->question.n_keys == 1 && is_free(&asking->filter) &&
        asking->args->on.n == 0)
        return PROBLEM_NONE;
    api_violation(call, VIOLATION_QUERY, STR("group_by"), STR("requester_type"),
                  PROBLEM_INVALID_PARAMETER,
                  STR("Requesters are counted by whole years, with no other key than region and "
                      "year, no filter but region and document, and no `on`."),
                  (struct str_list){0}, (struct str){0});
    return api_invalid(call);
}

static enum problem_id begin(struct asking *asking)
{
    const struct list_dispute_statistics_args *args = asking->args;
    struct api_call *call = asking->of.call;
    struct record_wish wish;
    int r;

    parse_keys(asking);
    asking->filter =
        (struct dispute_filter)DISPUTE_FILTER_OF(call->arena, args, LIST_DISPUTE_STATISTICS);
    r = record_periods(call->arena, args->period, asking->split, asking->freq, &asking->periods);
    if (r == 0 && asking->persons && check_persons(asking) != PROBLEM_NONE)
        return api_invalid(call);
    wish = (struct record_wish){.of = COVERAGE_DISPUTES,
                                .regions = args->region,
                                .documents = args->document,
                                .on = args->on,
                                .grouped = asking->grouped};
    if (r == 0)
        r = record_scope_open(call, &wish, &asking->of.scope);
    if (r == -ERR_LIMIT)
        return record_too_large(call, DISPUTE_GROUPS_MAX);
    asking->question.filter = &asking->filter;
    asking->question.regions = &asking->of.scope.regions;
    asking->question.periods = asking->periods.v;
    asking->question.n_periods = asking->periods.n;
    asking->question.cohort = args->basis == LIST_DISPUTE_STATISTICS_BASIS_COHORT;
    asking->question.on = asking->of.scope.on;
    asking->of.periods = asking->periods.v;
    asking->of.cohort = asking->question.cohort;
    asking->of.grouped = asking->grouped;
    for (size_t k = 0; k < asking->question.n_keys; k++)
        asking->of.keys[k] = key_names[asking->question.keys[k]];
    asking->of.n_keys = asking->question.n_keys;
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

/* Whether an entry is made of a count of persons: its register goes with the region. */
static bool is_related(const struct record_scope *scope, const struct person_count *count)
{
    return scope->covers[count->region * scope->registers.n + count->registry];
}

/* Cases of persons as groups like all others. */
static int count_persons(struct asking *asking, struct dispute_groups *ret)
{
    struct api_call *call = asking->of.call;
    const struct record_scope *scope = &asking->of.scope;
    const struct person_question question = {
        .regions = &scope->regions,
        .registers = &scope->registers,
        .years = asking->periods.v,
        .n_years = asking->periods.n,
    };
    struct person_counts counts;
    int r = dispute_persons(call->db, call->arena, call->release->id, &question, &counts);

    if (r < 0)
        return r;
    ret->v = arena_alloc(call->arena, counts.n * sizeof(struct dispute_group *));
    for (size_t i = 0; i < counts.n; i++) {
        struct dispute_group *group = arena_alloc(call->arena, sizeof *group);
        const struct person_count *count = &counts.v[i];

        if (group == NULL || ret->v == NULL)
            return -ERR_NOMEM;
        if (!is_related(scope, count))
            continue;
        *group = (struct dispute_group){.region = count->region,
                                        .period = count->period,
                                        .values = {count->part},
                                        .filed = count->filed};
        if (count->hidden)
            hint_add_about(call, HINT_SMALL_CELLS,
                           arena_printf(call->arena, "%lld", (long long)count->min_cell));
        hint_add(call, HINT_FIRST_PUBLICATION);
        counts.v[ret->n] = *count;
        ret->v[ret->n++] = group;
    }
    asking->of.persons = true;
    asking->of.cells = counts.v;
    return 0;
}

/* Leaves out what no register covers. */
static void leave_covered(struct dispute_statistics *of, struct dispute_groups *groups)
{
    size_t n = 0;

    for (size_t i = 0; i < groups->n; i++) {
        const struct dispute_group *group = groups->v[i];

        if (!record_scope_covers(of->call, &of->scope, of->grouped ? group->region : 0,
                                 of->periods[group->period]))
            continue;
        groups->v[n++] = groups->v[i];
    }
    groups->n = n;
}

static int put_json(struct jw *w, const void *of, size_t i)
{
    const struct asking *asking = of;

    return dispute_statistics_json(w, &asking->of, &asking->groups, i);
}

static void put_header(struct csv_writer *w, const void *of)
{
    const struct asking *asking = of;

    dispute_statistics_csv_header(w, &asking->of);
}

static int put_csv(struct csv_writer *w, const void *of, size_t i)
{
    const struct asking *asking = of;

    return dispute_statistics_csv(w, &asking->of, &asking->groups, i);
}

static enum problem_id write(const struct asking *asking)
{
    const struct record_entries entries = {
        .of = asking,
        .n = asking->groups.n,
        .json = put_json,
        .csv_header = put_header,
        .csv = put_csv,
        .file_name = STR("disputes-statistics.csv"),
    };

    return record_answer(asking->of.call, &entries, asking->args->cursor, asking->args->limit,
                         asking->args->bom);
}

enum problem_id api_list_dispute_statistics(struct api_call *call,
                                            const struct list_dispute_statistics_args *args)
{
    struct asking asking = {.of.call = call, .args = args};
    enum problem_id problem = begin(&asking);
    int r = 0;

    if (problem != PROBLEM_NONE)
        return problem;
    if (asking.persons && asking.periods.n > 0)
        r = count_persons(&asking, &asking.groups);
    else if (asking.periods.n > 0)
        r = dispute_counts(call->db, call->arena, call->release->id, &asking.question,
                           &asking.groups);
    if (r == -ERR_LIMIT)
        return record_too_large(call, DISPUTE_GROUPS_MAX);
    if (r < 0)
        return api_fail(call, r);
    if (asking.persons)
        record_scope_tell(call, &asking.of.scope, &asking.periods);
    else
        leave_covered(&asking.of, &asking.groups);
    return write(&asking);
}
