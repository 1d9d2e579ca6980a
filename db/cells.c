#include "db/cells.h"

#include "base/dec.h"
#include "base/err.h"
#include "base/period.h"
#include "db/cell_text.h"

/* The row being read, and what its earlier cells say about the later ones. */
struct reader {
    struct lookup *lookup;
    struct arena *arena;
    const struct table *table;
    const struct str *cells;
    struct row_values *row;
    size_t column;        /* of the cell being read */
    int64_t indicator;    /* 0: the row has none, or a wrong one */
    bool wrong_indicator; /* reported already */
    bool level;           /* the measure is the level itself */
    int failure;          /* of the store */
};

/* A reader of one type. Gives NULL and adds its values, or the reason why the cell is refused. The
 * cell is trimmed and not empty. */
typedef const char *(*read_fn)(struct reader *reader, const struct table_column *column,
                               struct str cell);

static void add_i64(struct reader *reader, int64_t i)
{
    reader->row->v[reader->row->n++] = (struct value){.kind = VALUE_I64, .i = i};
}

static void add_str(struct reader *reader, struct str s)
{
    reader->row->v[reader->row->n++] = (struct value){.kind = VALUE_STR, .s = s};
}

/* True when the store found what was asked for; a failure of the store is kept and counts as found,
 * because the row is given up anyway. */
static bool found(struct reader *reader, int r)
{
    if (r < 0)
        reader->failure = r;
    return r != 0;
}

static const char *read_text(struct reader *reader, const struct table_column *column,
                             struct str cell)
{
    (void)column;
    const char *reason = cell_text_fault(cell);
    if (reason != NULL)
        return reason;
    add_str(reader, cell);
    return NULL;
}

static const char *read_id(struct reader *reader, const struct table_column *column,
                           struct str cell)
{
    (void)column;
    const char *reason = cell_id_fault(cell);
    if (reason != NULL)
        return reason;
    add_str(reader, cell);
    return NULL;
}

static const char *read_word(struct reader *reader, const struct table_column *column,
                             struct str cell)
{
    if (!list_has(str_from(column->list), cell))
        return arena_printf(reader->arena, "is none of %s", column->list).p;
    add_str(reader, cell);
    return NULL;
}

static const char *read_integer(struct reader *reader, const struct table_column *column,
                                struct str cell)
{
    int64_t value;

    (void)column;
    int r = str_parse_i64(cell_number(reader->arena, cell), &value);
    if (r == -ERR_LIMIT)
        return "is too large";
    if (r < 0)
        return "is not a whole number";
    /* places in an order, and counts of decimals */
    if (value < 0)
        return "is below zero";
    add_i64(reader, value);
    return NULL;
}

static const char *read_date(struct reader *reader, const struct table_column *column,
                             struct str cell)
{
    int32_t day;

    (void)column;
    if (date_parse(cell_narrow(reader->arena, cell), &day) < 0)
        return "is not a date YYYY-MM-DD";
    add_i64(reader, day);
    return NULL;
}

static const char *read_month(struct reader *reader, const struct table_column *column,
                              struct str cell)
{
    struct period period;

    (void)column;
    cell = cell_narrow(reader->arena, cell);
    if (period_parse(cell, &period) < 0 || period.freq != FREQ_M)
        return "is not a month YYYY-MM";
    add_str(reader, cell);
    return NULL;
}

static const char *read_own_code(struct reader *reader, const struct table_column *column,
                                 struct str cell)
{
    bool item = column->type == CELL_OWN_ITEM;
    struct str list = item ? cell_trim(reader->cells[0]) : str_from(column->list);
    int64_t id = 0;

    cell = cell_narrow(reader->arena, cell);
    const char *reason = cell_code_fault(cell);
    if (reason != NULL)
        return reason;
    found(reader, lookup_own(reader->lookup, list, cell, &id));
    add_i64(reader, id);
    return NULL;
}

static const char *read_code(struct reader *reader, const struct table_column *column,
                             struct str cell)
{
    struct str list = str_from(column->list);
    bool of_indicator = str_eq(str_from(column->name), STR("indicator"));
    int64_t id = 0;

    cell = cell_narrow(reader->arena, cell);
    if (!found(reader, lookup_code(reader->lookup, list, cell, &id))) {
        if (reader->table != table_of_list(list) || cell_code_fault(cell) != NULL) {
            reader->wrong_indicator |= of_indicator;
            return arena_printf(reader->arena, "names no %s of the newest release or this load",
                                column->list)
                .p;
        }
        /* the row that it names may come later in this file; the end of the load looks again */
        found(reader, lookup_own(reader->lookup, list, cell, &id));
        reader->row->later[reader->row->n_later++] = reader->column;
    }
    if (of_indicator)
        reader->indicator = id;
    add_i64(reader, id);
    if (column->type == CELL_SOURCE) {
        int64_t precedence = 0;

        found(reader, lookup_precedence(reader->lookup, id, &precedence));
        add_i64(reader, precedence);
    }
    return NULL;
}

static const char *read_item(struct reader *reader, const struct table_column *column,
                             struct str cell)
{
    if (!found(reader, lookup_item(reader->lookup, str_from(column->list), cell)))
        return arena_printf(reader->arena, "is no item of the code list %s", column->list).p;
    if (str_eq(str_from(column->name), STR("measure")))
        reader->level = str_eq(cell, STR("level"));
    add_str(reader, cell);
    return NULL;
}

static const char *read_items(struct reader *reader, const struct table_column *column,
                              struct str cell)
{
    struct str rest = cell, item, before;

    while (str_cut(&rest, ';', &item)) {
        if (!found(reader, lookup_item(reader->lookup, str_from(column->list), item)))
            return arena_printf(reader->arena, "\"%.*s\" is no item of the code list %s",
                                (int)item.n, item.p, column->list)
                .p;
        before = (struct str){cell.p, (size_t)(item.p - cell.p)};
        if (before.n > 0 && list_has((struct str){before.p, before.n - 1}, item))
            return "names an item twice";
    }
    add_str(reader, cell);
    return NULL;
}

static const char *read_definition(struct reader *reader, const struct table_column *column,
                                   struct str cell)
{
    (void)column;
    if (!reader->wrong_indicator &&
        !found(reader, lookup_definition(reader->lookup, reader->indicator, cell)))
        return "is no definition of the indicator";
    add_str(reader, cell);
    return NULL;
}

static const char *read_unit(struct reader *reader, const struct table_column *column,
                             struct str cell)
{
    struct indicator_rules rules = {{NULL, 0}, {NULL, 0}};

    (void)column;
    if (reader->wrong_indicator) {
        add_str(reader, cell);
        return NULL;
    }
    if (!found(reader, lookup_item(reader->lookup, STR("unit"), cell)))
        return "is no item of the code list unit";
    /* the other measures have units of their own, see db/row_rules.c */
    if (reader->level) {
        found(reader, lookup_rules(reader->lookup, reader->indicator, &rules));
        if (reader->failure == 0 && !list_has(rules.units, cell))
            return "is no unit of the indicator";
    }
    add_str(reader, cell);
    return NULL;
}

static const char *read_decimal(struct reader *reader, const struct table_column *column,
                                struct str cell)
{
    struct dec value;
    int64_t e6;

    int r = dec_parse(cell_number(reader->arena, cell), &value);
    if (r == 0)
        r = dec_to_e6(value, &e6);
    if (r == -ERR_LIMIT || (r == 0 && (e6 < -CELL_E6_MAX || e6 > CELL_E6_MAX)))
        return "is too large";
    if (r < 0)
        return "is not a decimal with at most six places";
    add_i64(reader, e6);
    if (column->type == CELL_PUBLISHED)
        add_i64(reader, value.scale);
    return NULL;
}

static const char *read_period(struct reader *reader, const struct table_column *column,
                               struct str cell)
{
    static const char letters[] = "AHQMIRY";
    struct period period;

    (void)column;
    if (period_parse(cell_narrow(reader->arena, cell), &period) < 0)
        return "is not a period such as 2024, 2021-H1, 2024-Q3, 2024-09 or 2021-12-31";
    add_str(reader, (struct str){letters + period.freq, 1});
    add_i64(reader, period.ends_on);
    add_i64(reader, period.starts_on);
    return NULL;
}

/* Checks "dimension=value" items against the indicator and the code lists. */
static const char *check_breakdown(struct reader *reader, const struct breakdown_item *items,
                                   size_t n)
{
    struct indicator_rules rules = {{NULL, 0}, {NULL, 0}};

    found(reader, lookup_rules(reader->lookup, reader->indicator, &rules));
    for (size_t i = 0; i < n && reader->failure == 0; i++) {
        struct str dimension = items[i].dimension, value = items[i].value;
        if (i > 0 && str_eq(items[i - 1].dimension, dimension))
            return "names a dimension twice";
        if (!list_has(rules.dimensions, dimension))
            return arena_printf(reader->arena, "\"%.*s\" is no dimension of the indicator",
                                (int)dimension.n, dimension.p)
                .p;
        if (!found(reader, lookup_item(reader->lookup, dimension, value)))
            return arena_printf(reader->arena, "\"%.*s\" is no item of the code list %.*s",
                                (int)value.n, value.p, (int)dimension.n, dimension.p)
                .p;
    }
    return NULL;
}

static const char *read_breakdown(struct reader *reader, const struct table_column *column,
                                  struct str cell)
{
    struct breakdown_item items[BREAKDOWN_ITEMS_MAX];
    size_t n = 0;
    struct str text;
    int64_t id = 0;

    (void)column;
    cell = cell_narrow(reader->arena, cell);
    if (cell_breakdown(reader->arena, cell, items, &n, &text) < 0)
        return "is not a list \"dimension=value;...\"";
    if (!reader->wrong_indicator) {
        const char *reason = check_breakdown(reader, items, n);
        if (reason != NULL)
            return reason;
    }
    found(reader, lookup_breakdown(reader->lookup, text, items, n, &id));
    add_i64(reader, id);
    return NULL;
}

static const read_fn readers[] = {
    [CELL_TEXT] = read_text,           [CELL_ID] = read_id,
    [CELL_WORD] = read_word,           [CELL_INTEGER] = read_integer,
    [CELL_DATE] = read_date,           [CELL_MONTH] = read_month,
    [CELL_OWN_CODE] = read_own_code,   [CELL_CODE] = read_code,
    [CELL_OWN_ITEM] = read_own_code,   [CELL_ITEM] = read_item,
    [CELL_ITEMS] = read_items,         [CELL_DEFINITION] = read_definition,
    [CELL_UNIT] = read_unit,           [CELL_DECIMAL] = read_decimal,
    [CELL_PUBLISHED] = read_decimal,   [CELL_PERIOD] = read_period,
    [CELL_BREAKDOWN] = read_breakdown, [CELL_SOURCE] = read_code,
};

/* What an empty cell means. */
static void add_empty(struct reader *reader, const struct table_column *column)
{
    struct row_values *row = reader->row;

    switch (column->type) {
    case CELL_ITEMS:
        add_str(reader, STR(""));
        return;
    case CELL_BREAKDOWN:
        /* the total; of nothing in the row of a relation that names no figure */
        if (reader->indicator != 0)
            add_i64(reader, 0);
        else
            row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        return;
    case CELL_PUBLISHED:
        row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        /* the decimals of a value are never NULL, those of a baseline are */
        if (str_eq(str_from(column->decimals), STR("decimals")))
            add_i64(reader, 0);
        else
            row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        return;
    case CELL_PERIOD:
        row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        return;
    case CELL_TEXT:
    case CELL_ID:
    case CELL_WORD:
    case CELL_INTEGER:
    case CELL_DATE:
    case CELL_MONTH:
    case CELL_OWN_CODE:
    case CELL_CODE:
    case CELL_OWN_ITEM:
    case CELL_ITEM:
    case CELL_SOURCE:
    case CELL_DEFINITION:
    case CELL_UNIT:
    case CELL_DECIMAL:
        row->v[row->n++] = (struct value){.kind = VALUE_NULL};
        return;
    }
}

const char cell_absent[] = "";

int cells_read(struct lookup *lookup, struct arena *arena, const struct table *table,
               const struct str *cells, struct row_values *ret)
{
    struct reader reader = {
        .lookup = lookup, .arena = arena, .table = table, .cells = cells, .row = ret};

    *ret = (struct row_values){0};
    for (size_t i = 0; i < table->n_columns && reader.failure == 0; i++) {
        const struct table_column *column = &table->columns[i];
        struct str cell = cell_trim(cells[i]);
        const char *reason = NULL;
        reader.column = i;
        if (cells[i].p == cell_absent)
            ret->keep[ret->n] = cell_kind(column->type);
        if (cell.n > 0)
            reason = readers[column->type](&reader, column, cell);
        else if (column->required)
            reason = "is empty";
        else
            add_empty(&reader, column);
        if (arena->failed)
            return -ERR_NOMEM;
        if (reason != NULL)
            ret->faults[ret->n_faults++] = (struct cell_fault){i, reason};
    }
    return reader.failure;
}
