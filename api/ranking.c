#include "api/ranking.h"

#include "base/err.h"
#include "base/order.h"

#include <stdlib.h>

/* A point on the line of numbers: a strict end lies beside its number, an open one beyond all. */
struct point {
    int side; /* -1: before all numbers, 0: at e6, 1: after all */
    int64_t e6;
    int beside; /* -1: just below e6, 0: at it, 1: just above */
};

static struct point lower_point(const struct ranking_entry *entry)
{
    if (!entry->lower.known)
        return (struct point){.side = -1};
    return (struct point){.e6 = entry->lower.e6, .beside = entry->lower_strict ? 1 : 0};
}

static struct point upper_point(const struct ranking_entry *entry)
{
    if (!entry->upper.known)
        return (struct point){.side = 1};
    return (struct point){.e6 = entry->upper.e6, .beside = entry->upper_strict ? -1 : 0};
}

static int compare_points(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    int order = order_i64(x->side, y->side);

    if (order == 0)
        order = order_i64(x->e6, y->e6);
    return order != 0 ? order : order_i64(x->beside, y->beside);
}

/* How many of the sorted points are before `at`, or not after it. */
static size_t count_before(const struct point *v, size_t n, struct point at, bool or_at)
{
    size_t from = 0, to = n;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = compare_points(&v[middle], &at);

        if (order < 0 || (or_at && order == 0))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* How many others may be ahead. Between two numbers there are others, so that a strict end counts
 * as its number, and ends that touch are not enough: equals share a place. */
static size_t count_possible(enum ranking_first first, const struct point *lowers,
                             const struct point *uppers, size_t n,
                             const struct ranking_entry *entry)
{
    struct point lower = lower_point(entry), upper = upper_point(entry);
    struct point above = {lower.side, lower.e6, 1}, below = {upper.side, upper.e6, -1};

    /* itself is among them where it may be several numbers */
    return first == RANKING_LARGEST
               ? n - count_before(uppers, n, above, true) - (compare_points(&upper, &above) > 0)
               : count_before(lowers, n, below, false) - (compare_points(&lower, &below) < 0);
}

static bool is_exact(const struct ranking_entry *entry)
{
    return entry->lower.known && entry->upper.known && entry->lower.e6 == entry->upper.e6;
}

struct ranking_entry ranking_entry_of(const struct observation *observation)
{
    struct ranking_entry entry = {
        .lower = observation->lower,
        .upper = observation->upper,
        .lower_strict = str_eq(observation->bound, STR("gt")),
        .upper_strict = str_eq(observation->bound, STR("lt")),
    };

    if (str_eq(observation->key.measure, STR("level")) && observation->key.value_e6 >= 0 &&
        (!entry.lower.known || entry.lower.e6 < 0)) {
        entry.lower = (struct limit_e6){.known = true};
        entry.lower_strict = false;
    }
    return entry;
}

int ranking_compute(struct arena *scratch, enum ranking_first first, struct ranking_entry *v,
                    size_t n, int64_t missing)
{
    struct point *lowers = arena_alloc(scratch, n * sizeof *lowers);
    struct point *uppers = arena_alloc(scratch, n * sizeof *uppers);
    struct point *exact = arena_alloc(scratch, n * sizeof *exact);
    size_t n_exact = 0;

    if (lowers == NULL || uppers == NULL || exact == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        lowers[i] = lower_point(&v[i]);
        uppers[i] = upper_point(&v[i]);
        if (is_exact(&v[i]))
            exact[n_exact++] = lowers[i];
    }
    qsort(lowers, n, sizeof *lowers, compare_points);
    qsort(uppers, n, sizeof *uppers, compare_points);
    qsort(exact, n_exact, sizeof *exact, compare_points);
    for (size_t i = 0; i < n; i++) {
        struct point lower = lower_point(&v[i]), upper = upper_point(&v[i]);
        size_t ahead = first == RANKING_LARGEST ? n - count_before(lowers, n, upper, true)
                                                : count_before(uppers, n, lower, false);
        size_t same = is_exact(&v[i]) ? count_before(exact, n_exact, lower, true) -
                                            count_before(exact, n_exact, lower, false)
                                      : 1;

        v[i].best = 1 + (int64_t)ahead;
        v[i].worst = 1 + (int64_t)count_possible(first, lowers, uppers, n, &v[i]) + missing;
        v[i].place = v[i].worst - missing == v[i].best ? v[i].best : 0;
        v[i].tied = same > 1;
    }
    return 0;
}
