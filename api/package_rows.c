/* The files of a package, row by row. */
#include "api/package.h"

#include "api/package_impl.h"
#include "base/csv.h"
#include "base/err.h"
#include "db/cells.h"

/* A file under way into a draft. */
struct loading {
    const struct table *table;
    struct draft *draft;
    size_t number;
    size_t n_cells;  /* of a row of the file */
    bool restricted; /* which has the restricted columns too */
    struct csv_reader reader;
};

static void reject(struct loading *l, struct str column, struct str value, struct str reason)
{
    draft_reject(l->draft, l->number, l->table, (int64_t)l->reader.line, column, value, reason);
}

/* The next row; one that the reader refuses is reported, and ends the file. */
static int next_row(struct loading *l, const struct str **ret_cells, size_t *ret_n)
{
    int r = csv_reader_next(&l->reader, ret_cells, ret_n);

    if (r != -ERR_INPUT)
        return r;
    size_t column = l->reader.column;
    struct str name = STR("");
    if (column >= 1 && column <= l->table->n_columns)
        name = str_from(l->table->columns[column - 1].name);
    reject(l, name, STR(""), str_from(l->reader.reason));
    return 0;
}

/* 1: the header names the columns in their order, all or all but the restricted ones. 0: reported.
 */
static int check_header(struct loading *l)
{
    const struct str *cells;
    size_t n = 0;

    int r = next_row(l, &cells, &n);
    if (r < 0)
        return r;
    if (r == 0) {
        if (l->reader.reason == NULL)
            reject(l, STR(""), STR(""), STR("the file is empty"));
        return 0;
    }
    if (package_columns_of(l->table, n, &l->restricted) < 0)
        l->restricted = true;
    l->n_cells = 0;
    for (size_t i = 0; i < l->table->n_columns; i++) {
        struct str name = str_from(l->table->columns[i].name);
        size_t at = l->n_cells;
        if (l->table->columns[i].restricted && !l->restricted)
            continue;
        l->n_cells++;
        if (at < n && str_eq(cells[at], name))
            continue;
        reject(l, name, at < n ? cells[at] : STR(""), STR("is not the name of this column"));
        return 0;
    }
    if (n > l->n_cells) {
        reject(l, STR(""), cells[l->n_cells], STR("is a column too many"));
        return 0;
    }
    return 1;
}

/* The cells of a row with one for each column of the table, in `room`. */
static const struct str *whole_row(const struct loading *l, const struct str *cells,
                                   struct str room[TABLE_COLUMNS_MAX])
{
    size_t at = 0;

    if (l->restricted)
        return cells;
    for (size_t i = 0; i < l->table->n_columns; i++)
        room[i] = l->table->columns[i].restricted ? (struct str){cell_absent, 0} : cells[at++];
    return room;
}

static int load_rows(struct loading *l)
{
    struct str room[TABLE_COLUMNS_MAX];
    const struct str *cells;
    size_t n;

    int r = check_header(l);
    if (r <= 0)
        return r;
    while ((r = next_row(l, &cells, &n)) > 0) {
        if (n == 1 && cells[0].n == 0)
            continue; /* an empty line, as editors leave at the end */
        if (n != l->n_cells)
            reject(l, STR(""), STR(""), STR("has not as many cells as the header"));
        else
            r = draft_row(l->draft, l->number, l->table, (int64_t)l->reader.line,
                          whole_row(l, cells, room));
        if (r < 0)
            return r;
    }
    return r;
}

int package_load(const struct package *package, const struct table *table, struct draft *draft,
                 size_t number)
{
    const char *path = package->files[table - tables];
    struct loading l = {.table = table, .draft = draft, .number = number};
    CLEANUP(package_file_close) int fd = -1;

    if (path == NULL)
        return 0;
    int r = package_file_open(path, &fd);
    if (r < 0)
        return r;
    r = csv_reader_open(&l.reader, package_file_read, &fd);
    if (r == 0)
        r = load_rows(&l);
    csv_reader_close(&l.reader);
    return r;
}
