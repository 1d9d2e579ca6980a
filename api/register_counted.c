#include "api/register_counted.h"

#include "base/err.h"
#include "db/db.h"

/* limit: days of one group; 512 KiB */
enum { DAYS_MAX = 1 << 16 };

static const struct register_key *find_key(const struct register_statistics *spec, struct str name)
{
    for (size_t i = 0; i < spec->n_keys; i++)
        if (str_eq(str_from(spec->keys[i].name), name))
            return &spec->keys[i];
    return NULL;
}

static bool is_named_before(const struct str_list *names, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (str_eq(names->v[i], names->v[at]))
            return true;
    return false;
}

/* The keys of group_by=, each once. */
static int choose_keys(struct statistic *s)
{
    const struct str_list *names = &s->args.group_by;

    for (size_t i = 0; i < names->n; i++) {
        const struct register_key *key = find_key(s->spec, names->v[i]);

        if (key == NULL || s->n_by == COUNT_OF(s->by))
            return -ERR_INTERNAL;
        if (!is_named_before(names, i))
            s->by[s->n_by++] = key;
    }
    return 0;
}

static void judge(struct register_test *tests, size_t n, int32_t on)
{
    for (size_t i = 0; i < n; i++)
        if (tests[i].number == REGISTER_ON_DAY)
            tests[i].number = on;
}

/* Two places are kept for them. */
void register_counted_within(struct statistic *s, struct period period)
{
    struct register_test *tests = s->args.tests + s->args.n_tests;

    s->query.n_tests = s->args.n_tests + 2;
    tests[0] = (struct register_test){
        .column = s->spec->of->day, .op = REGISTER_SINCE, .number = period.starts_on};
    tests[1] = (struct register_test){
        .column = s->spec->of->day, .op = REGISTER_BEFORE, .number = period.ends_on + 1};
}

int register_counted_begin(struct statistic *s)
{
    struct api_call *call = s->call;
    const struct table *table = table_find(str_from(s->spec->of->table));
    int r = table == NULL ? -ERR_INTERNAL : register_args_read(call, s->spec->of, table, &s->args);

    if (r == 0)
        r = choose_keys(s);
    if (r == 0 && s->spec->of->judged)
        r = register_day(call, s->spec->of, s->args.on, &s->on);
    if (r < 0 || s->args.n_tests + 2 > REGISTER_TESTS_MAX)
        return r < 0 ? r : -ERR_INTERNAL;
    s->query = (struct register_query){.table = table,
                                       .tests = s->args.tests,
                                       .n_tests = s->args.n_tests,
                                       .english = call->lang == PARAM_LANG_EN};
    judge(s->args.tests, s->args.n_tests, s->on);
    for (size_t i = 0; i < s->spec->n_measures; i++) {
        s->measures[i] = s->spec->measures[i];
        judge(s->measures[i].tests, s->measures[i].n_tests, s->on);
    }
    s->has_period = s->args.period.n > 0;
    if (!s->has_period)
        return 0;
    if (period_parse(s->args.period, &s->period) < 0)
        return -ERR_INTERNAL;
    register_counted_within(s, s->period);
    return 0;
}

static struct register_grouping grouping_of(const struct statistic *s, bool by_keys, bool days)
{
    return (struct register_grouping){
        .query = &s->query,
        .keys = s->by,
        .n_keys = by_keys ? s->n_by : 0,
        .measures = s->measures,
        .n_measures = s->spec->n_measures,
        .from = days ? s->spec->from : NULL,
        .to = s->spec->to,
    };
}

/* Counts of days as they come, group after group in the order of the groups. */
struct days_reading {
    struct register_grouping grouping;
    struct register_counting *counting;
    struct register_group next;
    bool has_next;
    int64_t *days;
};

static bool is_same(const struct register_group *a, const struct register_group *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!str_eq(a->keys[i], b->keys[i]) || a->numbers[i] != b->numbers[i])
            return false;
    return true;
}

static int days_begin(struct statistic *s, bool by_keys, struct days_reading *days)
{
    int r;

    *days = (struct days_reading){.grouping = grouping_of(s, by_keys, true)};
    if (s->spec->from == NULL)
        return 0;
    days->days = arena_alloc(s->call->arena, sizeof(int64_t) * DAYS_MAX);
    if (days->days == NULL)
        return -ERR_NOMEM;
    r = register_groups_open(s->call->db, s->call->arena, s->call->release->id, &days->grouping,
                             &days->counting);
    if (r == 0)
        r = register_groups_next(days->counting, &days->next);
    days->has_next = r > 0;
    return r < 0 ? r : 0;
}

/* The days of `group`, which come next if there are any. */
static int days_take(struct days_reading *days, struct counted *ret)
{
    int64_t n = 0;
    int r = 0;

    ret->has_days = days->counting != NULL;
    while (days->has_next && is_same(&days->next, &ret->group, days->grouping.n_keys)) {
        if (days->next.values[1] > DAYS_MAX - n)
            return -ERR_LIMIT;
        for (int64_t i = 0; i < days->next.values[1]; i++)
            days->days[n++] = days->next.values[0];
        r = register_groups_next(days->counting, &days->next);
        if (r < 0)
            return r;
        days->has_next = r > 0;
    }
    return ret->has_days ? spread_of(days->days, (size_t)n, &ret->days) : 0;
}

int register_counted_all(struct statistic *s, struct counted *ret)
{
    CLEANUP(register_groups_close_p) struct register_counting *counting = NULL;
    struct register_grouping grouping = grouping_of(s, false, false);
    struct days_reading days;
    int r = register_groups_open(s->call->db, s->call->arena, s->call->release->id, &grouping,
                                 &counting);

    if (r == 0)
        r = register_groups_next(counting, &ret->group);
    if (r <= 0)
        return r < 0 ? r : -ERR_INTERNAL;
    r = days_begin(s, false, &days);
    if (r == 0)
        r = days_take(&days, ret);
    register_groups_close_p(&days.counting);
    return r;
}

int register_counted_each(struct statistic *s,
                          void (*put)(struct statistic *s, const struct counted *counted))
{
    CLEANUP(register_groups_close_p) struct register_counting *counting = NULL;
    struct register_grouping grouping = grouping_of(s, true, false);
    struct days_reading days;
    struct counted counted;
    int r = register_groups_open(s->call->db, s->call->arena, s->call->release->id, &grouping,
                                 &counting);

    if (r < 0)
        return r;
    r = days_begin(s, true, &days);
    while (r >= 0 && (r = register_groups_next(counting, &counted.group)) > 0) {
        r = s->n_groups++ == REGISTER_GROUPS_MAX ? -ERR_LIMIT : days_take(&days, &counted);
        if (r == 0)
            put(s, &counted);
    }
    register_groups_close_p(&days.counting);
    return r;
}
