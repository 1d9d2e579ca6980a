#include "db/dispute_persons.h"

#include "base/err.h"
#include "base/suppress.h"
#include "db/dispute_counts.h"
#include "db/row.h"
#include "db/statements.h"

static const struct stmt_spec specs[] = {{
    .name = "dispute_persons_min_cell",
    .sql = "SELECT r.min_cell AS min_cell FROM dimension_rule r"
           " WHERE r.dimension = 'applicant_type' AND " ROW_IN_FORCE("r"),
    .params = (const char *const[]){"release", NULL},
    .columns = (const char *const[]){"min_cell", NULL},
}};

const struct stmt_group dispute_persons_statements = {"dispute_persons", specs, COUNT_OF(specs)};

/* limit: kinds of requester; the code list has five */
enum { PARTS_MAX = 32 };

struct parts {
    struct str v[PARTS_MAX]; /* in order */
    size_t n;
};

/* The table of one register: a row for each region that cases name. */
struct table_of_persons {
    struct id_list rows;
    struct dispute_groups groups; /* by row, year and part */
};

static int read_min_cell(struct db *db, int64_t release, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = db_stmt(db, &specs[0]);
    int r;

    stmt_i64(stmt, 0, release);
    r = stmt_step(stmt);
    *ret = r > 0 ? stmt_get_i64(stmt, 0) : 0;
    return r < 0 ? r : 0;
}

static int read_table(struct db *db, struct arena *arena, int64_t release,
                      const struct person_question *question, const struct coverage *of,
                      struct table_of_persons *ret)
{
    const struct dispute_filter filter = {.document =
                                              filter_codes(arena, (struct str_list){&of->code, 1})};
    struct record_regions regions = {.n_groups = 0};
    const struct dispute_question asked = {
        .filter = &filter,
        .regions = &regions,
        .keys = {DISPUTE_REQUESTER_TYPE},
        .n_keys = 1,
        .periods = question->years,
        .n_periods = question->n_years,
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
    ret->rows = regions.read;
    return dispute_counts(db, arena, release, &asked, &ret->groups);
}

static size_t place_of(const struct parts *parts, struct str part)
{
    size_t at = 0;

    while (at < parts->n && str_cmp(parts->v[at], part) < 0)
        at++;
    return at;
}

static int note_parts(const struct dispute_groups *groups, struct parts *parts)
{
    for (size_t i = 0; i < groups->n; i++) {
        struct str part = groups->v[i]->values[0];
        size_t at = place_of(parts, part);

        if (at < parts->n && str_eq(parts->v[at], part))
            continue;
        if (parts->n == PARTS_MAX)
            return -ERR_LIMIT;
        for (size_t k = parts->n++; k > at; k--)
            parts->v[k] = parts->v[k - 1];
        parts->v[at] = part;
    }
    return 0;
}

/* One year of one register. */
struct year_grid {
    int64_t *cells; /* [row * parts + part] */
    bool *hidden;   /* by row */
    bool whole;
};

static int make_grid(struct arena *arena, const struct table_of_persons *table,
                     const struct parts *parts, size_t year, int64_t min_cell,
                     struct year_grid *ret)
{
    struct suppress_grid grid = {
        .rows = table->rows.n, .parts = parts->n, .min_cell = min_cell > 0 ? min_cell : 1};

    ret->cells = arena_alloc(arena, grid.rows * grid.parts * sizeof *ret->cells);
    ret->hidden = arena_alloc(arena, grid.rows * sizeof *ret->hidden);
    if (ret->cells == NULL || ret->hidden == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < table->groups.n; i++) {
        const struct dispute_group *group = table->groups.v[i];

        if (group->period == year)
            ret->cells[group->region * parts->n + place_of(parts, group->values[0])] = group->filed;
    }
    grid.cells = ret->cells;
    suppress(&grid, ret->hidden, &ret->whole);
    return 0;
}

static bool is_empty(const struct year_grid *grid, size_t row, size_t parts)
{
    for (size_t k = 0; k < parts; k++)
        if (grid->cells[row * parts + k] != 0)
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

/* Adds one year of one register to the counts of a group, which are those of its parts. */
static void add_year(const struct person_question *question, const struct table_of_persons *table,
                     const struct year_grid *grid, size_t group, const struct parts *parts,
                     struct person_count *counts)
{
    bool all = true, hidden = false;

    for (size_t row = 0; row < table->rows.n; row++) {
        bool in = counts_for(question->regions, table->rows.v[row], group);

        if (is_empty(grid, row, parts->n))
            continue;
        all = all && in;
        hidden = hidden || (in && grid->hidden[row]);
        for (size_t k = 0; in && k < parts->n; k++)
            counts[k].filed += grid->cells[row * parts->n + k];
    }
    if (all)
        hidden = grid->whole;
    for (size_t k = 0; k < parts->n; k++)
        counts[k].hidden = counts[k].hidden || hidden;
}

static int make_counts(struct arena *arena, const struct person_question *question,
                       const struct parts *parts, struct person_counts *ret)
{
    size_t groups = question->regions->n_groups, n = groups * question->n_years * parts->n;

    if (n > DISPUTE_GROUPS_MAX)
        return -ERR_LIMIT;
    ret->v = arena_alloc(arena, n * sizeof *ret->v);
    if (ret->v == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < n; i++)
        ret->v[i] = (struct person_count){
            .region = i / parts->n / question->n_years,
            .period = i / parts->n % question->n_years,
            .part = parts->v[i % parts->n],
        };
    ret->n = n;
    return 0;
}

static int fill(struct arena *arena, const struct person_question *question,
                const struct table_of_persons *tables, const struct parts *parts,
                struct person_counts *ret)
{
    for (size_t k = 0; k < question->registers->n; k++) {
        for (size_t year = 0; year < question->n_years; year++) {
            struct year_grid grid = {.whole = false};
            int r = make_grid(arena, &tables[k], parts, year, ret->min_cell, &grid);

            if (r < 0)
                return r;
            for (size_t g = 0; g < question->regions->n_groups; g++)
                add_year(question, &tables[k], &grid, g, parts,
                         &ret->v[(g * question->n_years + year) * parts->n]);
        }
    }
    for (size_t i = 0; i < ret->n; i++)
        if (ret->v[i].hidden)
            ret->v[i].filed = 0;
    return 0;
}

int dispute_persons(struct db *db, struct arena *arena, int64_t release,
                    const struct person_question *question, struct person_counts *ret)
{
    struct person_counts counts = {.n = 0};
    struct table_of_persons *tables = arena_alloc(arena, question->registers->n * sizeof *tables);
    struct parts parts = {.n = 0};
    int r = tables == NULL ? -ERR_NOMEM : read_min_cell(db, release, &counts.min_cell);

    for (size_t k = 0; k < question->registers->n && r == 0; k++) {
        r = read_table(db, arena, release, question, &question->registers->v[k], &tables[k]);
        if (r == 0)
            r = note_parts(&tables[k].groups, &parts);
    }
    if (r == 0)
        r = make_counts(arena, question, &parts, &counts);
    if (r == 0)
        r = fill(arena, question, tables, &parts, &counts);
    if (r < 0)
        return r;
    *ret = counts;
    return 0;
}
