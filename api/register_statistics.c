#include "api/register_statistics.h"

#include "api/envelope.h"
#include "api/figure.h"
#include "api/register_coverage.h"
#include "base/err.h"
#include "base/rational.h"
#include "db/db.h"

static bool is_e6(const struct statistic *s, size_t measure)
{
    return s->measures[measure].kind == REGISTER_SUM_E6;
}

static struct rational number_of(const struct statistic *s, const struct counted *counted, size_t i)
{
    int64_t value = counted->group.values[i];

    return is_e6(s, i) ? rational_from_e6(value) : rational_from_int(value);
}

/* All money of the registers is in this unit, of the code list `unit`. */
static const struct str money_unit = STR("cny_10k");

/* Sums of money are the only ones that are no whole numbers. */
static bool has_money(const struct register_statistics *spec)
{
    for (size_t i = 0; i < spec->n_measures; i++)
        if (spec->measures[i].kind == REGISTER_SUM_E6)
            return true;
    return false;
}

/* part / whole times `factor`; false where it can not be said. */
static bool divide(struct rational part, struct rational whole, int64_t factor, uint8_t decimals,
                   struct dec *ret)
{
    struct rational value;

    return rational_sign(whole) != 0 && rational_div(part, whole, &value) == 0 &&
           rational_mul(value, rational_from_int(factor), &value) == 0 &&
           rational_round(value, decimals, ROUND_NEAREST, ret) == 0;
}

/* One member of what is told of a group. */
typedef void (*put_fn)(struct statistic *s, const char *name, const struct dec *value);

static void put_dec(struct statistic *s, put_fn put, const char *name, bool known, struct dec value)
{
    put(s, name, known ? &value : NULL);
}

/* Measures, ratios and the share in the total; without `counted` the names alone. */
static void each_number(struct statistic *s, const struct counted *counted, bool share, put_fn put)
{
    static const struct counted none;
    const struct counted *c = counted != NULL ? counted : &none;
    const struct register_statistics *spec = s->spec;
    struct dec value = {0};

    for (size_t i = 0; i < spec->n_measures; i++) {
        value = is_e6(s, i) ? dec_from_e6(c->group.values[i], 0)
                            : (struct dec){.v = c->group.values[i]};
        put_dec(s, put, s->measures[i].name, true, value);
    }
    for (size_t i = 0; i < spec->n_ratios; i++) {
        const struct register_ratio *ratio = &spec->ratios[i];
        bool known = divide(number_of(s, c, ratio->part), number_of(s, c, ratio->whole),
                            ratio->percent ? 100 : 1, ratio->decimals, &value);

        put_dec(s, put, ratio->name, known, value);
    }
    if (share) {
        bool known = divide(number_of(s, c, spec->share_of),
                            number_of(s, &s->total, spec->share_of), 100, 1, &value);

        put_dec(s, put, "share", known, value);
    }
}

static void put_json(struct statistic *s, const char *name, const struct dec *value)
{
    jw_key(&s->json, str_from(name));
    if (value != NULL)
        jw_dec(&s->json, *value);
    else
        jw_null(&s->json);
}

static void put_name(struct statistic *s, const char *name, const struct dec *value UNUSED)
{
    csv_text(&s->csv, str_from(name));
}

static void put_cell(struct statistic *s, const char *name UNUSED, const struct dec *value)
{
    if (value != NULL)
        csv_dec(&s->csv, *value);
    else
        csv_empty(&s->csv);
}

static void put_days(struct jw *w, const struct spread *days)
{
    const struct {
        const char *name;
        struct dec value;
    } members[] = {{"mean", days->mean},     {"median", days->median}, {"p25", days->p25},
                   {"p75", days->p75},       {"p90", days->p90},       {"min", {.v = days->min}},
                   {"max", {.v = days->max}}};

    JW_KEY(w, "days");
    jw_object_begin(w);
    JW_KEY(w, "n");
    jw_i64(w, days->n);
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        jw_key(w, str_from(members[i].name));
        if (days->n > 0)
            jw_dec(w, members[i].value);
        else
            jw_null(w);
    }
    jw_object_end(w);
}

static void put_counted(struct statistic *s, const struct counted *counted, bool share)
{
    each_number(s, counted, share, put_json);
    if (counted->has_days)
        put_days(&s->json, &counted->days);
}

/* A key of a group as text: a code, or the code of a period. */
static struct str key_text(const struct statistic *s, const struct register_group *group, size_t i)
{
    int64_t n = group->numbers[i];

    switch (s->by[i]->kind) {
    case REGISTER_BY_VALUE:
    case REGISTER_BY_CONDUCT_GROUP:
        return group->keys[i];
    case REGISTER_BY_YEAR:
        return arena_printf(s->call->arena, "%d", (int)n);
    case REGISTER_BY_HALF:
        return arena_printf(s->call->arena, "%d-H%d", (int)(n / 10), (int)(n % 10));
    case REGISTER_BY_QUARTER:
        return arena_printf(s->call->arena, "%d-Q%d", (int)(n / 10), (int)(n % 10));
    case REGISTER_BY_MONTH:
        return arena_printf(s->call->arena, "%d-%02d", (int)(n / 100), (int)(n % 100));
    }
    return STR("");
}

/* Whether the days of a group are covered: 1, 0, or negative where it has none. */
static int is_covered(struct statistic *s, const struct counted *counted)
{
    struct register_cover cover;
    bool known;
    int r = register_coverage_group(s, &counted->group, &known, &cover);

    if (r < 0)
        s->failure = r;
    return r < 0 || !known ? -1 : cover.whole;
}

static void put_covered(struct jw *w, bool known, bool covered)
{
    JW_KEY(w, "covered");
    if (known)
        jw_bool(w, covered);
    else
        jw_null(w);
}

static void put_group(struct statistic *s, const struct counted *counted)
{
    int covered = is_covered(s, counted);
    const struct register_group *group = &counted->group;
    struct jw *w = &s->json;

    jw_object_begin(w);
    JW_KEY(w, "key");
    jw_object_begin(w);
    for (size_t i = 0; i < s->n_by; i++) {
        jw_key(w, str_from(s->by[i]->name));
        envelope_text(w, key_text(s, group, i));
    }
    jw_object_end(w);
    JW_KEY(w, "names");
    jw_object_begin(w);
    for (size_t i = 0; i < s->n_by; i++) {
        jw_key(w, str_from(s->by[i]->name));
        envelope_text(w, group->names[i]);
    }
    jw_object_end(w);
    put_covered(w, covered >= 0, covered > 0);
    put_counted(s, counted, true);
    jw_object_end(w);
}

static void put_row(struct statistic *s, const struct counted *counted)
{
    int covered = is_covered(s, counted);

    for (size_t i = 0; i < s->n_by; i++) {
        csv_text(&s->csv, key_text(s, &counted->group, i));
        csv_text(&s->csv, counted->group.names[i]);
    }
    each_number(s, counted, true, put_cell);
    if (covered >= 0)
        csv_text(&s->csv, covered > 0 ? STR("true") : STR("false"));
    else
        csv_empty(&s->csv);
    if (has_money(s->spec))
        csv_text(&s->csv, money_unit);
    csv_text(&s->csv, s->synthetic ? STR("true") : STR("false"));
    csv_end_row(&s->csv);
}

static void put_header(struct statistic *s)
{
    csv_writer_init(&s->csv, s->call->out, s->args.bom);
    for (size_t i = 0; i < s->n_by; i++) {
        csv_text(&s->csv, str_from(s->by[i]->name));
        csv_text(&s->csv, arena_printf(s->call->arena, "%s_name", s->by[i]->name));
    }
    each_number(s, NULL, true, put_name);
    csv_text(&s->csv, STR("covered"));
    if (has_money(s->spec))
        csv_text(&s->csv, STR("money_unit"));
    csv_text(&s->csv, STR("synthetic"));
    csv_end_row(&s->csv);
}

static void note_document(void *cls, struct str document, bool synthetic)
{
    struct statistic *s = cls;

    envelope_document(s->call, document);
    s->synthetic = s->synthetic || synthetic;
}

/* Nothing is known where no register covers anything: no record is then no zero. */
static bool is_known(const struct register_cover *cover, const struct counted *counted)
{
    return cover->any || counted->group.values[0] > 0;
}

/* Only what is counted in full on both sides has grown. */
static void put_growth(struct statistic *s, const struct counted *before, bool covered)
{
    struct rational was = number_of(s, before, s->spec->share_of), change;
    struct dec growth;

    JW_KEY(&s->json, "growth");
    if (covered && s->cover.whole &&
        rational_sub(number_of(s, &s->total, s->spec->share_of), was, &change) == 0 &&
        divide(change, was, 100, 1, &growth))
        jw_dec(&s->json, growth);
    else
        jw_null(&s->json);
}

/* The same period of the year before, and how the measure has grown since. */
static int put_previous(struct statistic *s)
{
    struct jw *w = &s->json;
    struct register_cover cover;
    struct counted before;
    struct period period;
    int r;

    JW_KEY(w, "previous");
    if (!s->has_period || period_back(s->period, 12, &period) < 0) {
        jw_null(w);
        return 0;
    }
    register_counted_within(s, period);
    r = register_counted_all(s, &before);
    register_counted_within(s, s->period);
    if (r == 0)
        r = register_coverage_of(s, STR(""),
                                 (struct coverage_span){period.starts_on, period.ends_on}, &cover);
    if (r < 0)
        return r;
    if (!is_known(&cover, &before)) {
        jw_null(w);
        return 0;
    }
    jw_object_begin(w);
    JW_KEY(w, "period");
    figure_json_period(w, period);
    put_covered(w, true, cover.whole);
    put_growth(s, &before, cover.whole);
    put_counted(s, &before, false);
    jw_object_end(w);
    return 0;
}

static void put_total(struct statistic *s)
{
    struct jw *w = &s->json;

    JW_KEY(w, "total");
    if (!is_known(&s->cover, &s->total)) {
        jw_null(w);
        return;
    }
    jw_object_begin(w);
    put_counted(s, &s->total, false);
    jw_object_end(w);
}

static int put_answer(struct statistic *s)
{
    struct jw *w = &s->json;
    int r = 0;

    envelope_begin(s->call, w);
    jw_object_begin(w);
    JW_KEY(w, "period");
    if (s->has_period)
        figure_json_period(w, s->period);
    else
        jw_null(w);
    put_covered(w, s->has_period, s->cover.whole);
    if (s->spec->of->judged) {
        JW_KEY(w, "on");
        envelope_date(w, s->on);
    }
    JW_KEY(w, "group_by");
    jw_array_begin(w);
    for (size_t i = 0; i < s->n_by; i++)
        jw_str(w, str_from(s->by[i]->name));
    jw_array_end(w);
    if (has_money(s->spec)) {
        JW_KEY(w, "money_unit");
        jw_str(w, money_unit);
    }
    put_total(s);
    r = put_previous(s);
    JW_KEY(w, "groups");
    jw_array_begin(w);
    if (r == 0 && s->n_by > 0)
        r = register_counted_each(s, put_group);
    jw_array_end(w);
    jw_object_end(w);
    return r;
}

static int put_table(struct statistic *s)
{
    put_header(s);
    if (s->n_by > 0)
        return register_counted_each(s, put_row);
    if (is_known(&s->cover, &s->total))
        put_row(s, &s->total);
    return 0;
}

enum problem_id register_statistics_answer(struct api_call *call,
                                           const struct register_statistics *spec)
{
    struct statistic s = {.call = call, .spec = spec};
    bool is_csv = call->format == PARAM_FORMAT_CSV;
    int r = register_counted_begin(&s);

    if (r == 0)
        r = register_documents(call->db, call->arena, call->release->id, &s.query, note_document,
                               &s);
    if (r == 0)
        r = register_counted_all(&s, &s.total);
    if (r == 0)
        r = register_coverage_open(&s);
    if (r == 0)
        r = register_coverage_all(&s, &s.cover);
    if (r == 0)
        r = is_csv ? put_table(&s) : put_answer(&s);
    if (r == 0)
        r = s.failure;
    if (r == -ERR_LIMIT)
        return api_problem(call, PROBLEM_RESPONSE_TOO_LARGE,
                           "There are more than %d groups; name fewer keys or a shorter period.",
                           REGISTER_GROUPS_MAX);
    if (r < 0)
        return api_fail(call, r);
    if (s.total.group.values[0] == 0)
        hint_add(call, HINT_NO_DATA);
    if (!is_csv)
        return envelope_end(call, &s.json);
    call->file_name = STR("statistics.csv");
    return api_done_text(call);
}
