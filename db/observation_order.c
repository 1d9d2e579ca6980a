#include "db/observation_order.h"

#include "base/err.h"
#include "base/order.h"

static int compare_periods(const struct period *a, const struct period *b)
{
    int order = order_i64(a->ends_on, b->ends_on);

    return order != 0 ? order : order_i64(a->starts_on, b->starts_on);
}

static int compare_values(const struct observation_key *a, const struct observation_key *b,
                          bool down)
{
    int order;

    if (!a->has_value || !b->has_value)
        return (int)b->has_value - (int)a->has_value;
    order = order_i64(a->value_e6, b->value_e6);
    return down ? -order : order;
}

static int compare_field(enum observation_field field, bool down, const struct observation_key *a,
                         const struct observation_key *b)
{
    int order = 0;

    switch (field) {
    case ORDER_BY_INDICATOR:
        order = order_i64((int64_t)a->rank, (int64_t)b->rank);
        break;
    case ORDER_BY_REGION:
        order = order_i64(a->region, b->region);
        break;
    case ORDER_BY_PERIOD:
        order = compare_periods(&a->period, &b->period);
        break;
    case ORDER_BY_VALUE:
        return compare_values(a, b, down);
    }
    return down ? -order : order;
}

int observation_order_cmp(const struct observation_order *order, const struct observation_key *a,
                          const struct observation_key *b)
{
    for (size_t i = 0; i < order->n; i++) {
        int result = compare_field(order->by[i].field, order->by[i].down, a, b);

        if (result != 0)
            return result;
    }
    return observation_vintage_cmp(a, b);
}

int observation_top_init(struct observation_top *top, struct arena *arena,
                         const struct observation_order *order, size_t cap)
{
    struct observation_key *v = arena_alloc(arena, cap * sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    *top = (struct observation_top){.order = order, .v = v, .cap = cap};
    return 0;
}

static bool after(const struct observation_top *top, size_t a, size_t b)
{
    return observation_order_cmp(top->order, &top->v[a], &top->v[b]) > 0;
}

static void swap(struct observation_top *top, size_t a, size_t b)
{
    struct observation_key key = top->v[a];

    top->v[a] = top->v[b];
    top->v[b] = key;
}

static void sift_up(struct observation_top *top, size_t at)
{
    while (at > 0 && after(top, at, (at - 1) / 2)) {
        swap(top, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

/* Within the first `n`. */
static void sift_down(struct observation_top *top, size_t at, size_t n)
{
    for (;;) {
        size_t last = at;

        if (2 * at + 1 < n && after(top, 2 * at + 1, last))
            last = 2 * at + 1;
        if (2 * at + 2 < n && after(top, 2 * at + 2, last))
            last = 2 * at + 2;
        if (last == at)
            return;
        swap(top, at, last);
        at = last;
    }
}

bool observation_top_wants(const struct observation_top *top, const struct observation_key *key)
{
    return top->n < top->cap || observation_order_cmp(top->order, key, &top->v[0]) < 0;
}

void observation_top_put(struct observation_top *top, const struct observation_key *key)
{
    if (top->n < top->cap) {
        top->v[top->n] = *key;
        sift_up(top, top->n++);
    } else {
        top->v[0] = *key;
        sift_down(top, 0, top->n);
    }
}

void observation_top_sort(struct observation_top *top)
{
    for (size_t n = top->n; n > 1; n--) {
        swap(top, 0, n - 1);
        sift_down(top, 0, n - 1);
    }
}
