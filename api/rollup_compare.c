/* Figures beside each other: the least or greatest of them, and those that belong together. */
#include "api/rollup_impl.h"

static bool is_beyond(const struct rollup_figure *a, const struct rollup_figure *b, bool least)
{
    return least ? a->value_e6 < b->value_e6 : a->value_e6 > b->value_e6;
}

/* Brings the figures that are the result to the front, so that they are its first inputs. */
static void to_front(struct rollup_slice figures, int64_t value_e6)
{
    size_t n = 0;

    for (size_t i = 0; i < figures.n; i++) {
        struct rollup_figure figure = figures.v[i];

        if (!figure.has_value || figure.value_e6 != value_e6)
            continue;
        figures.v[i] = figures.v[n];
        figures.v[n++] = figure;
    }
}

/* The ends that the extreme has: on its own side the least (greatest) of all, open when one is; on
 * the other side that of the figure which certainly goes furthest. */
static void bound_extreme(struct rollup_slice figures, bool least, struct interval *ret)
{
    struct limit_e6 inner = {0}, beyond = {.known = true};
    bool any = false;

    for (size_t i = 0; i < figures.n; i++) {
        struct limit_e6 far = least ? figures.v[i].lower : figures.v[i].upper;
        struct limit_e6 near = least ? figures.v[i].upper : figures.v[i].lower;

        if (!figures.v[i].has_value)
            continue;
        if (near.known && (!inner.known || (least ? near.e6 < inner.e6 : near.e6 > inner.e6)))
            inner = near;
        if (!any || (least ? far.e6 < beyond.e6 : far.e6 > beyond.e6))
            beyond.e6 = far.e6;
        beyond.known = beyond.known && far.known;
        any = true;
    }
    ret->lower.known = least ? beyond.known : inner.known;
    ret->lower.at = rational_from_e6(least ? beyond.e6 : inner.e6);
    ret->upper.known = least ? inner.known : beyond.known;
    ret->upper.at = rational_from_e6(least ? inner.e6 : beyond.e6);
}

void rollup_extreme(struct rolling *rolling)
{
    struct rollup_slice figures = rolling->figures;
    struct rollup_result *ret = rolling->ret;
    bool least = rolling->all->function == ROLLUP_MIN;
    const struct rollup_figure *best = NULL;

    for (size_t i = 0; i < figures.n; i++)
        if (figures.v[i].has_value && (best == NULL || is_beyond(&figures.v[i], best, least)))
            best = &figures.v[i];
    ret->reason = best != NULL ? REASON_NONE : REASON_NO_VALUE;
    ret->has_value = best != NULL;
    if (best == NULL)
        return;
    ret->is.value = rational_from_e6(best->value_e6);
    bound_extreme(figures, least, &ret->is);
    to_front(figures, best->value_e6);
    /* What is missing may go further. */
    if (!ret->judged || ret->complete)
        return;
    ret->is.lower.known = ret->is.lower.known && !least;
    ret->is.upper.known = ret->is.upper.known && least;
}

/* Whether the figures of a cell have a value. */
static bool is_valued(struct rollup_slice figures, size_t at, size_t end)
{
    bool valued = false;

    for (; at < end; at++)
        valued = valued || figures.v[at].has_value;
    return valued;
}

static void offend(struct rollup *all, const struct rollup_figure *figure, const char *other)
{
    rollup_offend(
        all, STR("region"), figure->region->code,
        arena_printf(all->arena, "No %s for %s.", other, rollup_period(all, figure->period).p));
}

/* Region by region and period by period, in their common order. */
static int compare_cells(const struct rollup_figure *a, const struct rollup_figure *b)
{
    struct rollup_figure cell = *b;

    cell.breakdown = a->breakdown;
    return rollup_compare_places(a, &cell);
}

int rollup_same_cells(struct rollup *all, struct rollup_slice numerators,
                      struct rollup_slice denominators)
{
    size_t n = 0, d = 0;

    while (n < numerators.n || d < denominators.n) {
        int order = n == numerators.n     ? 1
                    : d == denominators.n ? -1
                                          : compare_cells(&numerators.v[n], &denominators.v[d]);
        size_t n_end = order <= 0 ? rollup_cell_end(numerators, n) : n;
        size_t d_end = order >= 0 ? rollup_cell_end(denominators, d) : d;
        bool above = is_valued(numerators, n, n_end), below = is_valued(denominators, d, d_end);

        if (above && !below)
            offend(all, &numerators.v[n], "denominator");
        if (below && !above)
            offend(all, &denominators.v[d], "numerator");
        n = n_end;
        d = d_end;
    }
    return all->refusal.n > 0 ? rollup_refuse(all, REFUSED_PARTS_MISSING) : 0;
}
