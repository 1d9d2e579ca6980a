/* GET /v1/assessments/{scheme}/compare */
#include "api/assessment_json.h"
#include "api/envelope.h"
#include "base/err.h"
#include "db/assessment_scores.h"

/* How an item goes together with one of the year before. */
struct match {
    int before; /* position of the item there; -1: none */
    bool comparable;
    const char *reason; /* NULL: comparable */
    const char *differs[8];
    size_t n_differs;
};

struct comparison {
    struct api_call *call;
    struct assessment now, before;
    struct match *matches; /* one for each item of now */
    int r;                 /* the first failure */
};

static bool same_dec(struct dec a, struct dec b)
{
    return rational_cmp(rational_from_dec(a), rational_from_dec(b)) == 0;
}

static bool same_steps(const struct assessment_item *a, const struct assessment_item *b)
{
    if (a->n_steps != b->n_steps)
        return false;
    for (size_t i = 0; i < a->n_steps; i++) {
        if (!same_dec(a->steps[i].at, b->steps[i].at) ||
            !same_dec(a->steps[i].points, b->steps[i].points))
            return false;
    }
    return true;
}

/* Rules that are not the same, whatever the scheme says of the item. Weights may differ: rates do
 * not know them. */
static void find_differences(const struct assessment_item *a, const struct assessment_item *b,
                             struct match *match)
{
    const struct {
        const char *name;
        bool same;
    } rules[] = {
        {"scoring", a->scoring == b->scoring},
        {"direction", a->lower_is_better == b->lower_is_better},
        {"indicator", str_eq(a->indicator, b->indicator)},
        {"points", same_dec(a->points, b->points)},
        {"floor", same_dec(a->floor, b->floor)},
        {"ceiling", same_dec(a->ceiling, b->ceiling)},
        {"steps", same_steps(a, b)},
    };

    _Static_assert(COUNT_OF(rules) < COUNT_OF(match->differs), "room for all rules");
    for (size_t i = 0; i < COUNT_OF(rules); i++) {
        if (!rules[i].same)
            match->differs[match->n_differs++] = rules[i].name;
    }
}

static struct match match_item(const struct comparison *c, const struct assessment_item *item)
{
    struct match match = {.before = -1};

    if (item->unchanged_from.n == 0) {
        match.reason = "new";
        return match;
    }
    match.before = assessment_item_at(&c->before, item->unchanged_from);
    if (match.before < 0) {
        match.reason = "not-there";
        return match;
    }
    find_differences(item, &c->before.items[match.before], &match);
    match.comparable = match.n_differs == 0;
    match.reason = match.comparable ? NULL : "scored-otherwise";
    return match;
}

static void put_match(struct jw *w, const struct comparison *c, size_t at)
{
    const struct match *match = &c->matches[at];

    jw_object_begin(w);
    JW_KEY(w, "item");
    jw_str(w, c->now.items[at].id);
    JW_KEY(w, "before");
    envelope_text(w, match->before >= 0 ? c->before.items[match->before].id : (struct str){0});
    JW_KEY(w, "comparable");
    jw_bool(w, match->comparable);
    JW_KEY(w, "reason");
    envelope_text(w, str_from(match->reason));
    JW_KEY(w, "differs");
    jw_array_begin(w);
    for (size_t i = 0; i < match->n_differs; i++)
        jw_str(w, str_from(match->differs[i]));
    jw_array_end(w);
    jw_object_end(w);
}

static void put_matches(struct jw *w, const struct comparison *c)
{
    JW_KEY(w, "items");
    jw_array_begin(w);
    for (size_t i = 0; i < c->now.n_items; i++)
        put_match(w, c, i);
    jw_array_end(w);
    JW_KEY(w, "dropped");
    jw_array_begin(w);
    for (size_t k = 0; k < c->before.n_items; k++) {
        bool goes_on = false;

        for (size_t i = 0; i < c->now.n_items; i++)
            goes_on = goes_on || c->matches[i].before == (int)k;
        if (!goes_on)
            jw_str(w, c->before.items[k].id);
    }
    jw_array_end(w);
}

/* Points as a part of the full ones, times `factor`. */
static struct interval part(struct comparison *c, const struct assessment_item *item,
                            const struct assessment_cell *cell, struct rational factor)
{
    struct interval ret = cell->earned;
    int r = rational_div(factor, rational_from_dec(item->points), &factor);

    if (r == 0)
        r = interval_scale(&ret, factor, &ret);
    if (r < 0)
        c->r = r;
    return ret;
}

static void put_three(struct jw *w, struct comparison *c, const struct interval *now,
                      const struct interval *before)
{
    struct interval change = *now;
    int r = interval_sub(now, before, &change);

    if (r < 0)
        c->r = r;
    JW_KEY(w, "now");
    assessment_number_json(w, now, &c->r);
    JW_KEY(w, "before");
    assessment_number_json(w, before, &c->r);
    JW_KEY(w, "change");
    assessment_number_json(w, &change, &c->r);
}

static void add(struct comparison *c, struct interval *sum, struct interval more)
{
    int r = assessment_add(sum, more);

    if (r < 0)
        c->r = r;
}

static void put_items(struct jw *w, struct comparison *c, const struct assessment_region *now,
                      const struct assessment_region *before)
{
    JW_KEY(w, "items");
    jw_array_begin(w);
    for (size_t i = 0; i < c->now.n_items; i++) {
        const struct match *match = &c->matches[i];
        struct interval rate, rate_before;

        if (!match->comparable)
            continue;
        rate = part(c, &c->now.items[i], &now->cells[i], rational_from_int(100));
        rate_before = part(c, &c->before.items[match->before], &before->cells[match->before],
                           rational_from_int(100));
        jw_object_begin(w);
        JW_KEY(w, "item");
        jw_str(w, c->now.items[i].id);
        put_three(w, c, &rate, &rate_before);
        jw_object_end(w);
    }
    jw_array_end(w);
}

/* Both years by the weights of this one. */
static void put_subtotal(struct jw *w, struct comparison *c, const struct assessment_region *now,
                         const struct assessment_region *before)
{
    struct interval sum = interval_exact(rational_from_int(0)), sum_before = sum;

    for (size_t i = 0; i < c->now.n_items; i++) {
        const struct match *match = &c->matches[i];
        struct rational weight = c->now.items[i].weight;

        if (!match->comparable)
            continue;
        add(c, &sum, part(c, &c->now.items[i], &now->cells[i], weight));
        add(c, &sum_before,
            part(c, &c->before.items[match->before], &before->cells[match->before], weight));
    }
    JW_KEY(w, "subtotal");
    jw_object_begin(w);
    put_three(w, c, &sum, &sum_before);
    jw_object_end(w);
}

static void note_documents(struct api_call *call, const struct assessment *assessment,
                           const struct assessment_region *region)
{
    for (size_t i = 0; i < assessment->n_items; i++) {
        if (region->cells[i].reported)
            envelope_document(call, region->cells[i].document);
    }
}

static void put_regions(struct jw *w, struct comparison *c)
{
    JW_KEY(w, "regions");
    jw_array_begin(w);
    for (size_t i = 0; i < c->now.n_regions; i++) {
        const struct assessment_region *now = &c->now.regions[i];
        int at = assessment_region_at(&c->before, now->code);

        if (at < 0)
            continue;
        note_documents(c->call, &c->now, now);
        note_documents(c->call, &c->before, &c->before.regions[at]);
        jw_object_begin(w);
        JW_KEY(w, "region");
        jw_str(w, now->code);
        envelope_names(w, c->call, now->names);
        put_subtotal(w, c, now, &c->before.regions[at]);
        put_items(w, c, now, &c->before.regions[at]);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_regions_apart(struct jw *w, const struct comparison *c)
{
    JW_KEY(w, "regions_apart");
    jw_array_begin(w);
    for (size_t i = 0; i < c->now.n_regions; i++) {
        if (assessment_region_at(&c->before, c->now.regions[i].code) < 0)
            jw_str(w, c->now.regions[i].code);
    }
    for (size_t i = 0; i < c->before.n_regions; i++) {
        if (assessment_region_at(&c->now, c->before.regions[i].code) < 0)
            jw_str(w, c->before.regions[i].code);
    }
    jw_array_end(w);
}

static void put_scores(struct jw *w, struct comparison *c)
{
    struct rational comparable = rational_from_int(0), full = comparable;

    for (size_t i = 0; i < c->now.n_items; i++) {
        if (c->matches[i].comparable &&
            rational_add(comparable, c->now.items[i].weight, &comparable) < 0)
            c->r = -ERR_LIMIT;
    }
    if (assessment_full(&c->now, &full) < 0)
        c->r = -ERR_LIMIT;
    JW_KEY(w, "full_score");
    assessment_exact_json(w, full);
    JW_KEY(w, "comparable_score");
    assessment_exact_json(w, comparable);
}

enum problem_id api_compare_assessment(struct api_call *call,
                                       const struct compare_assessment_args *args)
{
    struct comparison c = {.call = call};
    struct jw w;

    enum problem_id problem = assessment_open(call, args->scheme, &c.now);
    if (problem == PROBLEM_NONE && c.now.scheme.predecessor.n > 0)
        problem = assessment_open(call, c.now.scheme.predecessor, &c.before);
    if (problem != PROBLEM_NONE)
        return problem;
    c.matches = arena_alloc(call->arena, c.now.n_items * sizeof *c.matches);
    if (c.matches == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    for (size_t i = 0; i < c.now.n_items; i++)
        c.matches[i] = match_item(&c, &c.now.items[i]);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "scheme");
    jw_str(&w, c.now.scheme.code);
    JW_KEY(&w, "predecessor");
    envelope_text(&w, c.now.scheme.predecessor);
    put_scores(&w, &c);
    put_matches(&w, &c);
    put_regions(&w, &c);
    put_regions_apart(&w, &c);
    jw_object_end(&w);
    return c.r < 0 ? api_fail(call, c.r) : envelope_end(call, &w);
}
