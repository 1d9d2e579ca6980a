#include "db/register_groups.h"

#include "base/err.h"
#include "db/register_making.h"

struct register_counting {
    const struct register_grouping *grouping;
    size_t n_values;
    struct stmt *stmt;
};

/* The civil calendar by whole numbers (Neri and Schneider): the day is counted from a 1 March, so
 * that a leap day ends its year. "{}" is where the column goes. */
#define CIVIL_N1 "(4 * (t.{} + 719468) + 3)"
#define CIVIL_N2 "(4 * ((" CIVIL_N1 " % 146097) / 4) + 3)"
#define CIVIL_NY "((" CIVIL_N2 " % 1461) / 4)"
#define CIVIL_NEXT "(CASE WHEN " CIVIL_NY " >= 306 THEN 1 ELSE 0 END)"
#define CIVIL_YEAR "(100 * (" CIVIL_N1 " / 146097) + " CIVIL_N2 " / 1461 + " CIVIL_NEXT ")"
#define CIVIL_MONTH "((5 * " CIVIL_NY " + 461) / 153 - 12 * " CIVIL_NEXT ")"

static const char *const key_sql[] = {
    [REGISTER_BY_VALUE] = "coalesce(t.{}, '')",
    [REGISTER_BY_YEAR] = CIVIL_YEAR,
    [REGISTER_BY_HALF] = "(10 * " CIVIL_YEAR " + (" CIVIL_MONTH " + 5) / 6)",
    [REGISTER_BY_QUARTER] = "(10 * " CIVIL_YEAR " + (" CIVIL_MONTH " + 2) / 3)",
    [REGISTER_BY_MONTH] = "(100 * " CIVIL_YEAR " + " CIVIL_MONTH ")",
    [REGISTER_BY_CONDUCT_GROUP] = "coalesce((SELECT g.conduct_group FROM enforcement_conduct g"
                                  " WHERE g.conduct = t.{} AND " ROW_IN_FORCE("g") "), '')",
};

static void put_filled(struct making *m, const char *text, const char *column)
{
    struct str rest = str_from(text), part;

    while (str_cut(&rest, '{', &part)) {
        buf_put_str(&m->sql, part);
        if (rest.p == NULL)
            return;
        making_put(m, column);
        rest = (struct str){rest.p + 1, rest.n - 1}; /* after the brace that closes */
    }
}

static const struct table_column *column_of(struct making *m, const char *name)
{
    const struct table_column *column = registers_column(m->table, str_from(name));

    if (column == NULL)
        making_fail(m, -ERR_INTERNAL);
    return column;
}

static void put_key(struct making *m, const struct register_key *key, size_t i)
{
    const struct table_column *column = column_of(m, key->column);

    if (column == NULL)
        return;
    making_put(m, i > 0 ? ", " : "");
    if (key->kind == REGISTER_BY_VALUE && making_is_code(column))
        making_put3(m, "coalesce((SELECT c.code FROM code c WHERE c.code_id = t.", column->name,
                    "), '')");
    else
        put_filled(m, key_sql[key->kind], column->name);
    making_put(m, arena_printf(m->arena, " AS key_%zu", i).p);
}

/* The code list of a key's values; NULL: they are no items. */
static const char *list_of(const struct register_key *key, const struct table_column *column)
{
    if (key->kind == REGISTER_BY_CONDUCT_GROUP)
        return "conduct_group";
    return key->kind == REGISTER_BY_VALUE && column->type == CELL_ITEM ? column->list : NULL;
}

/* What the code in key `i` is called, NULL where it has no name. */
static void put_name(struct making *m, const struct register_key *key, size_t i)
{
    const struct table_column *column = column_of(m, key->column);
    const char *at = arena_printf(m->arena, "x.key_%zu", i).p;
    const char *language = m->english ? "en" : "zh";
    const char *list = column != NULL ? list_of(key, column) : NULL;

    if (list != NULL) {
        making_put3(m, "(SELECT i.name_", language, " FROM code l JOIN code c ON c.list = '");
        making_put3(m, list, "' AND c.code = ", at);
        making_put(m, " JOIN codelist_item i ON i.codelist = l.code_id AND i.item = c.code_id"
                      " AND " ROW_IN_FORCE("i") " WHERE l.list = 'codelist' AND l.code = '");
        making_put3(m, list, "')", "");
        return;
    }
    const struct table *named =
        column != NULL && making_is_code(column) ? table_of_list(str_from(column->list)) : NULL;
    if (named == NULL || registers_column(named, STR("name_zh")) == NULL) {
        making_put(m, "NULL");
        return;
    }
    making_put3(m, "(SELECT n.name_", language, " FROM code c JOIN ");
    making_put3(m, named->name, " n ON n.", named->columns[0].name);
    making_put3(m, " = c.code_id AND " ROW_IN_FORCE("n") " WHERE c.list = '", column->list,
                "' AND c.code = ");
    making_put3(m, at, ")", "");
}

/* "CASE WHEN the tests hold THEN what END", or `what` alone. */
static void put_case(struct making *m, const struct register_measure *measure, const char *what)
{
    const struct register_query query = {
        .table = m->table, .tests = measure->tests, .n_tests = measure->n_tests};

    if (measure->n_tests == 0) {
        making_put(m, what);
        return;
    }
    making_put(m, "CASE WHEN 1 = 1");
    making_tests(m, &query);
    making_put3(m, " THEN ", what, " END");
}

static void put_measure(struct making *m, const struct register_measure *measure)
{
    const char *what = "1";

    if (measure->kind != REGISTER_COUNT && column_of(m, measure->column) != NULL)
        what = arena_printf(m->arena, "t.%s%s", measure->column,
                            measure->kind == REGISTER_SUM_E6 ? "_e6" : "")
                   .p;
    switch (measure->kind) {
    case REGISTER_COUNT:
        making_put(m, "count(");
        put_case(m, measure, what);
        making_put(m, ")");
        return;
    case REGISTER_DISTINCT:
        making_put(m, "count(DISTINCT ");
        put_case(m, measure, what);
        making_put(m, ")");
        return;
    case REGISTER_SUM:
    case REGISTER_SUM_E6:
        making_put(m, "coalesce(sum(");
        put_case(m, measure, what);
        making_put(m, "), 0)");
        return;
    }
}

static void put_values(struct making *m, const struct register_grouping *grouping)
{
    if (grouping->from != NULL) {
        making_put3(m, "t.", grouping->to, " - t.");
        making_put3(m, grouping->from, " AS value_0, count(*) AS value_1", "");
        return;
    }
    for (size_t i = 0; i < grouping->n_measures; i++) {
        making_put(m, i > 0 ? ", " : "");
        put_measure(m, &grouping->measures[i]);
        making_put(m, arena_printf(m->arena, " AS value_%zu", i).p);
    }
}

/* Makes :release the first parameter, which the conditions of measures would otherwise be. */
static void bind_release(struct making *m, int64_t release)
{
    size_t n = m->sql.n;

    making_number(m, release);
    m->sql.n = n;
}

/* "GROUP BY 1, 2": the keys, and the days after them. */
static void put_group_by(struct making *m, const struct register_grouping *grouping)
{
    size_t n = grouping->n_keys + (grouping->from != NULL ? 1 : 0);

    for (size_t i = 1; i <= n; i++)
        making_put(m, arena_printf(m->arena, i == 1 ? " GROUP BY %zu" : ", %zu", i).p);
}

static void put_inner(struct making *m, const struct register_grouping *grouping)
{
    making_put(m, "SELECT ");
    for (size_t i = 0; i < grouping->n_keys; i++)
        put_key(m, grouping->keys[i], i);
    making_put(m, grouping->n_keys > 0 ? ", " : "");
    put_values(m, grouping);
    making_put3(m, " FROM ", m->table->name, " t WHERE " ROW_IN_FORCE("t"));
    making_tests(m, grouping->query);
    if (grouping->from != NULL) {
        making_put3(m, " AND t.", grouping->from, " IS NOT NULL");
        making_put3(m, " AND t.", grouping->to, " IS NOT NULL");
    }
    put_group_by(m, grouping);
}

static size_t values_of(const struct register_grouping *grouping)
{
    return grouping->from != NULL ? 2 : grouping->n_measures;
}

static int make(struct arena *arena, int64_t release, const struct register_grouping *grouping,
                struct register_stmt **ret)
{
    struct making *m;
    int r = making_begin(arena, grouping->query->table, grouping->query->english, &m);

    if (r < 0)
        return r;
    m->alone = true;
    bind_release(m, release);
    making_put(m, "WITH x AS (");
    put_inner(m, grouping);
    making_put(m, ") SELECT " STMT_SCAN_MARK " ");
    for (size_t i = 0; i < grouping->n_keys; i++) {
        making_put3(m, i > 0 ? ", x." : "x.", arena_printf(arena, "key_%zu", i).p, "");
        making_as(m, arena_printf(arena, "key_%zu", i));
        making_put(m, ", ");
        put_name(m, grouping->keys[i], i);
        making_as(m, arena_printf(arena, "name_%zu", i));
    }
    for (size_t i = 0; i < values_of(grouping); i++) {
        making_put3(m, i + grouping->n_keys > 0 ? ", x." : "x.",
                    arena_printf(arena, "value_%zu", i).p, "");
        making_as(m, arena_printf(arena, "value_%zu", i));
    }
    making_put(m, " FROM x");
    for (size_t i = 0; i < grouping->n_keys + (grouping->from != NULL ? 1 : 0); i++)
        making_put(m, arena_printf(arena, "%s x.%s_%zu", i == 0 ? " ORDER BY" : ",",
                                   i < grouping->n_keys ? "key" : "value",
                                   i < grouping->n_keys ? i : 0)
                          .p);
    return making_finish(m, ret);
}

int register_groups_open(struct db *db, struct arena *arena, int64_t release,
                         const struct register_grouping *grouping, struct register_counting **ret)
{
    struct register_counting *counting = arena_alloc(arena, sizeof *counting);
    struct register_stmt *made;
    int r;

    if (counting == NULL)
        return -ERR_NOMEM;
    *counting = (struct register_counting){grouping, values_of(grouping), NULL};
    r = make(arena, release, grouping, &made);
    if (r == 0)
        r = register_sql_open(db, arena, made, &counting->stmt);
    if (r == 0)
        *ret = counting;
    return r;
}

void register_groups_close_p(struct register_counting **counting)
{
    if (*counting != NULL)
        stmt_close(&(*counting)->stmt);
}

int register_groups_next(struct register_counting *counting, struct register_group *ret)
{
    size_t n = counting->grouping->n_keys;
    int r = stmt_step(counting->stmt);

    if (r <= 0)
        return r;
    *ret = (struct register_group){0};
    for (size_t i = 0; i < n; i++) {
        enum register_key_kind kind = counting->grouping->keys[i]->kind;

        if (kind == REGISTER_BY_VALUE || kind == REGISTER_BY_CONDUCT_GROUP)
            ret->keys[i] = stmt_get_str(counting->stmt, 2 * i);
        else
            ret->numbers[i] = stmt_get_i64(counting->stmt, 2 * i);
        ret->names[i] = stmt_get_str(counting->stmt, 2 * i + 1);
    }
    for (size_t i = 0; i < counting->n_values; i++)
        ret->values[i] = stmt_get_i64(counting->stmt, 2 * n + i);
    return 1;
}

int register_documents(struct db *db, struct arena *arena, int64_t release,
                       const struct register_query *query,
                       void (*found)(void *cls, struct str document, bool synthetic), void *cls)
{
    struct register_stmt *made;
    struct stmt *stmt = NULL;
    struct making *m;
    int r = making_begin(arena, query->table, query->english, &m);

    if (r < 0)
        return r;
    m->alone = true;
    bind_release(m, release);
    making_put(m, "SELECT " STMT_SCAN_MARK " c.code");
    making_as(m, STR("document"));
    making_put(m, ", d.synthetic");
    making_as(m, STR("synthetic"));
    making_put3(m,
                " FROM document d JOIN code c ON c.code_id = d.document WHERE EXISTS"
                " (SELECT 1 FROM ",
                m->table->name, " t WHERE t.document = d.document AND " ROW_IN_FORCE("t"));
    making_tests(m, query);
    making_put(m, ") AND " ROW_IN_FORCE("d") " ORDER BY c.code");
    r = making_finish(m, &made);
    if (r == 0)
        r = register_sql_open(db, arena, made, &stmt);
    while (r >= 0 && (r = stmt_step(stmt)) > 0)
        found(cls, stmt_get_str(stmt, 0), str_eq(stmt_get_str(stmt, 1), STR("yes")));
    stmt_close(&stmt);
    return r;
}
