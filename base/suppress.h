/* Small cells: which counts of a table of persons are not shown, so that no small one is shown and
 * none can be worked out of what is.
 *
 * The table has a row for each region and a column for each part (kinds of applicant, say). Shown
 * beside it are the total of each region, the parts of all regions together, and their total. The
 * regions are disjoint and are all there are: where the whole counts what is in none of them, that
 * is a row too, since it follows by subtraction. Likewise what is of no known part is a column.
 *
 * The rule, on the whole table of one year whatever a reader asks for:
 *   1. a region with a part of 1 to min-1 hides all its parts, and so does one with a part that is
 * all of it, which would tell what each of its cases is; so does the whole;
 *   2. unless the whole hides its parts, the region of the smallest total that is not 0 hides its
 *      parts too, until at least two hidden regions and at least two parts in them are not 0;
 *   3. when there is no such region left, the whole hides its parts.
 *
 * Why nothing follows. Where the whole hides its parts, all that is known of a hidden row is its
 * total R, and each cell may be anything from 0 to R. Where it does not, what is known of the
 * hidden rows is the total R of each, and for each part C, what the regions that are shown leave of
 * it. Of all tables with these margins, whose sum is T, a cell takes each whole number from max(0,
 * R+C-T) to min(R, C). That is one number only if R or C is 0 - then the cell is 0, which is not
 * small - or if R or C is T, which step 2 rules out. (In terms of the graph whose edges are the
 * hidden cells: none of those that are not 0 is a bridge.) The total of a region stays, since it
 * tells of cases and not of who brought them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct suppress_grid {
    const int64_t *cells; /* rows * parts counts, row by row, none negative */
    size_t rows, parts;
    int64_t min_cell; /* the least count that is shown, besides 0 */
};

/* Sets hidden_rows[i], for each of the rows, and *ret_whole, whether the whole hides its parts. */
void suppress(const struct suppress_grid *grid, bool *hidden_rows, bool *ret_whole);
