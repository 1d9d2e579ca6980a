/* The conditions of the statements of registers: what a filter leaves, and where a page begins. */
#include "db/register_making.h"

#include "base/err.h"

/* ":p7" of a value that is there already. */
static void put_again(struct making *m, size_t bound)
{
    making_put3(m, ":", m->params[bound] != NULL ? m->params[bound] : "", "");
}

static void put_texts(struct making *m, struct str_list texts)
{
    making_put(m, " IN (");
    for (size_t i = 0; i < texts.n; i++) {
        making_put(m, i > 0 ? ", " : "");
        making_text(m, texts.v[i]);
    }
    making_put(m, ")");
}

static void put_any_of(struct making *m, const struct table_column *column, struct str_list texts)
{
    if (!m->alone && column == making_lead(m->table)) {
        making_put(m, "k.code");
        put_texts(m, texts);
        return;
    }
    if (making_is_code(column)) {
        making_put3(m, "t.", column->name, " IN (SELECT c.code_id FROM code c WHERE c.list = '");
        making_put3(m, column->list, "' AND c.code", "");
        put_texts(m, texts);
        making_put(m, ")");
        return;
    }
    if (column->type != CELL_ITEMS) {
        making_put3(m, "t.", column->name, "");
        put_texts(m, texts);
        return;
    }
    making_put(m, "(");
    for (size_t i = 0; i < texts.n; i++) {
        making_put3(m, i > 0 ? " OR replace(';' || t." : "replace(';' || t.", column->name,
                    " || ';', ';' || ");
        making_text(m, texts.v[i]);
        making_put3(m, " || ';', '') <> ';' || t.", column->name, " || ';'");
    }
    making_put(m, ")");
}

/* limit: more regions are compared as one text, so that the parameters are enough */
enum { REGIONS_BOUND_MAX = 4 };

/* "t.region IN (:p1, :p2)", for which there are indexes; false: they are too many. */
static bool put_few_regions(struct making *m, const char *column, struct str text)
{
    int64_t numbers[REGIONS_BOUND_MAX];
    struct str rest = text, one;
    size_t n = 0;

    while (str_cut(&rest, ';', &one)) {
        if (one.n == 0)
            continue;
        if (n == REGIONS_BOUND_MAX || str_parse_i64(one, &numbers[n]) < 0)
            return false;
        n++;
    }
    if (n == 0)
        return false;
    making_put3(m, "t.", column, " IN (");
    for (size_t i = 0; i < n; i++) {
        making_put(m, i > 0 ? ", " : "");
        making_number(m, numbers[i]);
    }
    making_put(m, ")");
    return true;
}

/* Whether the number of the region stands in the text. */
static void put_regions(struct making *m, const char *column, const struct register_test *test)
{
    size_t bound = m->made.n_bound;

    if (test->op == REGISTER_ONLY_REGIONS && test->texts.n > 0 &&
        put_few_regions(m, column, test->texts.v[0]))
        return;
    making_put(m, "replace(");
    making_text(m, test->texts.n > 0 ? test->texts.v[0] : STR(""));
    making_put3(m, ", ';' || t.", column, " || ';', '')");
    making_put(m, test->op == REGISTER_ONLY_REGIONS ? " <> " : " = ");
    put_again(m, bound);
}

static void put_period_is(struct making *m, struct period period)
{
    static const char letters[] = "AHQMIRY";

    making_put(m, "t.freq = ");
    making_text(m, (struct str){letters + period.freq, 1});
    making_put(m, " AND t.ends_on = ");
    making_number(m, period.ends_on);
    making_put(m, " AND t.starts_on = ");
    making_number(m, period.starts_on);
}

/* A decimal is compared as the millionths that it is kept in. */
static void put_value(struct making *m, const struct table_column *column, const char *after)
{
    bool is_decimal = column->type == CELL_DECIMAL || column->type == CELL_PUBLISHED;

    making_put3(m, "t.", column->name, is_decimal ? "_e6" : "");
    making_put(m, after);
}

static void put_compared(struct making *m, const struct table_column *column, const char *op,
                         int64_t number)
{
    put_value(m, column, op);
    making_number(m, number);
}

static void put_or_null(struct making *m, const struct table_column *column, const char *op,
                        int64_t number)
{
    making_put(m, "(");
    put_value(m, column, " IS NULL OR ");
    put_compared(m, column, op, number);
    making_put(m, ")");
}

static void put_test(struct making *m, const struct register_test *test)
{
    const struct table_column *column = registers_column(m->table, str_from(test->column));

    if (column == NULL) {
        making_fail(m, -ERR_INTERNAL);
        return;
    }
    making_put(m, " AND ");
    switch (test->op) {
    case REGISTER_ANY_OF:
        put_any_of(m, column, test->texts);
        return;
    case REGISTER_ONLY_REGIONS:
    case REGISTER_BUT_REGIONS:
        put_regions(m, column->name, test);
        return;
    case REGISTER_EQUALS:
        put_compared(m, column, " = ", test->number);
        return;
    case REGISTER_BEFORE:
        put_compared(m, column, " < ", test->number);
        return;
    case REGISTER_SINCE:
        put_compared(m, column, " >= ", test->number);
        return;
    case REGISTER_UNTIL:
        put_compared(m, column, " <= ", test->number);
        return;
    case REGISTER_NOT_BEFORE:
        put_or_null(m, column, " >= ", test->number);
        return;
    case REGISTER_NOT_UNTIL:
        put_or_null(m, column, " > ", test->number);
        return;
    case REGISTER_NOT_AFTER:
        put_or_null(m, column, " <= ", test->number);
        return;
    case REGISTER_IS_NULL:
        put_value(m, column, " IS NULL");
        return;
    case REGISTER_NOT_NULL:
        put_value(m, column, " IS NOT NULL");
        return;
    case REGISTER_AFTER_COLUMN:
    case REGISTER_UNTIL_COLUMN:
        making_put3(m, "t.", column->name, test->op == REGISTER_AFTER_COLUMN ? " > t." : " <= t.");
        making_put(m, test->other);
        return;
    case REGISTER_KNOWN_ON:
        making_known(m);
        making_put(m, " >= ");
        making_number(m, test->number);
        return;
    case REGISTER_PERIOD_IS:
        put_period_is(m, test->period);
        return;
    }
}

void making_tests(struct making *m, const struct register_query *query)
{
    for (size_t i = 0; i < query->n_tests; i++)
        put_test(m, &query->tests[i]);
}

/* One cell of the key after which records come. */
static void put_after_cell(struct making *m, const struct table_column *column)
{
    struct str text = m->after[m->n_after++];
    int64_t number;

    if (!making_is_number(column))
        making_text(m, text);
    else if (str_parse_i64(text, &number) == 0)
        making_number(m, number);
    else
        making_fail(m, -ERR_INPUT);
}

/* "(a, b) > (:p1, :p2)", and of the leading identity alone besides, by which the engine begins. */
void making_after(struct making *m, const struct register_query *query)
{
    if (query->n_after == 0)
        return;
    if (query->n_after != registers_key_length(m->table)) {
        making_fail(m, -ERR_INPUT);
        return;
    }
    if (making_lead(m->table) != NULL) {
        making_put(m, " AND k.code >= ");
        making_text(m, query->after[0]);
    }
    m->after = query->after;
    making_put(m, " AND (");
    making_each_key_cell(m, ", ", making_key_cell);
    making_put(m, ") > (");
    making_each_key_cell(m, ", ", put_after_cell);
    making_put(m, ")");
}
