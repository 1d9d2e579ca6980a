/* The axis of regions: what was asked for, what overlaps, what is missing. */
#include "api/rollup_impl.h"
#include "base/err.h"

#include <stdlib.h>

static bool in_scope(const struct rollup *all, const struct rollup_scope *scope,
                     const struct aggregate_region *region)
{
    if (all->by_region)
        return region->id == scope->region;
    return !all->by_parent || region->parent == scope->parent;
}

bool rollup_over_regions(const struct rollup *all, const struct rollup_scope *scope)
{
    size_t n = 0;

    if (all->by_region)
        return false;
    if (!all->regions_named)
        return true;
    for (size_t i = 0; i < all->n_expected && n < 2; i++)
        n += in_scope(all, scope, all->expected[i]);
    return n != 1;
}

size_t rollup_region_end(struct rollup_slice figures, size_t at)
{
    const struct aggregate_region *region = figures.v[at].region;

    while (at < figures.n && figures.v[at].region == region)
        at++;
    return at;
}

/* The regions that are rolled up, by number: those that were asked for, or else those that have
 * figures. */
static int regions_of(const struct rolling *rolling, const struct aggregate_region ***ret,
                      size_t *ret_n)
{
    const struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;
    size_t room = all->regions_named ? all->n_expected : figures.n;
    const struct aggregate_region **v = arena_alloc(all->arena, room * sizeof *v);
    size_t n = 0;

    if (v == NULL)
        return -ERR_NOMEM;
    if (all->regions_named) {
        for (size_t i = 0; i < all->n_expected; i++)
            if (in_scope(all, rolling->scope, all->expected[i]))
                v[n++] = all->expected[i];
    } else {
        for (size_t at = 0; at < figures.n; at = rollup_region_end(figures, at))
            v[n++] = figures.v[at].region;
    }
    *ret = v;
    *ret_n = n;
    return 0;
}

static int compare_to_id(const void *key, const void *member)
{
    int64_t id = *(const int64_t *)key;
    const struct aggregate_region *region = *(const struct aggregate_region *const *)member;

    return (id > region->id) - (id < region->id);
}

/* limit: layers above a region, as in db/observation_scope.c */
enum { LAYERS_MAX = 8 };

/* Notes an offender when a region above `region` is among these. */
static int check_above(struct rolling *rolling, const struct aggregate_region *region,
                       const struct aggregate_region **v, size_t n)
{
    struct rollup *all = rolling->all;
    int64_t above = region->parent;

    for (int layer = 0; above != 0 && layer < LAYERS_MAX; layer++) {
        const struct aggregate_region *parent;
        int r = aggregate_region(all->facts, above, &parent);

        if (r < 0)
            return r;
        if (bsearch(&above, v, n, sizeof(const struct aggregate_region *), compare_to_id) != NULL) {
            rollup_offend(
                all, STR("region"), region->code,
                arena_printf(all->arena, "Lies within %.*s.", (int)parent->code.n, parent->code.p));
            return 0;
        }
        above = parent->parent;
    }
    return 0;
}

static int check_zones(struct rolling *rolling, const struct aggregate_region **v, size_t n)
{
    struct rollup *all = rolling->all;

    for (size_t i = 0; i < n && n > 1; i++)
        if (v[i]->zone)
            rollup_offend(all, STR("region"), v[i]->code,
                          STR("A zone, which may overlap any other region."));
    return all->refusal.n > 0 ? rollup_refuse(all, REFUSED_OVERLAPPING_ZONES) : 0;
}

static int check_nested(struct rolling *rolling, const struct aggregate_region **v, size_t n)
{
    struct rollup *all = rolling->all;

    for (size_t i = 0; i < n; i++) {
        int r = check_above(rolling, v[i], v, n);

        if (r < 0)
            return r;
    }
    return all->refusal.n > 0 ? rollup_refuse(all, REFUSED_NESTED_REGIONS) : 0;
}

int rollup_regions_begin(struct rolling *rolling)
{
    struct rollup *all = rolling->all;
    const struct aggregate_region **v;
    size_t n;
    int r;

    rolling->over_regions = rollup_over_regions(all, rolling->scope);
    if (!rolling->over_regions)
        return 0;
    if (!all->regions_named && all->function != ROLLUP_AVG)
        return rollup_refuse(all, REFUSED_REGIONS_NOT_NAMED);
    /* What was asked for is the same for all groups, unless a parent tells them apart. */
    if (all->regions_named && !all->by_parent && all->regions_checked)
        return 0;
    r = regions_of(rolling, &v, &n);
    if (r == 0)
        r = check_zones(rolling, v, n);
    if (r == 0)
        r = check_nested(rolling, v, n);
    all->regions_checked = r == 0;
    return r;
}

/* Whether the code was in force at the end of one of the periods, or between. */
static bool in_force(const struct aggregate_region *region, const struct rollup_result *ret)
{
    return (!region->valid_from.known || region->valid_from.day <= ret->last.ends_on) &&
           (!region->valid_to.known || region->valid_to.day >= ret->first.ends_on);
}

/* Whether figures say anything: a value, or that there can be none. */
static void look_at(struct rollup_slice figures, size_t at, size_t end, bool *ret_valued,
                    bool *ret_impossible)
{
    for (; at < end; at++) {
        *ret_valued = *ret_valued || figures.v[at].has_value;
        *ret_impossible = *ret_impossible || figures.v[at].impossible;
    }
}

static int list_region(struct rolling *rolling, const struct aggregate_region *region, bool valued,
                       bool impossible)
{
    struct rollup_result *ret = rolling->ret;

    if (valued)
        return 0;
    if (impossible)
        return rollup_text(rolling->all, &ret->not_applicable, region->code);
    return rollup_text(rolling->all, &ret->missing, region->code);
}

/* Regions without a figure among those that have some: all of them are in the order of numbers. */
int rollup_regions_end(struct rolling *rolling)
{
    const struct rollup *all = rolling->all;
    struct rollup_slice figures = rolling->figures;
    size_t e = 0, n = all->regions_named ? all->n_expected : 0;
    int r = 0;

    for (size_t at = 0; at < figures.n && r == 0;) {
        const struct aggregate_region *region = figures.v[at].region;
        size_t end = rollup_region_end(figures, at);
        bool valued = false, impossible = false;

        for (; e < n && all->expected[e]->id < region->id && r == 0; e++)
            if (in_scope(all, rolling->scope, all->expected[e]) &&
                in_force(all->expected[e], rolling->ret))
                r = list_region(rolling, all->expected[e], false, false);
        e += e < n && all->expected[e]->id == region->id;
        look_at(figures, at, end, &valued, &impossible);
        if (r == 0)
            r = list_region(rolling, region, valued, impossible);
        at = end;
    }
    for (; e < n && r == 0; e++)
        if (in_scope(all, rolling->scope, all->expected[e]) &&
            in_force(all->expected[e], rolling->ret))
            r = list_region(rolling, all->expected[e], false, false);
    return r;
}
