#include "db/preexam_persons.h"

#include "base/err.h"
#include "base/suppress.h"
#include "db/dispute_filter.h"
#include "db/statements.h"

enum { PREEXAM_CHILDREN, PREEXAM_MIN_CELL };

static const struct stmt_spec specs[] = {
    [PREEXAM_CHILDREN] =
        {
            .name = "preexam_children",
            .sql = "SELECT t.region AS region FROM code c JOIN region t ON t.parent = c.code_id"
                   " AND t.level <> 'zone' AND t.valid_to IS NULL AND " ROW_IN_FORCE(
                       "t") " WHERE c.list = 'region' AND c.code = :code",
            .params = (const char *const[]){"release", "code", NULL},
            .columns = (const char *const[]){"region", NULL},
        },
    [PREEXAM_MIN_CELL] =
        {
            .name = "preexam_min_cell",
            .sql = "SELECT coalesce(max(t.min_cell), 1) AS n FROM dimension_rule t"
                   " WHERE t.dimension = 'applicant_type' AND " ROW_IN_FORCE("t"),
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};

const struct stmt_group preexam_persons_statements = {"preexam_persons", specs, COUNT_OF(specs)};

int preexam_regions_of(struct db *db, struct arena *arena, int64_t release,
                       const struct record_register *of, struct record_regions *ret)
{
    struct record_regions_wish wish = {.grouped = true};
    struct id_list named = {0};
    int64_t own = 0;
    int r = scope_code(db, STR("region"), of->region, &own);

    r = r < 0 ? r : id_list_add(arena, &named, own);
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = row_by_code(db, &specs[PREEXAM_CHILDREN], release, of->region);
    while (r == 0 && (r = stmt_step(stmt)) > 0)
        r = id_list_add(arena, &named, stmt_get_i64(stmt, 0));
    if (r == 0)
        r = preexam_cases_regions(db, arena, &wish.present);
    if (r < 0)
        return r;
    id_list_sort(&named);
    wish.named = &named;
    return record_regions_make(db, arena, release, &wish, ret);
}

/* The register's own region among its regions. */
static size_t whole_of(const struct record_regions *regions, const struct record_register *of)
{
    size_t at = 0;

    while (at + 1 < regions->n_groups && !str_eq(regions->group[at].code, of->region))
        at++;
    return at;
}

/* Groups come by value and region, one period: their counts are columns of the table. */
static int fill(struct arena *arena, const struct preexam_groups *groups, enum preexam_count which,
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
        table->cells[group->region * parts + i / rows] = group->n[which];
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

int preexam_persons(struct db *db, struct arena *arena, int64_t release,
                    const struct record_register *of, struct period year, enum preexam_count which,
                    struct preexam_persons *ret)
{
    struct preexam_persons table = {.n_parts = 0};
    struct preexam_filter filter = {.document =
                                        filter_codes(arena, (struct str_list){&of->code, 1})};
    struct preexam_question question = {
        .filter = &filter,
        .regions = &table.regions,
        .keys = {PREEXAM_APPLICANT_TYPE},
        .n_keys = 1,
        .periods = &year,
        .n_periods = 1,
        .on = of->covers_to,
    };
    struct preexam_groups groups;
    struct stmt *stmt;
    int r = preexam_regions_of(db, arena, release, of, &table.regions);

    if (r == 0)
        r = preexam_counts(db, arena, release, &question, &groups);
    if (r == 0)
        r = fill(arena, &groups, which, &table);
    if (r < 0)
        return r;
    stmt = db_stmt(db, &specs[PREEXAM_MIN_CELL]);
    stmt_i64(stmt, 0, release);
    r = row_count(stmt, &table.min_cell);
    table.whole = whole_of(&table.regions, of);
    if (r == 0 && table.n_parts > 0)
        r = hide(arena, &table);
    if (r == 0)
        *ret = table;
    return r;
}
