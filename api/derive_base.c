/* GET /v1/derive/base: the figure of the base period behind each published growth. */
#include "api/derive.h"
#include "api/envelope.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "base/err.h"

/* One request: what is read, from where on, and where it goes. */
struct reading {
    struct api_call *call;
    struct observation_filter filter;
    struct observation_memo *memo;
    struct derive derive;
    struct jw json;
    size_t limit, taken;
    bool goes_on; /* this is not the first page */
    bool more;
    struct observation_place after, last;
};

static void reading_end(struct reading *reading)
{
    derive_close(&reading->derive);
}

/* What one growth leads to. */
struct base {
    const struct figure *growth, *level, *published; /* NULL: not published */
    enum reason missing;                             /* why there is no level */
    bool has_period;
    struct period period;
    struct derived derived;
    struct interval number; /* only with a value */
    bool rounded;
    struct dec lower, value, upper; /* each to the nearest, of the same places */
};

/* Months that a growth looks back: a year, or to the period before. 0: there is none. */
static int months_back(const struct observation_key *key)
{
    if (str_eq(key->measure, STR("yoy")))
        return 12;
    switch (key->period.freq) {
    case FREQ_H:
        return 6;
    case FREQ_Q:
        return 3;
    case FREQ_M:
    case FREQ_I:
        return 1;
    case FREQ_A:
    case FREQ_Y:
    case FREQ_R:
        break;
    }
    return 0;
}

static int find_figures(struct reading *reading, struct base *base)
{
    const struct indicator_list *indicators = &reading->filter.indicators;
    struct observation_key key = base->growth->observation.key;
    int months = months_back(&key);
    int r;

    base->has_period = months > 0 && period_back(key.period, months, &base->period) == 0;
    base->missing = REASON_NO_LEVEL;
    key.measure = STR("level");
    r = derive_figure_of(&reading->derive, indicators, &key, &base->level);
    if (r == 0 && base->level == NULL)
        r = derive_defined_otherwise(reading->call->db, reading->call->release->id, &key);
    if (r > 0)
        base->missing = REASON_DEFINITION_CHANGED;
    if (r < 0 || !base->has_period)
        return r < 0 ? r : 0;
    key.period = base->period;
    return derive_figure(&reading->derive, indicators, &key, &base->published);
}

static bool nearest(const struct interval_end *end, uint8_t decimals, struct dec *ret)
{
    return end->known && rational_round(end->at, decimals, ROUND_NEAREST, ret) == 0;
}

/* The base with its bounds, and what a reader would print of it: a level that was printed to the
 * hundred is worked back to the places of its indicator. */
static int compute(struct reading *reading, struct base *base)
{
    struct derived *derived = &base->derived;
    const struct derive_rules *rules;
    struct interval growth;
    int r = derive_rules_of(&reading->derive, base->growth, &rules);

    if (r < 0)
        return r;
    derived_begin(derived, rules->unit, rules->decimals);
    if (base->level != NULL)
        derived->unit = base->level->observation.unit;
    if (base->level != NULL && base->level->observation.decimals > derived->decimals)
        derived->decimals = base->level->observation.decimals;
    if (!derived_input(derived, STR("level"), base->level, base->missing, &base->number) ||
        !derived_input(derived, STR("growth"), base->growth, REASON_NO_VALUE, &growth))
        return 0;
    if (!base->has_period)
        derived_refuse(derived, REASON_NO_CALENDAR_PERIOD);
    if (derived_is_forecast(&base->growth->observation) ||
        derived_is_forecast(&base->level->observation))
        derived_refuse(derived, REASON_FORECAST);
    if (!str_eq(base->level->observation.accumulation, base->growth->observation.accumulation))
        derived_refuse(derived, REASON_ACCUMULATION_CHANGED);
    base->number = derived_interval(&base->level->observation);
    derived_set(derived, derived_base_of(&base->number, &growth, &base->number), &base->number);
    base->value = derived->value;
    base->rounded = derived->has_value &&
                    nearest(&base->number.lower, derived->decimals, &base->lower) &&
                    nearest(&base->number.upper, derived->decimals, &base->upper);
    return 0;
}

static void put_rounded(struct jw *w, const struct base *base)
{
    if (!base->rounded) {
        jw_null(w);
        return;
    }
    jw_object_begin(w);
    JW_KEY(w, "lower");
    jw_dec(w, base->lower);
    JW_KEY(w, "value");
    jw_dec(w, base->value);
    JW_KEY(w, "upper");
    jw_dec(w, base->upper);
    jw_object_end(w);
}

/* Whether the figure that was published for the base period can be the one worked out. */
static void put_agreement(struct jw *w, const struct base *base)
{
    struct interval published;
    enum interval_order order;

    if (!base->derived.has_value || base->published == NULL ||
        !base->published->observation.key.has_value ||
        derived_is_forecast(&base->published->observation) ||
        !str_eq(base->published->observation.unit, base->derived.unit) ||
        !str_eq(base->published->observation.accumulation, base->level->observation.accumulation)) {
        jw_null(w);
        return;
    }
    published = derived_interval(&base->published->observation);
    order = interval_compare(&base->number, &published);
    jw_bool(w, order == INTERVAL_SAME || order == INTERVAL_OVERLAP);
}

static void put(struct reading *reading, const struct base *base)
{
    const struct figure *growth = base->growth;
    struct api_call *call = reading->call;
    struct jw *w = &reading->json;

    jw_object_begin(w);
    JW_KEY(w, "indicator");
    jw_str(w, growth->indicator->code);
    JW_KEY(w, "indicator_name");
    jw_str(w, envelope_lang(call, growth->indicator->names));
    JW_KEY(w, "region");
    jw_str(w, growth->region->code);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(call, growth->region->names));
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, growth->breakdown);
    JW_KEY(w, "definition");
    jw_str(w, growth->observation.key.definition);
    JW_KEY(w, "period");
    if (base->has_period)
        figure_json_period(w, base->period);
    else
        jw_null(w);
    JW_KEY(w, "growth");
    figure_json_brief(w, call, growth);
    JW_KEY(w, "level");
    figure_json_brief(w, call, base->level);
    JW_KEY(w, "base");
    derived_json(w, call, &base->derived);
    JW_KEY(w, "rounded");
    put_rounded(w, base);
    JW_KEY(w, "published");
    figure_json_brief(w, call, base->published);
    JW_KEY(w, "agrees");
    put_agreement(w, base);
    jw_object_end(w);
}

static int put_current(struct reading *reading, struct observation_scan *scan)
{
    struct figure growth = {0};
    struct base base = {.growth = &growth};
    int r = observations_read(scan, &growth.observation);

    if (r == 0)
        r = figure_name(reading->memo, &reading->filter.indicators, &growth);
    if (r == 0)
        r = find_figures(reading, &base);
    if (r == 0)
        r = compute(reading, &base);
    if (r < 0)
        return r;
    figure_note(reading->call, &growth);
    put(reading, &base);
    derive_forget(&reading->derive);
    reading->last.key = growth.observation.key;
    r = observation_memo_text(reading->memo, growth.observation.key.measure,
                              &reading->last.key.measure);
    if (r == 0)
        r = observation_memo_text(reading->memo, growth.observation.key.definition,
                                  &reading->last.key.definition);
    reading->taken++;
    return r;
}

/* The first page counts to the end; later ones know the count and stop. */
static int read_through(struct reading *reading, struct observation_scan *scan)
{
    struct observation_key key;
    int r;

    while ((r = observations_next(scan, &key)) > 0) {
        if (!reading->goes_on)
            reading->last.matched++;
        if (reading->goes_on && observation_key_cmp(&key, &reading->after.key) <= 0)
            continue;
        reading->more = reading->taken == reading->limit;
        if (reading->more && reading->goes_on)
            break;
        if (reading->more)
            continue;
        r = put_current(reading, scan);
        if (r < 0)
            return r;
    }
    if (reading->goes_on)
        reading->last.matched = reading->after.matched;
    return r < 0 ? r : 0;
}

static enum problem_id begin(struct reading *reading, struct api_call *call,
                             const struct list_derived_bases_args *args)
{
    static const struct str growths[] = {STR("mom"), STR("yoy")};
    const struct selection selection = {
        .indicator = args->indicator,
        .region = args->region,
        .period = args->period,
        .freq = args->freq,
        .topic = args->topic,
        .document = args->document,
        .breakdown = args->breakdown,
        .measure = {growths, COUNT_OF(growths)},
    };
    enum problem_id problem = select_observations(call, &selection, &reading->filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    reading->call = call;
    reading->limit = (size_t)args->limit;
    r = observation_memo_open(call->db, call->arena, call->release->id, &reading->memo);
    if (r == 0)
        r = derive_open(&reading->derive, call, reading->memo, &reading->filter, (struct str){0});
    if (r < 0)
        return api_fail(call, r);
    reading->goes_on = args->cursor.n > 0;
    if (!reading->goes_on)
        return PROBLEM_NONE;
    problem = observation_place_read(call, args->cursor, &reading->filter, &reading->after);
    if (problem == PROBLEM_NONE)
        reading->filter.first_rank = reading->after.key.rank;
    return problem;
}

enum problem_id api_list_derived_bases(struct api_call *call,
                                       const struct list_derived_bases_args *args)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    CLEANUP(reading_end) struct reading reading = {0};
    enum problem_id problem = begin(&reading, call, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    envelope_list_begin(call, &reading.json);
    r = observations_open(call->db, call->arena, &reading.filter, reading.memo, &scan);
    if (r == 0)
        r = read_through(&reading, scan);
    if (r == 0)
        r = select_hints(call, &reading.filter, scan, reading.last.matched);
    if (r < 0)
        return api_fail(call, r);
    if (reading.more) {
        problem = observation_place_write(call, &reading.last);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    return envelope_list_end(call, &reading.json, reading.last.matched);
}
