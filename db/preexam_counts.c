#include "db/preexam_counts.h"

#include "base/err.h"
#include "base/order.h"

#include <stdlib.h>

/* Requests of one combination of values: a group for each period of each region. */
struct combination {
    struct str values[PREEXAM_GROUP_KEYS_MAX];
    struct preexam_group *cells; /* [region * n_periods + period] */
    struct combination *next;
};

/* A power of two; combinations are few. */
enum { BUCKETS = 256 };

struct counting {
    struct arena *arena;
    const struct preexam_question *question;
    struct preexam_limits limits;
    struct combination *buckets[BUCKETS];
    size_t n; /* groups */
};

static size_t hash_of(const struct preexam_question *question, const struct preexam_case *which)
{
    uint32_t hash = 2166136261;

    for (size_t k = 0; k < question->n_keys; k++) {
        struct str value = which->keys[question->keys[k]];

        for (size_t i = 0; i < value.n; i++)
            hash = (hash ^ (unsigned char)value.p[i]) * 16777619;
        hash = (hash ^ ',') * 16777619;
    }
    return hash % BUCKETS;
}

static bool is_of(const struct preexam_question *question, const struct combination *combination,
                  const struct preexam_case *which)
{
    for (size_t k = 0; k < question->n_keys; k++)
        if (!str_eq(combination->values[k], which->keys[question->keys[k]]))
            return false;
    return true;
}

/* `which` NULL: of no values at all. */
static int make_combination(struct counting *counting, const struct preexam_case *which,
                            struct combination **ret)
{
    const struct preexam_question *question = counting->question;
    size_t cells = question->regions->n_groups * question->n_periods;
    struct combination *made = arena_alloc(counting->arena, sizeof *made);

    if (cells > PREEXAM_GROUPS_MAX || counting->n + cells > PREEXAM_GROUPS_MAX)
        return -ERR_LIMIT;
    if (made != NULL)
        made->cells = arena_alloc(counting->arena, cells * sizeof *made->cells);
    if (made == NULL || made->cells == NULL)
        return -ERR_NOMEM;
    for (size_t k = 0; which != NULL && k < question->n_keys; k++)
        made->values[k] = arena_copy(counting->arena, which->keys[question->keys[k]]);
    for (size_t i = 0; i < cells; i++) {
        made->cells[i].region = i / question->n_periods;
        made->cells[i].period = i % question->n_periods;
        for (size_t k = 0; k < question->n_keys; k++)
            made->cells[i].values[k] = made->values[k];
    }
    counting->n += cells;
    *ret = made;
    return counting->arena->failed ? -ERR_NOMEM : 0;
}

static int find_combination(struct counting *counting, const struct preexam_case *which,
                            struct combination **ret)
{
    struct combination **bucket = &counting->buckets[hash_of(counting->question, which)];
    struct combination *at = *bucket;
    int r;

    while (at != NULL && !is_of(counting->question, at, which))
        at = at->next;
    if (at == NULL) {
        r = make_combination(counting, which, &at);
        if (r < 0)
            return r;
        at->next = *bucket;
        *bucket = at;
    }
    *ret = at;
    return 0;
}

/* What happened after the day of judgement has not happened. */
static void cut(struct preexam_case *which, int32_t on)
{
    struct day *const days[] = {&which->accepted_on, &which->decided_on, &which->filed_on,
                                &which->concluded_on};

    for (size_t i = 0; i < COUNT_OF(days); i++)
        days[i]->known = days[i]->known && days[i]->day <= on;
}

/* The period of the question that has the day; NULL: none. */
static struct preexam_group *at_day(const struct counting *counting, struct preexam_group *cells,
                                    struct day day)
{
    const struct preexam_question *question = counting->question;
    size_t from = 0, to = question->n_periods;

    if (!day.known || day.day > question->on)
        return NULL;
    while (from < to) {
        size_t middle = from + (to - from) / 2;

        if (question->periods[middle].ends_on < day.day)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == question->n_periods || question->periods[from].starts_on > day.day)
        return NULL;
    return &cells[from];
}

static void count(struct preexam_group *group, enum preexam_count which)
{
    if (group != NULL)
        group->n[which]++;
}

static enum preexam_count decision_of(struct str decision)
{
    if (str_eq(decision, STR("qualified")))
        return PREEXAM_QUALIFIED;
    return str_eq(decision, STR("withdrawn")) ? PREEXAM_WITHDRAWN : PREEXAM_NOT_QUALIFIED;
}

static enum preexam_count outcome_of(struct str outcome)
{
    if (str_eq(outcome, STR("granted")))
        return PREEXAM_GRANTED;
    return str_eq(outcome, STR("withdrawn")) ? PREEXAM_WITHDRAWN_AFTER : PREEXAM_REJECTED;
}

static int add_duration(struct counting *counting, struct preexam_group *group,
                        const struct preexam_case *which)
{
    int64_t days;

    if (group == NULL)
        return 0;
    if (workdays_between(&counting->limits.calendar, which->received_on, which->decided_on.day,
                         &days) < 0) {
        group->n[PREEXAM_UNCOUNTED]++;
        return 0;
    }
    return day_counts_add(counting->arena, &group->days, days);
}

/* The groups of one region in which each event of a request is counted. */
struct places {
    struct preexam_group *received, *accepted, *decided, *filed, *limit, *concluded;
};

static int count_events(struct counting *counting, const struct places *at,
                        const struct preexam_case *which, bool lapsed)
{
    count(at->received, PREEXAM_RECEIVED);
    count(at->accepted, PREEXAM_ACCEPTED);
    count(at->filed, PREEXAM_FILED);
    if (lapsed)
        count(at->limit, PREEXAM_LAPSED);
    if (which->concluded_on.known)
        count(at->concluded, outcome_of(which->outcome));
    if (!which->decided_on.known)
        return 0;
    count(at->decided, PREEXAM_DECIDED);
    count(at->decided, decision_of(which->decision));
    return add_duration(counting, at->decided, which);
}

static int count_cohort(struct counting *counting, struct preexam_group *cells,
                        const struct preexam_case *which, struct day limit)
{
    struct preexam_group *group = at_day(counting, cells, (struct day){true, which->received_on});
    const struct places at = {
        .received = group,
        .accepted = which->accepted_on.known ? group : NULL,
        .decided = group,
        .filed = which->filed_on.known ? group : NULL,
        .limit = group,
        .concluded = group,
    };

    if (!which->decided_on.known)
        count(group, PREEXAM_OPEN);
    return count_events(counting, &at, which,
                        preexam_lapsed(which, limit) && limit.day <= counting->question->on);
}

static int count_period(struct counting *counting, struct preexam_group *cells,
                        const struct preexam_case *which, struct day limit)
{
    const struct preexam_question *question = counting->question;
    const struct places at = {
        .received = at_day(counting, cells, (struct day){true, which->received_on}),
        .accepted = at_day(counting, cells, which->accepted_on),
        .decided = at_day(counting, cells, which->decided_on),
        .filed = at_day(counting, cells, which->filed_on),
        .limit = at_day(counting, cells, limit),
        .concluded = at_day(counting, cells, which->concluded_on),
    };

    for (size_t i = 0; which->accepted_on.known && i < question->n_periods; i++) {
        int32_t end = question->periods[i].ends_on;

        if (which->accepted_on.day <= end &&
            (!which->decided_on.known || which->decided_on.day > end))
            cells[i].n[PREEXAM_BACKLOG]++;
    }
    return count_events(counting, &at, which, preexam_lapsed(which, limit));
}

static int count_case(struct counting *counting, size_t read, struct preexam_case *which)
{
    const struct preexam_question *question = counting->question;
    struct combination *combination;
    struct day limit;
    int r = find_combination(counting, which, &combination);

    cut(which, question->on);
    limit = preexam_limit(&counting->limits, which);
    for (size_t g = 0; r == 0 && g < question->regions->n_groups; g++) {
        struct preexam_group *cells = combination->cells + g * question->n_periods;

        if (!record_regions_has(question->regions, read, g))
            continue;
        r = question->cohort ? count_cohort(counting, cells, which, limit)
                             : count_period(counting, cells, which, limit);
    }
    return r;
}

static int count_region(struct counting *counting, struct db *db, int64_t release, size_t read)
{
    const struct preexam_question *question = counting->question;
    int32_t last = question->periods[question->n_periods - 1].ends_on;
    CLEANUP(stmt_reset_p)
    struct stmt *stmt =
        preexam_cases(db, release, question->filter, question->regions->read.v[read],
                      last < question->on ? last : question->on);
    struct preexam_case which;
    int r;

    while ((r = preexam_cases_next(stmt, &which)) > 0) {
        r = count_case(counting, read, &which);
        if (r < 0)
            return r;
    }
    return r;
}

static int by_values(const void *a, const void *b)
{
    const struct preexam_group *x = *(struct preexam_group *const *)a;
    const struct preexam_group *y = *(struct preexam_group *const *)b;
    int order = 0;

    for (size_t k = 0; k < PREEXAM_GROUP_KEYS_MAX && order == 0; k++)
        order = str_cmp(x->values[k], y->values[k]);
    if (order == 0)
        order = order_i64((int64_t)x->region, (int64_t)y->region);
    return order != 0 ? order : order_i64((int64_t)x->period, (int64_t)y->period);
}

static int collect(struct counting *counting, struct preexam_groups *ret)
{
    const struct preexam_question *question = counting->question;
    size_t cells = question->regions->n_groups * question->n_periods;
    struct preexam_groups groups = {
        .v = arena_alloc(counting->arena, counting->n * sizeof *groups.v)};

    if (groups.v == NULL)
        return -ERR_NOMEM;
    for (size_t b = 0; b < BUCKETS; b++)
        for (struct combination *at = counting->buckets[b]; at != NULL; at = at->next)
            for (size_t i = 0; i < cells; i++)
                groups.v[groups.n++] = &at->cells[i];
    if (groups.n > 0)
        qsort(groups.v, groups.n, sizeof *groups.v, by_values);
    *ret = groups;
    return 0;
}

int preexam_counts(struct db *db, struct arena *arena, int64_t release,
                   const struct preexam_question *question, struct preexam_groups *ret)
{
    struct counting *counting = arena_alloc(arena, sizeof *counting);
    struct preexam_case nobody = {.received_on = 0};
    int r;

    if (counting == NULL)
        return -ERR_NOMEM;
    counting->arena = arena;
    counting->question = question;
    r = preexam_limits_open(db, arena, release, &counting->limits);
    /* without keys there is a group even where there is no request */
    if (r == 0 && question->n_keys == 0)
        r = make_combination(counting, NULL, &counting->buckets[hash_of(question, &nobody)]);
    for (size_t i = 0; r == 0 && i < question->regions->read.n; i++)
        r = count_region(counting, db, release, i);
    return r < 0 ? r : collect(counting, ret);
}
