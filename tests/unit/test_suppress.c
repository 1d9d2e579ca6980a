#include "base/suppress.h"
#include "tests/tap.h"

/* limit: what the search below goes through in no time */
enum { ROWS = 3, PARTS = 3, CELL_MAX = 3, MIN_CELL = 3 };

static void is_hidden(const struct suppress_grid *grid, const char *rows, bool whole,
                      const char *what)
{
    bool hidden[8], ret_whole;
    char got[9] = "";

    suppress(grid, hidden, &ret_whole);
    for (size_t i = 0; i < grid->rows; i++)
        got[i] = hidden[i] ? 'x' : '.';
    tap_is_str(str_from(got), str_from(rows), "%s: rows", what);
    tap_is_int(ret_whole, whole, "%s: the whole", what);
}

static void test_rule(void)
{
    static const int64_t large[] = {5, 9, 0, 8, 7, 6};
    static const int64_t two_small[] = {5, 9, 0, 4, 7, 6, 9, 9, 1};
    static const int64_t one_small[] = {50, 9, 0, 4, 17, 6, 9, 9, 9, 0, 0, 0};
    static const int64_t alone[] = {4, 9};
    static const int64_t with_empty[] = {4, 9, 0, 0};
    static const int64_t same_part[] = {3, 0, 7, 0, 5, 5, 20, 30};
    static const int64_t small_whole[] = {4, 9, 0, 9, 0, 9};

    is_hidden(&(struct suppress_grid){large, 2, 3, 5}, "..", false, "no small cell");
    is_hidden(&(struct suppress_grid){two_small, 3, 3, 5}, ".xx", false, "two regions");
    is_hidden(&(struct suppress_grid){one_small, 4, 3, 5}, ".xx.", false,
              "one region takes the smallest other one along, an empty one hides nothing");
    is_hidden(&(struct suppress_grid){alone, 1, 2, 5}, "x", true, "the whole is the region");
    is_hidden(&(struct suppress_grid){with_empty, 2, 2, 5}, "x.", true, "no other region");
    is_hidden(&(struct suppress_grid){same_part, 4, 2, 5}, "xxx.", false,
              "two regions of one part only would tell each other's counts");
    is_hidden(&(struct suppress_grid){small_whole, 3, 2, 5}, "xxx", true, "the whole is small");
    is_hidden(&(struct suppress_grid){two_small, 3, 3, 1}, "...", false, "no least count");
}

struct seen {
    bool hidden[ROWS], whole;
    int64_t cells[ROWS * PARTS], totals[ROWS], parts[PARTS];
};

/* What a reader sees of a table. */
static struct seen look(const int64_t *cells)
{
    struct seen seen = {0};

    suppress(&(struct suppress_grid){cells, ROWS, PARTS, MIN_CELL}, seen.hidden, &seen.whole);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t part = 0; part < PARTS; part++) {
            int64_t n = cells[row * PARTS + part];

            seen.totals[row] += n;
            seen.parts[part] += seen.whole ? 0 : n;
            seen.cells[row * PARTS + part] = seen.hidden[row] ? -1 : n;
        }
    return seen;
}

/* Whether a table could be behind what is seen of another one. */
static bool fits(const struct seen *seen, const int64_t *cells)
{
    int64_t parts[PARTS] = {0};

    for (size_t row = 0; row < ROWS; row++) {
        int64_t total = 0;

        for (size_t part = 0; part < PARTS; part++) {
            int64_t n = cells[row * PARTS + part];

            total += n;
            parts[part] += n;
            if (!seen->hidden[row] && n != seen->cells[row * PARTS + part])
                return false;
        }
        if (total != seen->totals[row])
            return false;
    }
    return seen->whole || memcmp(parts, seen->parts, sizeof parts) == 0;
}

/* The next way to fill the hidden rows with counts up to their totals; false after the last. */
static bool next_filling(const struct seen *seen, int64_t *cells)
{
    for (size_t i = 0; i < ROWS * PARTS; i++) {
        if (!seen->hidden[i / PARTS])
            continue;
        if (++cells[i] <= seen->totals[i / PARTS])
            return true;
        cells[i] = 0;
    }
    return false;
}

/* Small cells of `cells`, and parts that are all of their row, that have one value only in all
 * tables that fit. */
static int revealed(const int64_t *cells)
{
    struct seen seen = look(cells);
    int64_t other[ROWS * PARTS];
    bool varies[ROWS * PARTS] = {0};
    int n = 0;

    memcpy(other, cells, sizeof other);
    for (size_t i = 0; i < ROWS * PARTS; i++)
        if (seen.hidden[i / PARTS])
            other[i] = 0;
    do {
        if (fits(&seen, other))
            for (size_t i = 0; i < ROWS * PARTS; i++)
                varies[i] = varies[i] || other[i] != cells[i];
    } while (next_filling(&seen, other));
    for (size_t i = 0; i < ROWS * PARTS; i++)
        n += cells[i] > 0 && !varies[i] &&
             (cells[i] < MIN_CELL || cells[i] == seen.totals[i / PARTS]);
    return n;
}

/* Tables drawn at random from a fixed seed, against a search of all tables that fit. */
static void test_nothing_follows(void)
{
    uint64_t state = 20250201;
    int tables = 0, found = 0;

    for (int i = 0; i < 400; i++) {
        int64_t cells[ROWS * PARTS];

        for (size_t j = 0; j < COUNT_OF(cells); j++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            cells[j] = (int64_t)((state >> 33) % (CELL_MAX + 3)) - 2;
            cells[j] = cells[j] < 0 ? 0 : cells[j];
        }
        tables++;
        found += revealed(cells);
    }
    tap_is_int(tables, 400, "tables");
    tap_is_int(found, 0, "small cells, and parts that are all, that follow from what is shown");
}

int main(void)
{
    test_rule();
    test_nothing_follows();
    return tap_done();
}
