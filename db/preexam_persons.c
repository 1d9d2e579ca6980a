#include "db/preexam_persons.h"

#include "base/err.h"
#include "base/suppress.h"
#include "db/dispute_filter.h"
#include "db/first_recorded.h"
#include "db/min_cell.h"
#include "db/preexam_regions.h"
#include "db/record_figures.h"

/* The register's own region among its regions. */
static size_t whole_of(const struct record_regions *regions, const struct record_register *of)
{
    size_t at = 0;

    while (at + 1 < regions->n_groups && !str_eq(regions->group[at].code, of->region))
        at++;
    return at;
}

/* Groups come by value and region, one period: their counts are columns of the table. */
static int fill(struct arena *arena, const struct preexam_groups *groups,
                struct preexam_persons *table)
{
    size_t rows = table->regions.n_groups, parts = rows == 0 ? 0 : groups->n / rows;

    table->n_parts = parts;
    table->parts = arena_alloc(arena, parts * sizeof *table->parts);
    table->cells = arena_alloc(arena, rows * parts * sizeof *table->cells);
    table->hidden = arena_alloc(arena, rows * sizeof *table->hidden);
    if (arena->failed)
        return -ERR_NOMEM;
    for (size_t i = 0; i < groups->n; i++) {
        const struct preexam_group *group = groups->v[i];

        table->parts[i / rows] = group->values[0];
        table->cells[group->region * parts + i / rows] = group->n[PREEXAM_RECEIVED];
    }
    return 0;
}

/* Hides by the rule: the regions below are its rows, with what is in none of them as one more. */
static int hide(struct arena *arena, struct preexam_persons *table)
{
    size_t rows = table->regions.n_groups, parts = table->n_parts, whole = table->whole;
    int64_t *cells = arena_alloc(arena, rows * parts * sizeof *cells);
    bool *hidden = arena_alloc(arena, rows * sizeof *hidden);
    struct suppress_grid grid = {cells, rows, parts, table->min_cell};

    if (cells == NULL || hidden == NULL)
        return -ERR_NOMEM;
    /* in place of the whole: what is left of it */
    for (size_t part = 0; part < parts; part++) {
        int64_t rest = table->cells[whole * parts + part];

        for (size_t row = 0; row < rows; row++) {
            int64_t n = table->cells[row * parts + part];

            cells[row * parts + part] = n;
            rest -= row == whole ? 0 : n;
        }
        cells[whole * parts + part] = rest;
    }
    suppress(&grid, hidden, &table->hidden[whole]);
    for (size_t row = 0; row < rows; row++)
        if (row != whole)
            table->hidden[row] = hidden[row];
    return 0;
}

/* The table of the records of one release. */
static int read_table(struct db *db, struct arena *arena, int64_t release,
                      const struct record_register *of, struct period year,
                      struct preexam_persons *table)
{
    struct preexam_filter filter = {.document =
                                        filter_codes(arena, (struct str_list){&of->code, 1})};
    struct preexam_question question = {
        .filter = &filter,
        .regions = &table->regions,
        .keys = {PREEXAM_APPLICANT_TYPE},
        .n_keys = 1,
        .periods = &year,
        .n_periods = 1,
        .on = of->covers_to,
    };
    struct preexam_groups groups;
    int r = preexam_regions_of(db, arena, release, of, &table->regions);

    if (r == 0)
        r = preexam_counts(db, arena, release, &question, &groups);
    if (r == 0)
        r = fill(arena, &groups, table);
    if (r == 0)
        r = min_cell_read(db, release, STR("applicant_type"), &table->min_cell);
    if (r < 0)
        return r;
    table->whole = whole_of(&table->regions, of);
    return table->n_parts > 0 ? hide(arena, table) : 0;
}

/* The register as it was in a release. 1, 0: there was none. */
static int find_register(struct db *db, struct arena *arena, int64_t release, struct str document,
                         struct record_register *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = record_registers(db, release);
    int r;

    while ((r = record_registers_next(stmt, ret)) > 0)
        if (str_eq(ret->code, document)) {
            ret->code = document;
            ret->region = arena_copy(arena, ret->region);
            return arena->failed ? -ERR_NOMEM : 1;
        }
    return r;
}

int preexam_persons(struct db *db, struct arena *arena, int64_t release, struct str document,
                    struct period year, struct preexam_persons *ret)
{
    struct preexam_persons table = {.n_parts = 0};
    struct record_register of;
    int r = first_recorded(db, release, document, year.starts_on, year.ends_on, &table.as_recorded);

    if (r == 0 && table.as_recorded > 0)
        r = find_register(db, arena, table.as_recorded, document, &of);
    if (r > 0)
        r = read_table(db, arena, table.as_recorded, &of, year, &table);
    if (r == 0)
        *ret = table;
    return r;
}
