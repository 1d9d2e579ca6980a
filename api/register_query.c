#include "api/register_query.h"

#include "api/select.h"
#include "base/err.h"
#include "base/period.h"

#include <string.h>

/* limit: the longest number of 64 bits and a sign after it */
enum { NUMBER_MAX = 21 };

static const void *value_of(const struct api_call *call, const struct param_spec *param)
{
    return (const char *)call->args + param->offset;
}

static bool is_given(const struct api_call *call, const struct param_spec *param)
{
    uint32_t given;

    memcpy(&given, (const char *)call->args + call->op->given_offset, sizeof given);
    return (given & param->bit) != 0;
}

static bool is(const struct param_spec *param, const char *name)
{
    return strcmp(param->name, name) == 0;
}

/* What decides about the answer, but not which records there are. */
static bool read_common(const struct api_call *call, const struct register_spec *spec,
                        const struct param_spec *param, struct register_args *ret)
{
    const void *value = value_of(call, param);

    if (is(param, "limit"))
        ret->limit = *(const int64_t *)value;
    else if (is(param, "cursor"))
        ret->cursor = *(const struct str *)value;
    else if (is(param, "on"))
        ret->on = *(const struct str *)value;
    else if (is(param, "bom"))
        ret->bom = *(const bool *)value;
    else if (is(param, "fields"))
        ret->fields = *(const struct str_list *)value;
    else if (is(param, "group_by"))
        ret->group_by = *(const struct str_list *)value;
    else if (is(param, "period") && spec->day != NULL)
        ret->period = *(const struct str *)value;
    else
        return is(param, "lang") || is(param, "format") || is(param, "asOf");
    return true;
}

/* The values of a parameter as texts, whatever its type. */
static int texts_of(struct api_call *call, const struct param_spec *param, struct str_list *ret)
{
    const void *value = value_of(call, param);
    struct str *one = arena_alloc(call->arena, sizeof *one);

    if (one == NULL)
        return -ERR_NOMEM;
    *ret = (struct str_list){one, 1};
    switch ((enum param_type)param->type) {
    case PARAM_STRING:
        *one = *(const struct str *)value;
        return 0;
    case PARAM_LIST:
        *ret = *(const struct str_list *)value;
        return 0;
    case PARAM_BOOLEAN:
        *one = *(const bool *)value ? STR("yes") : STR("no");
        return 0;
    case PARAM_ENUM:
        *one = str_from(param->values[*(const int *)value]);
        return 0;
    case PARAM_INTEGER:
    case PARAM_MAP:
        break;
    }
    return -ERR_INTERNAL;
}

static int add_regions(struct api_call *call, const char *column, struct str_list selectors,
                       struct register_test *ret)
{
    struct id_choice choice;
    struct buf buf;
    struct str *text;
    char *storage;
    int r = select_regions(call, selectors, &choice);

    if (r < 0)
        return r;
    text = arena_alloc(call->arena, sizeof *text);
    storage = arena_alloc(call->arena, 2 + choice.ids.n * NUMBER_MAX);
    if (text == NULL || storage == NULL)
        return -ERR_NOMEM;
    buf_init_fixed(&buf, storage, 2 + choice.ids.n * NUMBER_MAX);
    buf_putc(&buf, ';');
    for (size_t i = 0; i < choice.ids.n; i++) {
        buf_put_i64(&buf, choice.ids.v[i]);
        buf_putc(&buf, ';');
    }
    if (buf.failed)
        return -ERR_INTERNAL;
    *text = (struct str){buf.p, buf.n};
    *ret = (struct register_test){.column = column,
                                  .op = choice.only ? REGISTER_ONLY_REGIONS : REGISTER_BUT_REGIONS,
                                  .texts = {text, 1}};
    return 0;
}

/* `x_before` and `x_since` are about the day in `x_on` or `x`; NULL: the name is neither. */
static const struct table_column *day_column(const struct api_call *call, const struct table *table,
                                             struct str name, enum register_op *ret_op)
{
    static const struct {
        struct str tail;
        enum register_op op;
    } tails[] = {{STR("_before"), REGISTER_BEFORE}, {STR("_since"), REGISTER_SINCE}};

    for (size_t i = 0; i < COUNT_OF(tails); i++) {
        struct str stem = {name.p, name.n - tails[i].tail.n};
        const struct table_column *column;

        if (!str_ends(name, tails[i].tail))
            continue;
        column = registers_column(table, arena_printf(call->arena, "%.*s_on", (int)stem.n, stem.p));
        if (column == NULL)
            column = registers_column(table, stem);
        *ret_op = tails[i].op;
        return column;
    }
    return NULL;
}

static int add_days(const struct table_column *column, enum register_op op, struct str text,
                    struct register_test *ret)
{
    int32_t day;

    if (date_parse(text, &day) < 0)
        return -ERR_INTERNAL;
    *ret = (struct register_test){.column = column->name, .op = op, .number = day};
    return 0;
}

static int add_state(const struct register_spec *spec, struct str name, struct register_args *ret)
{
    for (size_t i = 0; i < spec->n_states; i++) {
        if (!str_eq(str_from(spec->states[i].name), name))
            continue;
        for (size_t k = 0; k < spec->states[i].n_tests; k++)
            ret->tests[ret->n_tests++] = spec->states[i].tests[k];
        return 0;
    }
    return -ERR_INTERNAL;
}

static int add_column(struct api_call *call, const struct param_spec *param,
                      const struct table_column *column, struct register_args *ret)
{
    struct register_test *test = &ret->tests[ret->n_tests++];
    struct str_list texts;
    int r;

    *test = (struct register_test){.column = column->name, .op = REGISTER_ANY_OF};
    if (param->type == PARAM_INTEGER) {
        test->op = REGISTER_EQUALS;
        test->number = *(const int64_t *)value_of(call, param);
        return 0;
    }
    r = texts_of(call, param, &texts);
    if (r < 0)
        return r;
    if (param->codes != NULL && strcmp(param->codes, "region-selector") == 0)
        return add_regions(call, column->name, texts, test);
    if (column->type == CELL_PERIOD) {
        test->op = REGISTER_PERIOD_IS;
        return period_parse(texts.v[0], &test->period) < 0 ? -ERR_INTERNAL : 0;
    }
    test->texts = texts;
    return 0;
}

static int add_filter(struct api_call *call, const struct register_spec *spec,
                      const struct table *table, const struct param_spec *param,
                      struct register_args *ret)
{
    const char *in_path = spec->path_column != NULL ? spec->path_column : spec->table;
    struct str name = str_from(param->in == PARAM_IN_PATH ? in_path : param->name);
    const struct table_column *column = registers_column(table, name);
    enum register_op op = REGISTER_ANY_OF;
    struct str_list texts;
    int r;

    /* room for the three conditions of a state */
    if (ret->n_tests + 3 > REGISTER_TESTS_MAX)
        return -ERR_INTERNAL;
    if (spec->n_states > 0 && is(param, "state")) {
        r = texts_of(call, param, &texts);
        return r < 0 ? r : add_state(spec, texts.v[0], ret);
    }
    if (column != NULL)
        return add_column(call, param, column, ret);
    column = day_column(call, table, name, &op);
    if (column == NULL)
        return -ERR_INTERNAL;
    r = texts_of(call, param, &texts);
    return r < 0 ? r : add_days(column, op, texts.v[0], &ret->tests[ret->n_tests++]);
}

int register_args_read(struct api_call *call, const struct register_spec *spec,
                       const struct table *table, struct register_args *ret)
{
    *ret = (struct register_args){.limit = 1};
    for (size_t i = 0; i < call->op->n_params; i++) {
        const struct param_spec *param = &call->op->params[i];
        bool given = param->in == PARAM_IN_PATH || is_given(call, param);
        int r;

        if (read_common(call, spec, param, ret) || !given)
            continue;
        r = add_filter(call, spec, table, param, ret);
        if (r < 0)
            return r;
    }
    return 0;
}

int register_args_within(const struct register_spec *spec, struct str period,
                         struct register_args *ret)
{
    struct period span;

    if (period.n == 0)
        return 0;
    if (period_parse(period, &span) < 0 || ret->n_tests + 2 > REGISTER_TESTS_MAX)
        return -ERR_INTERNAL;
    ret->tests[ret->n_tests++] =
        (struct register_test){.column = spec->day, .op = REGISTER_SINCE, .number = span.starts_on};
    ret->tests[ret->n_tests++] = (struct register_test){
        .column = spec->day, .op = REGISTER_BEFORE, .number = span.ends_on + 1};
    return 0;
}

void register_args_judge(struct register_args *args, int32_t on)
{
    for (size_t i = 0; i < args->n_tests; i++) {
        struct register_test *test = &args->tests[i];

        if (test->number == REGISTER_ON_DAY)
            test->number = on;
    }
}
