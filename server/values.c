#include "server/values.h"

#include <inttypes.h>

static bool fault(const struct param_spec *spec, struct str detail, struct value_fault *ret)
{
    *ret = (struct value_fault){.problem = value_problem(spec), .detail = detail};
    return false;
}

enum problem_id value_problem(const struct param_spec *spec)
{
    if (spec->problem == NULL)
        return PROBLEM_INVALID_PARAMETER;
    for (int id = PROBLEM_NONE + 1; id < PROBLEM_COUNT; id++) {
        if (str_eq(str_from(problem_specs[id].slug), str_from(spec->problem)))
            return (enum problem_id)id;
    }
    return PROBLEM_INVALID_PARAMETER;
}

static int find_value(const struct param_spec *spec, struct str text)
{
    for (int i = 0; spec->values[i] != NULL; i++) {
        if (str_eq(str_from(spec->values[i]), text))
            return i;
    }
    return -1;
}

/* limit: so many accepted values are spelled out in a sentence; the contract has the rest. */
enum { LISTED_MAX = 30 };

static bool enum_fault(struct arena *arena, const struct param_spec *spec, struct str text,
                       struct value_fault *ret)
{
    struct nearest nearest = {.word = text};
    struct str detail = STR("Must be one of");

    for (int i = 0; spec->values[i] != NULL; i++) {
        nearest_offer(&nearest, arena, str_from(spec->values[i]));
        if (i < LISTED_MAX)
            detail = arena_printf(arena, "%.*s%s %s", (int)detail.n, detail.p, i > 0 ? "," : "",
                                  spec->values[i]);
    }
    fault(spec, arena_printf(arena, "%.*s.", (int)detail.n, detail.p), ret);
    ret->suggestions = nearest_list(&nearest, arena);
    return false;
}

bool value_enum(struct arena *arena, const struct param_spec *spec, struct str text, int *ret,
                struct value_fault *ret_fault)
{
    int i = find_value(spec, text);

    if (i < 0)
        return enum_fault(arena, spec, text, ret_fault);
    *ret = i;
    return true;
}

bool value_integer(struct arena *arena, const struct param_spec *spec, struct str text,
                   int64_t *ret, struct value_fault *ret_fault)
{
    int64_t number;

    if (str_parse_i64(text, &number) < 0 || number < spec->min || number > spec->max)
        return fault(spec,
                     arena_printf(arena, "Must be an integer from %" PRId64 " to %" PRId64 ".",
                                  spec->min, spec->max),
                     ret_fault);
    *ret = number;
    return true;
}

bool value_boolean(const struct param_spec *spec, struct str text, bool *ret,
                   struct value_fault *ret_fault)
{
    bool yes = str_eq(text, STR("true"));

    if (!yes && !str_eq(text, STR("false")))
        return fault(spec, STR("Must be true or false."), ret_fault);
    *ret = yes;
    return true;
}

static size_t count_characters(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
    return n;
}

/* What a selection of days takes: the forms differ from parameter to parameter. */
static struct str describe_selection(const struct param_spec *spec)
{
    static const struct {
        struct str accepted, detail;
    } forms[] = {
        {STR("latest"),
         STR("Must be a period (2024, 2021-H1, 2024-Q3, 2024-09, 2024-YTD-09, 2024-12-31), a range "
             "(2020..2024, 2020.., ..2024), a span of days (2024-01-01/2026-12-31), or latest.")},
        {STR("2024"),
         STR("Must be a period (2024, 2021-H1, 2024-Q3, 2024-09, 2024-YTD-09, 2024-12-31), a range "
             "(2020..2024), or a span of days (2024-01-01/2026-12-31).")},
    };

    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (pattern_match(spec->pattern, forms[i].accepted.p, forms[i].accepted.n))
            return forms[i].detail;
    return STR("Must be the first and the last day: 2024-12-20..2025-01-19, or 2024-12-20.. where "
               "there is no last one yet.");
}

/* What a parameter takes, where its code list says it better than a regular expression. */
static struct str describe_form(const struct param_spec *spec)
{
    static const struct {
        struct str codes, detail;
    } forms[] = {
        {STR("period"), STR("Must be a period: 2024, 2021-H1, 2024-Q3, 2024-09, 2024-YTD-09 or "
                            "2024-12-31.")},
        {STR("date"), STR("Must be a day: 2024-12-31.")},
        {STR("region-selector"),
         STR("Must be a region code (120116), its children (120000/*) or descendants (120000/**), "
             "a level (@county) or a group (CENTRAL_6), each with ! before it to exclude.")},
    };

    if (spec->codes != NULL && str_eq(str_from(spec->codes), STR("period-selector")))
        return describe_selection(spec);
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (spec->codes != NULL && str_eq(str_from(spec->codes), forms[i].codes))
            return forms[i].detail;
    }
    return STR("Does not have the form that the contract at /openapi.json states.");
}

bool value_text(struct arena *arena, const struct param_spec *spec, struct str text,
                struct value_fault *ret_fault)
{
    size_t n = count_characters(text);

    if (spec->values != NULL && find_value(spec, text) < 0)
        return enum_fault(arena, spec, text, ret_fault);
    if (n == 0)
        return fault(spec, STR("Must not be empty."), ret_fault);
    if (str_has_invisible(text))
        return fault(spec, STR("Holds an invisible character."), ret_fault);
    if (n < spec->min_len)
        return fault(spec, arena_printf(arena, "Must have at least %d characters.", spec->min_len),
                     ret_fault);
    if (spec->max_len > 0 && n > spec->max_len)
        return fault(spec, arena_printf(arena, "Must have at most %d characters.", spec->max_len),
                     ret_fault);
    if (spec->pattern != NULL && !pattern_match(spec->pattern, text.p, text.n))
        return fault(spec, describe_form(spec), ret_fault);
    return true;
}

bool value_name(const struct param_spec *spec, struct str name, struct value_fault *ret_fault)
{
    if (name.n == 0 || str_has_invisible(name) ||
        (spec->name_pattern != NULL && !pattern_match(spec->name_pattern, name.p, name.n)))
        return fault(spec,
                     STR("The name in brackets does not have the form that the contract at "
                         "/openapi.json states."),
                     ret_fault);
    return true;
}
