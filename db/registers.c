#include "db/registers.h"

#include "base/err.h"
#include "db/register_sql.h"

#include <string.h>

struct register_reading {
    const struct table *table;
    struct register_members members;
    struct register_stmt *made;
    struct stmt *stmt;
};

const struct table_column *registers_column(const struct table *table, struct str name)
{
    for (size_t i = 0; i < table->n_columns; i++)
        if (str_eq(str_from(table->columns[i].name), name))
            return &table->columns[i];
    return NULL;
}

static enum register_kind kind_of(const struct table_column *column)
{
    switch (column->type) {
    case CELL_INTEGER:
        return REGISTER_NUMBER;
    case CELL_DATE:
        return REGISTER_DAY;
    case CELL_DECIMAL:
    case CELL_PUBLISHED:
        return REGISTER_DECIMAL;
    case CELL_PERIOD:
        return REGISTER_PERIOD;
    case CELL_ITEMS:
        return REGISTER_ITEMS;
    case CELL_WORD:
        return str_eq(str_from(column->list), STR("yes;no")) ? REGISTER_YES_NO : REGISTER_TEXT;
    case CELL_TEXT:
    case CELL_ID:
    case CELL_MONTH:
    case CELL_OWN_CODE:
    case CELL_CODE:
    case CELL_OWN_ITEM:
    case CELL_ITEM:
    case CELL_DEFINITION:
    case CELL_UNIT:
    case CELL_BREAKDOWN:
    case CELL_SOURCE:
        return REGISTER_TEXT;
    }
    return REGISTER_NULL;
}

/* Whether what the column names has a name to be told with it. The name of a document stands in the
 * frame of the answer. */
static bool has_name(const struct table_column *column)
{
    const struct table *named;

    if (column->type == CELL_ITEM)
        return true;
    if (column->type != CELL_CODE || str_eq(str_from(column->list), STR("document")))
        return false;
    named = table_of_list(str_from(column->list));
    return named != NULL && (registers_column(named, STR("name_zh")) != NULL ||
                             registers_column(named, STR("title_zh")) != NULL);
}

static void add(struct register_members *members, const struct register_member *member)
{
    if (members->n < REGISTER_MEMBERS_MAX)
        members->v[members->n] = *member;
    members->n++;
}

/* Two columns of one text: in the language of the answer and, of a name or title, in both. */
static void add_languages(struct register_members *members, struct arena *arena,
                          const struct table_column *column)
{
    struct str name = {column->name, strlen(column->name) - 3};
    struct register_member member = {.name = name, .column = column, .kind = REGISTER_LANG};

    add(members, &member);
    if (!str_eq(name, STR("name")) && !str_eq(name, STR("title")))
        return;
    member.name = arena_printf(arena, "%.*ss", (int)name.n, name.p);
    member.kind = REGISTER_NAMES;
    add(members, &member);
}

int registers_members(struct arena *arena, const struct table *table, struct register_members *ret)
{
    struct register_member synthetic = {.name = STR("synthetic"), .kind = REGISTER_YES_NO};

    ret->n = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        const struct table_column *column = &table->columns[i];
        struct register_member member = {
            .name = str_from(column->type == CELL_OWN_CODE ? "id" : column->name),
            .column = column,
            .kind = kind_of(column),
        };

        if (str_ends(member.name, STR("_zh")) && i + 1 < table->n_columns) {
            add_languages(ret, arena, column);
            i++;
            continue;
        }
        add(ret, &member);
        if (!has_name(column))
            continue;
        member.name = arena_printf(arena, "%s_name", column->name);
        member.of_code = true;
        add(ret, &member);
    }
    add(ret, &synthetic);
    if (ret->n > REGISTER_MEMBERS_MAX)
        return -ERR_INTERNAL;
    return arena->failed ? -ERR_NOMEM : 0;
}

size_t registers_key_length(const struct table *table)
{
    size_t n = 0;

    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].key)
            n += table->columns[i].type == CELL_PERIOD ? 3 : 1;
    return n;
}

int registers_open(struct db *db, struct arena *arena, int64_t release,
                   const struct register_query *query, struct register_reading **ret)
{
    struct register_reading *reading = arena_alloc(arena, sizeof *reading);
    int r;

    if (reading == NULL)
        return -ERR_NOMEM;
    reading->table = query->table;
    r = registers_members(arena, query->table, &reading->members);
    if (r == 0)
        r = register_sql_list(arena, release, query, &reading->members, &reading->made);
    if (r == 0 && reading->made->n_keys > REGISTER_KEYS_MAX)
        r = -ERR_INTERNAL;
    if (r == 0)
        r = register_sql_open(db, arena, reading->made, &reading->stmt);
    if (r == 0)
        *ret = reading;
    return r;
}

void registers_close_p(struct register_reading **reading)
{
    if (*reading != NULL)
        stmt_close(&(*reading)->stmt);
}

int registers_next(struct register_reading *reading, struct register_row *ret)
{
    int r = stmt_step(reading->stmt);

    if (r > 0)
        ret->reading = reading;
    return r;
}

const struct register_members *register_row_members(const struct register_row *row)
{
    return &row->reading->members;
}

static struct period get_period(struct stmt *stmt, size_t at)
{
    struct period period = {.ends_on = row_date(stmt, at + 1), .starts_on = row_date(stmt, at + 2)};
    struct str letter = stmt_get_str(stmt, at);

    /* the loader has read it, so that it is one */
    if (letter.n != 1 || freq_from_letter(letter.p[0], &period.freq) < 0)
        period.freq = FREQ_R;
    return period;
}

struct register_value register_row_value(const struct register_row *row,
                                         const struct register_member *member)
{
    struct stmt *stmt = row->reading->stmt;
    struct register_value value = {.kind = member->kind};

    if (member->column == NULL) {
        value.number = str_eq(stmt_get_str(stmt, member->at), STR("yes"));
        return value;
    }
    if (stmt_is_null(stmt, member->at) &&
        (member->kind != REGISTER_LANG || stmt_is_null(stmt, member->at + 1)))
        return (struct register_value){.kind = REGISTER_NULL};
    switch (member->kind) {
    case REGISTER_NULL:
        break;
    case REGISTER_TEXT:
    case REGISTER_ITEMS:
        value.text = stmt_get_str(stmt, member->at);
        break;
    case REGISTER_LANG:
    case REGISTER_NAMES:
        value.names = row_names(stmt, member->at);
        break;
    case REGISTER_NUMBER:
    case REGISTER_DAY:
        value.number = stmt_get_i64(stmt, member->at);
        break;
    case REGISTER_DECIMAL:
        value.dec = member->column->type == CELL_PUBLISHED
                        ? row_dec(stmt, member->at)
                        : dec_from_e6(stmt_get_i64(stmt, member->at), 0);
        break;
    case REGISTER_YES_NO:
        value.number = str_eq(stmt_get_str(stmt, member->at), STR("yes"));
        break;
    case REGISTER_PERIOD:
        value.period = get_period(stmt, member->at);
        break;
    }
    return value;
}

struct register_value register_row_get(const struct register_row *row, const char *name)
{
    const struct register_members *members = &row->reading->members;

    for (size_t i = 0; i < members->n; i++)
        if (str_eq(members->v[i].name, str_from(name)))
            return register_row_value(row, &members->v[i]);
    return (struct register_value){.kind = REGISTER_NULL};
}

bool register_row_knows(const struct register_row *row, int32_t day)
{
    struct stmt *stmt = row->reading->stmt;
    struct day known = row_day(stmt, row->reading->made->known_at);

    return known.known && day <= known.day;
}

void register_row_key(const struct register_row *row, struct arena *arena,
                      struct str ret[REGISTER_KEYS_MAX])
{
    const struct register_stmt *made = row->reading->made;
    struct stmt *stmt = row->reading->stmt;

    for (size_t i = 0; i < made->n_keys; i++) {
        size_t at = made->key_at + i;

        ret[i] = made->key_is_number[i]
                     ? arena_printf(arena, "%lld", (long long)stmt_get_i64(stmt, at))
                     : stmt_get_str(stmt, at);
    }
}

int registers_count(struct db *db, struct arena *arena, int64_t release,
                    const struct register_query *query, int64_t *ret)
{
    CLEANUP(stmt_close) struct stmt *stmt = NULL;
    struct register_stmt *made;
    int r = register_sql_count(arena, release, query, &made);

    if (r == 0)
        r = register_sql_open(db, arena, made, &stmt);
    return r < 0 ? r : row_count(stmt, ret);
}

int registers_day(struct db *db, struct arena *arena, int64_t release, const struct table *table,
                  int32_t *ret)
{
    CLEANUP(stmt_close) struct stmt *stmt = NULL;
    struct register_stmt *made;
    struct day day;
    int r = register_sql_day(arena, release, table, &made);

    if (r == 0)
        r = register_sql_open(db, arena, made, &stmt);
    if (r == 0)
        r = stmt_step(stmt);
    if (r <= 0)
        return r < 0 ? r : -ERR_INTERNAL;
    day = row_day(stmt, 0);
    *ret = day.day;
    return day.known;
}
