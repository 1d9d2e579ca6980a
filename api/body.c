#include "api/body.h"

#include "base/rational.h"

/* The way down to a value, for its JSON pointer. */
struct place {
    const struct place *up;
    struct str name;
    size_t index; /* where `name` is empty */
};

static struct str pointer_to(struct arena *arena, const struct place *place)
{
    struct str up, out = {0};

    if (place->up == NULL)
        return STR("");
    up = pointer_to(arena, place->up);
    if (place->name.p == NULL)
        return arena_printf(arena, "%.*s/%zu", (int)up.n, up.p, place->index);
    out = arena_printf(arena, "%.*s/", (int)up.n, up.p);
    /* RFC 6901, 3. */
    for (size_t i = 0; i < place->name.n && i < 200; i++) {
        char c = place->name.p[i];

        if (c == '~' || c == '/')
            out = arena_printf(arena, "%.*s~%c", (int)out.n, out.p, c == '~' ? '0' : '1');
        else
            out = arena_printf(arena, "%.*s%c", (int)out.n, out.p, c);
    }
    return out;
}

void body_violation(struct api_call *call, struct str pointer, const struct jv *value,
                    struct str detail, struct str_list suggestions, struct str listed_at)
{
    struct str shown = {0};

    if (value != NULL && (value->type == JV_STRING || value->type == JV_NUMBER))
        shown = value->text;
    else if (value != NULL && value->type == JV_BOOLEAN)
        shown = value->yes ? STR("true") : STR("false");
    api_violation(call, VIOLATION_BODY, pointer, shown, PROBLEM_VALIDATION_FAILED, detail,
                  suggestions, listed_at);
}

static void note(struct api_call *call, const struct place *place, const struct jv *value,
                 struct str detail)
{
    body_violation(call, pointer_to(call->arena, place), value, detail, (struct str_list){0},
                   (struct str){0});
}

static const char *const type_names[] = {
    [BODY_OBJECT] = "an object",  [BODY_MAP] = "an object",    [BODY_ARRAY] = "an array",
    [BODY_STRING] = "a string",   [BODY_INTEGER] = "a number", [BODY_NUMBER] = "a number",
    [BODY_BOOLEAN] = "a boolean",
};

static bool is_type(const struct body_spec *spec, enum jv_type type)
{
    static const enum jv_type wanted[] = {
        [BODY_OBJECT] = JV_OBJECT,   [BODY_MAP] = JV_OBJECT,     [BODY_ARRAY] = JV_ARRAY,
        [BODY_STRING] = JV_STRING,   [BODY_INTEGER] = JV_NUMBER, [BODY_NUMBER] = JV_NUMBER,
        [BODY_BOOLEAN] = JV_BOOLEAN,
    };

    return wanted[spec->type] == type;
}

static size_t characters(struct str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xC0) != 0x80 ? 1 : 0;
    return n;
}

/* One of a list of texts, with the nearest ones where it is none. */
static void check_listed(struct api_call *call, const struct place *place,
                         const struct body_spec *spec, const struct jv *v)
{
    struct nearest nearest = {.word = v->text};
    struct str all = {0};

    for (const char *const *value = spec->values; *value != NULL; value++) {
        if (str_eq(str_from(*value), v->text))
            return;
        nearest_offer(&nearest, call->arena, str_from(*value));
        all =
            arena_printf(call->arena, "%.*s%s%s", (int)all.n, all.p, all.n > 0 ? ", " : "", *value);
    }
    body_violation(call, pointer_to(call->arena, place), v,
                   arena_printf(call->arena, "One of: %.*s.", (int)all.n, all.p),
                   nearest_list(&nearest, call->arena), (struct str){0});
}

static void check_text(struct api_call *call, const struct place *place,
                       const struct body_spec *spec, const struct jv *v)
{
    size_t n = characters(v->text);

    if (spec->values != NULL)
        check_listed(call, place, spec, v);
    else if (str_has_control(v->text) || str_has_invisible(v->text))
        note(call, place, NULL, STR("The text holds characters that are not seen."));
    else if (n < spec->min_len || n > spec->max_len)
        note(call, place, v,
             arena_printf(call->arena, "The text must have %d to %d characters.", spec->min_len,
                          spec->max_len));
    else if (spec->pattern != NULL && !pattern_match(spec->pattern, v->text.p, v->text.n))
        note(call, place, v, STR("The text does not have the form that the contract states."));
}

static void check_number(struct api_call *call, const struct place *place,
                         const struct body_spec *spec, const struct jv *v)
{
    struct rational number = rational_from_dec(v->number);
    char low[DEC_TEXT_MAX], high[DEC_TEXT_MAX];

    if (v->number.scale > spec->places) {
        note(call, place, v,
             spec->places == 0 ? STR("The number must be whole.")
                               : arena_printf(call->arena, "The number may have %d decimal places.",
                                              spec->places));
    } else if (rational_cmp(number, rational_from_dec(spec->min)) < 0 ||
               rational_cmp(number, rational_from_dec(spec->max)) > 0) {
        dec_format(spec->min, low);
        dec_format(spec->max, high);
        note(call, place, v,
             arena_printf(call->arena, "The number must be from %s to %s.", low, high));
    }
}

static void check(struct api_call *call, const struct place *place, const struct body_spec *spec,
                  const struct jv *v);

static void check_count(struct api_call *call, const struct place *place,
                        const struct body_spec *spec, const struct jv *v)
{
    if (v->n < spec->min_items || v->n > spec->max_items)
        note(call, place, NULL,
             arena_printf(call->arena, "There may be %d to %d of these, not %zu.", spec->min_items,
                          spec->max_items, v->n));
}

static void check_array(struct api_call *call, const struct place *place,
                        const struct body_spec *spec, const struct jv *v)
{
    size_t i = 0;

    check_count(call, place, spec, v);
    for (const struct jv *item = v->first; item != NULL && i < spec->max_items; item = item->next)
        check(call, &(struct place){.up = place, .index = i++}, spec->items, item);
}

static void check_map(struct api_call *call, const struct place *place,
                      const struct body_spec *spec, const struct jv *v)
{
    size_t i = 0;

    check_count(call, place, spec, v);
    for (const struct jv *item = v->first; item != NULL && i < spec->max_items; item = item->next) {
        struct place at = {.up = place, .name = item->name};

        if (!pattern_match(spec->name_pattern, item->name.p, item->name.n))
            note(call, &at, NULL, STR("The name does not have the form that the contract states."));
        else
            check(call, &at, spec->items, item);
        i++;
    }
}

static const struct body_spec *find_member(const struct body_spec *spec, struct str name)
{
    for (size_t i = 0; i < spec->n_members; i++) {
        if (str_eq(str_from(spec->members[i].name), name))
            return spec->members[i].spec;
    }
    return NULL;
}

static void note_unknown(struct api_call *call, const struct place *place,
                         const struct body_spec *spec, struct str name)
{
    struct nearest nearest = {.word = name};

    for (size_t i = 0; i < spec->n_members; i++)
        nearest_offer(&nearest, call->arena, str_from(spec->members[i].name));
    body_violation(call, pointer_to(call->arena, place), NULL,
                   STR("There is no member of this name."), nearest_list(&nearest, call->arena),
                   (struct str){0});
}

static void check_object(struct api_call *call, const struct place *place,
                         const struct body_spec *spec, const struct jv *v)
{
    for (size_t i = 0; i < spec->n_members; i++) {
        struct str name = str_from(spec->members[i].name);

        if (spec->members[i].required && jv_member(v, name) == NULL)
            note(call, &(struct place){.up = place, .name = name}, NULL,
                 STR("This member is required."));
    }
    for (const struct jv *member = v->first; member != NULL; member = member->next) {
        const struct body_spec *known = find_member(spec, member->name);
        struct place at = {.up = place, .name = member->name};

        /* What is not told is not looked for either. */
        if (call->violations.cut)
            return;
        if (known == NULL)
            note_unknown(call, &at, spec, member->name);
        else
            check(call, &at, known, member);
    }
}

static void check(struct api_call *call, const struct place *place, const struct body_spec *spec,
                  const struct jv *v)
{
    if (call->violations.cut || (v->type == JV_NULL && spec->nullable))
        return;
    if (!is_type(spec, v->type)) {
        note(call, place, v,
             arena_printf(call->arena, "The value must be %s.", type_names[spec->type]));
        return;
    }
    switch ((enum body_type)spec->type) {
    case BODY_OBJECT:
        check_object(call, place, spec, v);
        break;
    case BODY_MAP:
        check_map(call, place, spec, v);
        break;
    case BODY_ARRAY:
        check_array(call, place, spec, v);
        break;
    case BODY_STRING:
        check_text(call, place, spec, v);
        break;
    case BODY_INTEGER:
    case BODY_NUMBER:
        check_number(call, place, spec, v);
        break;
    case BODY_BOOLEAN:
        break;
    }
}

static enum problem_id refuse(struct api_call *call, const struct jv_error *error)
{
    enum problem_id problem = PROBLEM_MALFORMED_JSON;

    switch (error->fault) {
    case JV_NO_MEMORY:
        return PROBLEM_OUT_OF_MEMORY;
    case JV_TOO_DEEP:
        problem = PROBLEM_TOO_DEEP;
        break;
    case JV_OUT_OF_RANGE:
        problem = PROBLEM_NUMBER_OUT_OF_RANGE;
        break;
    case JV_FINE:
    case JV_MALFORMED:
        break;
    }
    return api_problem(call, problem, "The body, line %zu, byte %zu: %s.", error->line,
                       error->column, error->reason);
}

enum problem_id body_read(struct api_call *call, struct str bytes)
{
    struct jv_error error = {0};
    struct place root = {0};

    call->body = jv_parse(call->arena, bytes, &error);
    if (call->body == NULL)
        return refuse(call, &error);
    check(call, &root, call->op->body, call->body);
    return call->arena->failed ? PROBLEM_OUT_OF_MEMORY : PROBLEM_NONE;
}

struct str body_text(const struct jv *object, struct str name)
{
    const struct jv *v = jv_member(object, name);

    return v != NULL && v->type == JV_STRING ? v->text : (struct str){0};
}

bool body_number(const struct jv *object, struct str name, struct dec *ret)
{
    const struct jv *v = jv_member(object, name);

    if (v == NULL || v->type != JV_NUMBER)
        return false;
    *ret = v->number;
    return true;
}

int body_choice(const struct jv *object, struct str name, const char *const *values)
{
    const struct jv *v = jv_member(object, name);

    for (int i = 0; v != NULL && v->type == JV_STRING && values[i] != NULL; i++) {
        if (str_eq(str_from(values[i]), v->text))
            return i;
    }
    return -1;
}
