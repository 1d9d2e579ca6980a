#include "api/import_rows.h"

#include "base/err.h"
#include "db/cell_text.h"
#include "db/tables.h"

#include <string.h>

/* limit: copies of the cells of one row that is compared */
enum { ROW_BLOCK = 16 * 1024, ROW_CAP = 256 * 1024 };

/* limit: bytes kept of a cell, as the loader keeps of one that it refuses */
enum { VALUE_SHOWN_MAX = 80 };

/* Columns of the table of figures that tell which one it is. */
enum { AT_INDICATOR, AT_REGION, AT_PERIOD, AT_BREAKDOWN, AT_MEASURE, AT_DOCUMENT, AT_VALUE, AT_N };

/* A table under way. */
struct finding_rows {
    struct import_findings *findings;
    const struct table *table;
    struct arena row;
    size_t at[AT_N];
};

static void blame(struct finding_rows *f, struct import_finding *finding, int64_t line,
                  const char *column, struct str value)
{
    if (value.n > VALUE_SHOWN_MAX)
        value.n = 0;
    finding->file = str_from(f->table->name);
    finding->row = line;
    finding->column = str_from(column);
    finding->value = arena_copy(f->findings->arena, value);
}

/* The breakdown as the store has it; as it came where it is none. */
static struct str breakdown_of(struct finding_rows *f, struct str cell)
{
    struct breakdown_item items[BREAKDOWN_ITEMS_MAX];
    struct str text = cell;
    size_t n;

    if (cell_breakdown(&f->row, cell, items, &n, &text) < 0)
        return cell;
    return text;
}

/* Whether "dimension=value" is all that it says. */
static bool is_part(struct str breakdown, struct str dimension)
{
    return dimension.n > 0 && str_starts(breakdown, dimension) && breakdown.n > dimension.n &&
           breakdown.p[dimension.n] == '=' && memchr(breakdown.p, ';', breakdown.n) == NULL;
}

struct row_figure {
    struct str indicator, region, breakdown, document;
    struct period period;
};

/* 2: the figure of the place, 1: a part of it, 0: another one. */
static int is_at(const struct import_place *place, const struct row_figure *row)
{
    if (!str_eq(place->indicator, row->indicator) || !str_eq(place->region, row->region) ||
        place->period.freq != row->period.freq || place->period.ends_on != row->period.ends_on ||
        place->period.starts_on != row->period.starts_on)
        return 0;
    if (place->document.n > 0 && !str_eq(place->document, row->document))
        return 0;
    if (str_eq(place->breakdown, row->breakdown))
        return 2;
    return is_part(row->breakdown, place->dimension);
}

static int see_figure(void *cls, int64_t line, const struct str *cells)
{
    struct finding_rows *f = cls;
    struct row_figure row = {0};

    arena_reset(&f->row);
    if (!str_eq(cell_trim(cells[f->at[AT_MEASURE]]), STR("level")) ||
        period_parse(cell_narrow(&f->row, cell_trim(cells[f->at[AT_PERIOD]])), &row.period) < 0)
        return 0;
    row.indicator = cell_narrow(&f->row, cell_trim(cells[f->at[AT_INDICATOR]]));
    row.region = cell_narrow(&f->row, cell_trim(cells[f->at[AT_REGION]]));
    row.document = cell_narrow(&f->row, cell_trim(cells[f->at[AT_DOCUMENT]]));
    row.breakdown = breakdown_of(f, cell_trim(cells[f->at[AT_BREAKDOWN]]));
    for (size_t i = 0; i < f->findings->n; i++) {
        struct import_finding *finding = &f->findings->v[i];
        const struct import_place *place = finding->places;
        while (place != NULL && is_at(place, &row) == 0)
            place = place->next;
        /* the first row, but for a total its own rather than that of a part */
        if (place == NULL ||
            (finding->file.n > 0 && (place->dimension.n == 0 || is_at(place, &row) < 2)))
            continue;
        blame(f, finding, line, "value", cells[f->at[AT_VALUE]]);
    }
    return f->row.failed ? -ERR_NOMEM : 0;
}

/* Rows of a relation, for what has no figure here: it came with them. */
static int see_relation(void *cls, int64_t line, const struct str *cells)
{
    struct finding_rows *f = cls;
    struct str code = cell_trim(cells[0]);

    for (size_t i = 0; i < f->findings->n; i++) {
        struct import_finding *finding = &f->findings->v[i];
        if (finding->rule == IMPORT_RELATION && finding->file.n == 0 &&
            str_eq(finding->subject, code))
            blame(f, finding, line, "relation", code);
    }
    return 0;
}

/* What can not be read was told when it was loaded. */
static void ignore(UNUSED void *cls, UNUSED int64_t line, UNUSED struct str column,
                   UNUSED struct str value, UNUSED struct str reason)
{
}

static int read_table(struct finding_rows *f, const struct package *package, const char *name,
                      int (*row)(void *cls, int64_t line, const struct str *cells))
{
    struct package_reading reading = {.cls = f, .row = row, .reject = ignore};

    f->table = table_find(str_from(name));
    return f->table == NULL ? -ERR_INTERNAL : package_read(package, f->table, &reading);
}

/* Where the columns are that tell which figure a row is. */
static void find_columns(struct finding_rows *f)
{
    static const char *const names[AT_N] = {"indicator", "region",   "period", "breakdown",
                                            "measure",   "document", "value"};
    const struct table *table = table_find(STR("observation"));

    for (size_t i = 0; i < AT_N; i++) {
        for (size_t c = 0; c < table->n_columns; c++) {
            if (strcmp(table->columns[c].name, names[i]) == 0)
                f->at[i] = c;
        }
    }
}

int import_rows_find(const struct package *package, struct import_findings *findings)
{
    struct finding_rows f = {.findings = findings};

    if (findings->n == 0)
        return 0;
    find_columns(&f);
    arena_init(&f.row, ROW_BLOCK, ROW_CAP);
    int r = read_table(&f, package, "observation", see_figure);
    if (r == 0)
        r = read_table(&f, package, "relation", see_relation);
    if (r == 0)
        r = read_table(&f, package, "relation_term", see_relation);
    arena_finish(&f.row);
    return r;
}
