#include "server/params.h"

#include "server/args.h"
#include "server/values.h"

#include <string.h>

/* The work on one request. */
struct parse {
    struct api_call *call;
    void *args;
    /* Parameters that were met, valid or not: bit n is entry n of the table. */
    uint32_t met;
    /* Value of each parameter in canonical text, for those given. */
    struct str *texts;
};

static bool is_query(const struct param_spec *spec)
{
    return spec->in == PARAM_IN_QUERY;
}

/* "breakdown[patent_type]" as "breakdown" and "patent_type"; false for any other shape. */
static bool split_key(struct str name, struct str *ret_base, struct str *ret_key)
{
    const char *open = name.n > 0 ? memchr(name.p, '[', name.n) : NULL;
    size_t base = open != NULL ? (size_t)(open - name.p) : 0;

    if (open == NULL || name.p[name.n - 1] != ']')
        return false;
    *ret_base = (struct str){name.p, base};
    *ret_key = (struct str){open + 1, name.n - base - 2};
    return true;
}

/* Index of the query parameter that `name` means, or -1. */
static int find_param(const struct op_spec *op, struct str name, struct str *ret_key)
{
    struct str base = name, key = {0};
    bool keyed = split_key(name, &base, &key);

    for (int i = 0; i < op->n_params; i++) {
        const struct param_spec *spec = &op->params[i];

        if (!is_query(spec))
            continue;
        if (str_eq(str_from(spec->name), name) ||
            (keyed && spec->type == PARAM_MAP && str_eq(str_from(spec->name), base))) {
            *ret_key = key;
            return i;
        }
    }
    return -1;
}

static void note(struct parse *parse, const struct uri_pair *pair, enum problem_id problem,
                 struct str detail)
{
    api_violation(parse->call, VIOLATION_QUERY, pair->name, pair->value, problem, detail,
                  (struct str_list){0}, (struct str){0});
}

static void note_unknown(struct parse *parse, const struct uri_pair *pair)
{
    struct api_call *call = parse->call;
    struct str base = pair->name, key;
    struct nearest nearest = {0};

    split_key(pair->name, &base, &key);
    nearest.word = base;
    for (size_t i = 0; i < call->op->n_params; i++) {
        if (is_query(&call->op->params[i]))
            nearest_offer(&nearest, call->arena, str_from(call->op->params[i].name));
    }
    api_violation(call, VIOLATION_QUERY, pair->name, pair->value, PROBLEM_UNKNOWN_PARAMETER,
                  STR("This operation has no parameter of this name."),
                  nearest_list(&nearest, call->arena), STR("/openapi.json"));
}

/* What is wrong with a value, as a violation. `value` is the part that is wrong. */
static void note_fault(struct parse *parse, const struct param_spec *spec, struct str name,
                       struct str value, const struct value_fault *fault)
{
    api_violation(parse->call, is_query(spec) ? VIOLATION_QUERY : VIOLATION_PATH, name, value,
                  fault->problem, fault->detail, fault->suggestions, str_from(spec->listed_at));
}

static bool list_has(const struct str_list *list, struct str item)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->v[i], item))
            return true;
    }
    return false;
}

static struct str join(struct arena *arena, const struct str_list *list)
{
    size_t n = 0;
    char *text;

    for (size_t i = 0; i < list->n; i++)
        n += list->v[i].n + 1;
    text = arena_alloc(arena, n);
    if (text == NULL)
        return (struct str){0};
    n = 0;
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            text[n++] = ',';
        memcpy(text + n, list->v[i].p, list->v[i].n);
        n += list->v[i].n;
    }
    return (struct str){text, n};
}

/* "a,b": items that are wrong are noted one by one and left out; repeated ones count once. */
static void parse_list(struct parse *parse, size_t at, struct str name, struct str value)
{
    const struct param_spec *spec = &parse->call->op->params[at];
    struct arena *arena = parse->call->arena;
    struct str *v = arena_alloc(arena, spec->max_items * sizeof *v);
    struct str_list list = {v, 0};
    struct value_fault fault;
    struct str rest = value, item;
    size_t n = 0;

    if (v == NULL)
        return;
    while (str_cut(&rest, ',', &item)) {
        if (n++ == spec->max_items) {
            fault = (struct value_fault){
                .problem = value_problem(spec),
                .detail = arena_printf(arena, "Takes at most %d items.", spec->max_items)};
            note_fault(parse, spec, name, value, &fault);
            return;
        }
        if (!value_text(arena, spec, item, &fault)) {
            note_fault(parse, spec, name, item, &fault);
        } else if (!list_has(&list, item)) {
            v[list.n++] = item;
        }
    }
    if (list.n == 0)
        return;
    args_put(parse->args, parse->call->op, spec, &list, sizeof list);
    parse->texts[at] = join(arena, &list);
}

/* Adds `map[key]=value` to a map argument, in the order of keys. */
static void add_to_map(struct parse *parse, const struct param_spec *spec, struct str_pair pair)
{
    struct str_map map = args_map(parse->args, spec);
    struct str_pair *v = arena_alloc(parse->call->arena, (map.n + 1) * sizeof *v);
    size_t at = 0;

    if (v == NULL)
        return;
    while (at < map.n && str_cmp(map.v[at].key, pair.key) < 0)
        at++;
    for (size_t i = 0; i < map.n; i++)
        v[i < at ? i : i + 1] = map.v[i];
    v[at] = pair;
    map = (struct str_map){v, map.n + 1};
    args_put(parse->args, parse->call->op, spec, &map, sizeof map);
}

static void parse_map(struct parse *parse, const struct param_spec *spec,
                      const struct uri_pair *pair, struct str key)
{
    struct str_map map = args_map(parse->args, spec);
    struct value_fault fault;

    for (size_t i = 0; i < map.n; i++) {
        if (str_eq(map.v[i].key, key)) {
            note(parse, pair, PROBLEM_DUPLICATE_PARAMETER, STR("Given more than once."));
            return;
        }
    }
    if (key.p == NULL) {
        note(parse, pair, value_problem(spec),
             arena_printf(parse->call->arena, "Must be written as %s[name]=value.", spec->name));
    } else if (!value_name(spec, key, &fault) ||
               !value_text(parse->call->arena, spec, pair->value, &fault)) {
        note_fault(parse, spec, pair->name, pair->value, &fault);
    } else if (map.n == spec->max_items && spec->max_items > 0) {
        note(parse, pair, value_problem(spec),
             arena_printf(parse->call->arena, "Takes at most %d names.", spec->max_items));
    } else {
        add_to_map(parse, spec, (struct str_pair){key, pair->value});
    }
}

/* Checks one value of a parameter that is not a map and puts it into the argument struct. */
static void parse_value(struct parse *parse, size_t at, struct str name, struct str value)
{
    const struct param_spec *spec = &parse->call->op->params[at];
    struct arena *arena = parse->call->arena;
    struct value_fault fault;
    bool valid = false;

    switch ((enum param_type)spec->type) {
    case PARAM_INTEGER: {
        int64_t number = 0;

        valid = value_integer(arena, spec, value, &number, &fault);
        if (valid)
            args_put(parse->args, parse->call->op, spec, &number, sizeof number);
        break;
    }
    case PARAM_BOOLEAN: {
        bool yes = false;

        valid = value_boolean(spec, value, &yes, &fault);
        if (valid)
            args_put(parse->args, parse->call->op, spec, &yes, sizeof yes);
        break;
    }
    case PARAM_ENUM: {
        int index = 0;

        valid = value_enum(arena, spec, value, &index, &fault);
        if (valid)
            args_put(parse->args, parse->call->op, spec, &index, sizeof index);
        break;
    }
    case PARAM_STRING:
        valid = value_text(arena, spec, value, &fault);
        if (valid)
            args_put(parse->args, parse->call->op, spec, &value, sizeof value);
        break;
    case PARAM_LIST:
        parse_list(parse, at, name, value);
        return;
    case PARAM_MAP:
        return;
    }
    if (valid)
        parse->texts[at] = value;
    else
        note_fault(parse, spec, name, value, &fault);
}

static void parse_pair(struct parse *parse, const struct uri_pair *pair)
{
    const struct op_spec *op = parse->call->op;
    struct str key = {0};
    int found = find_param(op, pair->name, &key);
    bool met = found >= 0 && (parse->met & (1U << found)) != 0;

    if (found >= 0)
        parse->met |= 1U << found;
    if (pair->problem == PROBLEM_BAD_UTF8)
        note(parse, pair, pair->problem, STR("Decodes to bytes that are not UTF-8."));
    else if (pair->problem != PROBLEM_NONE)
        note(parse, pair, pair->problem,
             STR("A percent sign must be followed by two hexadecimal digits, and must not encode "
                 "a control character."));
    else if (found < 0)
        note_unknown(parse, pair);
    else if (met && op->params[found].type != PARAM_MAP)
        note(parse, pair, PROBLEM_DUPLICATE_PARAMETER,
             op->params[found].type == PARAM_LIST
                 ? STR("Given more than once; several values are written as one list: a,b.")
                 : STR("Given more than once."));
    else if (pair->bare)
        note(parse, pair, value_problem(&op->params[found]), STR("Must be written as name=value."));
    else if (pair->value.n > PARAMS_VALUE_MAX)
        note(parse, pair, value_problem(&op->params[found]),
             STR("Must not be longer than 1,024 bytes."));
    else if (op->params[found].type == PARAM_MAP)
        parse_map(parse, &op->params[found], pair, key);
    else
        parse_value(parse, (size_t)found, pair->name, pair->value);
}

/* Looks at what was not given. A parameter that was given wrongly keeps its default too, so that
 * the argument struct is in bounds whatever the request. */
static void complete(struct parse *parse)
{
    const struct op_spec *op = parse->call->op;

    for (size_t i = 0; i < op->n_params; i++) {
        const struct param_spec *spec = &op->params[i];

        if (spec->dflt_text != NULL && parse->texts[i].p == NULL)
            args_put_default(parse->args, spec);
        if (spec->required && (parse->met & (1U << i)) == 0)
            api_violation(parse->call, VIOLATION_QUERY, str_from(spec->name), (struct str){0},
                          PROBLEM_MISSING_PARAMETER, STR("This parameter is required."),
                          (struct str_list){0}, str_from(spec->listed_at));
    }
}

/* The canonical query: what was given, in the order of the table, without values that are the
 * default anyway. */
static void canonical(struct parse *parse)
{
    struct api_call *call = parse->call;
    struct str_pair *v = arena_alloc(call->arena, URI_PAIRS_MAX * sizeof *v);
    size_t n = 0;

    for (size_t i = 0; v != NULL && i < call->op->n_params; i++) {
        const struct param_spec *spec = &call->op->params[i];
        struct str name = str_from(spec->name);

        if (!is_query(spec))
            continue;
        if (spec->type == PARAM_MAP) {
            struct str_map map = args_map(parse->args, spec);

            for (size_t k = 0; k < map.n; k++)
                v[n++] = (struct str_pair){arena_printf(call->arena, "%s[%.*s]", spec->name,
                                                        (int)map.v[k].key.n, map.v[k].key.p),
                                           map.v[k].value};
        } else if (parse->texts[i].p != NULL &&
                   (spec->dflt_text == NULL ||
                    !str_eq(parse->texts[i], str_from(spec->dflt_text)))) {
            v[n++] = (struct str_pair){name, parse->texts[i]};
        }
    }
    call->query = (struct str_map){v, n};
}

enum problem_id params_parse(struct api_call *call, const struct str *segments,
                             const struct uri_pairs *pairs)
{
    struct parse parse = {.call = call};
    size_t i = 0;

    parse.args = arena_alloc(call->arena, call->op->args_size);
    parse.texts = arena_alloc(call->arena, (call->op->n_params + 1U) * sizeof *parse.texts);
    if (parse.args == NULL || parse.texts == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    for (; i < call->op->n_params && !is_query(&call->op->params[i]); i++) {
        parse.met |= 1U << i;
        parse_value(&parse, i, str_from(call->op->params[i].name), segments[i]);
    }
    for (i = 0; i < pairs->n; i++)
        parse_pair(&parse, &pairs->v[i]);
    if (pairs->cut)
        api_violation(call, VIOLATION_QUERY, (struct str){0}, (struct str){0},
                      PROBLEM_INVALID_PARAMETER, STR("More than 32 parameters."),
                      (struct str_list){0}, (struct str){0});
    complete(&parse);
    canonical(&parse);
    call->args = parse.args;
    return call->arena->failed ? PROBLEM_OUT_OF_MEMORY : PROBLEM_NONE;
}
