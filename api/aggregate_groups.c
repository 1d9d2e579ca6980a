#include "api/aggregate_groups.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/order.h"

#include <string.h>

static const struct str names[] = {
    [GROUP_INDICATOR] = STR("indicator"),
    [GROUP_REGION] = STR("region"),
    [GROUP_PARENT] = STR("parent"),
    [GROUP_PERIOD] = STR("period"),
    [GROUP_YEAR] = STR("year"),
    [GROUP_MEASURE] = STR("measure"),
    [GROUP_DEFINITION] = STR("definition"),
    [GROUP_UNIT] = STR("unit"),
    [GROUP_DOCUMENT] = STR("document"),
    [GROUP_STATUS] = STR("status"),
    [GROUP_TOPIC] = STR("topic"),
};

struct str_list group_by_names(void)
{
    return (struct str_list){names, COUNT_OF(names)};
}

void group_by_parse(struct str_list list, struct group_by *ret)
{
    ret->n = 0;
    for (size_t i = 0; i < list.n && ret->n < GROUP_KEYS_MAX; i++) {
        size_t key = 0;
        bool twice = false;

        for (size_t k = 0; k < ret->n; k++)
            twice = twice || str_eq(ret->v[k].name, list.v[i]);
        while (key < COUNT_OF(names) && !str_eq(names[key], list.v[i]))
            key++;
        if (twice)
            continue;
        ret->v[ret->n].key = (enum group_key)key;
        ret->v[ret->n++].name = list.v[i];
    }
}

bool group_by_has(const struct group_by *by, enum group_key key)
{
    for (size_t i = 0; i < by->n; i++)
        if (by->v[i].key == key)
            return true;
    return false;
}

bool group_by_holds_for_parts(const struct group_by *by)
{
    return !group_by_has(by, GROUP_MEASURE) && !group_by_has(by, GROUP_DEFINITION) &&
           !group_by_has(by, GROUP_UNIT) && !group_by_has(by, GROUP_DOCUMENT) &&
           !group_by_has(by, GROUP_STATUS);
}

/* The year that a period lies in: false when it spans several. */
static bool year_of(struct period period, int *ret)
{
    int first, last, month, day;

    date_to_civil(period.starts_on, &first, &month, &day);
    date_to_civil(period.ends_on, &last, &month, &day);
    *ret = last;
    return first == last;
}

/* Texts of numbers that a key is made of, until it is kept. */
struct scratch {
    char period[PERIOD_TEXT_MAX];
    struct buf year;
    char digits[32];
};

static struct group_value period_value(const struct group_member *member, struct scratch *scratch)
{
    size_t n = period_format(member->period, scratch->period);

    /* Days of all periods are well within 32 bits. */
    return (struct group_value){{scratch->period, n},
                                member->period.ends_on * (INT64_C(1) << 32) +
                                    member->period.starts_on};
}

static struct group_value year_value(const struct group_member *member, struct scratch *scratch)
{
    int year;

    if (!year_of(member->period, &year))
        return (struct group_value){.order = INT64_MAX};
    buf_init_fixed(&scratch->year, scratch->digits, sizeof scratch->digits);
    buf_put_i64(&scratch->year, year);
    return (struct group_value){{scratch->digits, scratch->year.n}, year};
}

static struct group_value value_of(const struct group_member *member, enum group_key key,
                                   struct str name, struct scratch *scratch)
{
    switch (key) {
    case GROUP_INDICATOR:
        return (struct group_value){.text = member->indicator->code};
    case GROUP_REGION:
        return (struct group_value){.text = member->region->code};
    case GROUP_PARENT:
        return (struct group_value){.text = member->parent != NULL ? member->parent->code
                                                                   : (struct str){0}};
    case GROUP_PERIOD:
        return period_value(member, scratch);
    case GROUP_YEAR:
        return year_value(member, scratch);
    case GROUP_MEASURE:
        return (struct group_value){.text = member->measure};
    case GROUP_DEFINITION:
        return (struct group_value){.text = member->definition};
    case GROUP_UNIT:
        return (struct group_value){.text = member->unit};
    case GROUP_DOCUMENT:
        return (struct group_value){.text = member->document};
    case GROUP_STATUS:
        return (struct group_value){.text = member->status};
    case GROUP_TOPIC:
        return (struct group_value){.text = member->indicator->topic};
    case GROUP_DIMENSION:
        return (struct group_value){.text = rollup_part(member->parts, name)};
    }
    return (struct group_value){0};
}

static uint64_t hash_of(const struct group_value *values, size_t n)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < values[i].text.n; k++)
            hash = (hash ^ (unsigned char)values[i].text.p[k]) * UINT64_C(1099511628211);
        hash = (hash ^ 0xff) * UINT64_C(1099511628211);
    }
    return hash;
}

static bool same_values(const struct group_value *a, const struct group_value *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!str_eq(a[i].text, b[i].text))
            return false;
    return true;
}

static struct group *add(struct groups *groups, const struct group_member *member,
                         const struct group_value *values, struct group **bucket)
{
    struct group *group = arena_alloc(groups->arena, sizeof *group);
    struct group **v =
        arena_grow(groups->arena, groups->v, groups->n, &groups->room, sizeof(struct group *));

    if (group == NULL || v == NULL)
        return NULL;
    for (size_t i = 0; i < groups->by.n; i++) {
        group->values[i] = values[i];
        if (values[i].text.p != NULL)
            group->values[i].text = arena_copy(groups->arena, values[i].text);
    }
    group->region = member->region;
    group->parent = member->parent;
    group->scope = (struct rollup_scope){
        .indicator = member->indicator,
        .region = member->region->id,
        .parent = member->region->parent,
    };
    group->scope.has_year =
        group_by_has(&groups->by, GROUP_YEAR) && year_of(member->period, &group->scope.year);
    group->number = (uint32_t)groups->n;
    group->next = *bucket;
    *bucket = group;
    groups->v = v;
    groups->v[groups->n++] = group;
    return group;
}

int groups_find(struct groups *groups, const struct group_member *member, bool make,
                struct group **ret)
{
    struct group_value values[GROUP_KEYS_MAX];
    struct scratch scratch;
    struct group **bucket;

    for (size_t i = 0; i < groups->by.n; i++)
        values[i] = value_of(member, groups->by.v[i].key, groups->by.v[i].name, &scratch);
    bucket = &groups->buckets[hash_of(values, groups->by.n) % COUNT_OF(groups->buckets)];
    for (*ret = *bucket; *ret != NULL; *ret = (*ret)->next)
        if (same_values((*ret)->values, values, groups->by.n))
            return 0;
    if (!make)
        return 0;
    if (groups->n == GROUPS_MAX)
        return -ERR_LIMIT;
    *ret = add(groups, member, values, bucket);
    return *ret == NULL || groups->arena->failed ? -ERR_NOMEM : 0;
}

void group_order_parse(const struct group_by *by, struct str_list sort, struct group_order *ret)
{
    ret->n = sort.n < GROUP_SORTS_MAX ? sort.n : GROUP_SORTS_MAX;
    for (size_t i = 0; i < ret->n; i++) {
        struct str name = sort.v[i];
        size_t key = 0;

        ret->by[i].down = str_starts(name, STR("-"));
        if (ret->by[i].down)
            name = (struct str){name.p + 1, name.n - 1};
        while (key < by->n && !str_eq(by->v[key].name, name))
            key++;
        ret->by[i].sort = str_eq(name, STR("value"))     ? GROUP_SORT_VALUE
                          : str_eq(name, STR("figures")) ? GROUP_SORT_FIGURES
                                                         : GROUP_SORT_KEY;
        ret->by[i].key = key < by->n ? key : GROUP_KEYS_MAX;
    }
}

static int compare_keys(const struct group *a, const struct group *b, size_t key)
{
    int order = order_i64(a->values[key].order, b->values[key].order);

    /* A figure without the key comes after those that have it. */
    if (order == 0)
        order = (a->values[key].text.p == NULL) - (b->values[key].text.p == NULL);
    return order != 0 ? order : str_cmp(a->values[key].text, b->values[key].text);
}

/* Without a value last, in both directions. */
static int compare_values(const struct group *a, const struct group *b, bool down)
{
    int order = b->result->has_value - a->result->has_value;

    if (order != 0 || !a->result->has_value)
        return order;
    order = rational_cmp(a->result->is.value, b->result->is.value);
    return down ? -order : order;
}

int group_cmp(const struct groups *groups, const struct group_order *order, const struct group *a,
              const struct group *b)
{
    int found = 0;

    for (size_t i = 0; i < order->n && found == 0; i++) {
        bool down = order->by[i].down;

        if (order->by[i].sort == GROUP_SORT_VALUE) {
            found = compare_values(a, b, down);
        } else if (order->by[i].sort == GROUP_SORT_FIGURES) {
            found = order_i64((int64_t)a->result->figures, (int64_t)b->result->figures);
            found = down ? -found : found;
        } else if (order->by[i].key < groups->by.n) {
            found = compare_keys(a, b, order->by[i].key);
            found = down ? -found : found;
        }
    }
    for (size_t i = 0; i < groups->by.n && found == 0; i++)
        found = compare_keys(a, b, i);
    return found;
}

enum interval_verdict group_passes(const struct group *group, const struct value_test *tests,
                                   size_t n)
{
    static const enum interval_comparator comparators[] = {
        [VALUE_EQ] = INTERVAL_EQ, [VALUE_GE] = INTERVAL_GE, [VALUE_GT] = INTERVAL_GT,
        [VALUE_LE] = INTERVAL_LE, [VALUE_LT] = INTERVAL_LT,
    };
    enum interval_verdict all = INTERVAL_HOLDS;

    for (size_t i = 0; i < n; i++) {
        enum interval_verdict one =
            group->result->reason != REASON_NONE
                ? INTERVAL_FAILS
                : interval_test(&group->result->is, comparators[tests[i].op],
                                rational_from_e6(tests[i].e6));

        if (one == INTERVAL_FAILS)
            return one;
        if (one == INTERVAL_UNDETERMINED)
            all = one;
    }
    return all;
}

/* By merging: qsort() has no place for what the order needs. */
int groups_sort(const struct groups *groups, const struct group_order *order, struct group **v,
                size_t n)
{
    struct group **other = arena_alloc(groups->arena, n * sizeof(struct group *));

    if (other == NULL)
        return -ERR_NOMEM;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t from = 0; from < n; from += 2 * width) {
            size_t middle = from + width < n ? from + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t a = from, b = middle;

            for (size_t to = from; to < end; to++)
                other[to] = b == end || (a < middle && group_cmp(groups, order, v[a], v[b]) <= 0)
                                ? v[a++]
                                : v[b++];
        }
        memcpy(v, other, n * sizeof(struct group *));
    }
    return 0;
}
