#include "db/register_sql.h"

#include "base/err.h"
#include "db/register_making.h"

void making_put(struct making *m, const char *text)
{
    buf_put_str(&m->sql, str_from(text));
}

void making_put3(struct making *m, const char *a, const char *b, const char *c)
{
    making_put(m, a);
    making_put(m, b);
    making_put(m, c);
}

void making_fail(struct making *m, int failure)
{
    if (m->failure == 0)
        m->failure = failure;
}

/* Adds ":name" for one more value. */
static void put_bound(struct making *m, struct register_bound bound)
{
    size_t n = m->made.n_bound;
    const char *name;

    if (n == REGISTER_BOUND_MAX) {
        making_fail(m, -ERR_LIMIT);
        return;
    }
    name = n == 0 ? "release" : arena_printf(m->arena, "p%zu", n).p;
    m->params[n] = name;
    m->made.bound[n] = bound;
    m->made.n_bound++;
    making_put3(m, ":", name != NULL ? name : "", "");
}

void making_text(struct making *m, struct str text)
{
    put_bound(m, (struct register_bound){.is_text = true, .text = text});
}

void making_number(struct making *m, int64_t number)
{
    put_bound(m, (struct register_bound){.number = number});
}

bool making_is_code(const struct table_column *column)
{
    return column->type == CELL_OWN_CODE || column->type == CELL_CODE;
}

bool making_is_number(const struct table_column *column)
{
    return column->type == CELL_INTEGER || column->type == CELL_DATE ||
           column->type == CELL_DECIMAL;
}

/* The first column of the key, whose identity leads the reading. */
const struct table_column *making_lead(const struct table *table)
{
    const struct table_column *first = &table->columns[0];

    return first->key && making_is_code(first) ? first : NULL;
}

static bool is_lead(const struct making *m, const struct table_column *column)
{
    return column == making_lead(m->table);
}

/* Begins one more column of the answer; making_as() ends it. */
static void put_comma(struct making *m)
{
    making_put(m, m->n_columns > 0 ? ", " : "");
}

void making_known(struct making *m)
{
    making_put(m, "(SELECT coalesce(d.covers_to, d.published_on, d.signed_on) FROM document d"
                  " WHERE d.document = t.document AND " ROW_IN_FORCE("d") ")");
}

void making_as(struct making *m, struct str name)
{
    const char *copy = arena_copy(m->arena, name).p;

    making_put3(m, " AS ", copy != NULL ? copy : "", "");
    if (m->n_columns == REGISTER_COLUMNS_MAX)
        making_fail(m, -ERR_INTERNAL);
    else
        m->columns[m->n_columns++] = copy;
}

static void put_column(struct making *m, const char *column)
{
    put_comma(m);
    making_put3(m, "t.", column, "");
    making_as(m, str_from(column));
}

/* What a cell of the key is, as text or number that is compared and ordered by. */
void making_key_cell(struct making *m, const struct table_column *column)
{
    if (is_lead(m, column))
        making_put(m, "k.code");
    else if (making_is_code(column))
        making_put3(m, "(SELECT c.code FROM code c WHERE c.code_id = t.", column->name, ")");
    else
        making_put3(m, "t.", column->name, column->type == CELL_DECIMAL ? "_e6" : "");
}

static void put_code_name(struct making *m, const struct table_column *column)
{
    const struct table *named = table_of_list(str_from(column->list));
    bool titled = registers_column(named, STR("title_zh")) != NULL;
    const char *what = titled ? "title" : "name";

    making_put(m, "(SELECT ");
    if (m->english)
        making_put3(m, "coalesce(n.", what, "_en, n.");
    else
        making_put(m, "n.");
    making_put3(m, what, "_zh", m->english ? ")" : "");
    making_put3(m, " FROM ", named->name, " n WHERE n.");
    making_put3(m, named->name, " = t.", column->name);
    making_put(m, " AND " ROW_IN_FORCE("n") ")");
}

static void put_item_name(struct making *m, const struct table_column *column)
{
    making_put3(m, "(SELECT i.name_", m->english ? "en" : "zh",
                " FROM code l JOIN code c ON c.list = '");
    making_put3(m, column->list, "' AND c.code = t.", column->name);
    making_put(m, " JOIN codelist_item i ON i.codelist = l.code_id AND i.item = c.code_id"
                  " AND " ROW_IN_FORCE("i") " WHERE l.list = 'codelist' AND l.code = '");
    making_put3(m, column->list, "')", "");
}

static void put_plain(struct making *m, const struct table_column *column)
{
    switch (column->type) {
    case CELL_OWN_CODE:
    case CELL_CODE:
    case CELL_OWN_ITEM:
    case CELL_SOURCE:
        put_comma(m);
        making_key_cell(m, column);
        making_as(m, str_from(column->name));
        return;
    case CELL_PERIOD:
        put_column(m, "freq");
        put_column(m, "ends_on");
        put_column(m, "starts_on");
        return;
    case CELL_DECIMAL:
    case CELL_PUBLISHED:
        put_column(m, arena_printf(m->arena, "%s_e6", column->name).p);
        if (column->type == CELL_PUBLISHED)
            put_column(m, column->decimals);
        return;
    case CELL_BREAKDOWN: /* of figures, which no register has */
        making_fail(m, -ERR_INTERNAL);
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
        put_column(m, column->name);
        return;
    }
}

static void put_member(struct making *m, struct register_member *member)
{
    const struct table_column *column = member->column;

    /* the second of two columns of languages has just been read for the first member */
    if (member->kind == REGISTER_NAMES) {
        member->at = m->n_columns - 2;
        return;
    }
    member->at = m->n_columns;
    if (column == NULL) {
        making_put(m, ", (SELECT d.synthetic FROM document d WHERE d.document = t.document"
                      " AND " ROW_IN_FORCE("d") ")");
        making_as(m, STR("synthetic"));
        return;
    }
    if (member->of_code) {
        put_comma(m);
        if (column->type == CELL_ITEM)
            put_item_name(m, column);
        else
            put_code_name(m, column);
        making_as(m, member->name);
        return;
    }
    if (member->kind != REGISTER_LANG) {
        put_plain(m, column);
        return;
    }
    put_column(m, column->name);
    put_column(m, column[1].name);
}

/* Calls `put_one` for each cell of the key in order; a period has three. */
void making_each_key_cell(struct making *m, const char *comma,
                          void (*put_one)(struct making *m, const struct table_column *column))
{
    static const struct table_column of_period[] = {
        {.name = "ends_on", .type = CELL_DATE},
        {.name = "freq", .type = CELL_TEXT},
        {.name = "starts_on", .type = CELL_DATE},
    };
    bool first = true;

    for (size_t i = 0; i < m->table->n_columns; i++) {
        const struct table_column *column = &m->table->columns[i];
        bool period = column->type == CELL_PERIOD;

        for (size_t k = 0; column->key && k < (period ? COUNT_OF(of_period) : 1); k++) {
            making_put(m, first ? "" : comma);
            put_one(m, period ? &of_period[k] : column);
            first = false;
        }
    }
}

static void put_key_column(struct making *m, const struct table_column *column)
{
    size_t n = m->n_columns - m->made.key_at;

    if (n < REGISTER_KEYS_MAX)
        m->made.key_is_number[n] = making_is_number(column);
    making_key_cell(m, column);
    making_as(m, arena_printf(m->arena, "key_%zu", n));
}

static void put_from(struct making *m, int64_t release)
{
    const struct table_column *lead = m->alone ? NULL : making_lead(m->table);

    making_put(m, " FROM ");
    if (lead != NULL) {
        making_put3(m, "code k JOIN ", m->table->name, " t ON t.");
        making_put3(m, lead->name, " = k.code_id AND ", "");
    } else {
        making_put3(m, m->table->name, " t WHERE ", "");
    }
    making_put(m, "t.since <= ");
    making_number(m, release);
    making_put(m, " AND :release < t.until");
    if (lead != NULL)
        making_put3(m, " WHERE k.list = '", lead->list, "'");
}

int making_begin(struct arena *arena, const struct table *table, bool english, struct making **ret)
{
    struct making *m = arena_alloc(arena, sizeof *m);

    if (m == NULL)
        return -ERR_NOMEM;
    m->arena = arena;
    m->table = table;
    m->english = english;
    /* one byte is kept back for the NUL at the end */
    buf_init_fixed(&m->sql, m->storage, sizeof m->storage - 1);
    *ret = m;
    return 0;
}

int making_finish(struct making *m, struct register_stmt **ret)
{
    if (m->arena->failed)
        return -ERR_NOMEM;
    if (m->failure < 0)
        return m->failure;
    if (m->sql.failed)
        return -ERR_INTERNAL;
    m->made.spec = (struct stmt_spec){
        .name = m->table->name, .sql = m->storage, .params = m->params, .columns = m->columns};
    *ret = &m->made;
    return 0;
}

/* A key that begins with no identity is that of a small table. */
static const char *mark_of(const struct register_query *query)
{
    return making_lead(query->table) != NULL ? "" : STMT_SCAN_MARK " ";
}

int register_sql_list(struct arena *arena, int64_t release, const struct register_query *query,
                      struct register_members *members, struct register_stmt **ret)
{
    struct making *m;
    int r = making_begin(arena, query->table, query->english, &m);

    if (r < 0)
        return r;
    making_put3(m, "SELECT ", mark_of(query), "");
    for (size_t i = 0; i < members->n; i++)
        put_member(m, &members->v[i]);
    m->made.known_at = m->n_columns;
    put_comma(m);
    making_known(m);
    making_as(m, STR("known_to"));
    m->made.key_at = m->n_columns;
    making_put(m, ", ");
    making_each_key_cell(m, ", ", put_key_column);
    m->made.n_keys = m->n_columns - m->made.key_at;
    put_from(m, release);
    making_tests(m, query);
    making_after(m, query);
    making_put(m, " ORDER BY ");
    making_each_key_cell(m, ", ", making_key_cell);
    making_put(m, " LIMIT ");
    making_number(m, query->limit);
    return making_finish(m, ret);
}

int register_sql_count(struct arena *arena, int64_t release, const struct register_query *query,
                       struct register_stmt **ret)
{
    struct making *m;
    int r = making_begin(arena, query->table, false, &m);

    if (r < 0)
        return r;
    /* an identity tells nothing that is counted, and would make the reading go by it; what no
     * condition with an index narrows is read whole */
    m->alone = true;
    making_put(m, "SELECT " STMT_SCAN_MARK " count(*)");
    making_as(m, STR("n"));
    put_from(m, release);
    making_tests(m, query);
    return making_finish(m, ret);
}

int register_sql_day(struct arena *arena, int64_t release, const struct table *table,
                     struct register_stmt **ret)
{
    struct making *m;
    int r = making_begin(arena, table, false, &m);

    if (r < 0)
        return r;
    making_put(m, "SELECT " STMT_SCAN_MARK " max(d.covers_to)");
    making_as(m, STR("day"));
    making_put3(m, " FROM document d WHERE d.since <= ", "", "");
    making_number(m, release);
    making_put3(m, " AND :release < d.until AND d.covers_to IS NOT NULL AND EXISTS (SELECT 1 FROM ",
                table->name, " t WHERE t.document = d.document AND " ROW_IN_FORCE("t") ")");
    return making_finish(m, ret);
}

int register_sql_open(struct db *db, struct arena *arena, const struct register_stmt *made,
                      struct stmt **ret)
{
    const char *why;
    int r = stmt_open(db_engine(db), arena, &made->spec, ret, &why);

    if (r < 0)
        return r;
    for (size_t i = 0; i < made->n_bound; i++) {
        if (made->bound[i].is_text)
            stmt_str(*ret, i, made->bound[i].text);
        else
            stmt_i64(*ret, i, made->bound[i].number);
    }
    return 0;
}
