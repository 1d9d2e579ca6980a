#include "api/dense.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/series_derive.h"
#include "api/series_entry.h"

static void put_period(struct jw *w, struct period period, const struct series_point *point UNUSED,
                       const void *cls UNUSED)
{
    figure_json_period(w, period);
}

static void put_value(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls UNUSED)
{
    if (point != NULL && point->observation.key.has_value)
        jw_dec(w, observation_value(&point->observation));
    else
        jw_null(w);
}

static void put_limit(struct jw *w, const struct series_point *point, struct limit_e6 limit)
{
    figure_json_number(w, limit.known, observation_limit(&point->observation, limit));
}

static void put_lower(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls UNUSED)
{
    if (point != NULL)
        put_limit(w, point, point->observation.lower);
    else
        jw_null(w);
}

static void put_upper(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls UNUSED)
{
    if (point != NULL)
        put_limit(w, point, point->observation.upper);
    else
        jw_null(w);
}

static void put_bound(struct jw *w, struct period period UNUSED, const struct series_point *point,
                      const void *cls UNUSED)
{
    envelope_text(w, point != NULL ? point->observation.bound : (struct str){0});
}

static void put_status(struct jw *w, struct period period UNUSED, const struct series_point *point,
                       const void *cls UNUSED)
{
    envelope_text(w, point != NULL ? point->observation.status : (struct str){0});
}

static void put_extraction(struct jw *w, struct period period UNUSED,
                           const struct series_point *point, const void *cls UNUSED)
{
    envelope_text(w, point != NULL ? point->observation.extraction : (struct str){0});
}

static void put_document(struct jw *w, struct period period UNUSED,
                         const struct series_point *point, const void *cls UNUSED)
{
    envelope_text(w, point != NULL ? series_point_document(point) : (struct str){0});
}

static void put_origin(struct jw *w, struct period period UNUSED, const struct series_point *point,
                       const void *cls UNUSED)
{
    envelope_text(w, point != NULL ? series_point_origin(point) : (struct str){0});
}

static void put_synthetic(struct jw *w, struct period period UNUSED,
                          const struct series_point *point, const void *cls UNUSED)
{
    if (point != NULL)
        jw_bool(w, series_point_synthetic(point));
    else
        jw_null(w);
}

static void put_reason(struct jw *w, struct period period UNUSED, const struct series_point *point,
                       const void *cls UNUSED)
{
    envelope_text(w, point != NULL ? reason_code(point->reason) : (struct str){0});
}

/* The published figures that a point was made of. */
static void put_published(struct jw *w, const struct series_point *point)
{
    if (point->document != NULL) {
        jw_object_begin(w);
        JW_KEY(w, "region");
        jw_str(w, point->region->code);
        JW_KEY(w, "period");
        figure_json_period(w, point->observation.key.period);
        jw_object_end(w);
    }
    for (size_t i = 0; i < point->n_inputs; i++)
        put_published(w, point->inputs[i]);
}

static void put_inputs(struct jw *w, struct period period UNUSED, const struct series_point *point,
                       const void *cls UNUSED)
{
    if (point == NULL || point->document != NULL) {
        jw_null(w);
        return;
    }
    jw_array_begin(w);
    put_published(w, point);
    jw_array_end(w);
}

static const struct {
    struct str name;
    series_put_fn put;
    bool computed; /* only where points may be computed */
} columns[] = {
    {STR("periods"), put_period, false},        {STR("values"), put_value, false},
    {STR("lower"), put_lower, false},           {STR("upper"), put_upper, false},
    {STR("bound"), put_bound, false},           {STR("status"), put_status, false},
    {STR("extraction"), put_extraction, false}, {STR("document"), put_document, false},
    {STR("origin"), put_origin, false},         {STR("synthetic"), put_synthetic, false},
    {STR("reasons"), put_reason, true},         {STR("inputs"), put_inputs, true},
};

static struct dense calendar_of(const struct series_entry *entry)
{
    struct dense dense = dense_begin(entry->points[0].observation.key.period.freq);

    for (size_t i = 0; i < entry->n; i++)
        if (!entry->points[i].left_out)
            dense_hold(&dense, entry->points[i].observation.key.period);
    return dense;
}

bool series_entry_column(struct jw *w, const struct series_entry *entry, series_put_fn put,
                         const void *cls)
{
    struct dense dense = calendar_of(entry);
    struct period expected = {0};
    bool goes_on = false, gaps = false;

    jw_array_begin(w);
    for (size_t i = 0; i < entry->n; i++) {
        const struct series_point *point = &entry->points[i];
        struct period period = point->observation.key.period;

        while (goes_on && !point->left_out && expected.ends_on < period.ends_on) {
            put(w, expected, NULL, cls);
            gaps = true;
            expected = dense_next(dense, expected);
        }
        if (!point->left_out)
            put(w, period, point, cls);
        goes_on = dense.step > 0 && !point->left_out;
        if (goes_on)
            expected = dense_next(dense, period);
    }
    jw_array_end(w);
    return gaps;
}

static int put_head(struct jw *w, struct api_call *call, struct observation_memo *memo,
                    const struct series_entry *entry)
{
    const struct observation *first = &entry->points[0].observation;
    char freq = freq_letter(first->key.period.freq);
    const struct memo_region *region;
    struct memo_breakdown *breakdown;
    int r = observation_memo_region(memo, first->key.region, &region);

    if (r == 0)
        r = observation_memo_breakdown(memo, first->key.breakdown, &breakdown);
    if (r < 0)
        return r;
    JW_KEY(w, "indicator");
    jw_str(w, entry->indicator->code);
    JW_KEY(w, "indicator_name");
    jw_str(w, envelope_lang(call, entry->indicator->names));
    JW_KEY(w, "region");
    jw_str(w, region->code);
    JW_KEY(w, "region_name");
    jw_str(w, envelope_lang(call, region->names));
    JW_KEY(w, "breakdown");
    envelope_breakdown(w, breakdown->text);
    JW_KEY(w, "measure");
    jw_str(w, first->key.measure);
    JW_KEY(w, "definition");
    jw_str(w, first->key.definition);
    JW_KEY(w, "freq");
    jw_str(w, (struct str){&freq, 1});
    JW_KEY(w, "unit");
    jw_str(w, first->unit);
    return 0;
}

int series_entry_json(struct jw *w, struct api_call *call, struct observation_memo *memo,
                      const struct series_entry *entry, struct series_derive *derive)
{
    int r;

    for (size_t i = 0; i < entry->n; i++) {
        if (entry->points[i].left_out)
            continue;
        series_point_note(call, &entry->points[i]);
        if (entry->points[i].reason != REASON_NONE)
            hint_add(call, HINT_NOT_COMPUTED);
    }
    jw_object_begin(w);
    r = put_head(w, call, memo, entry);
    if (r < 0)
        return r;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        if (columns[i].computed && !entry->computed)
            continue;
        jw_key(w, columns[i].name);
        if (series_entry_column(w, entry, columns[i].put, NULL))
            hint_add(call, HINT_GAPS);
    }
    if (derive->kinds.n > 0) {
        JW_KEY(w, "derived");
        r = series_derive_json(w, derive, entry);
    }
    jw_object_end(w);
    return r;
}
