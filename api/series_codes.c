#include "api/series_codes.h"

/* What was found for one region and the period of the place. */
enum found {
    FOUND_NONE,
    FOUND_SOME, /* some of its parts have a figure, others none */
    FOUND_ALL,
};

struct mapping {
    const struct series_place *place;
    struct period period;
    struct series_inputs *inputs;
    struct series_split *split;
};

static const struct series_point *point_of(const struct mapping *mapping, int64_t region)
{
    for (size_t i = 0; i < mapping->place->n; i++)
        if (mapping->place->points[i].source == region)
            return &mapping->place->points[i];
    return NULL;
}

static void note_split(struct mapping *mapping, const struct basis_change *change, int64_t whole)
{
    if (mapping->split->found)
        return;
    *mapping->split = (struct series_split){
        .found = true, .whole = whole, .kind = change->kind, .change = *change};
}

/* A period whose last day is before a change knows the territory before it. */
static bool is_before(const struct mapping *mapping, const struct basis_change *change)
{
    return mapping->period.ends_on < change->on;
}

/* Takes a region's own figure; one of a territory that the codes of the day divide is noted. */
static const struct series_point *take_own(struct mapping *mapping, int64_t region)
{
    const struct region_basis *basis = mapping->place->basis;
    const struct series_point *own = point_of(mapping, region);

    /* Every point is met once, unless the changes lead to it on two ways. */
    if (own == NULL || mapping->inputs->n == mapping->inputs->room)
        return NULL;
    mapping->inputs->v[mapping->inputs->n++] = own;
    for (size_t i = 0; i < basis->n; i++) {
        const struct basis_change *change = &basis->changes[i];
        bool left = change->kind == BASIS_SPLIT && change->from == region && change->from_stays &&
                    change->on <= basis->day && is_before(mapping, change);
        bool joined = change->kind == BASIS_MERGE && change->to == region && change->to_was_there &&
                      change->on > basis->day && !is_before(mapping, change);

        if (left || joined)
            note_split(mapping, change, region);
    }
    return own;
}

/* What a walk has put together so far. */
struct sum {
    bool found, missing;
};

static void add_part(struct sum *sum, enum found part, bool needed)
{
    sum->found = sum->found || part != FOUND_NONE;
    sum->missing = sum->missing || part == FOUND_SOME || (needed && part == FOUND_NONE);
}

static enum found end_sum(struct mapping *mapping, const struct sum *sum, size_t n_before)
{
    if (!sum->found)
        mapping->inputs->n = n_before;
    return !sum->found ? FOUND_NONE : sum->missing ? FOUND_SOME : FOUND_ALL;
}

/* A part whose figure can not be divided gives nothing. */
static void drop_whole(struct mapping *mapping, const struct basis_change *change, int64_t whole,
                       enum found part, size_t n_before)
{
    if (part != FOUND_NONE)
        note_split(mapping, change, whole);
    mapping->inputs->n = n_before;
}

/* From the codes that were to those of the day. */
static enum found walk_forwards(struct mapping *mapping, int64_t region, unsigned depth)
{
    const struct region_basis *basis = mapping->place->basis;
    size_t n_before = mapping->inputs->n;
    bool own = take_own(mapping, region) != NULL;
    struct sum sum = {.found = own};

    for (size_t i = 0; i < basis->n && depth < BASIS_DEPTH_MAX; i++) {
        const struct basis_change *change = &basis->changes[i];
        size_t n = mapping->inputs->n;
        enum found part;

        if (change->to != region || change->on > basis->day ||
            (own && !(change->to_was_there && is_before(mapping, change))) ||
            (change->from_stays && !is_before(mapping, change)))
            continue;
        part = walk_forwards(mapping, change->from, depth + 1);
        if (change->kind == BASIS_SPLIT) {
            drop_whole(mapping, change, change->from, part, n);
            continue;
        }
        add_part(&sum, part, change->kind == BASIS_MERGE);
        /* A region that took others in is a part of the whole itself. */
        if (change->kind == BASIS_MERGE && change->to_was_there)
            add_part(&sum, own ? FOUND_ALL : FOUND_NONE, true);
    }
    return end_sum(mapping, &sum, n_before);
}

/* From the codes that came back to those of the day. */
static enum found walk_backwards(struct mapping *mapping, int64_t region, unsigned depth)
{
    const struct region_basis *basis = mapping->place->basis;
    size_t n_before = mapping->inputs->n;
    bool own = take_own(mapping, region) != NULL;
    struct sum sum = {.found = own};

    for (size_t i = 0; i < basis->n && depth < BASIS_DEPTH_MAX; i++) {
        const struct basis_change *change = &basis->changes[i];
        size_t n = mapping->inputs->n;
        enum found part;

        if (change->from != region || change->on <= basis->day ||
            (own && !(change->from_stays && !is_before(mapping, change))) ||
            (change->to_was_there && is_before(mapping, change)))
            continue;
        part = walk_backwards(mapping, change->to, depth + 1);
        /* A region that was there before holds more than what it was given. */
        if (change->kind == BASIS_MERGE || (change->kind == BASIS_SPLIT && change->to_was_there)) {
            drop_whole(mapping, change, change->to, part, n);
            continue;
        }
        add_part(&sum, part, change->kind == BASIS_SPLIT);
        if (change->kind == BASIS_SPLIT && change->from_stays)
            add_part(&sum, own ? FOUND_ALL : FOUND_NONE, true);
    }
    return end_sum(mapping, &sum, n_before);
}

/* What flows into the target, its inputs appended. */
static enum found walk(struct mapping *mapping, int64_t target)
{
    size_t n_before = mapping->inputs->n;
    enum found found = walk_forwards(mapping, target, 0);
    bool only_own = found == FOUND_ALL && mapping->inputs->n == n_before + 1 &&
                    mapping->inputs->v[n_before]->source == target;

    if (found != FOUND_NONE && !only_own)
        return found;
    mapping->inputs->n = n_before;
    return walk_backwards(mapping, target, 0);
}

bool series_codes_map(const struct series_place *place, struct series_inputs *inputs,
                      struct series_point *ret, struct series_split *split)
{
    struct mapping mapping = {.place = place,
                              .period = place->points[0].observation.key.period,
                              .inputs = inputs,
                              .split = split};
    const struct series_point **parts = &inputs->v[inputs->n];
    size_t n_before = inputs->n, n;
    enum found found = walk(&mapping, place->target);

    if (found == FOUND_NONE)
        return false;
    n = inputs->n - n_before;
    *ret = (struct series_point){.observation.key = place->points[0].observation.key};
    if (found == FOUND_SOME)
        series_point_refuse(ret, parts, n, REASON_PREDECESSOR_MISSING);
    else if (n > 1 && !place->additive)
        series_point_refuse(ret, parts, n, REASON_NOT_ADDITIVE);
    else if (n > 1)
        series_point_sum(ret, parts, n);
    else if (parts[0]->source == place->target)
        *ret = *parts[0];
    else
        series_point_pass(ret, parts);
    return true;
}
