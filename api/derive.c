#include "api/derive_impl.h"

#include "api/envelope.h"
#include "base/err.h"

#include <stdio.h>

/* limit: bytes of the figures that are read for one; the rank of a county reads some thirty */
enum { SCRATCH_BLOCK = 8 * 1024, SCRATCH_MAX = 1024 * 1024 };

static const struct str kind_names[DERIVE_KINDS] = {
    [DERIVE_YOY] = STR("yoy"),   [DERIVE_CHANGE] = STR("change"),   [DERIVE_SHARE] = STR("share"),
    [DERIVE_RANK] = STR("rank"), [DERIVE_PER_10K] = STR("per_10k"), [DERIVE_CAGR] = STR("cagr"),
};

int derive_kinds_parse(struct str_list names, struct derive_kinds *ret)
{
    struct derive_kinds kinds = {0};
    unsigned given = 0;

    for (size_t i = 0; i < names.n; i++) {
        unsigned kind = 0;

        while (kind < DERIVE_KINDS && !str_eq(kind_names[kind], names.v[i]))
            kind++;
        if (kind == DERIVE_KINDS)
            return -ERR_INTERNAL;
        if ((given & 1U << kind) == 0)
            kinds.v[kinds.n++] = (enum derive_kind)kind;
        given |= 1U << kind;
    }
    *ret = kinds;
    return 0;
}

struct str derive_kind_name(enum derive_kind kind)
{
    return kind_names[kind];
}

int derive_open(struct derive *derive, struct api_call *call, struct observation_memo *memo,
                const struct observation_filter *filter, struct str population)
{
    static const struct str people = STR("population_resident");

    *derive =
        (struct derive){.call = call, .memo = memo, .filter = filter, .population = population};
    arena_init(&derive->arena, SCRATCH_BLOCK, SCRATCH_MAX);
    return scope_indicators(call->db, call->arena, call->release->id, (struct str_list){&people, 1},
                            &derive->people);
}

void derive_close(struct derive *derive)
{
    arena_finish(&derive->arena);
}

void derive_forget(struct derive *derive)
{
    arena_reset(&derive->arena);
    derive->synthetic = false;
}

int derive_rules_of(struct derive *derive, const struct figure *figure,
                    const struct derive_rules **ret)
{
    int64_t indicator = figure->observation.key.indicator;

    if (derive->ruled != indicator) {
        int r = derive_rules(derive->call->db, derive->call->arena, derive->call->release->id,
                             indicator, &derive->rules);

        if (r <= 0)
            return r < 0 ? r : -ERR_CORRUPT;
        derive->ruled = indicator;
    }
    *ret = &derive->rules;
    return 0;
}

/* observation_get() or one that looks at more of the key. */
typedef int (*get_fn)(struct db *db, struct arena *arena, int64_t release,
                      const struct observation_key *key, struct observation *ret);

static int get_figure(struct derive *derive, const struct indicator_list *indicators,
                      const struct observation_key *key, get_fn get, const struct figure **ret)
{
    struct figure *figure = arena_alloc(&derive->arena, sizeof *figure);
    int r;

    *ret = NULL;
    if (figure == NULL)
        return -ERR_NOMEM;
    r = get(derive->call->db, &derive->arena, derive->call->release->id, key, &figure->observation);
    if (r <= 0)
        return r;
    r = figure_name(derive->memo, indicators, figure);
    if (r < 0)
        return r;
    figure_note(derive->call, figure);
    derive->synthetic = derive->synthetic || figure->document->synthetic;
    *ret = figure;
    return 0;
}

int derive_figure(struct derive *derive, const struct indicator_list *indicators,
                  const struct observation_key *key, const struct figure **ret)
{
    return get_figure(derive, indicators, key, observation_get, ret);
}

int derive_figure_of(struct derive *derive, const struct indicator_list *indicators,
                     const struct observation_key *key, const struct figure **ret)
{
    int r = get_figure(derive, indicators, key, observation_get_of, ret);

    return r < 0 || *ret != NULL ? r : derive_figure(derive, indicators, key, ret);
}

int derive_input_of(struct derive *derive, const struct observation_key *key,
                    const struct figure **ret)
{
    int r = derive_figure_of(derive, &derive->filter->indicators, key, ret);

    if (r == 0 && *ret != NULL && derive->filter->documents.only &&
        (*ret)->observation.document != key->document)
        hint_add(derive->call, HINT_INPUT_OF_ANOTHER_DOCUMENT);
    return r;
}

bool derive_is_percent(const struct figure *figure)
{
    return str_eq(figure->observation.unit, STR("percent"));
}

bool derive_takes(const struct derive *derive, const struct observation *observation)
{
    const struct text_choice *statuses = derive != NULL ? &derive->filter->statuses : NULL;

    return !derived_is_forecast(observation) || statuses == NULL ||
           (statuses->only && text_choice_takes(statuses, observation->status));
}

bool derive_takes_level(const struct derive *derive, struct derived *ret,
                        const struct figure *figure)
{
    if (!str_eq(figure->observation.key.measure, STR("level")))
        derived_refuse(ret, REASON_NOT_A_LEVEL);
    /* The figures beside it are those in force. */
    if (figure->superseded)
        derived_refuse(ret, REASON_SUPERSEDED);
    if (!derive_takes(derive, &figure->observation))
        derived_refuse(ret, REASON_FORECAST);
    return ret->reason == REASON_NONE;
}

/* Whether `other` may be held against `figure`. True without the other one, which is a reason of
 * its own. */
static bool takes_other(const struct derive *derive, struct derived *ret,
                        const struct figure *figure, const struct figure *other)
{
    enum reason apart;

    if (other == NULL)
        return true;
    apart = derive_takes(derive, &other->observation)
                ? derived_apart(&figure->observation, &other->observation)
                : REASON_FORECAST;
    if (apart != REASON_NONE)
        derived_refuse(ret, apart);
    return ret->reason == REASON_NONE;
}

bool derive_take_both(const struct derive *derive, struct derived *ret, const struct figure *figure,
                      struct str role, const struct figure *other, enum reason missing,
                      struct interval *a, struct interval *b)
{
    if (!takes_other(derive, ret, figure, other) ||
        !derived_input(ret, STR("value"), figure, REASON_NO_VALUE, a) ||
        !derived_input(ret, role, other, missing, b))
        return false;
    *a = derived_interval(&figure->observation);
    *b = derived_interval(&other->observation);
    return true;
}

int derive_compute(struct derive *derive, enum derive_kind kind, const struct figure *figure,
                   struct derived *ret)
{
    struct derive_ranking ranking;

    switch (kind) {
    case DERIVE_YOY:
        return derive_yoy(derive, figure, ret);
    case DERIVE_CHANGE:
        return derive_change(derive, figure, ret);
    case DERIVE_SHARE:
        return derive_share(derive, figure, ret);
    case DERIVE_RANK:
        return derive_rank(derive, figure, ret, &ranking);
    case DERIVE_PER_10K:
        return derive_per_10k(derive, figure, ret);
    case DERIVE_CAGR:
        return derive_cagr(derive, figure, ret);
    case DERIVE_KINDS:
        break;
    }
    return -ERR_INTERNAL;
}

static void put_ranking(struct jw *w, const struct derive_ranking *ranking)
{
    JW_KEY(w, "of");
    jw_i64(w, ranking->of);
    JW_KEY(w, "missing");
    jw_i64(w, ranking->missing);
    JW_KEY(w, "tied");
    jw_bool(w, ranking->tied);
    JW_KEY(w, "judgement");
    envelope_text(w, ranking->judgement);
}

int derive_json(struct jw *w, struct derive *derive, const struct derive_kinds *kinds,
                const struct figure *figure)
{
    struct derive_ranking ranking;
    struct derived derived;
    int r = 0;

    jw_object_begin(w);
    for (size_t i = 0; r == 0 && i < kinds->n; i++) {
        bool rank = kinds->v[i] == DERIVE_RANK;

        r = rank ? derive_rank(derive, figure, &derived, &ranking)
                 : derive_compute(derive, kinds->v[i], figure, &derived);
        if (r < 0)
            break;
        jw_key(w, kind_names[kinds->v[i]]);
        jw_object_begin(w);
        derived_json_members(w, derive->call, &derived);
        if (rank)
            put_ranking(w, &ranking);
        jw_object_end(w);
    }
    jw_object_end(w);
    derive_forget(derive);
    return r;
}

/* Without regions that are ranked there is nothing to say of them. */
static void put_ranking_cells(struct csv_writer *w, const struct derive_ranking *ranking)
{
    bool any = ranking->of > 0;

    csv_number(w, any, (struct dec){ranking->of, 0});
    csv_number(w, any, (struct dec){ranking->missing, 0});
    csv_text(w, !any ? STR("") : ranking->tied ? STR("true") : STR("false"));
    csv_text(w, ranking->judgement);
}

int derive_csv(struct csv_writer *w, struct derive *derive, const struct derive_kinds *kinds,
               const struct figure *figure)
{
    struct derive_ranking ranking;
    struct derived derived;
    int r = 0;

    for (size_t i = 0; r == 0 && i < kinds->n; i++) {
        bool rank = kinds->v[i] == DERIVE_RANK;

        r = rank ? derive_rank(derive, figure, &derived, &ranking)
                 : derive_compute(derive, kinds->v[i], figure, &derived);
        if (r < 0)
            break;
        csv_number(w, derived.has_value, derived.value);
        csv_number(w, derived.lower_known, derived.lower);
        csv_number(w, derived.upper_known, derived.upper);
        csv_text(w, derived.unit);
        csv_text(w, reason_code(derived.reason));
        if (rank)
            put_ranking_cells(w, &ranking);
    }
    csv_flag(w, derive->synthetic || figure->document->synthetic);
    derive_forget(derive);
    return r;
}

static void put_names(struct csv_writer *w, struct str kind, const char *const *cells, size_t n)
{
    char name[32];

    for (size_t i = 0; i < n; i++) {
        int length = snprintf(name, sizeof name, "%.*s%s", (int)kind.n, kind.p, cells[i]);

        csv_text(w, (struct str){name, (size_t)length});
    }
}

void derive_csv_header(struct csv_writer *w, const struct derive_kinds *kinds)
{
    static const char *const cells[] = {"", "_lower", "_upper", "_unit", "_reason"};
    static const char *const ranking[] = {"_of", "_missing", "_tied", "_judgement"};

    for (size_t i = 0; i < kinds->n; i++) {
        put_names(w, kind_names[kinds->v[i]], cells, COUNT_OF(cells));
        if (kinds->v[i] == DERIVE_RANK)
            put_names(w, kind_names[kinds->v[i]], ranking, COUNT_OF(ranking));
    }
    csv_text(w, STR("derived_synthetic"));
}
