#include "api/aggregate_reading.h"

#include "api/select.h"
#include "base/err.h"

/* The one record of what a figure must have in common with others. */
static int find_kind(struct aggregation *aggregation, const struct aggregate_indicator *indicator,
                     const struct observation *row, const struct rollup_kind **ret)
{
    struct rollup_kind kind = {indicator, row->key.measure, row->key.definition, row->unit,
                               row->accumulation};
    struct arena *arena = aggregation->call->arena;
    struct rollup_kind **v;

    for (size_t i = 0; i < aggregation->n_kinds; i++) {
        *ret = aggregation->kinds[i];
        if ((*ret)->indicator == indicator && str_eq((*ret)->measure, kind.measure) &&
            str_eq((*ret)->definition, kind.definition) && str_eq((*ret)->unit, kind.unit) &&
            str_eq((*ret)->accumulation, kind.accumulation))
            return 0;
    }
    v = arena_grow(arena, aggregation->kinds, aggregation->n_kinds, &aggregation->kinds_room,
                   sizeof(struct rollup_kind *));
    if (v == NULL)
        return -ERR_NOMEM;
    aggregation->kinds = v;
    v[aggregation->n_kinds] = arena_alloc(arena, sizeof kind);
    if (v[aggregation->n_kinds] == NULL)
        return -ERR_NOMEM;
    kind.measure = arena_copy(arena, kind.measure);
    kind.definition = arena_copy(arena, kind.definition);
    kind.unit = arena_copy(arena, kind.unit);
    kind.accumulation = arena_copy(arena, kind.accumulation);
    *v[aggregation->n_kinds] = kind;
    *ret = v[aggregation->n_kinds++];
    return arena->failed ? -ERR_NOMEM : 0;
}

/* What the keys ask of a figure; its indicator is that of the ratio for a part. */
static int make_member(struct aggregation *aggregation, const struct aggregate_reading *reading,
                       const struct observation *row, struct group_member *ret)
{
    const struct memo_document *document;
    struct memo_breakdown *breakdown;
    int r = aggregate_region(aggregation->facts, row->key.region, &ret->region);

    if (r == 0 && ret->region->parent != 0)
        r = aggregate_region(aggregation->facts, ret->region->parent, &ret->parent);
    if (r == 0)
        r = observation_memo_document(aggregation->memo, row->document, &document);
    if (r == 0)
        r = observation_memo_breakdown(aggregation->memo, row->key.breakdown, &breakdown);
    if (r == 0 && reading->owner == NULL)
        r = aggregate_indicator(aggregation->facts,
                                reading->filter->indicators.v[row->key.rank].code, &ret->indicator);
    if (r < 0)
        return r;
    if (reading->owner != NULL)
        ret->indicator = reading->owner;
    ret->period = row->key.period;
    ret->measure = row->key.measure;
    ret->definition = row->key.definition;
    ret->unit = row->unit;
    ret->document = document->code;
    ret->status = row->status;
    ret->parts = breakdown->text;
    return 0;
}

static int keep(struct aggregation *aggregation, const struct aggregate_reading *reading,
                const struct observation *row, const struct group_member *member,
                const struct group *group)
{
    struct rollup_figure *figures = arena_grow(aggregation->call->arena, aggregation->figures,
                                               aggregation->n, &aggregation->room, sizeof *figures);
    const struct aggregate_indicator *indicator = member->indicator;
    struct rollup_figure *figure;
    int r = 0;

    if (figures == NULL)
        return -ERR_NOMEM;
    aggregation->figures = figures;
    figure = &figures[aggregation->n++];
    *figure = (struct rollup_figure){
        .group = group->number,
        .role = (uint8_t)reading->role,
        .decimals = row->decimals,
        .has_value = row->key.has_value,
        .impossible = str_eq(row->status, STR("M")),
        .bound = (uint8_t)rollup_bound_of(row->bound),
        .repaired = str_eq(row->extraction, STR("repaired")),
        .period = row->key.period,
        .region = member->region,
        .breakdown = row->key.breakdown,
        .document = row->document,
        .parts = member->parts,
        .value_e6 = row->key.value_e6,
        .lower = row->lower,
        .upper = row->upper,
    };
    if (reading->owner != NULL)
        r = aggregate_indicator(aggregation->facts,
                                reading->filter->indicators.v[row->key.rank].code, &indicator);
    return r < 0 ? r : find_kind(aggregation, indicator, row, &figure->kind);
}

static int take(struct aggregation *aggregation, const struct aggregate_reading *reading,
                const struct observation *row)
{
    struct group_member member = {0};
    struct group *group;
    int r = make_member(aggregation, reading, row, &member);

    if (r == 0)
        r = groups_find(&aggregation->groups, &member, reading->role != ROLLUP_WEIGHT, &group);
    /* Weights of figures that there are not. */
    if (r < 0 || group == NULL)
        return r;
    group->valued += row->key.has_value;
    if (aggregation->counts)
        return 0;
    if (aggregation->n == AGGREGATE_FIGURES_MAX)
        return -ERR_LIMIT;
    return keep(aggregation, reading, row, &member, group);
}

int aggregate_read(struct aggregation *aggregation, const struct aggregate_reading *reading)
{
    struct api_call *call = aggregation->call;
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    bool own = reading->role == ROLLUP_OWN;
    struct observation_key key;
    struct observation row;
    int r = observations_open(call->db, call->arena, reading->filter, aggregation->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        r = observations_read(scan, &row);
        if (r == 0)
            r = take(aggregation, reading, &row);
        aggregation->matched += own;
    }
    /* The figures of a ratio's parts may be all there is, so that only figures speak for it. */
    if (r == 0 && own && (aggregation->matched > 0 || reading->filter->latest))
        r = select_hints(call, reading->filter, scan, aggregation->matched);
    return r;
}
