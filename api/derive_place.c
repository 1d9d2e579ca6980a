#include "api/derive_impl.h"
#include "api/envelope.h"
#include "api/ranking.h"
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
    if (r < 0 || !derive_takes_level(derive, ret, figure))
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
        r = derive_input_of(derive, &key, &parent);
    if (r < 0)
        return r;
    if (derive_take_both(derive, ret, figure, STR("parent"), parent, REASON_NO_PARENT_FIGURE, &part,
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
    bool several;
    int r;

    *ret = NULL;
    if (derive->people.n == 0 || derive->people.v[0].restricted)
        return 0;
    key.indicator = derive->people.v[0].id;
    r = derive_newest(derive->call->db, &derive->arena, derive->call->release->id, definition, days,
                      &key, &several);
    if (r <= 0)
        return r;
    if (several)
        hint_add_about(derive->call, HINT_SEVERAL_FIGURES, derive->people.v[0].code);
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
    if (r < 0 || !derive_takes_level(derive, ret, figure))
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

/* One rank: the region's own figure first, then those of the others that are ranked with it. */
struct field {
    struct ranking_entry *v;
    size_t n;
    int64_t missing;
};

/* Whether a figure stands for its region among the others, as api/ranking_field.h ranks. */
static bool is_ranked(const struct derive *derive, const struct figure *figure,
                      const struct observation *other)
{
    /* They differ in their regions, so that no total since a start passes. */
    return other->key.has_value && derive_takes(derive, other) &&
           derived_apart(&figure->observation, other) == REASON_NONE;
}

/* Adds the figures of the other regions `peers`. One without a figure that can be ranked is
 * missing; where there can be none (status M) the region does not take part. */
static int gather(struct derive *derive, const struct figure *figure, const struct id_list *peers,
                  struct field *field)
{
    struct observation_key key = figure->observation.key;

    for (size_t i = 0; i < peers->n; i++) {
        struct figure other = {0};
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
        if (r == 0 || !is_ranked(derive, figure, &other.observation)) {
            field->missing++;
            continue;
        }
        r = observation_memo_document(derive->memo, other.observation.document, &other.document);
        if (r < 0)
            return r;
        envelope_document(derive->call, other.document->code);
        derive->synthetic = derive->synthetic || other.document->synthetic;
        field->v[field->n++] = ranking_entry_of(&other.observation);
    }
    return 0;
}

static void set_rank(struct derived *ret, const struct ranking_entry *own)
{
    ret->lower_known = ret->upper_known = true;
    ret->lower = (struct dec){own->best, 0};
    ret->upper = (struct dec){own->worst, 0};
    ret->has_value = own->place > 0;
    ret->value = (struct dec){own->place, 0};
    if (!ret->has_value)
        ret->reason = REASON_UNDETERMINED;
}

static int rank_among(struct derive *derive, const struct figure *figure,
                      const struct id_list *peers, const struct derive_rules *rules,
                      struct derived *ret, struct derive_ranking *ret_ranking)
{
    enum ranking_first first =
        str_eq(rules->direction, STR("lower")) ? RANKING_SMALLEST : RANKING_LARGEST;
    struct field field = {.n = 1};
    int r;

    field.v = arena_alloc(&derive->arena, (peers->n + 1) * sizeof *field.v);
    if (field.v == NULL)
        return -ERR_NOMEM;
    field.v[0] = ranking_entry_of(&figure->observation);
    r = gather(derive, figure, peers, &field);
    if (r == 0)
        r = ranking_compute(&derive->arena, first, field.v, field.n, field.missing);
    if (r < 0)
        return r;
    set_rank(ret, &field.v[0]);
    *ret_ranking = (struct derive_ranking){
        .of = (int64_t)field.n, .missing = field.missing, .tied = field.v[0].tied};
    if (!str_eq(rules->direction, STR("neutral")))
        ret_ranking->judgement = rules->direction;
    return 0;
}

int derive_rank(struct derive *derive, const struct figure *figure, struct derived *ret,
                struct derive_ranking *ret_ranking)
{
    const struct observation_key *key = &figure->observation.key;
    const struct derive_rules *rules;
    struct derive_region place;
    struct id_list peers = {0};
    struct interval own;
    int r = derive_rules_of(derive, figure, &rules);

    derived_begin(ret, STR("rank"), 0);
    *ret_ranking = (struct derive_ranking){0};
    if (r < 0 || !derive_takes_level(derive, ret, figure) ||
        !derived_input(ret, STR("value"), figure, REASON_NO_VALUE, &own))
        return r;
    if (str_eq(figure->observation.accumulation, STR("since_start"))) {
        derived_refuse(ret, REASON_SINCE_START);
        return 0;
    }
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
    return rank_among(derive, figure, &peers, rules, ret, ret_ranking);
}
