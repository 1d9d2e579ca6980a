#pragma once

/*
 * Which figures the smaller registers give, and what of their records each counts: for
 * db/register_figures.c only.
 */

#include "base/str.h"
#include "db/register_groups.h"
#include "db/registers.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: conditions, breakdowns and summands of one figure */
enum { FIGURE_TESTS_MAX = 2, FIGURE_PARTS_MAX = 3, FIGURE_MEASURES_MAX = 2 };

/* Stands in the conditions of a measure for the day on which a stock is counted. */
#define FIGURE_STOCK_DAY INT64_MIN

/* A dimension, and the column of the table that has its codes; without a value a record counts in
 * the total alone. */
struct figure_part {
    const char *dimension, *column;
};

struct register_figure {
    const char *indicator, *unit;
    const char *table;
    /* A flow counts by the day in `from`. A stock is counted on the last day of each year: what is
     * there since the day in `from` and not gone by that in `to` (NULL: nothing goes). */
    bool stock;
    const char *from, *to;
    struct register_test tests[FIGURE_TESTS_MAX];
    size_t n_tests;
    const char *breakdown; /* of all of it; NULL: the total */
    struct figure_part parts[FIGURE_PARTS_MAX];
    size_t n_parts;
    /* A column whose values count once each; NULL: records count. Where a record of the place has
     * none, nothing is told of it. */
    const char *each;
    /* Added up; none: records. A sum of which a summand is not known is not told. */
    struct register_measure measures[FIGURE_MEASURES_MAX];
    size_t n_measures;
    /* Records that ought to have a day and have none: where there are any, nothing is told. */
    const struct register_measure *undated;
    size_t n_undated;
};

extern const struct register_figure register_figure_specs[];
extern const size_t register_figure_n_specs;
