/* GET /v1/derive/part: the absolute number behind a published rate. */
#include "api/derive.h"
#include "api/envelope.h"
#include "api/select.h"
#include "base/err.h"

/* One request. */
struct parting {
    struct api_call *call;
    struct observation_memo *memo;
    struct observation_filter filter;
    struct derive derive;
    struct figure *rates;
    size_t n_rates, rates_room;
    const struct derive_rules *rules;               /* of the rate */
    struct indicator_list denominators, numerators; /* one each, or none */
    struct jw json;
};

static void parting_end(struct parting *parting)
{
    derive_close(&parting->derive);
}

/* What one rate leads to. */
struct part {
    const struct figure *rate, *denominator, *published; /* NULL: none */
    const struct figure *other; /* covers something else than the rate does */
    enum reason missing;        /* why there is no denominator */
    struct derived derived;
    struct interval number; /* only with a value */
};

static bool per_persons(const struct figure *rate)
{
    return str_ends(rate->observation.unit, STR("_per_10k_persons"));
}

/* The rate and a count are about the same when they have the same parts and days; the state of a
 * rate at the end of a day stands for what ended with it. */
static bool same_coverage(const struct observation_key *rate, const struct observation_key *key)
{
    return rate->breakdown == key->breakdown &&
           (rate->period.starts_on == key->period.starts_on || rate->period.freq == FREQ_I);
}

/* What was found beside a rate. */
struct covering {
    const struct figure *figure, *other; /* that covers the same; that covers something else */
    enum reason reason;                  /* why there is none */
};

/* Takes one level that covers what the rate does, unless it is a total since a start: that of the
 * same days goes before, and of others there must be one length. */
static void take_level(const struct observation_key *key, bool since_start, int fit,
                       struct observation_key *best, int *found, enum reason *reason)
{
    if (since_start) {
        if (*found == 0)
            *reason = REASON_SINCE_START;
    } else if (fit > *found) {
        *best = *key;
        *found = fit;
        *reason = REASON_NONE;
    } else if (fit == *found && key->period.starts_on != best->period.starts_on) {
        *reason = REASON_PERIOD_LENGTHS;
    }
}

/* The level of `indicators` that covers what `rate` does, or else one that does not. */
static int find_covering(struct parting *parting, const struct indicator_list *indicators,
                         const struct observation_key *rate, struct covering *ret)
{
    struct observation_key key = {.region = rate->region}, best = {0}, other = {0};
    struct api_call *call = parting->call;
    struct stmt *stmt;
    bool since_start;
    int found = 0, r;

    *ret = (struct covering){.reason = REASON_NONE};
    if (indicators->n == 0 || indicators->v[0].restricted)
        return 0;
    key.indicator = indicators->v[0].id;
    stmt = derive_levels(call->db, call->release->id, &key, rate->period.ends_on);
    while ((r = derive_next_level(stmt, &key, &since_start)) > 0) {
        bool same = key.period.starts_on == rate->period.starts_on;
        int fit = !same_coverage(rate, &key) ? 0 : same ? 2 : 1;

        key.definition = arena_copy(&parting->derive.arena, key.definition);
        if (fit == 0)
            other = key;
        else
            take_level(&key, since_start, fit, &best, &found, &ret->reason);
    }
    stmt_reset(stmt);
    if (r == 0 && parting->derive.arena.failed)
        r = -ERR_NOMEM;
    if (r == 0 && ret->reason == REASON_NONE && found > 0)
        r = derive_figure(&parting->derive, indicators, &best, &ret->figure);
    if (r == 0 && ret->reason == REASON_NONE && found == 0 && other.indicator != 0)
        r = derive_figure(&parting->derive, indicators, &other, &ret->other);
    return r;
}

/* A rate whose definition names a population is over that one and no other. */
static int find_population(struct parting *parting, const struct figure *rate,
                           const struct figure **ret)
{
    struct str basis = rate->observation.key.definition;

    if (str_eq(basis, STR("default")))
        basis = (struct str){0};
    return derive_population(&parting->derive, rate, basis, ret);
}

static int find_figures(struct parting *parting, struct part *part)
{
    const struct observation_key *key = &part->rate->observation.key;
    struct covering covering = {.reason = REASON_NONE};
    bool persons = per_persons(part->rate);
    int r = persons ? find_population(parting, part->rate, &covering.figure)
                    : find_covering(parting, &parting->denominators, key, &covering);

    part->denominator = covering.figure;
    part->other = covering.other;
    part->missing = covering.reason != REASON_NONE ? covering.reason
                    : persons                      ? REASON_NO_POPULATION
                                                   : REASON_NO_DENOMINATOR;
    if (r == 0)
        r = find_covering(parting, &parting->numerators, key, &covering);
    part->published = covering.figure;
    return r;
}

/* What a part is counted in: what the rate counts, or what it is a percentage of. */
static struct str unit_of(const struct part *part)
{
    struct str unit = part->rate->observation.unit;

    if (per_persons(part->rate))
        unit.n -= STR("_per_10k_persons").n;
    else if (part->denominator != NULL)
        unit = part->denominator->observation.unit;
    return unit;
}

static void compute(struct parting *parting, struct part *part)
{
    struct derived *derived = &part->derived;
    bool persons = per_persons(part->rate);
    static const struct dec one_in_10k = {1, 4}, one_in_100 = {1, 2};
    struct interval rate;
    int r;

    derived_begin(derived, unit_of(part), 0);
    if (parting->rules->denominator.n == 0 ||
        (!persons && !str_eq(part->rate->observation.unit, STR("percent"))))
        derived_refuse(derived, REASON_NOT_A_RATE);
    if (derived_is_forecast(&part->rate->observation))
        derived_refuse(derived, REASON_FORECAST);
    if (!derived_input(derived, STR("rate"), part->rate, REASON_NO_VALUE, &rate) ||
        !derived_input(derived, STR("denominator"), part->denominator, part->missing,
                       &part->number))
        return;
    rate = derived_interval(&part->rate->observation);
    part->number = derived_interval(&part->denominator->observation);
    r = interval_mul(&rate, &part->number, &part->number);
    if (r == 0)
        r = interval_scale(&part->number, rational_from_dec(persons ? one_in_10k : one_in_100),
                           &part->number);
    derived_set(derived, r, &part->number);
}

static void put_agreement(struct jw *w, const struct part *part)
{
    struct interval published;
    enum interval_order order;

    if (!part->derived.has_value || part->published == NULL ||
        !part->published->observation.key.has_value ||
        !str_eq(part->published->observation.unit, part->derived.unit)) {
        jw_null(w);
        return;
    }
    published = derived_interval(&part->published->observation);
    order = interval_compare(&part->number, &published);
    jw_bool(w, order == INTERVAL_SAME || order == INTERVAL_OVERLAP);
}

static void put(struct parting *parting, const struct part *part)
{
    struct jw *w = &parting->json;
    struct api_call *call = parting->call;

    jw_object_begin(w);
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, part->rate->breakdown);
    JW_KEY(w, "rate");
    figure_json_brief(w, call, part->rate);
    JW_KEY(w, "denominator");
    figure_json_brief(w, call, part->denominator);
    JW_KEY(w, "part");
    derived_json(w, call, &part->derived);
    JW_KEY(w, "published");
    figure_json_brief(w, call, part->published);
    JW_KEY(w, "agrees");
    put_agreement(w, part);
    jw_object_end(w);
}

/* "99.1 percent of abnormal_application_withdrawal_rate, batches=1-3, 2021-12-31". */
static struct str describe(struct api_call *call, const struct figure *figure)
{
    const struct observation *observation = &figure->observation;
    char period[PERIOD_TEXT_MAX], value[DEC_TEXT_MAX];
    struct str breakdown = figure->breakdown.n > 0 ? figure->breakdown : STR("the total");

    period_format(observation->key.period, period);
    dec_format(observation_value(observation), value);
    return arena_printf(call->arena, "%s %.*s of %.*s covers %.*s, %s.", value,
                        (int)observation->unit.n, observation->unit.p,
                        (int)figure->indicator->code.n, figure->indicator->code.p, (int)breakdown.n,
                        breakdown.p, period);
}

static void note_part(struct api_call *call, const struct figure *figure)
{
    struct str code = arena_copy(call->arena, figure->indicator->code);

    api_violation(call, VIOLATION_QUERY, STR("indicator"), code, PROBLEM_NOT_ADDITIVE,
                  describe(call, figure), (struct str_list){0}, (struct str){0});
}

static enum problem_id refuse(struct api_call *call, const struct part *part)
{
    note_part(call, part->rate);
    note_part(call, part->other);
    return api_problem(call, PROBLEM_NOT_ADDITIVE,
                       "coverage-differs: a rate is a part only of what it covers, and no figure "
                       "of its denominator covers the same.");
}

static int add_rate(struct parting *parting, struct observation_scan *scan)
{
    struct arena *arena = parting->call->arena;
    struct figure *rates =
        arena_grow(arena, parting->rates, parting->n_rates, &parting->rates_room, sizeof *rates);
    struct figure *rate;
    int r;

    if (rates == NULL)
        return -ERR_NOMEM;
    parting->rates = rates;
    rate = &rates[parting->n_rates++];
    *rate = (struct figure){0};
    r = observations_read(scan, &rate->observation);
    if (r == 0)
        r = observation_keep(arena, &rate->observation);
    if (r == 0)
        r = figure_name(parting->memo, &parting->filter.indicators, rate);
    return r;
}

/* The rates first: no figure is looked for while they are read. */
static int gather(struct parting *parting)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct api_call *call = parting->call;
    int r = observations_open(call->db, call->arena, &parting->filter, parting->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0)
        r = add_rate(parting, scan);
    return r < 0 ? r : select_hints(call, &parting->filter, scan, (int64_t)parting->n_rates);
}

static int find_indicator(struct parting *parting, struct str code, struct indicator_list *ret)
{
    struct api_call *call = parting->call;

    /* No codes would select all of them. */
    return code.n == 0 ? 0
                       : scope_indicators(call->db, call->arena, call->release->id,
                                          (struct str_list){&code, 1}, ret);
}

static int find_rules(struct parting *parting)
{
    int r = parting->n_rates == 0
                ? 0
                : derive_rules_of(&parting->derive, &parting->rates[0], &parting->rules);

    if (r < 0 || parting->n_rates == 0)
        return r;
    r = find_indicator(parting, parting->rules->denominator, &parting->denominators);
    return r < 0 ? r : find_indicator(parting, parting->rules->numerator, &parting->numerators);
}

static enum problem_id put_rates(struct parting *parting)
{
    for (size_t i = 0; i < parting->n_rates; i++) {
        struct part part = {.rate = &parting->rates[i]};
        int r = find_figures(parting, &part);

        if (r < 0)
            return api_fail(parting->call, r);
        if (part.other != NULL && part.rate->observation.key.has_value)
            return refuse(parting->call, &part);
        figure_note(parting->call, part.rate);
        compute(parting, &part);
        put(parting, &part);
        derive_forget(&parting->derive);
    }
    return PROBLEM_NONE;
}

enum problem_id api_list_derived_parts(struct api_call *call,
                                       const struct list_derived_parts_args *args)
{
    static const struct str level = STR("level");
    const struct selection selection = {
        .indicator = {&args->indicator, 1},
        .region = {&args->region, 1},
        .period = {&args->period, 1},
        .breakdown = args->breakdown,
        .measure = {&level, 1},
    };
    CLEANUP(parting_end) struct parting parting = {.call = call};
    enum problem_id problem = select_observations(call, &selection, &parting.filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = observation_memo_open(call->db, call->arena, call->release->id, &parting.memo);
    if (r == 0)
        r = derive_open(&parting.derive, call, parting.memo, &parting.filter, (struct str){0});
    if (r == 0)
        r = gather(&parting);
    if (r == 0)
        r = find_rules(&parting);
    if (r < 0)
        return api_fail(call, r);
    envelope_list_begin(call, &parting.json);
    problem = put_rates(&parting);
    if (problem != PROBLEM_NONE)
        return problem;
    return envelope_list_end(call, &parting.json, (int64_t)parting.n_rates);
}
