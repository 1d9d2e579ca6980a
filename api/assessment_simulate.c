/* POST /v1/assessments/{scheme}/simulate */
#include "api/assessment_json.h"
#include "api/body.h"
#include "api/envelope.h"
#include "base/err.h"
#include "db/assessment_scores.h"

static struct str_list names_of_items(struct api_call *call, const struct assessment *a,
                                      struct str word)
{
    struct nearest nearest = {.word = word};

    for (size_t i = 0; i < a->n_items; i++)
        nearest_offer(&nearest, call->arena, a->items[i].id);
    return nearest_list(&nearest, call->arena);
}

static struct str_list names_of_regions(struct api_call *call, const struct assessment *a,
                                        struct str word)
{
    struct nearest nearest = {.word = word};

    for (size_t i = 0; i < a->n_regions; i++)
        nearest_offer(&nearest, call->arena, a->regions[i].code);
    return nearest_list(&nearest, call->arena);
}

static void set_weights(struct api_call *call, struct assessment *to)
{
    const struct jv *weights = jv_member(call->body, STR("weights"));

    for (const struct jv *v = weights != NULL ? weights->first : NULL; v != NULL; v = v->next) {
        int at = assessment_item_at(to, v->name);

        if (at < 0)
            body_violation(call,
                           arena_printf(call->arena, "/weights/%.*s", (int)v->name.n, v->name.p), v,
                           STR("The scheme has no such item."), names_of_items(call, to, v->name),
                           (struct str){0});
        else
            to->items[at].weight = rational_from_dec(v->number);
    }
}

/* Is there another value for this region and item before this one? */
static bool is_repeated(const struct jv *first, const struct jv *v)
{
    for (const struct jv *other = first; other != v; other = other->next) {
        if (str_eq(body_text(other, STR("region")), body_text(v, STR("region"))) &&
            str_eq(body_text(other, STR("item")), body_text(v, STR("item"))))
            return true;
    }
    return false;
}

static void set_value(const struct assessment_item *item, struct assessment_cell *cell,
                      const struct jv *value)
{
    bool known = value->type == JV_NUMBER;

    if (item->scoring == SCORING_MANUAL) {
        cell->has_points = known;
        cell->points = value->number;
    } else {
        cell->has_raw = known;
        cell->raw = value->number;
    }
}

/* Points that are given by hand are within those of the item. */
static void check_points(struct api_call *call, const struct assessment_item *item,
                         const struct jv *value, size_t i)
{
    struct rational given = rational_from_dec(value->number);
    struct str detail;

    if (rational_sign(given) < 0)
        detail = STR("Points are not below 0.");
    else if (rational_cmp(given, rational_from_dec(item->points)) > 0)
        detail = STR("Points are not above the full points of the item.");
    else
        return;
    body_violation(call, arena_printf(call->arena, "/values/%zu/value", i), value, detail,
                   (struct str_list){0}, (struct str){0});
}

/* One of `values`, which stands at position `i`. */
static void take_value(struct api_call *call, struct assessment *to, const struct jv *v, size_t i)
{
    struct str region = body_text(v, STR("region")), item = body_text(v, STR("item"));
    const struct jv *value = jv_member(v, STR("value"));
    int region_at = assessment_region_at(to, region), item_at = assessment_item_at(to, item);

    if (region_at < 0)
        body_violation(call, arena_printf(call->arena, "/values/%zu/region", i),
                       jv_member(v, STR("region")), STR("The assessment has no such region."),
                       names_of_regions(call, to, region), (struct str){0});
    if (item_at < 0)
        body_violation(call, arena_printf(call->arena, "/values/%zu/item", i),
                       jv_member(v, STR("item")), STR("The scheme has no such item."),
                       names_of_items(call, to, item), (struct str){0});
    if (region_at < 0 || item_at < 0)
        return;
    if (to->items[item_at].scoring == SCORING_MANUAL && value->type == JV_NUMBER)
        check_points(call, &to->items[item_at], value, i);
    set_value(&to->items[item_at], &to->regions[region_at].cells[item_at], value);
}

static void set_values(struct api_call *call, struct assessment *to)
{
    const struct jv *values = jv_member(call->body, STR("values"));
    size_t i = 0;

    for (const struct jv *v = values != NULL ? values->first : NULL; v != NULL; v = v->next, i++) {
        take_value(call, to, v, i);
        if (is_repeated(values->first, v))
            body_violation(call, arena_printf(call->arena, "/values/%zu", i), NULL,
                           STR("The same region and item stand before."), (struct str_list){0},
                           (struct str){0});
    }
}

/* Scales all weights to the full score that the scheme has. */
static int normalise(const struct api_call *call, const struct assessment *from,
                     struct assessment *to)
{
    const struct jv *wanted = jv_member(call->body, STR("normalise"));
    struct rational full, sum, factor;
    int r = 0;

    if (wanted == NULL || !wanted->yes)
        return 0;
    r = assessment_full(from, &full);
    if (r == 0)
        r = assessment_full(to, &sum);
    if (r < 0 || rational_sign(sum) == 0)
        return r;
    r = rational_div(full, sum, &factor);
    for (size_t i = 0; i < to->n_items && r == 0; i++)
        r = rational_mul(to->items[i].weight, factor, &to->items[i].weight);
    return r;
}

/* Grades are meant for the full score of the scheme: of another one there are none. */
static int drop_grades(struct api_call *call, const struct assessment *from, struct assessment *to)
{
    struct rational full, sum;
    int r = assessment_full(from, &full);

    if (r == 0)
        r = assessment_full(to, &sum);
    if (r < 0 || rational_cmp(full, sum) == 0)
        return r;
    for (size_t i = 0; i < to->n_regions; i++) {
        struct assessment_region *region = &to->regions[i];
        region->grade = region->grade_lower = region->grade_upper = (struct str){0};
    }
    if (to->n_grades > 0)
        hint_add(call, HINT_OTHER_SCALE);
    return 0;
}

/* A copy whose items and cells are its own. */
static bool copy_of(struct arena *arena, const struct assessment *from, struct assessment *ret)
{
    *ret = *from;
    ret->items = arena_alloc(arena, from->n_items * sizeof *ret->items);
    ret->regions = arena_alloc(arena, from->n_regions * sizeof *ret->regions);
    if (ret->items == NULL || ret->regions == NULL)
        return false;
    for (size_t i = 0; i < from->n_items; i++)
        ret->items[i] = from->items[i];
    for (size_t i = 0; i < from->n_regions; i++) {
        struct assessment_region *region = &ret->regions[i];

        *region = from->regions[i];
        region->cells = arena_alloc(arena, from->n_items * sizeof *region->cells);
        if (region->cells == NULL)
            return false;
        for (size_t k = 0; k < from->n_items; k++)
            region->cells[k] = from->regions[i].cells[k];
    }
    return true;
}

static void put_state(struct jw *w, const struct assessment_region *region, int *r)
{
    jw_object_begin(w);
    JW_KEY(w, "total");
    assessment_total_json(w, region, r);
    JW_KEY(w, "rank");
    assessment_rank_json(w, region);
    JW_KEY(w, "grade");
    assessment_grade_json(w, region);
    jw_object_end(w);
}

static void put_change(struct jw *w, const struct assessment_region *before,
                       const struct assessment_region *after, int *r)
{
    struct interval change = after->total;
    struct dec value;
    int found = interval_sub(&after->total, &before->total, &change);

    if (found == 0 && before->complete && after->complete)
        found = assessment_value(&change, &value);
    if (found < 0)
        *r = found;
    JW_KEY(w, "change");
    if (found > 0)
        jw_dec(w, value);
    else
        jw_null(w);
    JW_KEY(w, "moved");
    if (before->best == before->worst && after->best == after->worst)
        jw_i64(w, before->best - after->best);
    else
        jw_null(w);
}

static void put_move(struct jw *w, struct api_call *call, const struct assessment *from, size_t at,
                     const struct assessment_region *after, int *r)
{
    const struct assessment_region *before = &from->regions[at];

    for (size_t i = 0; i < from->n_items; i++) {
        if (before->cells[i].reported)
            envelope_document(call, before->cells[i].document);
    }
    jw_object_begin(w);
    JW_KEY(w, "region");
    jw_str(w, before->code);
    envelope_names(w, call, before->names);
    JW_KEY(w, "before");
    put_state(w, before, r);
    JW_KEY(w, "after");
    put_state(w, after, r);
    put_change(w, before, after, r);
    jw_object_end(w);
}

static void put_weights(struct jw *w, const struct assessment *from, const struct assessment *to,
                        int *r)
{
    struct rational before = rational_from_int(0), after = before;

    if (assessment_full(from, &before) < 0 || assessment_full(to, &after) < 0)
        *r = -ERR_LIMIT;
    JW_KEY(w, "full_score");
    jw_object_begin(w);
    JW_KEY(w, "before");
    assessment_exact_json(w, before);
    JW_KEY(w, "after");
    assessment_exact_json(w, after);
    jw_object_end(w);
    JW_KEY(w, "weights");
    jw_array_begin(w);
    for (size_t i = 0; i < from->n_items; i++) {
        jw_object_begin(w);
        JW_KEY(w, "item");
        jw_str(w, from->items[i].id);
        JW_KEY(w, "before");
        assessment_exact_json(w, from->items[i].weight);
        JW_KEY(w, "after");
        assessment_exact_json(w, to->items[i].weight);
        jw_object_end(w);
    }
    jw_array_end(w);
}

enum problem_id api_simulate_assessment(struct api_call *call,
                                        const struct simulate_assessment_args *args)
{
    struct assessment from, to;
    struct jw w;
    int r;

    enum problem_id problem = assessment_open(call, args->scheme, &from);
    if (problem != PROBLEM_NONE)
        return problem;
    if (!copy_of(call->arena, &from, &to))
        return PROBLEM_OUT_OF_MEMORY;
    set_weights(call, &to);
    set_values(call, &to);
    if (call->violations.n > 0)
        return api_invalid(call);
    r = normalise(call, &from, &to);
    if (r == 0)
        r = assessment_score(&to);
    if (r == 0)
        r = drop_grades(call, &from, &to);
    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "scheme");
    jw_str(&w, from.scheme.code);
    put_weights(&w, &from, &to, &r);
    JW_KEY(&w, "regions");
    jw_array_begin(&w);
    for (size_t i = 0; i < from.n_regions; i++)
        put_move(&w, call, &from, i, &to.regions[i], &r);
    jw_array_end(&w);
    jw_object_end(&w);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
