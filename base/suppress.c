#include "base/suppress.h"

static int64_t cell(const struct suppress_grid *grid, size_t row, size_t part)
{
    return grid->cells[row * grid->parts + part];
}

static bool is_small(const struct suppress_grid *grid, int64_t n)
{
    return n > 0 && n < grid->min_cell;
}

static int64_t total(const struct suppress_grid *grid, size_t row)
{
    int64_t sum = 0;

    for (size_t part = 0; part < grid->parts; part++)
        sum += cell(grid, row, part);
    return sum;
}

/* Whether the parts of a total tell of single persons: one is small, or it is all of them, so that
 * what each of them is follows from being there. */
static bool tells(const struct suppress_grid *grid, int64_t part, int64_t all)
{
    return is_small(grid, part) || (grid->min_cell > 1 && part > 0 && part == all);
}

static bool row_tells(const struct suppress_grid *grid, size_t row)
{
    for (size_t part = 0; part < grid->parts; part++)
        if (tells(grid, cell(grid, row, part), total(grid, row)))
            return true;
    return false;
}

static bool whole_tells(const struct suppress_grid *grid)
{
    int64_t all = 0;

    for (size_t row = 0; row < grid->rows; row++)
        all += total(grid, row);
    for (size_t part = 0; part < grid->parts; part++) {
        int64_t sum = 0;

        for (size_t row = 0; row < grid->rows; row++)
            sum += cell(grid, row, part);
        if (tells(grid, sum, all))
            return true;
    }
    return false;
}

/* Hidden rows, and parts of hidden rows, that are not 0: two of each at least. */
static bool is_closed(const struct suppress_grid *grid, const bool *hidden)
{
    size_t rows = 0, parts = 0;

    for (size_t row = 0; row < grid->rows; row++)
        rows += hidden[row] && total(grid, row) > 0;
    for (size_t part = 0; part < grid->parts; part++) {
        bool some = false;

        for (size_t row = 0; row < grid->rows; row++)
            some = some || (hidden[row] && cell(grid, row, part) > 0);
        parts += some;
    }
    return rows >= 2 && parts >= 2;
}

/* Hides one row more; false when there is none. */
static bool hide_next(const struct suppress_grid *grid, bool *hidden)
{
    size_t best = grid->rows;
    int64_t least = 0;

    for (size_t row = 0; row < grid->rows; row++) {
        int64_t n = total(grid, row);

        if (!hidden[row] && n > 0 && (best == grid->rows || n < least)) {
            best = row;
            least = n;
        }
    }
    if (best == grid->rows)
        return false;
    hidden[best] = true;
    return true;
}

void suppress(const struct suppress_grid *grid, bool *hidden_rows, bool *ret_whole)
{
    bool some = false, whole = whole_tells(grid);

    for (size_t row = 0; row < grid->rows; row++) {
        hidden_rows[row] = row_tells(grid, row);
        some = some || hidden_rows[row];
    }
    while (some && !whole && !is_closed(grid, hidden_rows))
        whole = !hide_next(grid, hidden_rows);
    *ret_whole = whole;
}
