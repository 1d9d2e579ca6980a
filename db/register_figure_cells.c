#include "db/register_figure_cells.h"

#include "base/err.h"

#include <string.h>

const struct register_key figure_region_key = {"region", REGISTER_BY_VALUE, "region"};
const struct register_measure figure_records = {.name = "records"};

void figure_reading_test(struct figure_reading *reading, struct register_test test)
{
    reading->tests[reading->query.n_tests++] = test;
}

/* All that the figure is ever made of, whatever the day. */
void figure_reading_begin(const struct figure_counting *c, struct figure_reading *reading)
{
    *reading = (struct figure_reading){.counting = NULL};
    reading->query = (struct register_query){.table = c->table, .tests = reading->tests};
    reading->grouping = (struct register_grouping){
        .query = &reading->query, .keys = reading->keys, .measures = reading->measures};
    for (size_t i = 0; i < c->figure->n_tests; i++)
        figure_reading_test(reading, c->figure->tests[i]);
    figure_reading_test(reading, (struct register_test){.column = "document",
                                                        .op = REGISTER_ANY_OF,
                                                        .texts = {&c->of->code, 1}});
}

void figure_reading_key(struct figure_reading *reading, const struct register_key *key)
{
    reading->keys[reading->grouping.n_keys++] = key;
}

/* With FIGURE_STOCK_DAY as the day on which a stock is counted. */
void figure_reading_measure(struct figure_reading *reading, const struct register_measure *measure,
                            int32_t day)
{
    struct register_measure *own = &reading->measures[reading->grouping.n_measures++];

    *own = *measure;
    for (size_t i = 0; i < own->n_tests; i++)
        if (own->tests[i].number == FIGURE_STOCK_DAY)
            own->tests[i].number = day;
}

int figure_reading_open(const struct figure_counting *c, struct figure_reading *reading)
{
    return register_groups_open(c->db, c->arena, c->release, &reading->grouping,
                                &reading->counting);
}

/* The number by which register groups name a period. */
static int64_t number_of(const struct period *period)
{
    int year, month, ignored;

    date_to_civil(period->starts_on, &year, &month, &ignored);
    switch (period->freq) {
    case FREQ_H:
        return 10 * (int64_t)year + (month + 5) / 6;
    case FREQ_Q:
        return 10 * (int64_t)year + (month + 2) / 3;
    case FREQ_A:
    case FREQ_I:
    case FREQ_M:
    case FREQ_R:
    case FREQ_Y:
        break;
    }
    return year;
}

static enum register_key_kind key_kind(enum freq freq)
{
    return freq == FREQ_H   ? REGISTER_BY_HALF
           : freq == FREQ_Q ? REGISTER_BY_QUARTER
                            : REGISTER_BY_YEAR;
}

/* The records, or the sums with how many summands are missing. */
static void add_measures(const struct figure_counting *c, struct figure_reading *reading,
                         int32_t day)
{
    const struct register_figure *figure = c->figure;

    if (figure->n_measures == 0)
        figure_reading_measure(reading, &figure_records, day);
    for (size_t i = 0; i < figure->n_measures; i++)
        figure_reading_measure(reading, &figure->measures[i], day);
    for (size_t i = 0; i < figure->n_measures; i++) {
        struct register_measure missing = {
            .name = "missing",
            .tests = {{.column = figure->measures[i].column, .op = REGISTER_IS_NULL}},
            .n_tests = 1};

        if (figure->measures[i].kind != REGISTER_COUNT)
            figure_reading_measure(reading, &missing, day);
    }
}

static size_t find_text(const struct str *v, size_t n, struct str text)
{
    size_t i = 0;

    while (i < n && !str_eq(v[i], text))
        i++;
    return i;
}

/* Where a row of a reading belongs. */
struct spot {
    size_t part, period;
    const struct figure_place *place;
    bool counts; /* in a part, a period and a region that are told */
    struct str one;
};

/* The keys of a row are the period of a flow, the part, what counts once, the region. */
static struct spot spot_of(const struct figure_counting *c, const struct register_group *group,
                           const struct figure_part *part, size_t period)
{
    struct spot spot = {.period = period};
    size_t i = 0, place = 0;

    if (!c->figure->stock) {
        spot.period = 0;
        while (spot.period < c->periods.n &&
               number_of(&c->periods.v[spot.period]) != group->numbers[i])
            spot.period++;
        i++;
    }
    if (part != NULL)
        spot.part = find_text(c->parts, c->n_parts, group->keys[i++]);
    spot.one = c->figure->each != NULL ? group->keys[i++] : STR("");
    while (place < c->n_places && !str_eq(c->places[place].code, group->keys[i]))
        place++;
    spot.counts = place < c->n_places && c->places[place].counts && spot.part < c->n_parts &&
                  spot.period < c->periods.n;
    if (spot.counts)
        spot.place = &c->places[place];
    return spot;
}

static int add_row(const struct figure_counting *c, const struct figure_reading *reading,
                   const struct register_group *group, const struct spot *spot, bool *seen)
{
    size_t n_own = c->figure->n_measures == 0 ? 1 : c->figure->n_measures;

    for (size_t g = 0; g < c->regions.n_groups; g++) {
        size_t at = (spot->part * c->regions.n_groups + g) * c->periods.n + spot->period;
        struct figure_cell *cell = &c->cells[at];

        if (!record_regions_has(&c->regions, spot->place->at, g))
            continue;
        if (c->figure->each != NULL) {
            cell->value += !seen[g];
            cell->unknown += spot->one.n == 0;
            seen[g] = true;
            continue;
        }
        for (size_t i = 0; i < reading->grouping.n_measures; i++) {
            int64_t *sum = i < n_own ? &cell->value : &cell->unknown;

            if (__builtin_add_overflow(*sum, group->values[i], sum))
                return -ERR_LIMIT;
        }
    }
    return 0;
}

/* Reads the flows of all periods, or the stock at the end of one. */
int figure_cells_fill(struct figure_counting *c, const struct figure_part *part, size_t period)
{
    const struct register_figure *figure = c->figure;
    int32_t day = c->periods.v[period].ends_on;
    const struct register_key by_period = {"period", key_kind(c->periods.v[0].freq), figure->from};
    const struct register_key by_part = {"part", REGISTER_BY_VALUE,
                                         part != NULL ? part->column : NULL};
    const struct register_key by_one = {"one", REGISTER_BY_VALUE, figure->each};
    bool *seen = arena_alloc(c->arena, c->regions.n_groups * sizeof *seen);
    struct spot last = {.counts = false};
    struct figure_reading reading;
    struct register_group group;
    int r;

    figure_reading_begin(c, &reading);
    if (figure->stock)
        figure_reading_test(
            &reading,
            (struct register_test){.column = figure->from, .op = REGISTER_UNTIL, .number = day});
    else
        figure_reading_test(
            &reading, (struct register_test){.column = figure->from, .op = REGISTER_NOT_NULL});
    if (figure->stock && figure->to != NULL)
        figure_reading_test(
            &reading,
            (struct register_test){.column = figure->to, .op = REGISTER_NOT_UNTIL, .number = day});
    if (!figure->stock)
        figure_reading_key(&reading, &by_period);
    if (part != NULL)
        figure_reading_key(&reading, &by_part);
    if (figure->each != NULL)
        figure_reading_key(&reading, &by_one);
    figure_reading_key(&reading, &figure_region_key);
    add_measures(c, &reading, day);
    r = seen == NULL ? -ERR_NOMEM : figure_reading_open(c, &reading);
    while (r >= 0 && (r = register_groups_next(reading.counting, &group)) > 0) {
        struct spot spot = spot_of(c, &group, part, period);

        if (!spot.counts)
            continue;
        if (!last.counts || spot.part != last.part || spot.period != last.period ||
            !str_eq(spot.one, last.one))
            memset(seen, 0, c->regions.n_groups * sizeof *seen);
        last = spot;
        last.one = arena_copy(c->arena, spot.one);
        r = add_row(c, &reading, &group, &spot, seen);
    }
    register_groups_close_p(&reading.counting);
    return r < 0 ? r : 0;
}
