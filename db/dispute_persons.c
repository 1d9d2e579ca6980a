#include "db/dispute_persons.h"

#include "base/err.h"
#include "base/suppress.h"
#include "db/dispute_counts.h"
#include "db/first_recorded.h"
#include "db/min_cell.h"

/* limit: kinds of requester; the code list has five */
enum { PARTS_MAX = 32 };

/* One year of one register: a row for each region that cases name. */
struct table_of_persons {
    int64_t as_recorded, min_cell;
    struct id_list rows;
    struct str parts[PARTS_MAX]; /* in order */
    size_t n_parts;
    int64_t *cells; /* [row * n_parts + part] */
    bool *hidden;   /* by row */
    bool whole;     /* the parts of all rows together are hidden */
};

/* The cases that were filed in the year, by region that cases name and by kind. */
static int read_groups(struct db *db, struct arena *arena, int64_t release, struct str code,
                       const struct period *year, struct id_list *ret_rows,
                       struct dispute_groups *ret)
{
    const struct dispute_filter filter = {.document =
                                              filter_codes(arena, (struct str_list){&code, 1})};
    struct record_regions regions = {.n_groups = 0};
    const struct dispute_question asked = {
        .filter = &filter,
        .regions = &regions,
        .keys = {DISPUTE_REQUESTER_TYPE},
        .n_keys = 1,
        .periods = year,
        .n_periods = 1,
        .cohort = true,
        .on = INT32_MAX,
    };
    int r = dispute_cases_regions(db, arena, &regions.read);

    if (r < 0)
        return r;
    regions.n_groups = regions.read.n;
    regions.counts = arena_alloc(arena, regions.read.n * regions.read.n * sizeof(bool));
    if (regions.counts == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < regions.read.n; i++)
        regions.counts[i * regions.n_groups + i] = true;
    *ret_rows = regions.read;
    return dispute_counts(db, arena, release, &asked, ret);
}

static size_t place_of(const struct table_of_persons *table, struct str part)
{
    size_t at = 0;

    while (at < table->n_parts && str_cmp(table->parts[at], part) < 0)
        at++;
    return at;
}

static int note_parts(const struct dispute_groups *groups, struct table_of_persons *table)
{
    for (size_t i = 0; i < groups->n; i++) {
        struct str part = groups->v[i]->values[0];
        size_t at = place_of(table, part);

        if (at < table->n_parts && str_eq(table->parts[at], part))
            continue;
        if (table->n_parts == PARTS_MAX)
            return -ERR_LIMIT;
        for (size_t k = table->n_parts++; k > at; k--)
            table->parts[k] = table->parts[k - 1];
        table->parts[at] = part;
    }
    return 0;
}

static int make_grid(struct arena *arena, const struct dispute_groups *groups,
                     struct table_of_persons *table)
{
    struct suppress_grid grid = {
        .rows = table->rows.n, .parts = table->n_parts, .min_cell = table->min_cell};

    table->cells = arena_alloc(arena, grid.rows * grid.parts * sizeof *table->cells);
    table->hidden = arena_alloc(arena, grid.rows * sizeof *table->hidden);
    if (table->cells == NULL || table->hidden == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < groups->n; i++) {
        const struct dispute_group *group = groups->v[i];
        size_t part = place_of(table, group->values[0]);

        table->cells[group->region * table->n_parts + part] = group->filed;
    }
    grid.cells = table->cells;
    suppress(&grid, table->hidden, &table->whole);
    return 0;
}

/* The one table of a register and year; without parts when there is none. */
static int read_table(struct db *db, struct arena *arena, int64_t release, struct str code,
                      const struct period *year, struct table_of_persons *table)
{
    struct dispute_groups groups;
    int r = first_recorded(db, release, code, year->starts_on, year->ends_on, &table->as_recorded);

    if (r < 0 || table->as_recorded == 0)
        return r;
    r = min_cell_read(db, table->as_recorded, STR("applicant_type"), &table->min_cell);
    if (r == 0)
        r = read_groups(db, arena, table->as_recorded, code, year, &table->rows, &groups);
    if (r == 0)
        r = note_parts(&groups, table);
    return r < 0 ? r : make_grid(arena, &groups, table);
}

static bool is_empty(const struct table_of_persons *table, size_t row)
{
    for (size_t k = 0; k < table->n_parts; k++)
        if (table->cells[row * table->n_parts + k] != 0)
            return false;
    return true;
}

/* Whether the record's region counts for the group. */
static bool counts_for(const struct record_regions *regions, int64_t region, size_t group)
{
    for (size_t i = 0; i < regions->read.n; i++)
        if (regions->read.v[i] == region)
            return record_regions_has(regions, i, group);
    return false;
}

/* The counts of a group, which are those of the table's parts. */
static void fill(const struct record_regions *regions, const struct table_of_persons *table,
                 size_t group, struct person_count *counts)
{
    bool all = true, hidden = false;

    for (size_t row = 0; row < table->rows.n; row++) {
        bool in = counts_for(regions, table->rows.v[row], group);

        if (is_empty(table, row))
            continue;
        all = all && in;
        hidden = hidden || (in && table->hidden[row]);
        for (size_t k = 0; in && k < table->n_parts; k++)
            counts[k].filed += table->cells[row * table->n_parts + k];
    }
    if (all)
        hidden = table->whole;
    for (size_t k = 0; k < table->n_parts; k++) {
        counts[k].hidden = hidden;
        if (hidden)
            counts[k].filed = 0;
    }
}

static int read_tables(struct db *db, struct arena *arena, int64_t release,
                       const struct person_question *question, struct table_of_persons *tables,
                       size_t *ret_parts)
{
    size_t registers = question->registers->n, parts = 0;
    int r = 0;

    for (size_t i = 0; i < question->n_years * registers && r == 0; i++) {
        r = read_table(db, arena, release, question->registers->v[i % registers].code,
                       &question->years[i / registers], &tables[i]);
        parts += tables[i].n_parts;
    }
    *ret_parts = parts;
    return r;
}

int dispute_persons(struct db *db, struct arena *arena, int64_t release,
                    const struct person_question *question, struct person_counts *ret)
{
    struct person_counts counts = {.n = 0};
    size_t groups = question->regions->n_groups, registers = question->registers->n, parts = 0;
    size_t n = question->n_years * registers;
    struct table_of_persons *tables = arena_alloc(arena, n * sizeof *tables);
    int r = tables == NULL ? -ERR_NOMEM : read_tables(db, arena, release, question, tables, &parts);

    if (r < 0)
        return r;
    if (groups * parts > DISPUTE_GROUPS_MAX)
        return -ERR_LIMIT;
    counts.v = arena_alloc(arena, groups * parts * sizeof *counts.v);
    if (counts.v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < groups * n; i++) {
        const struct table_of_persons *table = &tables[i % n];
        struct person_count *first = &counts.v[counts.n];

        for (size_t k = 0; k < table->n_parts; k++)
            counts.v[counts.n++] = (struct person_count){.region = i / n,
                                                         .period = i % n / registers,
                                                         .registry = i % registers,
                                                         .part = table->parts[k],
                                                         .as_recorded = table->as_recorded,
                                                         .min_cell = table->min_cell};
        fill(question->regions, table, i / n, first);
    }
    *ret = counts;
    return 0;
}
