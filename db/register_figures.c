#include "db/register_figures.h"

#include "base/err.h"
#include "db/register_figure_cells.h"

/* limit: what the counting of one figure of one register takes: quarters of ten years in a province
 * of a hundred places by a handful of parts, and a statement for each year and dimension */
enum { BLOCK = 64 * 1024, CAP = 64 * 1024 * 1024 };

/* The regions that the records of the figure name. */
static int find_places(struct figure_counting *c, struct id_list *present)
{
    struct figure_reading reading;
    struct register_group group;
    int r;

    figure_reading_begin(c, &reading);
    figure_reading_test(&reading,
                        (struct register_test){.column = c->figure->from, .op = REGISTER_NOT_NULL});
    figure_reading_key(&reading, &figure_region_key);
    figure_reading_measure(&reading, &figure_records, 0);
    r = figure_reading_open(c, &reading);
    while (r >= 0 && (r = register_groups_next(reading.counting, &group)) > 0) {
        struct figure_place *v =
            arena_grow(c->arena, c->places, c->n_places, &c->places_room, sizeof *v);

        if (v == NULL) {
            r = -ERR_NOMEM;
            break;
        }
        c->places = v;
        v[c->n_places] = (struct figure_place){.code = arena_copy(c->arena, group.keys[0])};
        r = scope_code(c->db, STR("region"), group.keys[0], &v[c->n_places].id);
        if (r > 0)
            r = id_list_add(c->arena, present, v[c->n_places++].id);
    }
    register_groups_close_p(&reading.counting);
    id_list_sort(present);
    return r < 0 ? r : 0;
}

static void locate_places(struct figure_counting *c)
{
    for (size_t i = 0; i < c->n_places; i++)
        for (size_t at = 0; at < c->regions.read.n; at++)
            if (c->regions.read.v[at] == c->places[i].id) {
                c->places[i].at = at;
                c->places[i].counts = true;
            }
}

/* Whether a day is missing without which a stock can not be told. */
static int is_undated(const struct figure_counting *c, bool *ret)
{
    struct figure_reading reading;
    struct register_group group;
    int r;

    *ret = false;
    if (c->figure->n_undated == 0)
        return 0;
    figure_reading_begin(c, &reading);
    reading.grouping.measures = c->figure->undated;
    reading.grouping.n_measures = c->figure->n_undated;
    r = figure_reading_open(c, &reading);
    if (r == 0)
        r = register_groups_next(reading.counting, &group);
    for (size_t i = 0; r > 0 && i < c->figure->n_undated; i++)
        *ret = *ret || group.values[i] > 0;
    register_groups_close_p(&reading.counting);
    return r < 0 ? r : 0;
}

/* The parts of a dimension that occur anywhere in the register; the total has one of no name. */
static int find_parts(struct figure_counting *c, const struct figure_part *part)
{
    const struct register_key key = {"part", REGISTER_BY_VALUE, part != NULL ? part->column : NULL};
    struct figure_reading reading;
    struct register_group group = {.keys = {STR("")}};
    int r = 1;

    c->n_parts = 0;
    figure_reading_begin(c, &reading);
    figure_reading_test(&reading,
                        (struct register_test){.column = c->figure->from, .op = REGISTER_NOT_NULL});
    figure_reading_key(&reading, &key);
    figure_reading_measure(&reading, &figure_records, 0);
    if (part != NULL)
        r = figure_reading_open(c, &reading);
    while (r >= 0 && (part == NULL || (r = register_groups_next(reading.counting, &group)) > 0)) {
        struct str *v = arena_grow(c->arena, c->parts, c->n_parts, &c->parts_room, sizeof *v);

        if (v == NULL) {
            r = -ERR_NOMEM;
            break;
        }
        c->parts = v;
        if (part == NULL || group.keys[0].n > 0)
            v[c->n_parts++] = arena_copy(c->arena, group.keys[0]);
        if (part == NULL)
            break;
    }
    register_groups_close_p(&reading.counting);
    return r < 0 ? r : 0;
}

static bool is_e6(const struct register_figure *figure)
{
    return figure->n_measures > 0 && figure->measures[0].kind == REGISTER_SUM_E6;
}

static int tell(const struct figure_counting *c, const struct figure_part *part, size_t at,
                struct record_figure *figure)
{
    const struct figure_cell *cell = &c->cells[at];

    if (cell->unknown > 0)
        return 0;
    figure->indicator = str_from(c->figure->indicator);
    figure->unit = str_from(c->figure->unit);
    figure->period = c->periods.v[at % c->periods.n];
    figure->region = c->regions.group[at / c->periods.n % c->regions.n_groups].code;
    if (part != NULL) {
        struct str code = c->parts[at / c->periods.n / c->regions.n_groups];

        figure->breakdown = arena_printf(c->arena, "%s=%.*s", part->dimension, (int)code.n, code.p);
    } else if (c->figure->breakdown != NULL)
        figure->breakdown = str_from(c->figure->breakdown);
    figure->value = is_e6(c->figure) ? dec_from_e6(cell->value, 0) : (struct dec){cell->value, 0};
    return record_figures_add(c->out, figure);
}

/* The total, or the parts of one dimension, over the periods of one kind. */
static int count_parts(struct figure_counting *c, const struct figure_part *part)
{
    size_t n;
    int r = find_parts(c, part);

    n = c->n_parts * c->regions.n_groups * c->periods.n;
    c->cells = arena_alloc(c->arena, n * sizeof *c->cells);
    if (c->cells == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; r == 0 && n > 0 && i < (c->figure->stock ? c->periods.n : 1); i++)
        r = figure_cells_fill(c, part, i);
    for (size_t at = 0; r == 0 && at < n; at++) {
        struct record_figure figure = {.breakdown = STR("")};

        r = tell(c, part, at, &figure);
    }
    return r;
}

/* A stock is told of the last day of each year. */
static int count_periods(struct figure_counting *c, enum freq freq)
{
    int r = record_periods_of(c->arena, c->of, freq, &c->periods);

    for (size_t i = 0; r == 0 && c->figure->stock && i < c->periods.n; i++)
        c->periods.v[i] = (struct period){c->periods.v[i].ends_on, c->periods.v[i].ends_on, FREQ_I};
    if (r < 0 || c->periods.n == 0)
        return r;
    r = count_parts(c, NULL);
    for (size_t i = 0; r == 0 && i < c->figure->n_parts; i++)
        r = count_parts(c, &c->figure->parts[i]);
    return r;
}

static int count_figure(struct db *db, int64_t release, const struct record_register *of,
                        const struct register_figure *figure, struct record_figures *out)
{
    static const enum freq freqs[] = {FREQ_A, FREQ_H, FREQ_Q};
    CLEANUP(arena_finish) struct arena arena;
    struct figure_counting c = {.db = db,
                                .arena = &arena,
                                .release = release,
                                .of = of,
                                .out = out,
                                .figure = figure,
                                .table = table_find(str_from(figure->table))};
    struct id_list present = {0};
    bool undated = false;
    int r;

    arena_init(&arena, BLOCK, CAP);
    r = c.table == NULL ? -ERR_INTERNAL : find_places(&c, &present);
    if (r < 0 || c.n_places == 0)
        return r;
    r = is_undated(&c, &undated);
    if (r < 0 || undated)
        return r;
    r = record_regions_of(db, &arena, release, of, &present, &c.regions);
    locate_places(&c);
    for (size_t i = 0; r == 0 && i < (figure->stock ? 1 : COUNT_OF(freqs)); i++)
        r = count_periods(&c, freqs[i]);
    return r;
}

int register_figures(struct db *db, int64_t release, const struct record_register *of,
                     struct record_figures *out)
{
    int r = 0;

    for (size_t i = 0; r == 0 && i < register_figure_n_specs; i++)
        r = count_figure(db, release, of, &register_figure_specs[i], out);
    return r;
}
