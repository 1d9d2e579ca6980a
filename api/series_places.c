#include "api/series_places.h"

#include "base/err.h"
#include "db/indicators.h"
#include "db/observation_latest.h"

#include <stdlib.h>

/* limit: memory of one place, an indicator in a region with what flows into it. Eighty quarters of
 * a hundred parts take six megabytes. */
enum { PLACE_BLOCK = 32 * 1024, PLACE_MAX = 16 * 1024 * 1024 };

static const struct observation_indicator *indicator_of(const struct series_places *places)
{
    return &places->filter->indicators.v[places->rank];
}

static enum series_time_rule time_rule(struct str rule)
{
    return str_eq(rule, STR("sum"))    ? SERIES_TIME_SUM
           : str_eq(rule, STR("last")) ? SERIES_TIME_LAST
                                       : SERIES_TIME_OTHER;
}

static int read_rules(struct series_places *places)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = NULL;
    struct indicator_row row;
    int r = indicators_get(places->call->db, places->filter->release, indicator_of(places)->code,
                           &stmt, &row);

    if (r <= 0)
        return r < 0 ? r : -ERR_CORRUPT;
    places->additive = str_eq(row.region_rule, STR("sum"));
    places->rule = time_rule(row.time_rule);
    return 0;
}

static int add_target(struct series_places *places, int64_t region)
{
    struct arena *arena = places->call->arena;

    return places->basis != NULL
               ? region_basis_targets(places->basis, arena, region, &places->targets)
               : id_list_add(arena, &places->targets, region);
}

/* The regions that are shown for the indicator: those selected, or all that have figures. */
static int find_targets(struct series_places *places)
{
    const struct observation_filter *filter = places->filter;
    int64_t region = INT64_MIN;
    int r = 0;

    places->targets.n = 0;
    if (filter->regions.only) {
        for (size_t i = 0; r == 0 && i < filter->regions.ids.n; i++)
            r = add_target(places, filter->regions.ids.v[i]);
        id_list_sort(&places->targets);
        return r;
    }
    while ((r = region_basis_next_published(places->call->db, indicator_of(places)->id, region,
                                            &region)) > 0) {
        r = add_target(places, region);
        if (r < 0)
            return r;
    }
    id_list_sort(&places->targets);
    id_list_remove(&places->targets, &filter->regions.ids);
    return r;
}

/* The next indicator and region: true, and `*ret` is the region; false at the end. */
static int next_target(struct series_places *places, int64_t *ret)
{
    while (!places->opened || places->at == places->targets.n) {
        int r;

        if (places->opened)
            places->rank++;
        if (places->rank >= places->filter->indicators.n)
            return 0;
        places->opened = true;
        places->at = 0;
        r = read_rules(places);
        if (r == 0)
            r = find_targets(places);
        if (r < 0)
            return r;
    }
    *ret = places->targets.v[places->at++];
    return 1;
}

static bool same_period(struct period a, struct period b)
{
    return a.freq == b.freq && a.starts_on == b.starts_on && a.ends_on == b.ends_on;
}

/* Whether a figure of this period is asked for, by the period under which it is shown. */
static bool wants(const struct series_places *places, struct period period)
{
    const struct observation_filter *filter = places->filter;

    if (places->align)
        period = series_align_year(period);
    if (places->any_period || (filter->n_spans == 0 && !filter->latest))
        return true;
    for (size_t i = 0; i < filter->n_spans; i++)
        if (filter->spans[i].from <= period.starts_on && period.ends_on <= filter->spans[i].to)
            return true;
    return places->has_latest && same_period(period, places->latest);
}

static int read_row(struct series_places *places, struct observation_scan *scan, int64_t target)
{
    struct series_points *read = &places->read;
    struct series_point *points =
        arena_grow(&places->arena, read->v, read->n, &read->room, sizeof *points);
    struct observation row;
    int r;

    if (points == NULL)
        return -ERR_NOMEM;
    read->v = points;
    r = observations_read(scan, &row);
    if (r == 0)
        r = series_point_read(places->memo, &row, &points[read->n]);
    if (r < 0)
        return r;
    points[read->n].observation.key.rank = places->rank;
    points[read->n].observation.key.region = target;
    read->n++;
    return 0;
}

/* All that the filter takes of the indicator in these regions, whatever its period. */
static int read_all(struct series_places *places, int64_t target)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_filter filter = *places->filter;
    struct observation_key key;
    struct str dimensions;
    int r;

    filter.indicators = (struct indicator_list){indicator_of(places), 1};
    filter.first_rank = 0;
    filter.regions = (struct id_choice){.ids = places->sources, .only = true};
    filter.n_spans = 0;
    filter.latest = false;
    r = observations_open(places->call->db, &places->arena, &filter, places->memo, &scan);
    while (r >= 0 && (r = observations_next(scan, &key)) > 0)
        if (wants(places, key.period))
            r = read_row(places, scan, target);
    if (r < 0 || places->dimensions.n > 0)
        return r;
    r = observations_other_dimensions(scan, &dimensions);
    if (r == 0)
        places->dimensions = dimensions;
    return r;
}

static int by_place(const void *a, const void *b)
{
    const struct series_point *x = a, *y = b;
    int order = observation_key_cmp(&x->observation.key, &y->observation.key);

    return order != 0 ? order : (x->source > y->source) - (x->source < y->source);
}

/* The same of all but frequency and period. */
static bool same_subject(const struct observation_key *a, const struct observation_key *b)
{
    return a->breakdown == b->breakdown && str_eq(a->measure, b->measure) &&
           str_eq(a->definition, b->definition);
}

static void map_codes(struct series_places *places, int64_t target)
{
    const struct series_points *from = places->shown;
    size_t next;

    for (size_t i = 0; i < from->n; i = next) {
        const struct observation_key *key = &from->v[i].observation.key;
        struct series_place place = {.basis = places->basis,
                                     .target = target,
                                     .additive = places->additive,
                                     .points = &from->v[i]};

        for (next = i;
             next < from->n && observation_key_cmp(key, &from->v[next].observation.key) == 0;
             next++)
            place.n++;
        if (series_codes_map(&place, &places->inputs, &places->mapped.v[places->mapped.n],
                             &places->split))
            places->mapped.n++;
    }
    places->shown = &places->mapped;
}

static void align(struct series_places *places)
{
    const struct series_points *from = places->shown;
    size_t next;

    for (size_t i = 0; i < from->n; i = next) {
        const struct observation_key *key = &from->v[i].observation.key;

        next = i;
        while (next < from->n && same_subject(key, &from->v[next].observation.key))
            next++;
        series_align(&from->v[i], next - i, places->rule, &places->years, &places->inputs);
    }
    places->shown = &places->years;
}

static int by_entry(const void *a, const void *b)
{
    const struct series_point *x = a, *y = b;
    int order = 0;

    if (observation_same_series(&x->observation.key, &y->observation.key))
        order = str_cmp(x->observation.unit, y->observation.unit);
    return order != 0 ? order : observation_key_cmp(&x->observation.key, &y->observation.key);
}

static int compute(struct series_places *places, int64_t target)
{
    struct arena *arena = &places->arena;
    size_t n = places->read.n;
    int r = series_points_reserve(&places->mapped, arena, n);

    if (r == 0)
        r = series_points_reserve(&places->years, arena, n);
    if (r == 0)
        r = series_inputs_reserve(&places->inputs, arena, 2 * n);
    if (r < 0)
        return r;
    places->shown = &places->read;
    if (n == 0)
        return 0;
    qsort(places->read.v, n, sizeof *places->read.v, by_place);
    if (places->basis != NULL)
        map_codes(places, target);
    if (places->align)
        align(places);
    qsort(places->shown->v, places->shown->n, sizeof *places->shown->v, by_entry);
    return 0;
}

static void forget(struct series_places *places)
{
    places->shown = NULL;
    places->read = places->mapped = places->years = (struct series_points){0};
    places->inputs = (struct series_inputs){0};
    arena_reset(&places->arena);
}

int series_places_next(struct series_places *places)
{
    int64_t target;
    int r;

    while ((r = next_target(places, &target)) > 0) {
        places->sources.n = 0;
        if (places->basis != NULL)
            r = region_basis_sources(places->basis, places->call->arena, target, &places->sources);
        else
            r = id_list_add(places->call->arena, &places->sources, target);
        if (r < 0)
            return r;
        id_list_sort(&places->sources);
        forget(places);
        r = read_all(places, target);
        if (r == 0)
            r = compute(places, target);
        if (r < 0 || places->shown->n > 0)
            return r < 0 ? r : 1;
    }
    return r;
}

/* Points of one place after another, for what looks for the latest period. */
struct points {
    struct series_places *places;
    size_t at;
};

static int next_point(void *cls, struct observation_key *ret)
{
    struct points *points = cls;

    for (;;) {
        const struct series_points *shown = points->places->shown;

        while (shown != NULL && points->at < shown->n) {
            const struct series_point *point = &shown->v[points->at++];

            if (point->reason == REASON_NONE) {
                *ret = point->observation.key;
                return 1;
            }
        }
        points->at = 0;
        int r = series_places_next(points->places);

        if (r <= 0)
            return r;
    }
}

static void begin(struct series_places *places)
{
    arena_init(&places->arena, PLACE_BLOCK, PLACE_MAX);
    places->rank = places->filter->first_rank;
}

void series_places_close(struct series_places *places)
{
    arena_finish(&places->arena);
}

/* Of all periods and all pages. */
static int find_latest(struct series_places *places)
{
    CLEANUP(series_places_close)
    struct series_places all = {.call = places->call,
                                .memo = places->memo,
                                .filter = places->filter,
                                .basis = places->basis,
                                .align = places->align,
                                .any_period = true};
    struct points points = {.places = &all};

    begin(&all);
    all.rank = 0;
    return observation_find_latest(next_point, &points, places->call->arena, places->memo,
                                   &places->latest);
}

int series_places_open(struct series_places *places)
{
    int r = 0;

    begin(places);
    if (places->filter->latest)
        r = find_latest(places);
    if (r < 0)
        return r;
    places->has_latest = r > 0;
    return 0;
}
