#include "db/dispute_counts.h"

#include "base/err.h"
#include "base/order.h"
#include "db/dispute_limits.h"

#include <stdlib.h>

/* Cases of one combination of values: a group for each period of each region. */
struct combination {
    struct str values[DISPUTE_GROUP_KEYS_MAX];
    struct dispute_group *cells; /* [region * n_periods + period] */
    struct combination *next;
};

/* A power of two; combinations are few. */
enum { BUCKETS = 256 };

struct counting {
    struct arena *arena;
    const struct dispute_question *question;
    struct dispute_limits limits;
    struct combination *buckets[BUCKETS];
    size_t n; /* groups */
};

static size_t hash_of(const struct counting *counting, const struct dispute_case *which)
{
    uint32_t hash = 2166136261;

    for (size_t k = 0; k < counting->question->n_keys; k++) {
        struct str value = which->keys[counting->question->keys[k]];

        for (size_t i = 0; i < value.n; i++)
            hash = (hash ^ (unsigned char)value.p[i]) * 16777619;
        hash = (hash ^ ',') * 16777619;
    }
    return hash % BUCKETS;
}

static bool is_of(const struct counting *counting, const struct combination *combination,
                  const struct dispute_case *which)
{
    for (size_t k = 0; k < counting->question->n_keys; k++)
        if (!str_eq(combination->values[k], which->keys[counting->question->keys[k]]))
            return false;
    return true;
}

/* A combination with the values of `which`; NULL: of no values at all. */
static int make_combination(struct counting *counting, const struct dispute_case *which,
                            struct combination **ret)
{
    const struct dispute_question *question = counting->question;
    size_t cells = question->regions->n_groups * question->n_periods;
    struct combination *made = arena_alloc(counting->arena, sizeof *made);

    if (cells > DISPUTE_GROUPS_MAX || counting->n + cells > DISPUTE_GROUPS_MAX)
        return -ERR_LIMIT;
    if (made != NULL)
        made->cells = arena_alloc(counting->arena, cells * sizeof *made->cells);
    if (made == NULL || made->cells == NULL)
        return -ERR_NOMEM;
    for (size_t k = 0; which != NULL && k < question->n_keys; k++)
        made->values[k] = arena_copy(counting->arena, which->keys[question->keys[k]]);
    for (size_t i = 0; i < cells; i++) {
        struct dispute_group *group = &made->cells[i];

        group->region = i / question->n_periods;
        group->period = i % question->n_periods;
        for (size_t k = 0; k < question->n_keys; k++)
            group->values[k] = made->values[k];
    }
    counting->n += cells;
    *ret = made;
    return counting->arena->failed ? -ERR_NOMEM : 0;
}

static int find_combination(struct counting *counting, const struct dispute_case *which,
                            struct combination **ret)
{
    struct combination **bucket = &counting->buckets[hash_of(counting, which)];
    int r;

    for (struct combination *c = *bucket; c != NULL; c = c->next) {
        if (is_of(counting, c, which)) {
            *ret = c;
            return 0;
        }
    }
    r = make_combination(counting, which, ret);
    if (r < 0)
        return r;
    (*ret)->next = *bucket;
    *bucket = *ret;
    return 0;
}

/* The number of the first period that ends on the day or later; n_periods: none does. */
static size_t first_period(const struct dispute_question *question, int32_t day)
{
    size_t low = 0, high = question->n_periods;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (question->periods[middle].ends_on < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The period that a day is in; false: in none. */
static bool period_of(const struct dispute_question *question, int32_t day, size_t *ret)
{
    *ret = first_period(question, day);
    return *ret < question->n_periods && question->periods[*ret].starts_on <= day;
}

static int count_outcome(struct arena *arena, struct dispute_group *group, struct str outcome)
{
    struct dispute_outcome *v;
    size_t at = 0;

    while (at < group->n_outcomes && str_cmp(group->outcomes[at].outcome, outcome) < 0)
        at++;
    if (at < group->n_outcomes && str_eq(group->outcomes[at].outcome, outcome)) {
        group->outcomes[at].n++;
        return 0;
    }
    v = arena_grow(arena, group->outcomes, group->n_outcomes, &group->room_outcomes, sizeof *v);
    if (v == NULL)
        return -ERR_NOMEM;
    for (size_t i = group->n_outcomes; i > at; i--)
        v[i] = v[i - 1];
    v[at] = (struct dispute_outcome){arena_copy(arena, outcome), 1};
    group->outcomes = v;
    group->n_outcomes++;
    return arena->failed ? -ERR_NOMEM : 0;
}

static int count_closed(struct counting *counting, struct dispute_group *group,
                        const struct dispute_case *which, const struct dispute_verdict *verdict)
{
    int r = count_outcome(counting->arena, group, which->outcome);

    if (r == 0)
        r = day_counts_add(counting->arena, &group->days, verdict->days);
    group->closed++;
    group->judged += verdict->state == DISPUTE_WITHIN || verdict->state == DISPUTE_OVER;
    group->within += verdict->state == DISPUTE_WITHIN;
    group->without_rule += verdict->state == DISPUTE_WITHOUT_RULE;
    group->no_deadline += verdict->state == DISPUTE_UNKNOWN;
    return r;
}

/* Counts the case in the periods of one region's groups. */
static int count_events(struct counting *counting, struct dispute_group *groups,
                        const struct dispute_case *which, const struct dispute_verdict *verdict)
{
    const struct dispute_question *question = counting->question;
    size_t period;
    int r = 0;

    if (period_of(question, which->filed_on, &period)) {
        groups[period].filed++;
        groups[period].overdue += question->cohort && verdict->state == DISPUTE_OVERDUE;
        if (question->cohort && which->closed)
            return count_closed(counting, &groups[period], which, verdict);
    }
    if (question->cohort)
        return 0;
    if (which->closed && period_of(question, which->closed_on, &period))
        r = count_closed(counting, &groups[period], which, verdict);
    for (size_t i = first_period(question, which->filed_on); i < question->n_periods; i++) {
        const struct period *p = &question->periods[i];

        if (which->closed && which->closed_on < p->starts_on)
            break;
        groups[i].pending_start += which->filed_on < p->starts_on;
        groups[i].pending += !which->closed || which->closed_on > p->ends_on;
    }
    return r;
}

/* Whether what the limit says of a case is asked for. */
static bool wants_verdict(const struct dispute_question *question, const struct dispute_case *which)
{
    size_t period;

    return question->cohort || (which->closed && period_of(question, which->closed_on, &period));
}

static int count_case(struct counting *counting, size_t region, struct dispute_case *which)
{
    const struct dispute_question *question = counting->question;
    struct dispute_verdict verdict = {.state = DISPUTE_WITHOUT_RULE};
    struct combination *combination;
    int r;

    if (!dispute_limits_cut(&counting->limits, which))
        return 0;
    r = find_combination(counting, which, &combination);
    if (r == 0 && wants_verdict(question, which))
        r = dispute_limits_judge(&counting->limits, which, &verdict);
    for (size_t g = 0; g < question->regions->n_groups && r == 0; g++)
        if (record_regions_has(question->regions, region, g))
            r = count_events(counting, &combination->cells[g * question->n_periods], which,
                             &verdict);
    return r;
}

static int count_region(struct counting *counting, struct db *db, int64_t release, size_t region,
                        enum dispute_cases cases)
{
    const struct dispute_question *question = counting->question;
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = dispute_cases(
        db, release, cases, question->filter, question->regions->read.v[region],
        question->periods[0].starts_on, question->periods[question->n_periods - 1].ends_on);
    struct dispute_case which;
    int r;

    while ((r = dispute_cases_next(stmt, &which)) > 0) {
        r = count_case(counting, region, &which);
        if (r < 0)
            return r;
    }
    return r;
}

static int group_cmp(const void *a, const void *b)
{
    const struct dispute_group *x = *(struct dispute_group *const *)a;
    const struct dispute_group *y = *(struct dispute_group *const *)b;
    int order = order_i64((int64_t)x->region, (int64_t)y->region);

    if (order == 0)
        order = order_i64((int64_t)x->period, (int64_t)y->period);
    for (size_t k = 0; order == 0 && k < DISPUTE_GROUP_KEYS_MAX; k++)
        order = str_cmp(x->values[k], y->values[k]);
    return order;
}

static int gather(struct counting *counting, struct dispute_groups *ret)
{
    const struct dispute_question *question = counting->question;
    size_t cells = question->regions->n_groups * question->n_periods;
    struct dispute_groups groups = {
        .v = arena_alloc(counting->arena, counting->n * sizeof(struct dispute_group *))};

    if (groups.v == NULL)
        return -ERR_NOMEM;
    for (size_t b = 0; b < BUCKETS; b++)
        for (struct combination *c = counting->buckets[b]; c != NULL; c = c->next)
            for (size_t i = 0; i < cells; i++)
                groups.v[groups.n++] = &c->cells[i];
    if (groups.n > 0)
        qsort(groups.v, groups.n, sizeof(struct dispute_group *), group_cmp);
    *ret = groups;
    return 0;
}

int dispute_counts(struct db *db, struct arena *arena, int64_t release,
                   const struct dispute_question *question, struct dispute_groups *ret)
{
    static const struct dispute_case nobody = {.id = 0};
    struct counting counting = {.arena = arena, .question = question};
    struct combination *only;
    int r = dispute_limits_open(db, arena, release, question->on, &counting.limits);

    if (r == 0 && question->n_keys == 0)
        r = find_combination(&counting, &nobody, &only);
    for (size_t i = 0; i < question->regions->read.n && r == 0; i++) {
        if (question->cohort) {
            r = count_region(&counting, db, release, i, CASES_FILED);
            continue;
        }
        r = count_region(&counting, db, release, i, CASES_CLOSED);
        if (r == 0)
            r = count_region(&counting, db, release, i, CASES_CLOSED_LATER);
        if (r == 0)
            r = count_region(&counting, db, release, i, CASES_OPEN);
    }
    return r < 0 ? r : gather(&counting, ret);
}
