/* Figures beside each other: whether they are alike, the least or greatest cell of them, and those
 * that belong together. */
#include "api/rollup_impl.h"

#include <string.h>

int rollup_alike(struct rollup *all, const struct rollup_kind *a, const struct rollup_kind *b)
{
    if (!str_eq(a->measure, b->measure))
        return rollup_refuse(all, REFUSED_MIXED_MEASURES);
    if (!str_eq(a->definition, b->definition)) {
        rollup_offend(all, STR("indicator"), b->indicator->code,
                      arena_printf(all->arena, "Has the definitions %.*s and %.*s.",
                                   (int)a->definition.n, a->definition.p, (int)b->definition.n,
                                   b->definition.p));
        return rollup_refuse(all, REFUSED_MIXED_DEFINITIONS);
    }
    if (!str_eq(a->unit, b->unit))
        return rollup_refuse(all, REFUSED_MIXED_UNITS);
    if (!str_eq(a->accumulation, b->accumulation))
        return rollup_refuse(all, REFUSED_MIXED_ACCUMULATIONS);
    return 0;
}

int rollup_all_alike(struct rolling *rolling)
{
    struct rollup_slice figures = rolling->figures;
    int r = 0;

    for (size_t i = 1; i < figures.n && r == 0; i++)
        if (figures.v[i].kind != figures.v[0].kind)
            r = rollup_alike(rolling->all, figures.v[0].kind, figures.v[i].kind);
    return r;
}

int rollup_places(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;

    for (size_t i = 1; i < figures.n; i++) {
        if (rollup_compare_places(&figures.v[i - 1], &figures.v[i]) != 0)
            continue;
        rollup_offend(all, STR("region"), figures.v[i].region->code,
                      arena_printf(all->arena, "Has several figures for %s.",
                                   rollup_period(all, figures.v[i].period).p));
        return rollup_refuse(all, REFUSED_SAME_PLACE);
    }
    return 0;
}

/* Brings the figures from `at` to `end` to the front, so that they are the first inputs. */
static void to_front(struct rollup_slice figures, size_t at, size_t end)
{
    for (size_t n = 0; at < end; n++, at++) {
        struct rollup_figure figure = figures.v[at];

        memmove(&figures.v[n + 1], &figures.v[n], (at - n) * sizeof figure);
        figures.v[n] = figure;
    }
}

/* The extreme of the cells met so far. */
struct extreme {
    bool any, least;
    struct interval is;
    size_t at, end; /* the cell whose value it is */
};

/* On its own side the extreme ends where the furthest cell does, open when one is; on the other
 * side where the cell does which certainly goes furthest. */
static void put_cell(struct extreme *extreme, const struct interval *cell, size_t at, size_t end)
{
    bool least = extreme->least;
    struct interval *is = &extreme->is;
    struct interval_end *far = least ? &is->lower : &is->upper;
    struct interval_end *near = least ? &is->upper : &is->lower;
    struct interval_end cell_far = least ? cell->lower : cell->upper;
    struct interval_end cell_near = least ? cell->upper : cell->lower;
    int order = extreme->any ? rational_cmp(cell->value, is->value) : 0;

    if (!extreme->any || (least ? order < 0 : order > 0)) {
        is->value = cell->value;
        extreme->at = at;
        extreme->end = end;
    }
    if (!extreme->any) {
        is->lower = cell->lower;
        is->upper = cell->upper;
        extreme->any = true;
        return;
    }
    far->known = far->known && cell_far.known;
    if (far->known)
        *far = rollup_outer(*far, cell_far, least);
    if (!near->known)
        *near = cell_near;
    else if (cell_near.known)
        *near = rollup_outer(*near, cell_near, least);
}

/* What is missing may go further; cells of which parts are missing are larger than they look, or
 * anything where parts do not add up. */
static void open_extreme(const struct rolling *rolling, bool least)
{
    struct rollup_result *ret = rolling->ret;

    if (!ret->judged || ret->complete)
        return;
    if (ret->missing.n > 0 || ret->missing_periods.n > 0)
        *(least ? &ret->is.lower : &ret->is.upper) = (struct interval_end){0};
    if (ret->missing_parts.n > 0)
        ret->is.upper = (struct interval_end){0};
    if (ret->missing_parts.n > 0 && !rollup_adds_up(rolling))
        ret->is.lower = (struct interval_end){0};
}

int rollup_extreme(struct rolling *rolling)
{
    struct rollup_slice figures = rolling->figures;
    struct rollup_result *ret = rolling->ret;
    struct extreme extreme = {.least = rolling->all->function == ROLLUP_MIN};
    int r = 0;

    for (size_t at = 0; at < figures.n && r >= 0;) {
        size_t end = rollup_cell_end(figures, at);
        struct interval cell;

        r = rollup_cell(figures, at, end, &cell);
        if (r > 0)
            put_cell(&extreme, &cell, at, end);
        at = end;
    }
    ret->reason = extreme.any ? REASON_NONE : REASON_NO_VALUE;
    ret->has_value = extreme.any;
    ret->is = extreme.is;
    open_extreme(rolling, extreme.least);
    to_front(figures, extreme.at, extreme.end);
    return rollup_computed(r < 0 ? r : 0, REASON_OUT_OF_RANGE, ret);
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
