#include "db/rollback_sql.h"

#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"
#include "db/table_sql.h"

/* limit: the count of the widest table takes about 2 KiB */
enum { SQL_MAX = 4096 };

#define PUBLISHED "since < 1099511627776"
#define OF_A_DRAFT "since >= 1099511627776"
#define OPEN "until = 9223372036854775807"
#define NOT_IN_FORCE "until < 9223372036854775807"
_Static_assert(DB_DRAFT_BASE == INT64_C(1099511627776), "the literal in the SQL is the base");

/* An indicator that was restricted in any version tells nothing here: what comes back may have been
 * brought while it was. */
#define NEVER_RESTRICTED(indicator)                                                                \
    "NOT EXISTS (SELECT 1 FROM indicator i WHERE i.indicator = " indicator                         \
    " AND i.access <> 'public')"

/* A statement in the making: its text, and the lists of its record. */
struct sql_rollback {
    struct buf sql;
    char storage[SQL_MAX];
    const char *params[4];
    const char *columns[6];
    size_t n_params, n_columns;
    const struct sql_columns *of;
};

static void put(struct sql_rollback *spec, const char *text)
{
    buf_put_str(&spec->sql, str_from(text));
}

static void put_param(struct sql_rollback *spec, const char *name)
{
    buf_putc(&spec->sql, ':');
    put(spec, name);
    spec->params[spec->n_params++] = name;
}

/* The columns, those that readers see or all of them, each after `alias`. */
static void put_list(struct sql_rollback *spec, const char *alias, bool seen_only)
{
    bool first = true;

    for (size_t i = 0; i < spec->of->n; i++) {
        if (seen_only && spec->of->restricted[i])
            continue;
        put(spec, first ? "" : ", ");
        put(spec, alias);
        put(spec, spec->of->v[i]);
        first = false;
    }
}

static void put_same_key(struct sql_rollback *spec, const char *a, const char *b)
{
    bool first = true;

    for (size_t i = 0; i < spec->of->n; i++) {
        if (!spec->of->key[i])
            continue;
        put(spec, first ? "" : " AND ");
        put(spec, a);
        put(spec, spec->of->v[i]);
        put(spec, " = ");
        put(spec, b);
        put(spec, spec->of->v[i]);
        first = false;
    }
}

/* "SELECT 1 FROM table p WHERE", of the key of `other`. */
static void put_lookup(struct sql_rollback *spec, const struct table *table, const char *other)
{
    put(spec, "SELECT 1 FROM ");
    put(spec, table->name);
    put(spec, " p WHERE ");
    put_same_key(spec, "p.", other);
}

/* "INSERT INTO table (...) SELECT ..., :draft, ", all but the value of until. */
static void put_insert(struct sql_rollback *spec, const struct table *table)
{
    put(spec, "INSERT INTO ");
    put(spec, table->name);
    put(spec, " (");
    put_list(spec, "", false);
    put(spec, ", since, until) SELECT ");
    put_list(spec, "o.", false);
    put(spec, ", ");
    put_param(spec, "draft");
    put(spec, ", ");
}

static void write_restore(struct sql_rollback *spec, const struct table *table)
{
    put_insert(spec, table);
    put(spec, "9223372036854775807 FROM ");
    put(spec, table->name);
    put(spec, " o WHERE o.since < ");
    put_param(spec, "release");
    put(spec, " AND o.until >= :release AND o." NOT_IN_FORCE " AND NOT EXISTS (");
    put_lookup(spec, table, "o.");
    put(spec, " AND p." OPEN " AND p." PUBLISHED " AND (");
    put_list(spec, "p.", false);
    put(spec, ") IS NOT DISTINCT FROM (");
    put_list(spec, "o.", false);
    put(spec, "))");
}

static void write_remove(struct sql_rollback *spec, const struct table *table)
{
    put_insert(spec, table);
    put_param(spec, "mark");
    put(spec, " FROM ");
    put(spec, table->name);
    put(spec, " o WHERE o.since >= ");
    put_param(spec, "release");
    put(spec, " AND o." PUBLISHED " AND o." OPEN " AND NOT EXISTS (");
    put_lookup(spec, table, "o.");
    put(spec, " AND p.since < :release AND p.until >= :release)");
}

/* A relation is told of when all that its terms name is. */
#define OPEN_RELATION                                                                              \
    " AND NOT EXISTS (SELECT 1 FROM relation_term m LEFT JOIN target g ON g.target = m.target"     \
    " JOIN indicator i ON i.indicator = coalesce(m.indicator, g.indicator)"                        \
    " WHERE m.relation = d.relation AND i.access <> 'public')"

/* The condition that a row of the draft may be told of; "" where all may. */
static const char *public_rows(const struct table *table)
{
    static const char *const some[][2] = {
        {"observation", " AND " NEVER_RESTRICTED("d.indicator")},
        {"target", " AND " NEVER_RESTRICTED("d.indicator")},
        {"target_unit", " AND NOT EXISTS (SELECT 1 FROM target g JOIN indicator i"
                        " ON i.indicator = g.indicator WHERE g.target = d.target"
                        " AND i.access <> 'public')"},
        {"relation", OPEN_RELATION},
        {"relation_term", OPEN_RELATION},
    };

    for (size_t i = 0; i < COUNT_OF(some); i++) {
        if (str_eq(str_from(table->name), str_from(some[i][0])))
            return some[i][1];
    }
    return "";
}

/* "sum of the rows for which ..." as `name`. */
static void put_sum(struct sql_rollback *spec, const struct table *table, const char *name,
                    const char *until, const char *predecessor)
{
    put(spec, spec->n_columns == 0 ? "SELECT " : ", ");
    put(spec, "coalesce(sum(CASE WHEN d.");
    put(spec, until);
    put(spec, public_rows(table));
    if (predecessor != NULL) {
        put(spec, predecessor);
        put_lookup(spec, table, "d.");
        put(spec, " AND p." OPEN " AND p." PUBLISHED);
        /* a row of which only what readers do not see is another one revises nothing for them */
        if (str_eq(str_from(name), STR("revised"))) {
            put(spec, " AND NOT (");
            put_list(spec, "p.", true);
            put(spec, ") IS NOT DISTINCT FROM (");
            put_list(spec, "d.", true);
            put(spec, ")");
        }
        put(spec, ")");
    }
    put(spec, " THEN 1 ELSE 0 END), 0) AS ");
    put(spec, name);
    spec->columns[spec->n_columns++] = name;
}

static void write_count(struct sql_rollback *spec, const struct table *table)
{
    bool told = table_is_records(table) || str_eq(str_from(table->name), STR("observation"));

    put_sum(spec, table, "inserted", OPEN, " AND NOT EXISTS (");
    put_sum(spec, table, "revised", OPEN, " AND EXISTS (");
    if (told) {
        put_sum(spec, table, "deleted", NOT_IN_FORCE, NULL);
    } else {
        put(spec, ", 0 AS deleted");
        spec->columns[spec->n_columns++] = "deleted";
    }
    put(spec, ", coalesce(sum(CASE WHEN d." NOT_IN_FORCE " THEN 1 ELSE 0 END), 0) AS withdrawn,"
              " count(*) AS rows FROM ");
    spec->columns[spec->n_columns++] = "withdrawn";
    spec->columns[spec->n_columns++] = "rows";
    put(spec, table->name);
    put(spec, " d WHERE d.since = ");
    put_param(spec, "draft");
    put(spec, " AND d." OF_A_DRAFT);
}

static void write_drop(struct sql_rollback *spec, const struct table *table)
{
    put(spec, "DELETE FROM ");
    put(spec, table->name);
    put(spec, " WHERE since = ");
    put_param(spec, "release");
}

int rollback_stmt_spec(struct arena *arena, const struct table *table, enum rollback_stmt which,
                       struct stmt_spec *ret)
{
    struct sql_columns columns;

    int r = sql_columns_of(table, arena, &columns);
    if (r < 0)
        return r;
    struct sql_rollback *spec = arena_alloc(arena, sizeof *spec);
    if (spec == NULL)
        return -ERR_NOMEM;
    /* one byte is kept back for the NUL at the end */
    buf_init_fixed(&spec->sql, spec->storage, sizeof spec->storage - 1);
    spec->of = &columns;
    switch (which) {
    case ROLLBACK_RESTORE:
        write_restore(spec, table);
        break;
    case ROLLBACK_REMOVE:
        write_remove(spec, table);
        break;
    case ROLLBACK_COUNT:
        write_count(spec, table);
        break;
    case ROLLBACK_DROP:
        write_drop(spec, table);
        break;
    }
    spec->of = NULL;
    if (spec->sql.failed)
        return -ERR_INTERNAL;
    *ret = (struct stmt_spec){.name = table->name,
                              .sql = spec->storage,
                              .params = spec->params,
                              .columns = spec->columns};
    return 0;
}

int rollback_stmt_open(struct engine *engine, struct arena *arena, const struct table *table,
                       enum rollback_stmt which, struct stmt **ret)
{
    struct stmt_spec record;
    const char *why;

    int r = rollback_stmt_spec(arena, table, which, &record);
    return r < 0 ? r : stmt_open(engine, arena, &record, ret, &why);
}
