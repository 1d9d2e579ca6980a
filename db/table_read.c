#include "db/table_read.h"

#include "base/buf.h"
#include "base/err.h"
#include "db/row.h"

/* limit: that of the observations, the widest, takes about 3 KiB */
enum { SQL_MAX = 8192 };

#define INDICATOR_IN_FORCE "JOIN indicator i ON i.indicator = "
#define OF_INDICATOR " AND " ROW_IN_FORCE("i") " AND "
#define OF_TERM " WHERE m.relation = t.relation AND " ROW_IN_FORCE("m")
#define OF_TARGET " AND " ROW_IN_FORCE("g")

/* The indicator of the row may be read. */
static const char readable_indicator[] =
    "EXISTS (SELECT 1 FROM indicator i WHERE i.indicator = t.indicator" OF_INDICATOR ROW_PUBLIC(
        "i") ")";

/* So may the figure, and it was published: those of a register are counted anew from its records
 * wherever these are loaded. */
static const char readable_figure[] =
    "EXISTS (SELECT 1 FROM indicator i WHERE i.indicator = t.indicator" OF_INDICATOR ROW_PUBLIC(
        "i") ") AND NOT EXISTS (SELECT 1 FROM document d WHERE d.document = t.document"
             " AND d.kind = 'register' AND " ROW_IN_FORCE("d") ")";

/* The row's target is on an indicator that may be read. */
static const char readable_target[] =
    "EXISTS (SELECT 1 FROM target g " INDICATOR_IN_FORCE
    "g.indicator WHERE g.target = t.target" OF_TARGET OF_INDICATOR ROW_PUBLIC("i") ")";

/* No term of the row's relation is about what may not be read: neither a figure nor a target. */
static const char readable_relation[] =
    "NOT EXISTS (SELECT 1 FROM relation_term m " INDICATOR_IN_FORCE
    "m.indicator" OF_TERM OF_INDICATOR
    "NOT " ROW_PUBLIC("i") ") AND NOT EXISTS (SELECT 1 FROM relation_term m"
                           " JOIN target g ON g.target = m.target " INDICATOR_IN_FORCE
                           "g.indicator" OF_TERM OF_TARGET OF_INDICATOR "NOT " ROW_PUBLIC("i") ")";

static const struct {
    const char *table, *condition;
} readable[] = {
    {"observation", readable_figure},     {"target", readable_indicator},
    {"target_unit", readable_target},     {"relation", readable_relation},
    {"relation_term", readable_relation}, {"policy_measure_indicator", readable_indicator},
};

/* A statement in the making. */
struct making {
    const struct table *table;
    struct arena *arena;
    struct buf sql;
    char storage[SQL_MAX];
    const char *params[TABLE_LEAD_MAX + 2];
    const char *columns[TABLE_COLUMNS_MAX + TABLE_LEAD_MAX + 1];
    size_t n_columns;
    const char *lead[TABLE_LEAD_MAX];
    size_t n_lead;
};

static void put(struct making *m, const char *text)
{
    buf_put_str(&m->sql, str_from(text));
}

/* "<a><column><b>" */
static void put_around(struct making *m, const char *a, const char *column, const char *b)
{
    put(m, a);
    put(m, column);
    put(m, b);
}

static bool is_number(enum cell_type type)
{
    return type == CELL_OWN_CODE || type == CELL_CODE || type == CELL_OWN_ITEM ||
           type == CELL_SOURCE;
}

static void find_lead(struct making *m)
{
    for (size_t i = 0; i < m->table->n_columns && m->n_lead < TABLE_LEAD_MAX; i++) {
        const struct table_column *column = &m->table->columns[i];
        if (!column->key)
            continue;
        if (!is_number(column->type))
            return;
        m->lead[m->n_lead++] = column->name;
    }
}

/* One column of the answer: an expression, and its name. */
static void put_column(struct making *m, const char *before, const char *expression,
                       const char *name)
{
    put(m, m->n_columns > 0 ? ", " : "");
    put(m, before);
    put(m, expression);
    put_around(m, " AS ", name, "");
    m->columns[m->n_columns++] = name;
}

static const char *joined(struct making *m, const char *name, const char *tail)
{
    const char *text = arena_printf(m->arena, "%s%s", name, tail).p;

    return text != NULL ? text : "";
}

static void put_cells(struct making *m, const struct table_column *column)
{
    if (column->restricted)
        return;
    switch (column->type) {
    case CELL_OWN_CODE:
    case CELL_CODE:
    case CELL_OWN_ITEM:
    case CELL_SOURCE:
        put_column(m, "(SELECT c.code FROM code c WHERE c.code_id = t.",
                   joined(m, column->name, ")"), column->name);
        return;
    case CELL_BREAKDOWN:
        put_column(m, "(SELECT b.text FROM breakdown b WHERE b.breakdown = t.",
                   joined(m, column->name, ")"), column->name);
        return;
    case CELL_PERIOD:
        put_column(m, "t.", "freq", "freq");
        put_column(m, "t.", "ends_on", "ends_on");
        put_column(m, "t.", "starts_on", "starts_on");
        return;
    case CELL_DECIMAL:
    case CELL_PUBLISHED:
        put_column(m, "t.", joined(m, column->name, "_e6"), joined(m, column->name, "_e6"));
        if (column->type == CELL_PUBLISHED)
            put_column(m, "t.", column->decimals, column->decimals);
        return;
    case CELL_TEXT:
    case CELL_ID:
    case CELL_WORD:
    case CELL_INTEGER:
    case CELL_DATE:
    case CELL_MONTH:
    case CELL_ITEM:
    case CELL_ITEMS:
    case CELL_DEFINITION:
    case CELL_UNIT:
        put_column(m, "t.", column->name, column->name);
        return;
    }
}

static void put_conditions(struct making *m)
{
    put(m, " WHERE " ROW_IN_FORCE("t"));
    for (size_t i = 0; i < COUNT_OF(readable); i++) {
        if (str_eq(str_from(readable[i].table), str_from(m->table->name)))
            put_around(m, " AND ", readable[i].condition, "");
    }
    if (m->n_lead == 0)
        return;
    put(m, " AND (");
    for (size_t i = 0; i < m->n_lead; i++)
        put_around(m, i > 0 ? ", t." : "t.", m->lead[i], "");
    put(m, ") >= (");
    for (size_t i = 0; i < m->n_lead; i++) {
        const char *name = joined(m, "from_", m->lead[i]);
        put_around(m, i > 0 ? ", :" : ":", name, "");
        m->params[1 + i] = name;
    }
    put(m, ")");
}

static void put_order(struct making *m)
{
    const char *comma = " ORDER BY ";
    size_t skip = m->n_lead;

    for (size_t i = 0; i < m->n_lead; i++, comma = ", ")
        put_around(m, comma, "t.", m->lead[i]);
    for (size_t i = 0; i < m->table->n_columns; i++) {
        const struct table_column *column = &m->table->columns[i];
        if (!column->key || skip > 0) {
            skip -= column->key ? 1 : 0;
            continue;
        }
        put(m, comma);
        comma = ", ";
        /* The name of a column of the answer: of a code its text, not its number. */
        put(m, column->type == CELL_PERIOD ? "freq, ends_on, starts_on" : column->name);
        put(m, column->type == CELL_DECIMAL ? "_e6" : "");
    }
}

int table_read_spec(struct arena *arena, const struct table *table, struct table_read *ret)
{
    struct making *m = arena_alloc(arena, sizeof *m);
    size_t lead;

    if (m == NULL)
        return -ERR_NOMEM;
    m->table = table;
    m->arena = arena;
    /* one byte is kept back for the NUL at the end */
    buf_init_fixed(&m->sql, m->storage, sizeof m->storage - 1);
    find_lead(m);
    m->params[0] = "release";
    /* A key that begins with no identity is that of a small table. */
    put(m, m->n_lead > 0 ? "SELECT " : "SELECT " STMT_SCAN_MARK " ");
    for (size_t i = 0; i < table->n_columns; i++)
        put_cells(m, &table->columns[i]);
    lead = m->n_columns;
    for (size_t i = 0; i < m->n_lead; i++)
        put_column(m, "t.", m->lead[i], joined(m, "lead_", m->lead[i]));
    put_around(m, " FROM ", table->name, " t");
    put_conditions(m);
    put_order(m);
    if (arena->failed)
        return -ERR_NOMEM;
    if (m->sql.failed)
        return -ERR_INTERNAL;
    *ret = (struct table_read){
        .spec = {.name = table->name,
                 .sql = m->storage,
                 .params = m->params,
                 .columns = m->columns},
        .lead = lead,
        .n_lead = m->n_lead,
    };
    return 0;
}
