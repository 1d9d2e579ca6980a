#include "api/derive_impl.h"
#include "api/envelope.h"
#include "base/err.h"

/* limit: days that a population may be older than the figure; yearly estimates come out within the
 * next year, and a census stands in for the two around it */
enum { POPULATION_DAYS_MAX = 730 };

int derive_share(struct derive *derive, const struct figure *figure, struct derived *ret)
{
    struct observation_key key = figure->observation.key;
    const struct derive_rules *rules;
    const struct figure *parent = NULL;
    struct derive_region place;
    struct interval part, whole;
    int r = derive_rules_of(derive, figure, &rules);

    derived_begin(ret, STR("percent"), DERIVE_RATE_DECIMALS);
    if (r < 0 || !derive_takes_level(ret, figure))
        return r;
    if (!str_eq(rules->region_rule, STR("sum")) || derive_is_percent(figure)) {
        derived_refuse(ret, REASON_NOT_ADDITIVE);
        return 0;
    }
    r = derive_region(derive->call->db, &derive->arena, derive->call->release->id, key.region,
                      &place);
    if (r <= 0)
        return r < 0 ? r : -ERR_CORRUPT;
    key.region = place.parent;
    if (place.parent != 0)
        r = derive_figure(derive, &derive->filter->indicators, &key, &parent);
    if (r < 0)
        return r;
    if (derive_take_both(ret, figure, STR("parent"), parent, REASON_NO_PARENT_FIGURE, &part,
                         &whole)) {
        r = interval_div(&part, &whole, &part);
        if (r == 0)
            r = interval_scale(&part, rational_from_int(100), &part);
        derived_set(ret, r, &part);
    }
    return 0;
}

int derive_population(struct derive *derive, const struct figure *figure, struct str definition,
                      const struct figure **ret)
{
    const struct observation_key *of = &figure->observation.key;
    const struct period_span days = {of->period.ends_on - POPULATION_DAYS_MAX, of->period.ends_on};
    struct observation_key key = {.region = of->region};
    int r;

    *ret = NULL;
    if (derive->people.n == 0 || derive->people.v[0].restricted)
        return 0;
    key.indicator = derive->people.v[0].id;
    r = derive_newest(derive->call->db, &derive->arena, derive->call->release->id, definition, days,
                      &key);
    if (r <= 0)
        return r;
    if (key.period.ends_on != of->period.ends_on)
        hint_add(derive->call, HINT_POPULATION_OF_ANOTHER_DAY);
    return derive_figure(derive, &derive->people, &key, ret);
}

int derive_per_10k(struct derive *derive, const struct figure *figure, struct derived *ret)
{
    const struct str unit = figure->observation.unit;
    const struct derive_rules *rules;
    const struct figure *people;
    struct interval count, persons;
    int r = derive_rules_of(derive, figure, &rules);

    derived_begin(ret, unit, DERIVE_RATE_DECIMALS);
    if (r < 0 || !derive_takes_level(ret, figure))
        return r;
    if (derive_is_percent(figure) ||
        (!str_eq(rules->kind, STR("stock")) && !str_eq(rules->kind, STR("flow"))) ||
        (!str_eq(rules->region_rule, STR("sum")) && !str_eq(rules->region_rule, STR("union")))) {
        derived_refuse(ret, REASON_NOT_A_COUNT);
        return 0;
    }
    ret->unit = arena_printf(&derive->arena, "%.*s_per_10k_persons", (int)unit.n, unit.p);
    if (ret->unit.p == NULL)
        return -ERR_NOMEM;
    r = derive_population(derive, figure, derive->population, &people);
    if (r < 0 || !derived_input(ret, STR("value"), figure, REASON_NO_VALUE, &count) ||
        !derived_input(ret, STR("population"), people, REASON_NO_POPULATION, &persons))
        return r;
    count = derived_interval(&figure->observation);
    persons = derived_interval(&people->observation);
    r = interval_div(&count, &persons, &count);
    if (r == 0)
        r = interval_scale(&count, rational_from_int(10000), &count);
    derived_set(ret, r, &count);
    return 0;
}

/* What is certain about the others beside one region's number. */
struct standing {
    struct derive_ranking ranking;
    int64_t better, overlapping;
};

/* `order`: of the region's own number and another one's. */
static void take_standing(struct standing *standing, enum interval_order order, bool lower_first)
{
    enum interval_order better = lower_first ? INTERVAL_AFTER : INTERVAL_BEFORE;

    standing->ranking.of++;
    if (order == better)
        standing->better++;
    else if (order == INTERVAL_SAME)
        standing->ranking.tied = true;
    else if (order == INTERVAL_OVERLAP)
        standing->overlapping++;
}

/* Holds the figure against those of the other regions `peers`. One in another unit can not be
 * ranked with it and is missing; where there can be none (status M) the region does not take part.
 */
static int stand(struct derive *derive, const struct figure *figure, const struct id_list *peers,
                 bool lower_first, struct standing *ret)
{
    const struct interval own = derived_interval(&figure->observation);
    struct observation_key key = figure->observation.key;

    for (size_t i = 0; i < peers->n; i++) {
        struct figure other = {0};
        struct interval level;
        int r;

        key.region = peers->v[i];
        if (key.region == figure->observation.key.region)
            continue;
        r = observation_get(derive->call->db, &derive->arena, derive->call->release->id, &key,
                            &other.observation);
        if (r < 0)
            return r;
        if (r > 0 && str_eq(other.observation.status, STR("M")))
            continue;
        if (r == 0 || !other.observation.key.has_value ||
            !str_eq(other.observation.unit, figure->observation.unit)) {
            ret->ranking.missing++;
            continue;
        }
        r = observation_memo_document(derive->memo, other.observation.document, &other.document);
        if (r < 0)
            return r;
        envelope_document(derive->call, other.document->code);
        level = derived_interval(&other.observation);
        take_standing(ret, interval_compare(&own, &level), lower_first);
    }
    return 0;
}

static void set_rank(struct derived *ret, const struct standing *standing)
{
    ret->lower_known = ret->upper_known = true;
    ret->lower = (struct dec){1 + standing->better, 0};
    ret->upper =
        (struct dec){1 + standing->better + standing->overlapping + standing->ranking.missing, 0};
    ret->has_value = standing->overlapping == 0;
    ret->value = ret->lower;
    if (!ret->has_value)
        ret->reason = REASON_UNDETERMINED;
}

int derive_rank(struct derive *derive, const struct figure *figure, struct derived *ret,
                struct derive_ranking *ret_ranking)
{
    const struct observation_key *key = &figure->observation.key;
    struct standing standing = {.ranking = {.of = 1}};
    const struct derive_rules *rules;
    struct derive_region place;
    struct id_list peers = {0};
    struct interval own;
    bool lower_first;
    int r = derive_rules_of(derive, figure, &rules);

    derived_begin(ret, STR("rank"), 0);
    *ret_ranking = (struct derive_ranking){0};
    if (r < 0 || !derive_takes_level(ret, figure) ||
        !derived_input(ret, STR("value"), figure, REASON_NO_VALUE, &own))
        return r;
    r = derive_region(derive->call->db, &derive->arena, derive->call->release->id, key->region,
                      &place);
    if (r > 0 && place.parent != 0)
        r = derive_siblings(derive->call->db, &derive->arena, derive->call->release->id, &place,
                            key->period.ends_on, &peers);
    if (r < 0)
        return r;
    if (peers.n < 2) {
        derived_refuse(ret, REASON_NO_PEERS);
        return 0;
    }
    lower_first = str_eq(rules->direction, STR("lower"));
    r = stand(derive, figure, &peers, lower_first, &standing);
    if (r < 0)
        return r;
    if (!str_eq(rules->direction, STR("neutral")))
        standing.ranking.judgement = rules->direction;
    set_rank(ret, &standing);
    *ret_ranking = standing.ranking;
    return 0;
}
