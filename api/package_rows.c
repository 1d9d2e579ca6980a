/* What is done with the rows of a package. */
#include "api/package.h"

#include "api/package_impl.h"
#include "base/err.h"
#include "db/cells.h"

#include <string.h>

/* limit: rows between two reports of progress, some milliseconds of loading */
enum { PROGRESS_ROWS = 1024 };

/* A table under way. */
struct reading {
    const struct table *table;
    struct package_reading *to;
    size_t n_cells;  /* of a row of the file */
    bool restricted; /* which has the restricted columns too */
    struct package_source source;
};

static void reject(struct reading *l, struct str column, struct str value, struct str reason)
{
    l->to->reject(l->to->cls, l->source.line, column, value, reason);
}

/* The next row; one that is refused is reported, and ends the file unless the fault is its own. */
static int next_row(struct reading *l, const struct str **ret_cells, size_t *ret_n)
{
    int r;

    while ((r = package_source_next(&l->source, ret_cells, ret_n)) == -ERR_INPUT) {
        const struct package_source *s = &l->source;
        reject(l, s->column, s->value, str_from(s->reason));
        if (s->fault == PACKAGE_FINE)
            continue;
        l->to->fault = s->fault;
        return 0;
    }
    return r;
}

/* The header is not that of the table. */
static int not_header(struct reading *l, struct str column, struct str value, const char *reason)
{
    reject(l, column, value, str_from(reason));
    l->to->fault = PACKAGE_FORM;
    return 0;
}

/* Why the header has not `name` where it should be: what offices meet most often is told. */
static const char *header_reason(const struct str *cells, size_t n, size_t at)
{
    if (at >= n)
        return "this column is missing";
    if (n == 1 && cells[0].n > 0 &&
        (memchr(cells[0].p, ';', cells[0].n) != NULL ||
         memchr(cells[0].p, '\t', cells[0].n) != NULL))
        return "is not the name of this column: cells are not separated by commas";
    return "is not the name of this column";
}

/* 1: the header names the columns in their order, all or all but the restricted ones. 0: reported.
 */
static int check_header(struct reading *l)
{
    const struct str *cells;
    size_t n = 0;

    int r = next_row(l, &cells, &n);
    if (r < 0 || (r == 0 && l->to->fault != PACKAGE_FINE))
        return r;
    if (r == 0)
        return not_header(l, STR(""), STR(""), "the file is empty");
    if (package_columns_of(l->table, n, &l->restricted) < 0)
        l->restricted = true;
    l->n_cells = 0;
    for (size_t i = 0; i < l->table->n_columns; i++) {
        struct str name = str_from(l->table->columns[i].name);
        size_t at = l->n_cells;
        if (l->table->columns[i].restricted && !l->restricted)
            continue;
        l->n_cells++;
        if (at >= n || !str_eq(cells[at], name))
            return not_header(l, name, at < n ? cells[at] : STR(""), header_reason(cells, n, at));
    }
    if (n > l->n_cells)
        return not_header(l, STR(""), cells[l->n_cells], "is a column too many");
    return 1;
}

/* The cells of a row with one for each column of the table, in `room`. */
static const struct str *whole_row(const struct reading *l, const struct str *cells,
                                   struct str room[TABLE_COLUMNS_MAX])
{
    size_t at = 0;

    if (l->restricted)
        return cells;
    for (size_t i = 0; i < l->table->n_columns; i++)
        room[i] = l->table->columns[i].restricted ? (struct str){cell_absent, 0} : cells[at++];
    return room;
}

static int take_row(struct reading *l, const struct str *cells, size_t n)
{
    struct str room[TABLE_COLUMNS_MAX];

    if (n == 1 && cells[0].n == 0 && l->n_cells > 1)
        return 0; /* an empty line, as editors leave at the end */
    if (n == l->n_cells)
        return l->to->row(l->to->cls, l->source.line, whole_row(l, cells, room));
    reject(l, STR(""), STR(""),
           n < l->n_cells
               ? STR("has not as many cells as the header: some are missing")
               : STR("has not as many cells as the header: there are more, or a cell with "
                     "a comma is not in quotation marks"));
    if (l->to->fault == PACKAGE_FINE)
        l->to->fault = PACKAGE_FORM;
    return 0;
}

static int read_rows(struct reading *l)
{
    const struct str *cells;
    int64_t rows = 0;
    size_t n;

    l->restricted = l->source.objects;
    l->n_cells = l->table->n_columns;
    int r = l->source.objects ? 1 : check_header(l);
    if (r <= 0)
        return r;
    while ((r = next_row(l, &cells, &n)) > 0) {
        if (l->to->max_rows > 0 && rows >= l->to->max_rows)
            return not_header(l, STR(""), STR(""), "is a row more than one import may have");
        if (l->to->progress != NULL && rows % PROGRESS_ROWS == 0)
            l->to->progress(l->to->cls, rows, package_source_bytes(&l->source));
        rows++;
        r = take_row(l, cells, n);
        if (r < 0)
            return r;
    }
    if (r == 0 && l->to->progress != NULL)
        l->to->progress(l->to->cls, rows, package_source_bytes(&l->source));
    return r;
}

int package_read(const struct package *package, const struct table *table,
                 struct package_reading *reading)
{
    const struct package_part *part = &package->parts[table - tables];
    struct reading l = {.table = table, .to = reading};

    if (part->path == NULL)
        return 0;
    int r = package_source_open(&l.source, part, table);
    if (r == 0)
        r = read_rows(&l);
    package_source_close(&l.source);
    return r;
}

/* A table under way into a draft. */
struct loading {
    struct draft *draft;
    size_t number;
    const struct table *table;
    const struct package_reading *watch;
};

static int load_row(void *cls, int64_t line, const struct str *cells)
{
    struct loading *l = cls;

    return draft_row(l->draft, l->number, l->table, line, cells);
}

static void load_reject(void *cls, int64_t line, struct str column, struct str value,
                        struct str reason)
{
    struct loading *l = cls;

    draft_reject(l->draft, l->number, l->table, line, column, value, reason);
}

static void load_progress(void *cls, int64_t rows, int64_t bytes)
{
    struct loading *l = cls;

    if (l->watch != NULL && l->watch->progress != NULL)
        l->watch->progress(l->watch->cls, rows, bytes);
}

int package_load(const struct package *package, const struct table *table, struct draft *draft,
                 size_t number, struct package_reading *watch)
{
    struct loading l = {draft, number, table, watch};
    struct package_reading reading = {
        .cls = &l,
        .row = load_row,
        .reject = load_reject,
        .progress = load_progress,
        .max_rows = watch == NULL ? 0 : watch->max_rows,
    };

    int r = package_read(package, table, &reading);
    if (watch != NULL && watch->fault == PACKAGE_FINE)
        watch->fault = reading.fault;
    return r;
}
