#include "api/series_derive.h"

#include "api/envelope.h"
#include "base/err.h"

int series_derive_open(struct series_derive *derive, struct api_call *call,
                       struct observation_memo *memo, const struct observation_filter *filter,
                       struct str_list kinds, struct str population)
{
    int r;

    if (kinds.n == 0)
        return 0;
    r = derive_kinds_parse(kinds, &derive->kinds);
    if (r < 0)
        return r;
    derive->filter = *filter;
    derive->filter.spans = &derive->span;
    derive->filter.n_spans = 1;
    return derive_open(&derive->derive, call, memo, &derive->filter, population);
}

void series_derive_close(struct series_derive *derive)
{
    derive_close(&derive->derive);
}

/* The point as a figure with its names. */
static int name_point(struct series_derive *derive, const struct series_point *point,
                      const struct series_entry *entry, struct figure *ret)
{
    struct observation_memo *memo = derive->derive.memo;
    struct memo_breakdown *breakdown;
    int r;

    *ret = (struct figure){.observation = point->observation,
                           .indicator = entry->indicator,
                           .document = point->document};
    r = observation_memo_region(memo, point->observation.key.region, &ret->region);
    if (r == 0)
        r = observation_memo_breakdown(memo, point->observation.key.breakdown, &breakdown);
    if (r == 0)
        ret->breakdown = breakdown->text;
    return r;
}

static bool is_figure(const struct series_point *point)
{
    return point->reason == REASON_NONE;
}

/* The point that this one is held against within its entry; NULL: none. */
static const struct series_point *base_of(const struct series_entry *entry,
                                          const struct series_point *point, enum derive_kind kind)
{
    struct period wanted = point->observation.key.period;

    if (kind != DERIVE_CAGR && period_back(wanted, 12, &wanted) < 0)
        return NULL;
    for (const struct series_point *base = entry->points; base < point; base++) {
        const struct period *period = &base->observation.key.period;

        if (kind == DERIVE_CAGR
                ? is_figure(base) && !base->left_out
                : period->ends_on == wanted.ends_on && period->starts_on == wanted.starts_on)
            return base;
    }
    return NULL;
}

/* Whether the series breaks after `base` and up to `point`. */
static bool breaks_after(const struct series_point *base, const struct series_point *point)
{
    while (++base <= point)
        if (series_point_breaks(base))
            return true;
    return false;
}

/* A forecast is no figure to compute from, unless the request names the status. */
static bool is_forecast(const struct series_derive *derive, const struct series_point *point)
{
    const struct text_choice *statuses = &derive->filter.statuses;
    const struct str forecast = STR("F");

    return point != NULL && str_eq(point->observation.status, forecast) &&
           !(statuses->only && text_choice_takes(statuses, forecast));
}

/* Within a computed entry: growth over its own points. What needs other regions would compare with
 * figures that were not computed alike. */
static int derive_computed(struct series_derive *derive, const struct series_entry *entry,
                           const struct series_point *point, enum derive_kind kind,
                           const struct figure *figure, struct figure *base_figure,
                           struct derived *ret)
{
    const struct series_point *base = base_of(entry, point, kind);
    enum reason missing = REASON_NO_BASE;
    int r = base != NULL ? name_point(derive, base, entry, base_figure) : 0;

    if (r < 0)
        return r;
    if (base != NULL && !is_figure(base)) {
        missing = base->reason;
        base = NULL;
    }
    if (derive_over(kind, figure, base != NULL ? base_figure : NULL, missing, ret)) {
        if (base != NULL && breaks_after(base, point))
            derived_refuse(ret, REASON_DEFINITION_CHANGED);
        if (is_forecast(derive, point) || is_forecast(derive, base))
            derived_refuse(ret, REASON_FORECAST);
        return 0;
    }
    if (point->document != NULL)
        return derive_compute(&derive->derive, kind, figure, ret);
    derived_begin(ret, STR("percent"), 0);
    derived_refuse(ret, REASON_COMPUTED);
    return 0;
}

static void keep(const struct derived *derived, struct series_result *ret)
{
    *ret = (struct series_result){.has_value = derived->has_value,
                                  .lower_known = derived->lower_known,
                                  .upper_known = derived->upper_known,
                                  .value = derived->value,
                                  .lower = derived->lower,
                                  .upper = derived->upper,
                                  .reason = derived->reason};
    for (size_t i = 0; i < derived->n_inputs && !ret->has_base; i++) {
        const struct figure *figure = derived->inputs[i].figure;

        if (str_eq(derived->inputs[i].role, STR("value")))
            continue;
        ret->has_base = true;
        ret->base_region = figure->region->code;
        ret->base_period = figure->observation.key.period;
    }
}

/* What all values of one column have in common. */
struct column {
    const struct series_point *points;
    const struct series_result *results;
    struct str unit;
    uint8_t decimals;
};

static int compute(struct series_derive *derive, const struct series_entry *entry,
                   enum derive_kind kind, struct column *column)
{
    for (size_t i = 0; i < entry->n; i++) {
        const struct series_point *point = &entry->points[i];
        struct figure figure, base;
        struct derived derived;
        int r;

        if (point->left_out || !is_figure(point)) {
            derive->results[i] = (struct series_result){.reason = point->reason};
            continue;
        }
        r = name_point(derive, point, entry, &figure);
        if (r == 0)
            r = entry->computed
                    ? derive_computed(derive, entry, point, kind, &figure, &base, &derived)
                    : derive_compute(&derive->derive, kind, &figure, &derived);
        if (r < 0)
            return r;
        keep(&derived, &derive->results[i]);
        if (column->unit.n == 0 || derived.reason == REASON_NONE)
            column->unit = derived.unit;
        if (derived.decimals > column->decimals)
            column->decimals = derived.decimals;
        derive_forget(&derive->derive);
    }
    return 0;
}

static const struct series_result *result_of(const struct column *column,
                                             const struct series_point *point)
{
    static const struct series_result none;

    return point != NULL ? &column->results[point - column->points] : &none;
}

static void put_value(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls)
{
    const struct series_result *result = result_of(cls, point);

    figure_json_number(w, result->has_value, result->value);
}

static void put_lower(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls)
{
    const struct series_result *result = result_of(cls, point);

    figure_json_number(w, result->lower_known, result->lower);
}

static void put_upper(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls)
{
    const struct series_result *result = result_of(cls, point);

    figure_json_number(w, result->upper_known, result->upper);
}

static void put_reason(struct jw *w, struct period period UNUSED, const struct series_point *point,
                       const void *cls)
{
    envelope_text(w, reason_code(result_of(cls, point)->reason));
}

static void put_base(struct jw *w, struct period period UNUSED, const struct series_point *point,
                     const void *cls)
{
    const struct series_result *result = result_of(cls, point);

    if (!result->has_base) {
        jw_null(w);
        return;
    }
    jw_object_begin(w);
    JW_KEY(w, "region");
    jw_str(w, result->base_region);
    JW_KEY(w, "period");
    figure_json_period(w, result->base_period);
    jw_object_end(w);
}

static void put_columns(struct jw *w, const struct series_entry *entry, const struct column *column)
{
    static const struct {
        struct str name;
        series_put_fn put;
    } columns[] = {{STR("values"), put_value},
                   {STR("lower"), put_lower},
                   {STR("upper"), put_upper},
                   {STR("reasons"), put_reason},
                   {STR("bases"), put_base}};

    jw_object_begin(w);
    JW_KEY(w, "unit");
    jw_str(w, column->unit);
    JW_KEY(w, "decimals");
    jw_i64(w, column->decimals);
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        jw_key(w, columns[i].name);
        series_entry_column(w, entry, columns[i].put, column);
    }
    jw_object_end(w);
}

static int reserve(struct series_derive *derive, size_t n)
{
    if (n <= derive->room)
        return 0;
    derive->results = arena_alloc(derive->derive.call->arena, n * sizeof *derive->results);
    derive->room = derive->results != NULL ? n : 0;
    return derive->results != NULL ? 0 : -ERR_NOMEM;
}

/* From the first day that is shown on. */
static struct period_span span_of(const struct series_entry *entry)
{
    size_t first = 0;

    while (first + 1 < entry->n && entry->points[first].left_out)
        first++;
    return (struct period_span){entry->points[first].observation.key.period.starts_on, INT32_MAX};
}

int series_derive_json(struct jw *w, struct series_derive *derive, const struct series_entry *entry)
{
    int r = reserve(derive, entry->n);

    derive->span = span_of(entry);
    jw_object_begin(w);
    for (size_t i = 0; r == 0 && i < derive->kinds.n; i++) {
        struct column column = {.points = entry->points, .results = derive->results};

        r = compute(derive, entry, derive->kinds.v[i], &column);
        if (r < 0)
            break;
        jw_key(w, derive_kind_name(derive->kinds.v[i]));
        put_columns(w, entry, &column);
    }
    jw_object_end(w);
    return r;
}
