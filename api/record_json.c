#include "api/record_json.h"

#include "api/envelope.h"
#include "base/err.h"
#include "base/percentile.h"

bool record_group_time(struct str name, bool *ret_split, enum freq *ret_freq)
{
    static const struct {
        struct str name;
        enum freq freq;
    } times[] = {{STR("year"), FREQ_A},
                 {STR("half"), FREQ_H},
                 {STR("quarter"), FREQ_Q},
                 {STR("month"), FREQ_M}};

    for (size_t i = 0; i < COUNT_OF(times); i++) {
        if (!str_eq(times[i].name, name))
            continue;
        if (!*ret_split || times[i].freq > *ret_freq)
            *ret_freq = times[i].freq;
        *ret_split = true;
        return true;
    }
    return false;
}

static struct str period_text(struct period period, char text[PERIOD_TEXT_MAX])
{
    size_t n = period_format(period, text);

    return (struct str){text, n};
}

void record_group_json(struct jw *w, const struct api_call *call, const struct record_scope *scope,
                       bool grouped, size_t region, struct period period)
{
    const struct record_region *named = &scope->regions.group[region];
    char text[PERIOD_TEXT_MAX];

    JW_KEY(w, "region");
    envelope_text(w, grouped ? named->code : STR(""));
    JW_KEY(w, "region_name");
    envelope_text(w, grouped ? envelope_lang(call, named->names) : STR(""));
    JW_KEY(w, "period");
    jw_str(w, period_text(period, text));
}

void record_group_csv_header(struct csv_writer *w)
{
    csv_text(w, STR("region"));
    csv_text(w, STR("region_name"));
    csv_text(w, STR("period"));
}

void record_group_csv(struct csv_writer *w, const struct api_call *call,
                      const struct record_scope *scope, bool grouped, size_t region,
                      struct period period)
{
    const struct record_region *named = &scope->regions.group[region];
    char text[PERIOD_TEXT_MAX];

    record_csv_text(w, grouped ? named->code : STR(""));
    record_csv_text(w, grouped ? envelope_lang(call, named->names) : STR(""));
    csv_text(w, period_text(period, text));
}

void record_keys_json(struct jw *w, const struct str *keys, const struct str *values, size_t n)
{
    JW_KEY(w, "group");
    jw_object_begin(w);
    for (size_t i = 0; i < n; i++) {
        jw_key(w, keys[i]);
        envelope_text(w, values[i]);
    }
    jw_object_end(w);
}

int record_percent_json(struct jw *w, int64_t part, int64_t whole)
{
    struct dec share;
    int r = whole == 0 ? 0 : percent_of(part, whole, &share);

    if (whole == 0)
        jw_null(w);
    else if (r == 0)
        jw_dec(w, share);
    return r;
}

int record_percent_csv(struct csv_writer *w, int64_t part, int64_t whole)
{
    struct dec share;
    int r = whole == 0 ? 0 : percent_of(part, whole, &share);

    if (whole == 0)
        csv_empty(w);
    else if (r == 0)
        csv_dec(w, share);
    return r;
}

static void put_dec(struct jw *w, bool known, struct dec value)
{
    if (known)
        jw_dec(w, value);
    else
        jw_null(w);
}

static void put_number(struct jw *w, bool known, int64_t value)
{
    if (known)
        jw_i64(w, value);
    else
        jw_null(w);
}

int record_durations_json(struct jw *w, const struct day_counts *days)
{
    struct spread spread = {.n = 0};
    int r = day_counts_spread(days, &spread);
    bool known = spread.n > 0;

    JW_KEY(w, "duration");
    jw_object_begin(w);
    JW_KEY(w, "n");
    jw_i64(w, spread.n);
    JW_KEY(w, "mean");
    put_dec(w, known, spread.mean);
    JW_KEY(w, "median");
    put_dec(w, known, spread.median);
    JW_KEY(w, "p25");
    put_dec(w, known, spread.p25);
    JW_KEY(w, "p75");
    put_dec(w, known, spread.p75);
    JW_KEY(w, "p90");
    put_dec(w, known, spread.p90);
    JW_KEY(w, "min");
    put_number(w, known, spread.min);
    JW_KEY(w, "max");
    put_number(w, known, spread.max);
    jw_object_end(w);
    return r;
}

void record_durations_csv_header(struct csv_writer *w)
{
    static const struct str names[] = {
        STR("duration_n"),   STR("duration_mean"), STR("duration_median"), STR("duration_p25"),
        STR("duration_p75"), STR("duration_p90"),  STR("duration_min"),    STR("duration_max")};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        csv_text(w, names[i]);
}

int record_durations_csv(struct csv_writer *w, const struct day_counts *days)
{
    struct spread spread = {.n = 0};
    int r = day_counts_spread(days, &spread);
    bool known = spread.n > 0;
    const struct dec values[] = {spread.mean, spread.median,   spread.p25,     spread.p75,
                                 spread.p90,  {spread.min, 0}, {spread.max, 0}};

    csv_i64(w, spread.n);
    for (size_t i = 0; i < COUNT_OF(values); i++)
        csv_number(w, known, values[i]);
    return r;
}

bool record_scope_synthetic(const struct record_scope *scope, bool grouped, size_t region)
{
    size_t n = scope->registers.n;

    for (size_t k = 0; k < n; k++)
        if (scope->registers.v[k].synthetic && scope->covers[(grouped ? region : 0) * n + k])
            return true;
    return false;
}

bool record_document_synthetic(const struct record_scope *scope, struct str document)
{
    for (size_t k = 0; k < scope->registers.n; k++)
        if (str_eq(scope->registers.v[k].code, document))
            return scope->registers.v[k].synthetic;
    return false;
}

void record_csv_text(struct csv_writer *w, struct str text)
{
    if (text.n > 0)
        csv_text(w, text);
    else
        csv_empty(w);
}

void record_csv_date(struct csv_writer *w, int32_t day)
{
    char text[DATE_TEXT_MAX];
    size_t n = date_format(day, text);

    csv_text(w, (struct str){text, n});
}

void record_csv_day(struct csv_writer *w, struct day day)
{
    if (day.known)
        record_csv_date(w, day.day);
    else
        csv_empty(w);
}
