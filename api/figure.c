#include "api/figure.h"

#include "api/envelope.h"
#include "base/err.h"
#include "base/period.h"

/* How a member is written. */
enum kind {
    KIND_TEXT,
    KIND_TEXT_OR_NULL,
    KIND_PERIOD,
    KIND_BREAKDOWN,
    KIND_NUMBER,
    KIND_RELEASE,
    KIND_SINCE,
    KIND_UNTIL,
    KIND_FLAG,
};

static const struct {
    struct str name;
    enum kind kind;
    bool brief; /* also in a summary */
} members[FIGURE_FIELDS] = {
    [FIGURE_INDICATOR] = {STR("indicator"), KIND_TEXT, true},
    [FIGURE_INDICATOR_NAME] = {STR("indicator_name"), KIND_TEXT, true},
    [FIGURE_DEFINITION] = {STR("definition"), KIND_TEXT, true},
    [FIGURE_REGION] = {STR("region"), KIND_TEXT, false},
    [FIGURE_REGION_NAME] = {STR("region_name"), KIND_TEXT, false},
    [FIGURE_PERIOD] = {STR("period"), KIND_PERIOD, true},
    [FIGURE_BREAKDOWN] = {STR("breakdown"), KIND_BREAKDOWN, false},
    [FIGURE_MEASURE] = {STR("measure"), KIND_TEXT, true},
    [FIGURE_VALUE] = {STR("value"), KIND_NUMBER, true},
    [FIGURE_UNIT] = {STR("unit"), KIND_TEXT, true},
    [FIGURE_BOUND] = {STR("bound"), KIND_TEXT, true},
    [FIGURE_LOWER] = {STR("lower"), KIND_NUMBER, true},
    [FIGURE_UPPER] = {STR("upper"), KIND_NUMBER, true},
    [FIGURE_ACCUMULATION] = {STR("accumulation"), KIND_TEXT, true},
    [FIGURE_STATUS] = {STR("status"), KIND_TEXT, true},
    [FIGURE_EXTRACTION] = {STR("extraction"), KIND_TEXT, true},
    [FIGURE_RAW] = {STR("raw"), KIND_TEXT_OR_NULL, true},
    [FIGURE_DOCUMENT] = {STR("document"), KIND_TEXT, true},
    [FIGURE_LOCATOR] = {STR("locator"), KIND_TEXT, true},
    [FIGURE_ORIGIN] = {STR("origin"), KIND_TEXT, true},
    [FIGURE_SYNTHETIC] = {STR("synthetic"), KIND_FLAG, true},
    [FIGURE_NOTE] = {STR("note"), KIND_TEXT_OR_NULL, false},
    [FIGURE_RELEASE] = {STR("release"), KIND_RELEASE, false},
    [FIGURE_SINCE_RELEASE] = {STR("since_release"), KIND_SINCE, false},
    [FIGURE_UNTIL_RELEASE] = {STR("until_release"), KIND_UNTIL, false},
};

int figure_fields_parse(struct str_list names, bool history, struct figure_fields *ret)
{
    unsigned usual = history ? FIGURE_FIELDS : FIGURE_USUAL_FIELDS;
    struct figure_fields fields = {0};
    unsigned given = 0;

    for (size_t i = 0; i < names.n; i++) {
        unsigned field = 0;

        while (field < FIGURE_FIELDS && !str_eq(members[field].name, names.v[i]))
            field++;
        if (field == FIGURE_FIELDS)
            return -ERR_INTERNAL;
        if ((given & 1U << field) == 0)
            fields.v[fields.n++] = (enum figure_field)field;
        given |= 1U << field;
    }
    for (unsigned field = 0; names.n == 0 && field < usual; field++)
        fields.v[fields.n++] = (enum figure_field)field;
    *ret = fields;
    return 0;
}

int figure_name(struct observation_memo *memo, const struct indicator_list *indicators,
                struct figure *figure)
{
    const struct observation *observation = &figure->observation;
    struct memo_breakdown *breakdown;
    int r = observation_memo_region(memo, observation->key.region, &figure->region);

    if (r == 0)
        r = observation_memo_document(memo, observation->document, &figure->document);
    if (r == 0)
        r = observation_memo_breakdown(memo, observation->key.breakdown, &breakdown);
    if (r < 0)
        return r;
    figure->breakdown = breakdown->text;
    figure->indicator = &indicators->v[observation->key.rank];
    return 0;
}

void figure_note(struct api_call *call, const struct figure *figure)
{
    const struct observation *observation = &figure->observation;

    envelope_document(call, figure->document->code);
    if (!str_eq(observation->bound, STR("eq")) || str_eq(observation->extraction, STR("repaired")))
        hint_add(call, HINT_INEXACT);
    if (figure->document->second_hand)
        hint_add(call, HINT_SECOND_HAND);
}

struct str figure_origin(const struct memo_document *document)
{
    return document->is_register ? STR("records") : STR("published");
}

static struct str text_of(const struct api_call *call, const struct figure *figure,
                          enum figure_field field)
{
    const struct observation *observation = &figure->observation;

    switch (field) {
    case FIGURE_INDICATOR:
        return figure->indicator->code;
    case FIGURE_INDICATOR_NAME:
        return envelope_lang(call, figure->indicator->names);
    case FIGURE_DEFINITION:
        return observation->key.definition;
    case FIGURE_REGION:
        return figure->region->code;
    case FIGURE_REGION_NAME:
        return envelope_lang(call, figure->region->names);
    case FIGURE_BREAKDOWN:
        return figure->breakdown;
    case FIGURE_MEASURE:
        return observation->key.measure;
    case FIGURE_UNIT:
        return observation->unit;
    case FIGURE_BOUND:
        return observation->bound;
    case FIGURE_ACCUMULATION:
        return observation->accumulation;
    case FIGURE_STATUS:
        return observation->status;
    case FIGURE_EXTRACTION:
        return observation->extraction;
    case FIGURE_RAW:
        return observation->raw;
    case FIGURE_DOCUMENT:
        return figure->document->code;
    case FIGURE_LOCATOR:
        return observation->locator;
    case FIGURE_ORIGIN:
        return figure_origin(figure->document);
    case FIGURE_NOTE:
        return envelope_lang(call, observation->note);
    case FIGURE_PERIOD:
    case FIGURE_VALUE:
    case FIGURE_LOWER:
    case FIGURE_UPPER:
    case FIGURE_SYNTHETIC:
    case FIGURE_RELEASE:
    case FIGURE_SINCE_RELEASE:
    case FIGURE_UNTIL_RELEASE:
    case FIGURE_FIELDS:
        break;
    }
    return (struct str){0};
}

/* False: there is none. */
static bool number_of(const struct figure *figure, enum figure_field field, struct dec *ret)
{
    const struct observation *observation = &figure->observation;
    struct limit_e6 limit = field == FIGURE_LOWER ? observation->lower : observation->upper;

    if (field == FIGURE_VALUE) {
        *ret = observation_value(observation);
        return observation->key.has_value;
    }
    *ret = observation_limit(observation, limit);
    return limit.known;
}

void figure_json_number(struct jw *w, bool known, struct dec value)
{
    if (known)
        jw_dec(w, value);
    else
        jw_null(w);
}

void figure_json_period(struct jw *w, struct period period)
{
    char text[PERIOD_TEXT_MAX];
    size_t n = period_format(period, text);

    jw_str(w, (struct str){text, n});
}

static void put_json(struct jw *w, const struct api_call *call, const struct figure *figure,
                     enum figure_field field)
{
    struct dec number;
    bool known;

    jw_key(w, members[field].name);
    switch (members[field].kind) {
    case KIND_TEXT:
        jw_str(w, text_of(call, figure, field));
        break;
    case KIND_TEXT_OR_NULL:
        envelope_text(w, text_of(call, figure, field));
        break;
    case KIND_PERIOD:
        figure_json_period(w, figure->observation.key.period);
        break;
    case KIND_BREAKDOWN:
        envelope_breakdown(w, figure->breakdown);
        break;
    case KIND_NUMBER:
        known = number_of(figure, field, &number);
        figure_json_number(w, known, number);
        break;
    case KIND_RELEASE:
        jw_i64(w, call->release->id);
        break;
    case KIND_SINCE:
        jw_i64(w, figure->observation.key.since);
        break;
    case KIND_UNTIL:
        if (figure->observation.key.until <= call->release->id)
            jw_i64(w, figure->observation.key.until);
        else
            jw_null(w);
        break;
    case KIND_FLAG:
        jw_bool(w, figure->document->synthetic);
        break;
    }
}

void figure_json_members(struct jw *w, const struct api_call *call, const struct figure *figure,
                         const struct figure_fields *fields)
{
    unsigned chosen = 0;

    for (size_t i = 0; i < fields->n; i++)
        chosen |= 1U << fields->v[i];
    for (unsigned field = 0; field < FIGURE_FIELDS; field++)
        if ((chosen & 1U << field) != 0)
            put_json(w, call, figure, (enum figure_field)field);
}

void figure_json(struct jw *w, const struct api_call *call, const struct figure *figure,
                 const struct figure_fields *fields)
{
    jw_object_begin(w);
    figure_json_members(w, call, figure, fields);
    jw_object_end(w);
}

void figure_json_brief(struct jw *w, const struct api_call *call, const struct figure *figure)
{
    if (figure == NULL) {
        jw_null(w);
        return;
    }
    jw_object_begin(w);
    for (unsigned field = 0; field < FIGURE_FIELDS; field++)
        if (members[field].brief)
            put_json(w, call, figure, (enum figure_field)field);
    jw_object_end(w);
}

static void put_csv(struct csv_writer *w, const struct api_call *call, const struct figure *figure,
                    enum figure_field field)
{
    char period[PERIOD_TEXT_MAX];
    struct dec number;
    bool known;

    switch (members[field].kind) {
    case KIND_TEXT:
    case KIND_TEXT_OR_NULL:
    case KIND_BREAKDOWN:
        csv_text(w, text_of(call, figure, field));
        break;
    case KIND_PERIOD:
        csv_text(w, (struct str){period, period_format(figure->observation.key.period, period)});
        break;
    case KIND_NUMBER:
        known = number_of(figure, field, &number);
        csv_number(w, known, number);
        break;
    case KIND_RELEASE:
        csv_i64(w, call->release->id);
        break;
    case KIND_SINCE:
        csv_i64(w, figure->observation.key.since);
        break;
    case KIND_UNTIL:
        if (figure->observation.key.until <= call->release->id)
            csv_i64(w, figure->observation.key.until);
        else
            csv_empty(w);
        break;
    case KIND_FLAG:
        csv_flag(w, figure->document->synthetic);
        break;
    }
}

void figure_csv_names(struct csv_writer *w, const struct figure_fields *fields)
{
    for (size_t i = 0; i < fields->n; i++)
        csv_text(w, members[fields->v[i]].name);
}

void figure_csv_header(struct csv_writer *w, const struct figure_fields *fields)
{
    figure_csv_names(w, fields);
    csv_end_row(w);
}

void figure_csv_cells(struct csv_writer *w, const struct api_call *call,
                      const struct figure *figure, const struct figure_fields *fields)
{
    for (size_t i = 0; i < fields->n; i++)
        put_csv(w, call, figure, fields->v[i]);
}

void figure_csv(struct csv_writer *w, const struct api_call *call, const struct figure *figure,
                const struct figure_fields *fields)
{
    figure_csv_cells(w, call, figure, fields);
    csv_end_row(w);
}
