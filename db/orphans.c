#include "db/orphans.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "db/row.h"
#include "db/stmt.h"

/* limit: one statement of 1 KiB at a time */
enum { SQL_MAX = 1024, ARENA_BLOCK = 8 * 1024, ARENA_CAP = 64 * 1024 };

/* The table of records whose rows a column names; NULL: none. */
static const struct table *named_by(const struct table_column *column)
{
    const struct table *table =
        column->type == CELL_CODE ? table_of_list(str_from(column->list)) : NULL;

    return table != NULL && table_is_records(table) ? table : NULL;
}

/* The column that holds the identity of a table's rows. */
static const char *identity_of(const struct table *table)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (table->columns[i].type == CELL_OWN_CODE)
            return table->columns[i].name;
    }
    return table->name;
}

/* The statement for one column; its text in the arena. */
static int make(struct arena *arena, const struct table *table, const struct table_column *column,
                const struct table *target, struct stmt_spec *ret)
{
    static const char *const params[] = {"release", NULL};
    static const char *const columns[] = {"n", "code", NULL};
    const char *parts[] = {"SELECT " STMT_SCAN_MARK " count(*) AS n, min(c.code) AS code FROM ",
                           table->name,
                           " r JOIN code c ON c.code_id = r.",
                           column->name,
                           " WHERE " ROW_IN_FORCE("r") " AND NOT EXISTS (SELECT 1 FROM ",
                           target->name,
                           " g WHERE g.",
                           identity_of(target),
                           " = r.",
                           column->name,
                           " AND " ROW_IN_FORCE("g") ")"};
    char *text = arena_alloc(arena, SQL_MAX);
    struct buf sql;

    if (text == NULL)
        return -ERR_NOMEM;
    /* one byte is kept back for the NUL at the end */
    buf_init_fixed(&sql, text, SQL_MAX - 1);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        buf_put_str(&sql, str_from(parts[i]));
    *ret = (struct stmt_spec){.name = "orphans", .sql = text, .params = params, .columns = columns};
    return sql.failed ? -ERR_INTERNAL : 0;
}

static int look(struct db *db, struct arena *arena, int64_t release, const struct table *table,
                const struct table_column *column, const struct table *target,
                int (*each)(void *cls, const struct orphans *), void *cls)
{
    CLEANUP(stmt_close) struct stmt *s = NULL;
    struct stmt_spec spec;
    const char *why;

    int r = make(arena, table, column, target, &spec);
    if (r == 0)
        r = stmt_open(db_engine(db), arena, &spec, &s, &why);
    if (r < 0)
        return r;
    stmt_i64(s, 0, release);
    r = stmt_step(s);
    if (r <= 0 || stmt_get_i64(s, 0) == 0)
        return r < 0 ? r : 0;
    const struct orphans orphans = {table, column, stmt_get_str(s, 1), stmt_get_i64(s, 0)};
    return each(cls, &orphans);
}

int orphans_find(struct db *db, int64_t release, int (*each)(void *cls, const struct orphans *),
                 void *cls)
{
    struct arena arena;
    int r = 0;

    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    for (size_t t = 0; t < tables_n; t++) {
        for (size_t i = 0; i < tables[t].n_columns && r == 0; i++) {
            const struct table_column *column = &tables[t].columns[i];
            const struct table *target = named_by(column);
            if (target == NULL || !table_is_records(&tables[t]))
                continue;
            arena_reset(&arena);
            r = look(db, &arena, release, &tables[t], column, target, each, cls);
        }
    }
    arena_finish(&arena);
    return r;
}
