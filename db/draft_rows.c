#include "db/draft_impl.h"

#include "base/err.h"
#include "db/cell_text.h"
#include "db/cells.h"

#include <string.h>

static bool same(struct stmt *stmt, size_t column, const struct value *value)
{
    bool is_null = stmt_is_null(stmt, column);

    switch (value->kind) {
    case VALUE_NULL:
        return is_null;
    case VALUE_I64:
        return !is_null && stmt_get_i64(stmt, column) == value->i;
    case VALUE_STR:
        return !is_null && str_eq(stmt_get_str(stmt, column), value->s);
    }
    return false;
}

static void bind(struct stmt *stmt, size_t param, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL:
        stmt_null(stmt, param);
        break;
    case VALUE_I64:
        stmt_i64(stmt, param, value->i);
        break;
    case VALUE_STR:
        stmt_str(stmt, param, value->s);
        break;
    }
}

/* The value of the row on which the statement stands, in the arena. */
static struct value stored(struct draft *draft, struct stmt *stmt, size_t column,
                           enum value_kind kind)
{
    if (stmt_is_null(stmt, column))
        return (struct value){.kind = VALUE_NULL};
    if (kind == VALUE_STR)
        return (struct value){.kind = VALUE_STR,
                              .s = arena_copy(&draft->row_arena, stmt_get_str(stmt, column))};
    return (struct value){.kind = VALUE_I64, .i = stmt_get_i64(stmt, column)};
}

/* What the store has under the key of a row: 1, or 0 when it came earlier in this load. A row that
 * leaves out columns takes their values from there. */
static int look(struct draft *draft, const struct draft_table *table, struct row_values *row,
                enum draft_standing *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = table->find;
    size_t n = 0;
    int r;

    for (size_t i = 0; i < table->columns.n; i++) {
        if (table->columns.key[i])
            bind(s, n++, &row->v[i]);
    }
    stmt_i64(s, n, DRAFT_UNCHANGED);
    draft->was_of = 0;
    *ret = DRAFT_ROW_NEW;
    draft->unseen = false;
    while ((r = stmt_step(s)) > 0) {
        int64_t since = stmt_get_i64(s, table->columns.n);
        if (since == draft->since)
            return 0;
        if (since > DB_DRAFT_BASE)
            continue; /* of another draft */
        bool all = true, open = true;
        for (size_t i = 0; i < table->columns.n; i++) {
            if (row->keep[i] != VALUE_NULL)
                row->v[i] = stored(draft, s, i, row->keep[i]);
            bool is_same = same(s, i, &row->v[i]);
            if (!is_same && strcmp(table->columns.v[i], "document") == 0)
                draft->was_of = stmt_get_i64(s, i);
            all = all && is_same;
            open = open && (is_same || table->columns.restricted[i]);
        }
        *ret = all ? DRAFT_ROW_SAME : DRAFT_ROW_REVISED;
        draft->unseen = !all && open;
    }
    return r < 0 ? r : 1;
}

static int insert(struct draft *draft, const struct draft_table *table,
                  const struct row_values *row, int64_t until)
{
    size_t n = table->columns.n;

    for (size_t i = 0; i < n; i++)
        bind(table->insert, i, &row->v[i]);
    stmt_i64(table->insert, n, draft->since);
    stmt_i64(table->insert, n + 1, until);
    return stmt_run(table->insert);
}

/* Notes the cells whose rows may still come. */
static int note_later(struct draft *draft, size_t package, const struct table *table, int64_t line,
                      const struct str *cells, const struct row_values *row, int64_t *counted)
{
    for (size_t i = 0; i < row->n_later; i++) {
        struct str code = cell_narrow(&draft->row_arena, cell_trim(cells[row->later[i]]));
        struct draft_later *later = arena_alloc(&draft->arena, sizeof *later);
        if (later == NULL)
            return -ERR_NOMEM;
        *later = (struct draft_later){.next = draft->later,
                                      .package = package,
                                      .table = table,
                                      .column = &table->columns[row->later[i]],
                                      .line = line,
                                      .code = arena_copy(&draft->arena, code),
                                      .counted = counted};
        draft->later = later;
    }
    return draft->arena.failed ? -ERR_NOMEM : 0;
}

/* Keeps a row for the end of the load. Its identity is the first key of its table. */
static int note(struct draft *draft, size_t package, const struct table *table, int64_t line,
                int64_t id, int64_t *counted)
{
    struct draft_noted *noted = arena_alloc(&draft->arena, sizeof *noted);

    if (noted == NULL)
        return -ERR_NOMEM;
    *noted = (struct draft_noted){draft->noted, package, table, line, id, counted};
    draft->noted = noted;
    return 0;
}

static int take(struct draft *draft, size_t package, const struct table *table, int64_t line,
                const struct str *cells, struct row_values *row)
{
    const struct draft_table *of = &draft->tables[table - tables];
    struct draft_counts *counts = &draft->counts[table - tables];
    enum draft_standing standing;

    int r = look(draft, of, row, &standing);
    if (r < 0)
        return r;
    if (r == 0) {
        draft_reject(draft, package, table, line, STR(""), STR(""),
                     STR("a row with the same key came earlier in this load"));
        return 0;
    }
    const char *reason;
    r = draft_records_moved(draft, table, row, &reason);
    if (r != 0) {
        if (r > 0)
            draft_reject(draft, package, table, line, STR("document"), STR(""), str_from(reason));
        return r < 0 ? r : 0;
    }
    r = insert(draft, of, row, standing == DRAFT_ROW_SAME ? DRAFT_UNCHANGED : DB_UNTIL_OPEN);
    if (r == -ERR_INPUT) {
        struct str message = arena_printf(&draft->row_arena, "breaks a rule of the table: %s",
                                          db_message(draft->db));
        draft_reject(draft, package, table, line, STR(""), STR(""), message);
        return 0;
    }
    if (r == 0)
        r = draft_access_row(draft, package, table, cells, row, standing);
    if (r == 0)
        r = draft_records_row(draft, table, row, standing);
    if (r < 0)
        return r;
    int64_t *counted = draft_counted(counts, standing);
    ++*counted;
    if (standing == DRAFT_ROW_SAME)
        return 0;
    if (draft_rules_wanted(draft, table, row, standing == DRAFT_ROW_REVISED)) {
        r = note(draft, package, table, line, row->v[0].i, counted);
        if (r < 0)
            return r;
    }
    return note_later(draft, package, table, line, cells, row, counted);
}

/* The cell of a column as it came; empty when the file has no such column. */
static struct str cell_of(const struct table *table, const struct str *cells, const char *column)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (strcmp(table->columns[i].name, column) == 0)
            return cells[i];
    }
    return STR("");
}

int draft_row(struct draft *draft, size_t package, const struct table *table, int64_t line,
              const struct str *cells)
{
    struct row_values row;

    arena_reset(&draft->row_arena);
    int r = cells_read(draft->lookup, &draft->row_arena, table, cells, &row);
    if (r < 0)
        return r;
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    if (row.n_faults == 0 && row_rules_fault(table, columns, &row, &row.faults[0]))
        row.n_faults = 1;
    if (row.n_faults == 0) {
        const char *column, *reason;
        r = draft_rules_row(draft, table, &row, &column, &reason);
        if (r == 0)
            r = draft_records_fault(draft, package, table, &row, &column, &reason);
        if (r < 0)
            return r;
        if (r == 0)
            return take(draft, package, table, line, cells, &row);
        draft_reject(draft, package, table, line, str_from(column), cell_of(table, cells, column),
                     str_from(reason));
        return draft->arena.failed ? -ERR_NOMEM : 0;
    }
    draft->counts[table - tables].rejected++;
    for (size_t i = 0; i < row.n_faults; i++) {
        const struct cell_fault *fault = &row.faults[i];
        draft_add_error(draft, package, table, line, str_from(table->columns[fault->column].name),
                        cells[fault->column], str_from(fault->reason));
    }
    return draft->arena.failed ? -ERR_NOMEM : 0;
}
