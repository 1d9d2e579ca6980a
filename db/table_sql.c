#include "db/table_sql.h"

#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"

#include <string.h>

/* limit: the insert of the widest table takes about 1 KiB */
enum { SQL_MAX = 4096 };

#define PUBLISHED "since < 1099511627776"
/* What follows from the values that are bound: large tables have indexes of these rows alone, and
 * the engine takes one only where the statement says so. */
#define OF_A_DRAFT " AND since >= 1099511627776"
#define NOT_IN_FORCE "until < 9223372036854775807"
_Static_assert(DB_DRAFT_BASE == INT64_C(1099511627776), "the literal in the SQL is the base");

/* A statement in the making: its text, and the lists of its record. */
struct sql_draft {
    struct buf sql;
    char storage[SQL_MAX];
    const char *params[TABLE_COLUMNS_MAX + 3];
    const char *columns[TABLE_COLUMNS_MAX + 2];
    size_t n_params, n_columns;
};

static void put(struct sql_draft *spec, const char *text)
{
    buf_put_str(&spec->sql, str_from(text));
}

/* Adds ":name" and notes the parameter. */
static void put_param(struct sql_draft *spec, const char *name)
{
    buf_putc(&spec->sql, ':');
    put(spec, name);
    spec->params[spec->n_params++] = name;
}

static void put_list(struct sql_draft *spec, const struct sql_columns *columns, bool keys_only)
{
    bool first = true;

    for (size_t i = 0; i < columns->n; i++) {
        if (keys_only && !columns->key[i])
            continue;
        put(spec, first ? "" : ", ");
        put(spec, columns->v[i]);
        first = false;
    }
}

static const char *joined(struct arena *arena, const char *name, const char *tail)
{
    return arena_printf(arena, "%s%s", name, tail).p;
}

int sql_columns_of(const struct table *table, struct arena *arena, struct sql_columns *ret)
{
    struct sql_columns columns = {.n = 0};

    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        const char *names[3] = {column->name, NULL, NULL};
        if (column->type == CELL_PERIOD) {
            names[0] = "freq";
            names[1] = "ends_on";
            names[2] = "starts_on";
        } else if (column->type == CELL_DECIMAL || column->type == CELL_PUBLISHED) {
            names[0] = joined(arena, column->name, "_e6");
            names[1] = column->type == CELL_PUBLISHED ? column->decimals : NULL;
        } else if (column->type == CELL_SOURCE) {
            names[1] = "precedence";
        }
        for (size_t k = 0; k < COUNT_OF(names) && names[k] != NULL; k++) {
            if (columns.n == TABLE_COLUMNS_MAX)
                return -ERR_INTERNAL;
            columns.v[columns.n] = names[k];
            /* a document whose rank has changed still revises its own figure */
            columns.key[columns.n] = column->key && (column->type != CELL_SOURCE || k == 0);
            columns.restricted[columns.n] = column->restricted;
            columns.n++;
        }
    }
    if (arena->failed)
        return -ERR_NOMEM;
    *ret = columns;
    return 0;
}

static void write_find(struct sql_draft *spec, const struct table *table,
                       const struct sql_columns *columns)
{
    put(spec, "SELECT ");
    put_list(spec, columns, false);
    put(spec, ", since FROM ");
    put(spec, table->name);
    put(spec, " WHERE ");
    for (size_t i = 0; i < columns->n; i++) {
        spec->columns[spec->n_columns++] = columns->v[i];
        if (!columns->key[i])
            continue;
        put(spec, columns->v[i]);
        put(spec, " = ");
        put_param(spec, columns->v[i]);
        put(spec, " AND ");
    }
    spec->columns[spec->n_columns++] = "since";
    put(spec, "until >= ");
    put_param(spec, "until");
}

static void write_insert(struct sql_draft *spec, const struct table *table,
                         const struct sql_columns *columns)
{
    put(spec, "INSERT INTO ");
    put(spec, table->name);
    put(spec, " (");
    put_list(spec, columns, false);
    put(spec, ", since, until) VALUES (");
    for (size_t i = 0; i < columns->n; i++) {
        put_param(spec, columns->v[i]);
        put(spec, ", ");
    }
    put_param(spec, "since");
    put(spec, ", ");
    put_param(spec, "until");
    put(spec, ")");
}

/* The column that holds the identities of a table, which has one. */
static const char *own_column(const struct table *table)
{
    size_t i = 0;

    while (i < table->n_columns - 1 && table->columns[i].type != CELL_OWN_CODE)
        i++;
    return table->columns[i].name;
}

static void write_resolve(struct sql_draft *spec, const struct table *table)
{
    put(spec, "SELECT c.code_id AS id FROM code c JOIN ");
    put(spec, table->name);
    put(spec, " t ON t.");
    put(spec, own_column(table));
    put(spec, " = c.code_id WHERE c.list = ");
    put_param(spec, "list");
    put(spec, " AND c.code = ");
    put_param(spec, "code");
    put(spec, " AND t.until = 9223372036854775807 AND (t." PUBLISHED " OR t.since = ");
    put_param(spec, "draft");
    put(spec, ") LIMIT 1");
    spec->columns[spec->n_columns++] = "id";
}

static void write_close(struct sql_draft *spec, const struct table *table,
                        const struct sql_columns *columns)
{
    put(spec, "UPDATE ");
    put(spec, table->name);
    put(spec, " SET until = ");
    put_param(spec, "release");
    put(spec, " WHERE (");
    put_list(spec, columns, true);
    put(spec, ") IN (SELECT ");
    put_list(spec, columns, true);
    put(spec, " FROM ");
    put(spec, table->name);
    put(spec, " WHERE since = ");
    put_param(spec, "draft");
    put(spec, OF_A_DRAFT ") AND " PUBLISHED " AND until = ");
    put_param(spec, "until");
}

/* "a.key = b.key" of all keys, each after `before`. */
static void put_same_key(struct sql_draft *spec, const struct sql_columns *columns,
                         const char *before, const char *a, const char *b)
{
    for (size_t i = 0; i < columns->n; i++) {
        if (!columns->key[i])
            continue;
        put(spec, before);
        put(spec, a);
        put(spec, columns->v[i]);
        put(spec, " = ");
        put(spec, b);
        put(spec, columns->v[i]);
    }
}

static void write_overlaps(struct sql_draft *spec, const struct table *table,
                           const struct sql_columns *columns)
{
    put(spec, "SELECT count(*) AS n FROM ");
    put(spec, table->name);
    put(spec, " a JOIN ");
    put(spec, table->name);
    put(spec, " b ON true");
    put_same_key(spec, columns, " AND ", "b.", "a.");
    put(spec, " AND a.since < b.since AND b.since < a.until AND +b." PUBLISHED);
    spec->columns[spec->n_columns++] = "n";
}

static void write_withdraw(struct sql_draft *spec, const struct table *table,
                           const struct sql_columns *columns, bool one_document)
{
    put(spec, "INSERT INTO ");
    put(spec, table->name);
    put(spec, " (");
    put_list(spec, columns, false);
    put(spec, ", since, until) SELECT ");
    put_list(spec, columns, false);
    put(spec, ", ");
    put_param(spec, "draft");
    put(spec, ", ");
    put_param(spec, "until");
    put(spec, " FROM ");
    put(spec, table->name);
    put(spec, " o WHERE o.document ");
    if (one_document) {
        put(spec, "= ");
        put_param(spec, "document");
    } else {
        put(spec, "IN (SELECT d.document FROM ");
        put(spec, table->name);
        put(spec, " d WHERE d.since = :draft)");
    }
    put(spec,
        " AND o.until = 9223372036854775807 AND o." PUBLISHED " AND NOT EXISTS (SELECT 1 FROM ");
    put(spec, table->name);
    put(spec, " d WHERE d.since = :draft");
    put_same_key(spec, columns, " AND ", "d.", "o.");
    put(spec, ")");
}

static void write_ended(struct sql_draft *spec, const struct table *table,
                        const struct sql_columns *columns)
{
    put(spec, "SELECT count(*) AS n FROM ");
    put(spec, table->name);
    put(spec, " o WHERE o.until = ");
    put_param(spec, "release");
    put(spec, " AND o." NOT_IN_FORCE " AND NOT EXISTS (SELECT 1 FROM ");
    put(spec, table->name);
    put(spec, " p WHERE p.since = :release");
    put_same_key(spec, columns, " AND ", "p.", "o.");
    put(spec, ")");
    spec->columns[spec->n_columns++] = "n";
}

static void write_of_draft(struct sql_draft *spec)
{
    put(spec, " WHERE since = ");
    put_param(spec, "draft");
    put(spec, OF_A_DRAFT);
}

/* "UPDATE <table> SET <column> = :<param>" */
static void write_update(struct sql_draft *spec, const struct table *table, const char *column,
                         const char *param)
{
    put(spec, "UPDATE ");
    put(spec, table->name);
    put(spec, " SET ");
    put(spec, column);
    put(spec, " = ");
    put_param(spec, param);
}

/* The rows of a draft with one mark in until; at a publish they have its release already. */
static void write_marked(struct sql_draft *spec, const struct table *table, const char *before)
{
    put(spec, before);
    put(spec, table->name);
    put(spec, " WHERE since = ");
    put_param(spec, "draft");
    put(spec, " AND until = ");
    put_param(spec, "until");
    put(spec, " AND " NOT_IN_FORCE);
}

static void write_spec(struct sql_draft *spec, const struct table *table, enum table_stmt which,
                       const struct sql_columns *columns)
{
    switch (which) {
    case TABLE_FIND:
        write_find(spec, table, columns);
        break;
    case TABLE_INSERT:
        write_insert(spec, table, columns);
        break;
    case TABLE_RESOLVE:
        write_resolve(spec, table);
        break;
    case TABLE_CLOSE:
        write_close(spec, table, columns);
        break;
    case TABLE_TRIM:
        write_marked(spec, table, "DELETE FROM ");
        break;
    case TABLE_MOVE:
        write_update(spec, table, "since", "release");
        write_of_draft(spec);
        break;
    case TABLE_DROP:
        put(spec, "DELETE FROM ");
        put(spec, table->name);
        write_of_draft(spec);
        break;
    case TABLE_WITHDRAW:
        write_withdraw(spec, table, columns, false);
        break;
    case TABLE_WITHDRAW_OF:
        write_withdraw(spec, table, columns, true);
        break;
    case TABLE_REOPEN:
        write_update(spec, table, "until", "until");
        put(spec, " WHERE until = ");
        put_param(spec, "release");
        put(spec, " AND " NOT_IN_FORCE);
        break;
    case TABLE_MARKED:
        write_marked(spec, table, "SELECT count(*) AS n FROM ");
        spec->columns[spec->n_columns++] = "n";
        break;
    case TABLE_ENDED:
        write_ended(spec, table, columns);
        break;
    case TABLE_OVERLAPS:
        write_overlaps(spec, table, columns);
        break;
    }
}

int table_stmt_spec(struct arena *arena, const struct table *table, enum table_stmt which,
                    struct stmt_spec *ret)
{
    struct sql_columns columns;

    int r = sql_columns_of(table, arena, &columns);
    if (r < 0)
        return r;
    struct sql_draft *spec = arena_alloc(arena, sizeof *spec);
    if (spec == NULL)
        return -ERR_NOMEM;
    /* one byte is kept back for the NUL at the end */
    buf_init_fixed(&spec->sql, spec->storage, sizeof spec->storage - 1);
    write_spec(spec, table, which, &columns);
    if (spec->sql.failed)
        return -ERR_INTERNAL;
    *ret = (struct stmt_spec){.name = table->name,
                              .sql = spec->storage,
                              .params = spec->params,
                              .columns = spec->columns};
    return 0;
}

int table_stmt_open(struct engine *engine, struct arena *arena, const struct table *table,
                    enum table_stmt which, struct stmt **ret)
{
    struct stmt_spec record;
    const char *why;

    int r = table_stmt_spec(arena, table, which, &record);
    return r < 0 ? r : stmt_open(engine, arena, &record, ret, &why);
}
