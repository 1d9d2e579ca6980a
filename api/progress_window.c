/* Readings of one window: how things stand on its last day, and what has added up in it. */
#include "api/progress_case.h"

#include "base/err.h"

/* The published baseline, or the newest figure at or before the start. */
static void find_baseline(const struct progress_case *c, const struct progress_figures *figures,
                          struct progress_baseline *ret, enum reason *ret_none)
{
    const struct figure *figure;

    if (c->row->has_baseline) {
        ret->source = BASELINE_TARGET;
        ret->on = c->starts_on - 1;
        ret->number = interval_exact(rational_from_dec(c->row->baseline));
        ret->decimals = c->row->baseline.scale;
        return;
    }
    figure = progress_newest(figures, INT32_MIN, c->starts_on, false);
    if (figure != NULL) {
        ret->source = BASELINE_FIGURE;
        ret->on = figure->observation.key.period.ends_on;
        ret->number = derived_interval(&figure->observation);
        ret->decimals = figure->observation.decimals;
        ret->figure = figure;
        figure_note(c->call, figure);
    } else if (progress_newest(figures, INT32_MIN, c->starts_on, true) != NULL) {
        *ret_none = REASON_DEFINITION_CHANGED;
    }
}

/* The yearly growth from the actual figure to the target, over the whole years that are left. */
static void require_growth(const struct progress_case *c, struct progress_reading *reading)
{
    const struct progress_actual *actual = &reading->actual;
    const struct interval goal = interval_exact(c->goal);
    struct derived *growth = &reading->required_growth;
    struct interval ratio;
    int years = 0;

    progress_begin(growth, STR("percent"), 1, actual, NULL);
    if (!actual->known)
        return;
    if (actual->ends_on >= reading->ends_on || c->on > reading->ends_on)
        derived_refuse(growth, REASON_WINDOW_OVER);
    else if (interval_test(&actual->number, c->comparator, c->goal) == INTERVAL_HOLDS)
        derived_refuse(growth, REASON_ALREADY_REACHED);
    else if ((years = progress_whole_years(actual->ends_on, reading->ends_on)) == 0)
        derived_refuse(growth, REASON_NOT_WHOLE_YEARS);
    else if (interval_div(&goal, &actual->number, &ratio) < 0)
        derived_refuse(growth, REASON_DENOMINATOR_ZERO);
    else
        progress_rate(&ratio, years, growth);
}

/* A state on the last day, or the amount of the last year. */
static int read_point(const struct progress_case *c, const struct progress_figures *figures,
                      struct progress_reading *reading)
{
    struct standing standing = {.actual = &reading->actual, .over = c->on > reading->ends_on};
    int32_t last = c->on < reading->ends_on ? c->on : reading->ends_on;
    int r =
        progress_one(c->call, progress_newest(figures, INT32_MIN, last, false), &reading->actual);

    if (r < 0)
        return r;
    find_baseline(c, figures, &reading->baseline, &standing.no_pace);
    standing.settles = reading->actual.known && reading->actual.ends_on == reading->ends_on;
    progress_attain(c, &reading->actual, &reading->attainment);
    progress_line(c, reading, c->goal, reading->ends_on, &standing);
    progress_remain(c, reading, c->goal);
    require_growth(c, reading);
    reading->verdict = progress_judge(c, &standing);
    return 0;
}

/* Figures of the target's own measure and unit up to the day of judgement. */
static int read_figures(const struct progress_case *c, const struct progress_reading *reading,
                        struct progress_figures *ret)
{
    int32_t last = c->on < reading->ends_on ? c->on : reading->ends_on;

    return progress_figures_read(c->call, c->memo, c->row, c->row->measure, c->unit, last, ret);
}

int progress_point(const struct progress_case *c, struct progress_reading *reading)
{
    struct progress_figures figures;
    int r = read_figures(c, reading, &figures);

    return r < 0 ? r : read_point(c, &figures, reading);
}

int progress_cumulative(const struct progress_case *c, struct progress_reading *reading)
{
    struct standing standing = {
        .actual = &reading->actual,
        .over = c->on > reading->ends_on,
    };
    int32_t last = c->on < reading->ends_on ? c->on : reading->ends_on;
    struct progress_figures figures;
    int r = read_figures(c, reading, &figures);

    /* What has accumulated is itself a state. */
    if (r == 0 && figures.state)
        return read_point(c, &figures, reading);
    if (r == 0)
        r = progress_sum(c->call, &figures, reading->starts_on, last, &reading->actual);
    if (r < 0)
        return r;
    if (figures.additive)
        reading->baseline = progress_from_zero(reading->starts_on);
    standing.kind = figures.additive ? STANDING_AMOUNT : STANDING_STATE;
    standing.settles = reading->actual.known && reading->actual.complete &&
                       reading->actual.ends_on == reading->ends_on;
    progress_attain(c, &reading->actual, &reading->attainment);
    if (figures.additive)
        progress_line(c, reading, c->goal, reading->ends_on, &standing);
    else
        progress_level(c, reading, c->goal, &standing);
    progress_remain(c, reading, c->goal);
    progress_begin(&reading->required_growth, STR("percent"), 1, &reading->actual, NULL);
    derived_refuse(&reading->required_growth, REASON_AMOUNT_ADDS_UP);
    reading->verdict = progress_judge(c, &standing);
    return 0;
}
