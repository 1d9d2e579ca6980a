#include "api/ranking_field.h"

#include "api/derived.h"
#include "api/figure_find.h"
#include "base/err.h"
#include "base/order.h"
#include "db/db.h"
#include "db/rankings.h"

#include <stdlib.h>

/* On the last day: of a code and the one that took its place in the period only the latter. */
static bool in_force(const struct field *field, const struct ranking_region *region)
{
    int32_t day = field->period.ends_on;

    return !(region->valid_from.known && region->valid_from.day > day) &&
           !(region->valid_to.known && region->valid_to.day < day);
}

/* limit: steps up from a region; the tree has five levels, and damage that makes a circle of it
 * must not keep a request going round */
enum { STEPS_MAX = 8 };

/* The selected region that lies above `parent`, or is it; 0: none. */
static int find_above(struct field *field, int64_t parent, int64_t *ret)
{
    struct ranking_region region = {.parent = parent};

    *ret = 0;
    for (int step = 0; step < STEPS_MAX && region.parent != 0; step++) {
        int64_t at = region.parent;
        int r;

        if (id_list_has(&field->filter.regions.ids, at)) {
            *ret = at;
            return 0;
        }
        r = ranking_region(field->call->db, field->call->release->id, at, &region);
        if (r <= 0)
            return r;
    }
    return 0;
}

static int refuse_nested(struct field *field, int64_t part, int64_t whole)
{
    struct api_call *call = field->call;
    const struct memo_region *inner, *outer;
    int r = observation_memo_region(field->memo, part, &inner);

    if (r == 0)
        r = observation_memo_region(field->memo, whole, &outer);
    if (r == 0)
        api_violation(call, VIOLATION_QUERY, STR("region"), inner->code, PROBLEM_NOT_ADDITIVE,
                      arena_printf(call->arena, "It lies in %.*s, which is selected too.",
                                   (int)outer->code.n, outer->code.p),
                      (struct str_list){0}, (struct str){0});
    return r;
}

/* Looks at each selected region: one that lies in another one is a fault, and one that is there in
 * the period may be missing. Neighbours mostly have the same parent. */
static int look_at_regions(struct field *field, struct id_list *ret_in_force)
{
    const struct id_list *ids = &field->filter.regions.ids;
    int64_t parent = 0, above = 0;

    for (size_t i = 0; i < ids->n; i++) {
        struct ranking_region region = {0};
        int r = ranking_region(field->call->db, field->call->release->id, ids->v[i], &region);

        if (r > 0 && in_force(field, &region))
            r = id_list_add(field->arena, ret_in_force, ids->v[i]);
        if (r >= 0 && region.parent != parent) {
            parent = region.parent;
            r = find_above(field, parent, &above);
        }
        if (r >= 0 && above != 0)
            r = refuse_nested(field, ids->v[i], above);
        if (r < 0)
            return r;
    }
    return 0;
}

static int take(struct field *field, const struct observation *row, size_t *room)
{
    const struct memo_document *document;
    struct contender *v, contender = {
                             .key = row->key,
                             .entry = ranking_entry_of(row),
                             .fit = figure_fit(&field->period, row),
                             .not_applicable = str_eq(row->status, STR("M")),
                             .forecast = derived_is_forecast(row),
                         };
    int r;

    if (contender.fit == 0)
        return 0;
    r = observation_memo_document(field->memo, row->document, &document);
    if (r == 0)
        r = observation_memo_text(field->memo, row->key.measure, &contender.key.measure);
    if (r == 0)
        r = observation_memo_text(field->memo, row->key.definition, &contender.key.definition);
    if (r == 0)
        r = observation_memo_text(field->memo, row->unit, &contender.unit);
    if (r == 0)
        r = observation_memo_text(field->memo, row->accumulation, &contender.accumulation);
    if (r < 0)
        return r;
    contender.reliability = figure_reliability(row, document);
    v = arena_grow(field->arena, field->v, field->n, room, sizeof *v);
    if (v == NULL)
        return -ERR_NOMEM;
    field->v = v;
    v[field->n++] = contender;
    return 0;
}

static int read_figures(struct field *field)
{
    struct api_call *call = field->call;
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct observation row;
    struct id_list parts = {0};
    size_t room = 0;
    int r = observations_open(call->db, call->arena, &field->filter, field->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        bool part = field->filter.breakdown.n == 0 && key.breakdown != 0;

        r = observations_read(scan, &row);
        if (r == 0)
            r = part ? figure_add_part(field->arena, &field->period, &row, &parts)
                     : take(field, &row, &room);
    }
    return r < 0 ? r
                 : figure_other_dimensions(scan, &field->filter, field->memo, &parts,
                                           &field->other_dimensions);
}

static bool may_be_ranked(const struct contender *contender)
{
    return contender->key.has_value && !contender->forecast &&
           !str_eq(contender->accumulation, STR("since_start"));
}

/* Of one definition, unit and way of accumulating: what figures that are ranked have in common. */
static bool same_scope(const struct contender *contender, struct str definition, struct str unit,
                       struct str accumulation)
{
    return str_eq(contender->key.definition, definition) && str_eq(contender->unit, unit) &&
           str_eq(contender->accumulation, accumulation);
}

/* limit: scopes of one indicator that are counted; it has a handful of definitions and units */
enum { SCOPES_MAX = 16 };

/* Chooses what is ranked: what most regions published, of equals what comes first in byte order. */
static void choose_scope(struct field *field)
{
    const struct contender *scopes[SCOPES_MAX];
    size_t counts[SCOPES_MAX] = {0}, n = 0, best = 0;

    for (size_t i = 0; i < field->n; i++) {
        const struct contender *at = &field->v[i];
        size_t s = 0;

        if (!may_be_ranked(at) ||
            (field->definition.n > 0 && !str_eq(field->definition, at->key.definition)))
            continue;
        while (s < n &&
               !same_scope(at, scopes[s]->key.definition, scopes[s]->unit, scopes[s]->accumulation))
            s++;
        if (s == SCOPES_MAX)
            continue;
        if (s == n)
            scopes[n++] = at;
        counts[s]++;
    }
    for (size_t s = 1; s < n; s++) {
        int order = str_cmp(scopes[s]->key.definition, scopes[best]->key.definition);

        if (order == 0)
            order = str_cmp(scopes[s]->unit, scopes[best]->unit);
        if (order == 0)
            order = str_cmp(scopes[s]->accumulation, scopes[best]->accumulation);
        if (counts[s] > counts[best] || (counts[s] == counts[best] && order < 0))
            best = s;
    }
    if (n == 0)
        return;
    field->definition = scopes[best]->key.definition;
    field->unit = scopes[best]->unit;
    field->accumulation = scopes[best]->accumulation;
}

static enum reason reason_of(const struct field *field, const struct contender *contender)
{
    if (contender->not_applicable)
        return REASON_NOT_APPLICABLE;
    if (!contender->key.has_value)
        return REASON_NO_VALUE;
    if (contender->forecast)
        return REASON_FORECAST;
    if (!str_eq(contender->key.definition, field->definition))
        return REASON_DEFINITION_CHANGED;
    if (str_eq(contender->accumulation, STR("since_start")))
        return REASON_SINCE_START;
    if (!str_eq(contender->unit, field->unit))
        return REASON_UNIT_CHANGED;
    return str_eq(contender->accumulation, field->accumulation) ? REASON_NONE
                                                                : REASON_ACCUMULATION_CHANGED;
}

/* Which of two figures of one region stands for it. */
static bool goes_before(const struct contender *a, const struct contender *b)
{
    int order = order_i64(b->reason == REASON_NONE, a->reason == REASON_NONE);

    if (order == 0)
        order = order_i64(b->key.has_value, a->key.has_value);
    if (order == 0)
        order = order_i64(b->fit, a->fit);
    return (order != 0 ? order : order_i64(b->reliability, a->reliability)) < 0;
}

/* Leaves one figure of each region; they were read region by region. */
static void choose_figures(struct field *field)
{
    size_t n = 0;

    for (size_t i = 0; i < field->n; i++) {
        struct contender *at = &field->v[i];

        at->reason = reason_of(field, at);
        if (n == 0 || field->v[n - 1].key.region != at->key.region)
            field->v[n++] = *at;
        else if (goes_before(at, &field->v[n - 1]))
            field->v[n - 1] = *at;
    }
    field->n = n;
}

static int find_missing(struct field *field, const struct id_list *in_force)
{
    size_t next = 0;

    field->in_force = in_force->n;
    for (size_t i = 0; i < in_force->n; i++) {
        while (next < field->n && field->v[next].key.region < in_force->v[i])
            next++;
        if (next < field->n && field->v[next].key.region == in_force->v[i])
            continue;
        if (id_list_add(field->arena, &field->missing, in_force->v[i]) < 0)
            return -ERR_NOMEM;
    }
    return 0;
}

/* The ranked first, by value, then by what is possible, then by region. Smallest first; the
 * largest first is this order of the negative. */
static int compare(const struct contender *a, const struct contender *b, int sign)
{
    bool a_last = a->entry.best == 0, b_last = b->entry.best == 0;
    int order = order_i64(a_last, b_last);

    if (order == 0 && !a_last)
        order = sign * order_i64(a->key.value_e6, b->key.value_e6);
    if (order == 0)
        order = order_i64(a->entry.best, b->entry.best);
    if (order == 0)
        order = order_i64(a->entry.worst, b->entry.worst);
    return order != 0 ? order : order_i64(a->key.region, b->key.region);
}

static int compare_smallest(const void *a, const void *b)
{
    return compare(a, b, 1);
}

static int compare_largest(const void *a, const void *b)
{
    return compare(a, b, -1);
}

/* Ranks those that go together. Each of the others may turn out ahead, except where there can be
 * no figure. */
static int rank(struct field *field)
{
    struct ranking_entry *entries = arena_alloc(field->arena, field->n * sizeof *entries);
    int64_t unknown = (int64_t)field->missing.n;
    size_t n = 0;
    int r;

    if (entries == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < field->n; i++) {
        if (field->v[i].reason == REASON_NONE)
            entries[n++] = field->v[i].entry;
        else
            unknown += !field->v[i].not_applicable;
    }
    r = ranking_compute(field->arena, field->first, entries, n, unknown);
    if (r < 0)
        return r;
    field->ranked = n;
    n = 0;
    for (size_t i = 0; i < field->n; i++) {
        struct contender *at = &field->v[i];

        if (at->reason == REASON_NONE)
            at->entry = entries[n++];
        if (at->reason == REASON_NONE && at->entry.place == 0)
            at->reason = REASON_UNDETERMINED;
    }
    if (field->n > 0)
        qsort(field->v, field->n, sizeof *field->v,
              field->first == RANKING_LARGEST ? compare_largest : compare_smallest);
    return 0;
}

enum problem_id field_read(struct field *field)
{
    struct api_call *call = field->call;
    struct id_list there = {0};
    int r = 0;

    if (!field->filter.regions.only)
        return api_problem(call, PROBLEM_NOT_ADDITIVE,
                           "Rule nested-regions: all regions but some hold regions and what they "
                           "lie in, which are not ranked together. Name the regions to rank.");
    r = look_at_regions(field, &there);
    if (r < 0)
        return api_fail(call, r);
    if (call->violations.n > 0)
        return api_problem(call, PROBLEM_NOT_ADDITIVE,
                           "Rule nested-regions: a region and another one that it lies in are not "
                           "ranked together.");
    if (field->filter.indicators.n == 0)
        return PROBLEM_NONE;
    r = read_figures(field);
    if (r < 0)
        return api_fail(call, r);
    choose_scope(field);
    choose_figures(field);
    r = find_missing(field, &there);
    if (r == 0)
        r = rank(field);
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}
