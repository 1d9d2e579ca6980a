#pragma once

/*
 * The counting of one figure of one register: for the files db/register_figure*.c only.
 */

#include "base/arena.h"
#include "db/record_figures.h"
#include "db/record_periods.h"
#include "db/register_figure_specs.h"

/* limit: conditions of a statement: those of the figure, its document and its days */
enum { FIGURE_READING_TESTS_MAX = FIGURE_TESTS_MAX + 3 };

/* What is counted at one place and part. */
struct figure_cell {
    int64_t value;
    int64_t unknown; /* records that do not say what is added up, or whose it is */
};

/* A region that records name. */
struct figure_place {
    struct str code;
    int64_t id;
    size_t at; /* in `read` of the regions */
    bool counts;
};

/* One figure of one register. */
struct figure_counting {
    struct db *db;
    struct arena *arena;
    int64_t release;
    const struct record_register *of;
    struct record_figures *out;
    const struct register_figure *figure;
    const struct table *table;
    struct figure_place *places; /* by code */
    size_t n_places, places_room;
    struct record_regions regions;
    struct record_period_list periods; /* of one kind */
    struct str *parts;                 /* of one dimension, by code; for the total one without */
    size_t n_parts, parts_room;
    struct figure_cell *cells; /* [(part * n_groups + group) * n_periods + period] */
};

/* A reading of groups, with what its statement is made from. */
struct figure_reading {
    struct register_test tests[FIGURE_READING_TESTS_MAX];
    struct register_query query;
    const struct register_key *keys[REGISTER_GROUP_KEYS_MAX];
    struct register_measure measures[2 * FIGURE_MEASURES_MAX];
    struct register_grouping grouping;
    struct register_counting *counting;
};

/* The region of a record, and a measure of records. */
extern const struct register_key figure_region_key;
extern const struct register_measure figure_records;

/* Begins a reading of all that the figure is ever made of, whatever the day. */
void figure_reading_begin(const struct figure_counting *c, struct figure_reading *reading);
void figure_reading_test(struct figure_reading *reading, struct register_test test);
void figure_reading_key(struct figure_reading *reading, const struct register_key *key);
void figure_reading_measure(struct figure_reading *reading, const struct register_measure *measure,
                            int32_t day);
MUST_USE int figure_reading_open(const struct figure_counting *c, struct figure_reading *reading);

/* Fills the cells of the parts of a dimension (NULL: of the total) with the flows of all periods,
 * or with the stock at the end of one. 0 or negative. */
MUST_USE int figure_cells_fill(struct figure_counting *c, const struct figure_part *part,
                               size_t period);
