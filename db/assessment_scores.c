#include "db/assessment_scores.h"

#include "base/err.h"

static struct interval between(struct rational value, struct rational lower, struct rational upper)
{
    struct interval interval = interval_exact(value);

    interval.lower.at = lower;
    interval.upper.at = upper;
    return interval;
}

static struct rational zero(void)
{
    return rational_from_int(0);
}

static int score_linear(const struct assessment_item *item, struct dec raw, struct rational *ret)
{
    struct rational full = rational_from_dec(item->points), at = rational_from_dec(raw);
    struct rational floor = rational_from_dec(item->floor);
    struct rational ceiling = rational_from_dec(item->ceiling), range, points;
    int r = rational_sub(ceiling, floor, &range);

    if (r == 0)
        r = item->lower_is_better ? rational_sub(ceiling, at, &points)
                                  : rational_sub(at, floor, &points);
    if (r == 0)
        r = rational_div(points, range, &points);
    if (r < 0)
        return r;
    if (rational_sign(points) < 0)
        points = zero();
    if (rational_cmp(points, rational_from_int(1)) > 0)
        points = rational_from_int(1);
    return rational_mul(points, full, ret);
}

static struct rational score_threshold(const struct assessment_item *item, struct dec raw)
{
    struct rational at = rational_from_dec(raw);

    for (size_t i = 0; i < item->n_steps; i++) {
        /* From the step that is hardest to reach on. */
        const struct assessment_step *step =
            &item->steps[item->lower_is_better ? i : item->n_steps - 1 - i];
        int order = rational_cmp(at, rational_from_dec(step->at));

        if (item->lower_is_better ? order <= 0 : order >= 0)
            return rational_from_dec(step->points);
    }
    return zero();
}

/* full * (n - place) / (n - 1) */
static int points_of_place(struct rational full, int64_t n, int64_t place, struct rational *ret)
{
    int r;

    if (n == 1) {
        *ret = full;
        return 0;
    }
    r = rational_mul(full, rational_from_int(n - place), &full);
    return r < 0 ? r : rational_div(full, rational_from_int(n - 1), ret);
}

static int score_rank(const struct assessment *a, size_t item_at, const struct dec *raw,
                      struct interval *ret)
{
    const struct assessment_item *item = &a->items[item_at];
    struct rational full = rational_from_dec(item->points), value, lower;
    int64_t ahead = 0, missing = 0;
    int r;

    for (size_t i = 0; i < a->n_regions; i++) {
        const struct assessment_cell *other = &a->regions[i].cells[item_at];
        int order = other->has_raw
                        ? rational_cmp(rational_from_dec(other->raw), rational_from_dec(*raw))
                        : 0;

        missing += other->has_raw ? 0 : 1;
        ahead += (item->lower_is_better ? order < 0 : order > 0) ? 1 : 0;
    }
    r = points_of_place(full, (int64_t)a->n_regions, ahead + 1, &value);
    if (r == 0)
        r = points_of_place(full, (int64_t)a->n_regions, ahead + 1 + missing, &lower);
    if (r == 0)
        *ret = between(value, lower, value);
    return r;
}

static int score_cell(const struct assessment *a, size_t item_at, struct assessment_cell *cell)
{
    const struct assessment_item *item = &a->items[item_at];
    struct rational points = zero();
    int r = 0;

    cell->missing = item->scoring == SCORING_MANUAL ? !cell->has_points : !cell->has_raw;
    if (cell->missing) {
        cell->earned = between(zero(), zero(), rational_from_dec(item->points));
        return 0;
    }
    switch (item->scoring) {
    case SCORING_LINEAR:
        r = score_linear(item, cell->raw, &points);
        break;
    case SCORING_THRESHOLD:
        points = score_threshold(item, cell->raw);
        break;
    case SCORING_RANK:
        return score_rank(a, item_at, &cell->raw, &cell->earned);
    case SCORING_MANUAL:
        points = rational_from_dec(cell->points);
        break;
    }
    cell->earned = interval_exact(points);
    return r;
}

static int share_of(const struct assessment_item *item, struct assessment_cell *cell)
{
    struct rational factor = item->weight;
    int r = rational_div(factor, rational_from_dec(item->points), &factor);

    return r < 0 ? r : interval_scale(&cell->earned, factor, &cell->share);
}

/* limit: bounds of a sum that outgrew its bits, as many places as any number here has */
enum { BOUND_PLACES = DEC_SCALE_MAX };

static int widen(struct interval *a)
{
    struct dec lower, upper, value;
    int r = rational_round(a->lower.at, BOUND_PLACES, ROUND_DOWN, &lower);

    if (r == 0)
        r = rational_round(a->upper.at, BOUND_PLACES, ROUND_UP, &upper);
    if (r == 0)
        r = rational_round(a->value, BOUND_PLACES, ROUND_NEAREST, &value);
    if (r == 0)
        *a = between(rational_from_dec(value), rational_from_dec(lower), rational_from_dec(upper));
    return r;
}

int assessment_add(struct interval *total, struct interval share)
{
    int r = interval_add(total, &share, total);

    if (r == 0)
        return 0;
    r = widen(total);
    if (r == 0)
        r = widen(&share);
    return r < 0 ? r : interval_add(total, &share, total);
}

static int score_region(const struct assessment *a, struct assessment_region *region)
{
    region->total = interval_exact(zero());
    region->complete = true;
    for (size_t i = 0; i < a->n_items; i++) {
        struct assessment_cell *cell = &region->cells[i];
        int r = score_cell(a, i, cell);

        if (r == 0)
            r = share_of(&a->items[i], cell);
        if (r == 0)
            r = assessment_add(&region->total, cell->share);
        if (r < 0)
            return r;
        region->complete = region->complete && interval_is_exact(&cell->earned);
    }
    return 0;
}

/* The highest grade whose lower end `total` reaches; empty: none. */
static struct str grade_of(const struct assessment *assessment, struct rational total)
{
    for (size_t i = 0; i < assessment->n_grades; i++) {
        if (rational_cmp(total, rational_from_dec(assessment->grades[i].lower)) >= 0)
            return assessment->grades[i].grade;
    }
    return (struct str){0};
}

static void place_region(const struct assessment *a, struct assessment_region *region)
{
    region->best = region->worst = 1;
    region->tied = false;
    for (size_t i = 0; i < a->n_regions; i++) {
        const struct assessment_region *other = &a->regions[i];

        if (other == region)
            continue;
        region->best += rational_cmp(other->total.lower.at, region->total.upper.at) > 0 ? 1 : 0;
        region->worst += rational_cmp(other->total.upper.at, region->total.lower.at) > 0 ? 1 : 0;
        region->tied =
            region->tied || interval_compare(&other->total, &region->total) == INTERVAL_SAME;
    }
    region->grade_lower = grade_of(a, region->total.lower.at);
    region->grade_upper = grade_of(a, region->total.upper.at);
    region->grade =
        str_eq(region->grade_lower, region->grade_upper) ? region->grade_lower : (struct str){0};
}

int assessment_full(const struct assessment *assessment, struct rational *ret)
{
    struct rational full = zero();

    for (size_t i = 0; i < assessment->n_items; i++) {
        int r = rational_add(full, assessment->items[i].weight, &full);

        if (r < 0)
            return r;
    }
    *ret = full;
    return 0;
}

int assessment_score(struct assessment *assessment)
{
    for (size_t i = 0; i < assessment->n_regions; i++) {
        int r = score_region(assessment, &assessment->regions[i]);

        if (r < 0)
            return r;
    }
    for (size_t i = 0; i < assessment->n_regions; i++)
        place_region(assessment, &assessment->regions[i]);
    return 0;
}

int assessment_item_at(const struct assessment *assessment, struct str id)
{
    for (size_t i = 0; i < assessment->n_items; i++) {
        if (str_eq(assessment->items[i].id, id))
            return (int)i;
    }
    return -1;
}

int assessment_region_at(const struct assessment *assessment, struct str code)
{
    for (size_t i = 0; i < assessment->n_regions; i++) {
        if (str_eq(assessment->regions[i].code, code))
            return (int)i;
    }
    return -1;
}
