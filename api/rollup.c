#include "api/rollup_impl.h"
#include "base/err.h"

/* The rules over regions and over time; "last", "cohort" and "none" over time are decided in
 * rollup_time.c. `sum` and `avg` are refused unless the rule is to add. */
static const struct {
    struct str rule;
    enum how how;
    enum refusal sum;
} rules[] = {
    {STR("sum"), ADD, REFUSAL_COUNT},
    {STR("union"), BOUND, REFUSED_DISTINCT_ENTITIES},
    {STR("wmean"), WEIGHT, REFUSED_WEIGHTED_MEAN},
    {STR("ratio"), DIVIDE, REFUSED_RATIO},
    {STR("last"), KEEP, REFUSED_STOCK_OVER_TIME},
    {STR("none"), REFUSE, REFUSED_NOT_AGGREGATED},
};

/* Through the axes, up to what has to be known before anything is computed. */
static int begin(struct rolling *rolling)
{
    int r = rollup_time_begin(rolling);

    if (r == 0)
        r = rollup_all_alike(rolling);
    if (r == 0)
        r = rollup_places(rolling);
    if (r == 0)
        r = rollup_regions_begin(rolling);
    if (r == 0)
        r = rollup_parts_begin(rolling);
    return r;
}

/* The first and last things that every result says. */
static void describe(struct rolling *rolling, enum rollup_role role)
{
    struct rollup_result *ret = rolling->ret;
    struct rollup_slice figures = rolling->figures;

    ret->used[role] = figures;
    ret->unit = figures.v[0].kind->unit;
    for (size_t i = 0; i < figures.n; i++) {
        if (figures.v[i].has_value) {
            ret->figures++;
            if (figures.v[i].decimals > ret->decimals)
                ret->decimals = figures.v[i].decimals;
        }
    }
    if (rolling->over_regions)
        ret->over_regions = rolling->indicator->region_rule;
    if (rolling->over_time)
        ret->over_time = rolling->indicator->time_rule;
    if (rolling->over_parts)
        ret->over_parts = STR("partition");
}

static int end(struct rolling *rolling)
{
    struct rollup_result *ret = rolling->ret;
    int r = rollup_regions_end(rolling);

    /* Gaps and parts are looked for in the order of figures. */
    if (r == 0)
        r = rollup_time_end(rolling);
    if (r == 0)
        r = rollup_parts_end(rolling);
    ret->judged = rolling->all->regions_named || rolling->all->by_region;
    ret->complete = ret->missing.n == 0 && ret->missing_periods.n == 0 && ret->missing_parts.n == 0;
    return r;
}

/* How an axis is rolled up. 1 when the function does not allow it. */
static int find_how(struct rolling *rolling, bool over, struct str rule, enum how *ret)
{
    enum rollup_function function = rolling->all->function;
    size_t i = 0;

    *ret = KEEP;
    if (!over)
        return 0;
    while (i < COUNT_OF(rules) - 1 && !str_eq(rules[i].rule, rule))
        i++;
    *ret = rules[i].how;
    if (*ret == REFUSE) {
        rollup_offend(rolling->all, STR("indicator"), rolling->indicator->code,
                      STR("Its rule is none."));
        return rollup_refuse(rolling->all, rules[i].sum);
    }
    if (function == ROLLUP_BY_RULE || *ret == ADD || (function == ROLLUP_AVG && *ret == WEIGHT))
        return 0;
    rollup_offend(rolling->all, STR("indicator"), rolling->indicator->code,
                  arena_printf(rolling->all->arena, "Its rule is %.*s.", (int)rule.n, rule.p));
    return rollup_refuse(rolling->all, rules[i].sum);
}

/* What is missing leaves a sum open above, and says nothing about a mean or a rate. */
static void open_ends(struct rolling *rolling)
{
    struct rollup_result *ret = rolling->ret;
    const struct aggregate_indicator *indicator = rolling->indicator;
    bool mean = rolling->all->function == ROLLUP_AVG ||
                str_eq(indicator->region_rule, STR("wmean")) ||
                str_eq(indicator->region_rule, STR("ratio")) ||
                str_eq(indicator->time_rule, STR("wmean")) ||
                (ret->missing_parts.n > 0 && !rollup_adds_up(rolling));

    if (ret->judged && !ret->complete) {
        ret->is.upper.known = false;
        ret->is.lower.known = ret->is.lower.known && !mean;
    }
    rollup_set_bound(ret);
}

/* How each axis of these figures is rolled up. */
struct hows {
    enum how regions, time, parts;
};

static bool any_is(struct hows hows, enum how how)
{
    return hows.regions == how || hows.time == how || hows.parts == how;
}

static int find_hows(struct rolling *rolling, struct hows *ret)
{
    struct str over_regions = rolling->indicator->region_rule;
    bool over = rolling->over_regions || rolling->over_time || rolling->over_parts;
    int r;

    if (over && !str_eq(rolling->figures.v[0].kind->measure, STR("level")))
        return rollup_refuse(rolling->all, REFUSED_NOT_A_LEVEL);
    r = find_how(rolling, rolling->over_regions, over_regions, &ret->regions);
    if (r == 0)
        r = find_how(rolling, rolling->over_time, rolling->indicator->time_rule, &ret->time);
    /* An entity is in one part of a partition, so that parts of a union add up. */
    if (r == 0)
        r = find_how(rolling, rolling->over_parts,
                     str_eq(over_regions, STR("union")) ? STR("sum") : over_regions, &ret->parts);
    if (r != 0 || !any_is(*ret, DIVIDE))
        return r;
    rollup_offend(rolling->all, STR("indicator"), rolling->indicator->code,
                  STR("Nothing says what it is divided from."));
    return rollup_refuse(rolling->all, REFUSED_PARTS_MISSING);
}

static int compute(struct rolling *rolling, struct hows hows, struct rollup_slice weights)
{
    int r;

    if (any_is(hows, WEIGHT))
        return rollup_weigh(rolling, weights);
    if (rolling->all->function != ROLLUP_AVG)
        return rollup_combine(rolling, hows.regions, hows.time);
    r = rollup_same_lengths(rolling);
    if (r == 0)
        r = rollup_combine(rolling, hows.regions, hows.time);
    return r == 0 ? rollup_mean(rolling) : r;
}

/* By the rules of one indicator: its own figures, or those of a part of a ratio. */
static int roll(struct rolling *rolling, enum rollup_role role, struct rollup_slice weights)
{
    struct hows hows;
    int r = begin(rolling);

    if (r == 0)
        r = find_hows(rolling, &hows);
    if (r != 0)
        return r;
    describe(rolling, role);
    r = end(rolling);
    if (r == 0)
        r = compute(rolling, hows, weights);
    if (r == 0)
        open_ends(rolling);
    return r;
}

/* Parts are put together, and nothing else is: regions and periods stay beside each other. */
static int compare_only(struct rolling *rolling)
{
    struct hows hows;
    int r = rollup_all_alike(rolling);

    if (r != 0)
        return r;
    rollup_time_ends(rolling);
    r = rollup_places(rolling);
    if (r == 0)
        r = rollup_same_lengths(rolling);
    if (r == 0)
        r = rollup_parts_begin(rolling);
    if (r == 0)
        r = find_hows(rolling, &hows);
    if (r != 0)
        return r;
    describe(rolling, ROLLUP_OWN);
    r = end(rolling);
    if (r == 0)
        r = rollup_extreme(rolling);
    if (r == 0)
        rollup_set_bound(rolling->ret);
    return r;
}

static bool has_value(struct rollup_slice figures)
{
    bool valued = false;

    for (size_t i = 0; i < figures.n; i++)
        valued = valued || figures.v[i].has_value;
    return valued;
}

/* Whether a ratio has to be recomputed: nothing was published for the group, or several ratios. */
static bool wants_parts(const struct rollup *all, const struct rollup_scope *scope,
                        const struct rollup_slice *slices)
{
    const struct aggregate_indicator *indicator = scope->indicator;
    struct rollup_slice own = slices[ROLLUP_OWN];
    bool valued = false, several = rollup_over_regions(all, scope), both;

    if (all->function != ROLLUP_BY_RULE || indicator->numerator.n == 0 ||
        !str_eq(indicator->region_rule, STR("ratio")))
        return false;
    both = has_value(slices[ROLLUP_NUMERATOR]) && has_value(slices[ROLLUP_DENOMINATOR]);
    for (size_t i = 0; i < own.n; i++) {
        valued = valued || own.v[i].has_value;
        several = several || own.v[i].breakdown != own.v[0].breakdown ||
                  (!str_eq(indicator->time_rule, STR("last")) &&
                   !rollup_same_period(own.v[i].period, own.v[0].period));
    }
    /* Without any ratio and one of its parts there is nothing to say, which is no refusal. */
    return valued ? several : both;
}

/* One part of a ratio, whole. */
static int roll_part(struct rollup *all, const struct rollup_scope *scope, struct str code,
                     enum rollup_role role, struct rolling *part)
{
    struct rollup_result *ret = part->ret;
    struct str detail = arena_printf(all->arena, "No figure of %s.", code.p);
    int r = part->figures.n > 0 ? aggregate_indicator(all->facts, code, &part->indicator) : 0;

    part->all = all;
    part->scope = scope;
    if (part->figures.n > 0 && r == 0)
        r = roll(part, role, (struct rollup_slice){0});
    if (r != 0)
        return r;
    if (part->figures.n == 0)
        rollup_offend(all, STR("indicator"), scope->indicator->code, detail);
    for (size_t i = 0; i < ret->missing.n; i++)
        rollup_offend(all, STR("region"), ret->missing.v[i], detail);
    for (size_t i = 0; i < ret->missing_periods.n; i++)
        rollup_offend(all, STR("period"), ret->missing_periods.v[i].period, detail);
    for (size_t i = 0; i < ret->missing_parts.n; i++)
        rollup_offend(all, STR("breakdown"), ret->missing_parts.v[i], detail);
    if (all->refusal.n > 0)
        return rollup_refuse(all, REFUSED_PARTS_MISSING);
    return ret->reason == REASON_NONE && !ret->has_value
               ? rollup_refuse(all, REFUSED_DISTINCT_ENTITIES)
               : 0;
}

/* What is divided counts the same time as what it is divided by. */
static int check_times(struct rollup *all, const struct rolling *above, const struct rolling *below)
{
    const struct rolling *parts[] = {above, below};

    if (str_eq(above->figures.v[0].kind->accumulation, below->figures.v[0].kind->accumulation))
        return 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        struct str accumulation = parts[i]->figures.v[0].kind->accumulation;

        rollup_offend(all, STR("indicator"), parts[i]->indicator->code,
                      arena_printf(all->arena, "Its accumulation is %.*s.", (int)accumulation.n,
                                   accumulation.p));
    }
    return rollup_refuse(all, REFUSED_MIXED_ACCUMULATIONS);
}

static int divide(struct rollup *all, const struct rollup_scope *scope, struct rollup_slice *slices,
                  struct rollup_result *ret)
{
    const struct aggregate_indicator *indicator = scope->indicator;
    struct rollup_result above = {0}, below = {0};
    struct rolling numerator = {.figures = slices[ROLLUP_NUMERATOR], .ret = &above};
    struct rolling denominator = {.figures = slices[ROLLUP_DENOMINATOR], .ret = &below};
    int r = roll_part(all, scope, indicator->numerator, ROLLUP_NUMERATOR, &numerator);

    if (r == 0)
        r = roll_part(all, scope, indicator->denominator, ROLLUP_DENOMINATOR, &denominator);
    if (r == 0)
        r = check_times(all, &numerator, &denominator);
    if (r == 0)
        r = rollup_same_cells(all, numerator.figures, denominator.figures);
    if (r != 0)
        return r;
    *ret = above;
    ret->used[ROLLUP_DENOMINATOR] = denominator.figures;
    ret->figures += below.figures;
    ret->unit = indicator->unit;
    ret->decimals = indicator->decimals;
    ret->over_regions = numerator.over_regions ? indicator->region_rule : (struct str){0};
    ret->over_time = numerator.over_time ? indicator->time_rule : (struct str){0};
    if (below.reason != REASON_NONE) {
        ret->reason = below.reason;
        ret->has_value = false;
        ret->is = (struct interval){0};
    }
    numerator.ret = ret;
    numerator.indicator = indicator;
    r = rollup_divide(ret, &below);
    if (r == 0)
        open_ends(&numerator);
    return r;
}

/* Takes the figures apart by their role, which is their first order. */
static void split(struct rollup_slice figures, struct rollup_slice *ret)
{
    size_t at = 0;

    for (size_t role = 0; role < ROLLUP_ROLES; role++) {
        ret[role].v = figures.v + at;
        while (at < figures.n && figures.v[at].role == role)
            at++;
        ret[role].n = (size_t)(figures.v + at - ret[role].v);
    }
}

int rollup_begin(struct rollup *all, size_t n_indicators, bool by_indicator)
{
    return n_indicators > 1 && !by_indicator ? rollup_refuse(all, REFUSED_MIXED_INDICATORS) : 0;
}

int rollup_group(struct rollup *all, const struct rollup_scope *scope, struct rollup_slice figures,
                 struct rollup_result *ret)
{
    struct rollup_slice slices[ROLLUP_ROLES];
    struct rolling rolling = {
        .all = all, .scope = scope, .indicator = scope->indicator, .ret = ret};

    *ret = (struct rollup_result){0};
    split(figures, slices);
    for (size_t role = 0; role < ROLLUP_ROLES; role++)
        rollup_take_asked(all, scope, &slices[role]);
    if (wants_parts(all, scope, slices))
        return divide(all, scope, slices, ret);
    rolling.figures = slices[ROLLUP_OWN];
    ret->none = rolling.figures.n == 0;
    if (ret->none)
        return 0;
    if (all->function == ROLLUP_MIN || all->function == ROLLUP_MAX)
        return compare_only(&rolling);
    return roll(&rolling, ROLLUP_OWN, slices[ROLLUP_WEIGHT]);
}
