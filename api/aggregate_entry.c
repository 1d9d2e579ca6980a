#include "api/aggregate_entry.h"

#include "api/derived.h"
#include "api/envelope.h"
#include "base/err.h"

/* What is written of a number: rounded as in api/derived.h. */
static struct derived number_of(const struct aggregate_entry *entry,
                                const struct rollup_result *result)
{
    struct derived derived;

    derived_begin(&derived, result->unit, result->decimals);
    if (result->reason != REASON_NONE)
        derived_refuse(&derived, result->reason);
    derived_set(&derived, 0, &result->is);
    if (!result->has_value)
        derived.has_value = false;
    if (entry->counts)
        derived.lower_known = derived.upper_known = derived.has_value;
    return derived;
}

/* A number that does not fit is not written, and then it has no bound. */
static struct str bound_of(const struct rollup_result *result, const struct derived *number)
{
    if (number->reason != REASON_NONE ||
        (!number->has_value && !number->lower_known && !number->upper_known))
        return (struct str){0};
    if (!number->has_value)
        return number->upper_known ? STR("le") : STR("ge");
    return result->bound;
}

static void put_texts(struct jw *w, const struct rollup_texts *texts)
{
    jw_array_begin(w);
    for (size_t i = 0; i < texts->n; i++)
        jw_str(w, texts->v[i]);
    jw_array_end(w);
}

static void put_gaps(struct jw *w, const struct rollup_gaps *gaps)
{
    jw_array_begin(w);
    for (size_t i = 0; i < gaps->n; i++) {
        jw_object_begin(w);
        JW_KEY(w, "region");
        jw_str(w, gaps->v[i].region->code);
        JW_KEY(w, "period");
        jw_str(w, gaps->v[i].period);
        jw_object_end(w);
    }
    jw_array_end(w);
}

static void put_group(struct jw *w, const struct aggregate_entry *entry, const struct group *group)
{
    const struct group_by *by = &entry->groups->by;

    jw_object_begin(w);
    for (size_t i = 0; i < by->n; i++) {
        jw_key(w, by->v[i].name);
        if (group->values[i].text.p != NULL)
            jw_str(w, group->values[i].text);
        else
            jw_null(w);
    }
    jw_object_end(w);
}

static struct str label_of(const struct aggregate_entry *entry, const struct group *group,
                           enum group_key key)
{
    if (key == GROUP_INDICATOR)
        return envelope_lang(entry->call, group->scope.indicator->names);
    if (key == GROUP_REGION)
        return envelope_lang(entry->call, group->region->names);
    if (key == GROUP_PARENT && group->parent != NULL)
        return envelope_lang(entry->call, group->parent->names);
    return (struct str){0};
}

static void put_labels(struct jw *w, const struct aggregate_entry *entry, const struct group *group)
{
    const struct group_by *by = &entry->groups->by;

    jw_object_begin(w);
    for (size_t i = 0; i < by->n; i++) {
        if (by->v[i].key > GROUP_PARENT)
            continue;
        jw_key(w, by->v[i].name);
        envelope_text(w, label_of(entry, group, by->v[i].key));
    }
    jw_object_end(w);
}

static struct str role_name(size_t role)
{
    static const struct str names[ROLLUP_ROLES] = {STR("figure"), STR("numerator"),
                                                   STR("denominator"), STR("weight")};

    return names[role];
}

/* One figure as an input; `ret_second_hand` tells where it comes from. */
static int put_input(struct jw *w, const struct aggregate_entry *entry, size_t role,
                     const struct rollup_figure *from)
{
    const struct observation_indicator indicator = {.code = from->kind->indicator->code};
    const struct memo_region region = {.code = from->region->code};
    struct figure figure = {
        .observation = {.key = {.measure = from->kind->measure,
                                .definition = from->kind->definition,
                                .period = from->period,
                                .has_value = from->has_value,
                                .value_e6 = from->value_e6},
                        .decimals = from->decimals},
        .indicator = &indicator,
        .region = &region,
        .breakdown = from->parts,
    };
    int r = observation_memo_document(entry->memo, from->document, &figure.document);

    if (r == 0)
        derived_input_json(w, role_name(role), &figure);
    return r;
}

static int put_inputs(struct jw *w, const struct aggregate_entry *entry,
                      const struct rollup_result *result)
{
    size_t n = 0, all = 0;
    int r = 0;

    JW_KEY(w, "inputs");
    jw_array_begin(w);
    for (size_t role = 0; role < ROLLUP_ROLES; role++) {
        struct rollup_slice used = result->used[role];

        for (size_t i = 0; i < used.n && r == 0; i++) {
            if (!used.v[i].has_value)
                continue;
            if (all++ < AGGREGATE_INPUTS_MAX) {
                r = put_input(w, entry, role, &used.v[i]);
                n++;
            }
        }
    }
    jw_array_end(w);
    JW_KEY(w, "inputs_more");
    jw_i64(w, (int64_t)(all - n));
    return r;
}

/* The documents of all figures used, and that some of them are second-hand, inexact or made up. */
static int note_inputs(const struct aggregate_entry *entry, const struct rollup_result *result,
                       bool *ret_synthetic)
{
    int64_t last = -1;

    *ret_synthetic = false;
    if (result->inexact)
        hint_add(entry->call, HINT_INEXACT);
    for (size_t role = 0; role < ROLLUP_ROLES; role++) {
        struct rollup_slice used = result->used[role];

        for (size_t i = 0; i < used.n; i++) {
            const struct memo_document *document;
            int r;

            if (used.v[i].document == last)
                continue;
            last = used.v[i].document;
            r = observation_memo_document(entry->memo, last, &document);
            if (r < 0)
                return r;
            envelope_document(entry->call, document->code);
            *ret_synthetic = *ret_synthetic || document->synthetic;
            if (document->second_hand)
                hint_add(entry->call, HINT_SECOND_HAND);
        }
    }
    return 0;
}

static void put_rules(struct jw *w, const struct rollup_result *result)
{
    jw_object_begin(w);
    JW_KEY(w, "regions");
    envelope_text(w, result->over_regions);
    JW_KEY(w, "time");
    envelope_text(w, result->over_time);
    JW_KEY(w, "parts");
    envelope_text(w, result->over_parts);
    jw_object_end(w);
}

static void put_number(struct jw *w, const struct aggregate_entry *entry,
                       const struct rollup_result *result, const struct derived *number)
{
    JW_KEY(w, "function");
    jw_str(w, entry->function);
    JW_KEY(w, "value");
    figure_json_number(w, number->has_value, number->value);
    JW_KEY(w, "lower");
    figure_json_number(w, number->lower_known, number->lower);
    JW_KEY(w, "upper");
    figure_json_number(w, number->upper_known, number->upper);
    JW_KEY(w, "bound");
    envelope_text(w, bound_of(result, number));
    JW_KEY(w, "unit");
    envelope_text(w, result->unit);
    JW_KEY(w, "decimals");
    jw_i64(w, result->decimals);
    JW_KEY(w, "derived");
    jw_bool(w, true);
    JW_KEY(w, "rules");
    put_rules(w, result);
}

/* What the number covers. */
static void put_cover(struct jw *w, const struct aggregate_entry *entry,
                      const struct rollup_result *result)
{
    bool used = !entry->counts;

    JW_KEY(w, "complete");
    if (result->judged)
        jw_bool(w, result->complete);
    else
        jw_null(w);
    JW_KEY(w, "figures");
    jw_i64(w, (int64_t)result->figures);
    JW_KEY(w, "first_period");
    if (used)
        figure_json_period(w, result->first);
    else
        jw_null(w);
    JW_KEY(w, "last_period");
    if (used)
        figure_json_period(w, result->last);
    else
        jw_null(w);
    JW_KEY(w, "breakdown");
    if (result->has_parts)
        envelope_breakdown(w, result->parts);
    else
        jw_null(w);
    JW_KEY(w, "missing");
    put_texts(w, &result->missing);
    JW_KEY(w, "not_applicable");
    put_texts(w, &result->not_applicable);
    JW_KEY(w, "missing_periods");
    put_gaps(w, &result->missing_periods);
    JW_KEY(w, "missing_parts");
    put_texts(w, &result->missing_parts);
}

int aggregate_json(struct jw *w, const struct aggregate_entry *entry, const struct group *group)
{
    const struct rollup_result *result = group->result;
    struct derived number = number_of(entry, result);
    bool synthetic;
    int r = note_inputs(entry, result, &synthetic);

    if (r < 0)
        return r;
    jw_object_begin(w);
    JW_KEY(w, "group");
    put_group(w, entry, group);
    JW_KEY(w, "labels");
    put_labels(w, entry, group);
    put_number(w, entry, result, &number);
    put_cover(w, entry, result);
    r = put_inputs(w, entry, result);
    JW_KEY(w, "reason");
    envelope_text(w, reason_code(number.reason));
    JW_KEY(w, "reason_text");
    envelope_text(w, reason_text(entry->call, number.reason));
    jw_object_end(w);
    return r;
}

static const struct str columns[] = {
    STR("function"),      STR("value"),          STR("lower"),
    STR("upper"),         STR("bound"),          STR("unit"),
    STR("decimals"),      STR("rule_regions"),   STR("rule_time"),
    STR("rule_parts"),    STR("complete"),       STR("figures"),
    STR("first_period"),  STR("last_period"),    STR("breakdown"),
    STR("missing"),       STR("not_applicable"), STR("missing_periods"),
    STR("missing_parts"), STR("reason"),         STR("synthetic"),
};

void aggregate_csv_header(struct csv_writer *w, const struct aggregate_entry *entry)
{
    const struct group_by *by = &entry->groups->by;

    for (size_t i = 0; i < by->n; i++)
        csv_text(w, by->v[i].name);
    for (size_t i = 0; i < by->n; i++)
        if (by->v[i].key <= GROUP_PARENT)
            csv_text(w, arena_printf(entry->call->arena, "%.*s_name", (int)by->v[i].name.n,
                                     by->v[i].name.p));
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        csv_text(w, columns[i]);
    csv_end_row(w);
}

static void csv_texts(struct csv_writer *w, const struct aggregate_entry *entry,
                      const struct rollup_texts *texts)
{
    struct buf list;
    size_t size = 1;
    char *room;

    for (size_t i = 0; i < texts->n; i++)
        size += texts->v[i].n + 1;
    room = arena_alloc(entry->call->arena, size);
    if (room == NULL)
        return;
    buf_init_fixed(&list, room, size);
    for (size_t i = 0; i < texts->n; i++) {
        if (i > 0)
            buf_putc(&list, ';');
        buf_put_str(&list, texts->v[i]);
    }
    csv_text(w, (struct str){room, list.n});
}

/* "120106 2022-H2;120110 2022-H1". */
static void csv_gaps(struct csv_writer *w, const struct aggregate_entry *entry,
                     const struct rollup_gaps *gaps)
{
    struct str *v = arena_alloc(entry->call->arena, gaps->n * sizeof *v);
    const struct rollup_texts texts = {.v = v, .n = v != NULL ? gaps->n : 0};

    for (size_t i = 0; i < texts.n; i++)
        v[i] =
            arena_printf(entry->call->arena, "%.*s %.*s", (int)gaps->v[i].region->code.n,
                         gaps->v[i].region->code.p, (int)gaps->v[i].period.n, gaps->v[i].period.p);
    csv_texts(w, entry, &texts);
}

static void csv_period(struct csv_writer *w, bool known, struct period period)
{
    char text[PERIOD_TEXT_MAX];

    csv_text(w, known ? (struct str){text, period_format(period, text)} : (struct str){0});
}

static void csv_cover(struct csv_writer *w, const struct aggregate_entry *entry,
                      const struct rollup_result *result, enum reason reason)
{
    struct str complete = result->complete ? STR("true") : STR("false");

    csv_text(w, result->judged ? complete : (struct str){0});
    csv_i64(w, (int64_t)result->figures);
    csv_period(w, !entry->counts, result->first);
    csv_period(w, !entry->counts, result->last);
    csv_text(w, result->has_parts ? result->parts : (struct str){0});
    csv_texts(w, entry, &result->missing);
    csv_texts(w, entry, &result->not_applicable);
    csv_gaps(w, entry, &result->missing_periods);
    csv_texts(w, entry, &result->missing_parts);
    csv_text(w, reason_code(reason));
}

int aggregate_csv(struct csv_writer *w, const struct aggregate_entry *entry,
                  const struct group *group)
{
    const struct group_by *by = &entry->groups->by;
    const struct rollup_result *result = group->result;
    struct derived number = number_of(entry, result);
    bool synthetic;
    int r = note_inputs(entry, result, &synthetic);

    for (size_t i = 0; i < by->n; i++)
        csv_text(w, group->values[i].text);
    for (size_t i = 0; i < by->n; i++)
        if (by->v[i].key <= GROUP_PARENT)
            csv_text(w, label_of(entry, group, by->v[i].key));
    csv_text(w, entry->function);
    csv_number(w, number.has_value, number.value);
    csv_number(w, number.lower_known, number.lower);
    csv_number(w, number.upper_known, number.upper);
    csv_text(w, bound_of(result, &number));
    csv_text(w, result->unit);
    csv_i64(w, result->decimals);
    csv_text(w, result->over_regions);
    csv_text(w, result->over_time);
    csv_text(w, result->over_parts);
    csv_cover(w, entry, result, number.reason);
    csv_flag(w, synthetic);
    csv_end_row(w);
    return r;
}
