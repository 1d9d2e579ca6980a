/* Values of registers: how they are made, and written as JSON and CSV. */
#include "api/envelope.h"
#include "api/figure.h"
#include "api/register.h"
#include "base/period.h"

struct register_value register_number(int64_t number)
{
    return (struct register_value){.kind = REGISTER_NUMBER, .number = number};
}

struct register_value register_date(int32_t day)
{
    return (struct register_value){.kind = REGISTER_DAY, .number = day};
}

struct register_value register_word(struct str text)
{
    return (struct register_value){.kind = REGISTER_TEXT, .text = text};
}

struct register_value register_yes(bool yes)
{
    return (struct register_value){.kind = REGISTER_YES_NO, .number = yes};
}

struct register_value register_none(void)
{
    return (struct register_value){.kind = REGISTER_NULL};
}

struct register_value register_on(const struct register_context *context,
                                  const struct register_row *row UNUSED)
{
    return register_date(context->on);
}

static void put_names(struct jw *w, struct names names)
{
    jw_object_begin(w);
    JW_KEY(w, "zh");
    envelope_text(w, names.zh);
    JW_KEY(w, "en");
    envelope_text(w, names.en);
    jw_object_end(w);
}

void register_json_value(struct jw *w, const struct api_call *call,
                         const struct register_value *value)
{
    switch (value->kind) {
    case REGISTER_NULL:
        jw_null(w);
        return;
    case REGISTER_TEXT:
        envelope_text(w, value->text);
        return;
    case REGISTER_LANG:
        envelope_text(w, envelope_lang(call, value->names));
        return;
    case REGISTER_NAMES:
        put_names(w, value->names);
        return;
    case REGISTER_NUMBER:
        jw_i64(w, value->number);
        return;
    case REGISTER_DECIMAL:
        jw_dec(w, value->dec);
        return;
    case REGISTER_DAY:
        envelope_date(w, (int32_t)value->number);
        return;
    case REGISTER_YES_NO:
        jw_bool(w, value->number != 0);
        return;
    case REGISTER_ITEMS:
        envelope_items(w, value->text);
        return;
    case REGISTER_PERIOD:
        figure_json_period(w, value->period);
        return;
    }
}

void register_csv_value(struct csv_writer *w, const struct api_call *call,
                        const struct register_value *value)
{
    char text[PERIOD_TEXT_MAX > DATE_TEXT_MAX ? PERIOD_TEXT_MAX : DATE_TEXT_MAX];
    size_t n;

    switch (value->kind) {
    case REGISTER_NULL:
        csv_empty(w);
        return;
    case REGISTER_TEXT:
    case REGISTER_ITEMS:
        csv_text(w, value->text);
        return;
    case REGISTER_LANG:
    case REGISTER_NAMES:
        csv_text(w, envelope_lang(call, value->names));
        return;
    case REGISTER_NUMBER:
        csv_i64(w, value->number);
        return;
    case REGISTER_DECIMAL:
        csv_dec(w, value->dec);
        return;
    case REGISTER_DAY:
        n = date_format((int32_t)value->number, text);
        csv_text(w, (struct str){text, n});
        return;
    case REGISTER_YES_NO:
        csv_text(w, value->number != 0 ? STR("true") : STR("false"));
        return;
    case REGISTER_PERIOD:
        n = period_format(value->period, text);
        csv_text(w, (struct str){text, n});
        return;
    }
}
