#include "api/progress.h"

#include "api/progress_case.h"
#include "base/err.h"
#include "base/period.h"
#include "db/db.h"

static const struct str lights[LIGHT_COUNT] = {
    [LIGHT_MET] = STR("met"),
    [LIGHT_ON_TRACK] = STR("on_track"),
    [LIGHT_BEHIND] = STR("behind"),
    [LIGHT_MISSED] = STR("missed"),
    [LIGHT_UNDETERMINED] = STR("undetermined"),
    [LIGHT_NOT_YET_JUDGEABLE] = STR("not_yet_judgeable"),
};

static const struct str comparators[] = {
    [INTERVAL_GE] = STR("ge"), [INTERVAL_GT] = STR("gt"), [INTERVAL_EQ] = STR("eq"),
    [INTERVAL_LE] = STR("le"), [INTERVAL_LT] = STR("lt"),
};

struct str light_text(enum light light)
{
    return lights[light];
}

struct str comparator_text(enum interval_comparator comparator)
{
    return comparators[comparator];
}

int progress_day(const struct api_call *call, struct str text, int32_t *ret)
{
    enum { SECONDS_OF_DAY = 86400 };

    if (text.n > 0)
        return date_parse(text, ret);
    *ret = (int32_t)(call->release->published_at / SECONDS_OF_DAY);
    return 0;
}

/* A plain number is read by the direction of the indicator. */
static enum interval_comparator read_comparator(const struct target_row *row)
{
    for (size_t i = 0; i < COUNT_OF(comparators); i++)
        if (i != INTERVAL_EQ && str_eq(comparators[i], row->comparator))
            return (enum interval_comparator)i;
    if (str_eq(row->direction, STR("higher")))
        return INTERVAL_GE;
    return str_eq(row->direction, STR("lower")) ? INTERVAL_LE : INTERVAL_EQ;
}

static bool is_inverted(const struct target_row *row, enum interval_comparator comparator)
{
    bool at_most = comparator == INTERVAL_LE || comparator == INTERVAL_LT;
    bool at_least = comparator == INTERVAL_GE || comparator == INTERVAL_GT;

    return str_eq(row->direction, STR("lower")) ? !at_least : at_most;
}

/* The unit of the figures: a target for each year says "per year", its figures do not. */
static struct str figure_unit(struct str unit)
{
    const struct str suffix = STR("_per_year");

    if (str_ends(unit, suffix))
        unit.n -= suffix.n;
    return unit;
}

typedef int (*reading_of)(const struct progress_case *c, struct progress_reading *reading);

/* How the kinds of windows are read. What states no window is read as of its last day. */
static const struct {
    struct str window;
    struct {
        struct str kind;
        reading_of compute;
    } readings[PROGRESS_READINGS_MAX];
} windows[] = {
    {STR("point_at_end"), {{STR("point_at_end"), progress_point}}},
    {STR("each_year"), {{STR("each_year"), progress_each_year}}},
    {STR("annual_mean"), {{STR("annual_mean"), progress_annual_mean}}},
    {STR("cumulative"), {{STR("cumulative"), progress_cumulative}}},
    {STR("mean_annual_growth"), {{STR("mean_annual_growth"), progress_growth}}},
    {STR("each_year_or_cumulative"),
     {{STR("each_year"), progress_each_year}, {STR("cumulative"), progress_cumulative}}},
    {STR("not_stated"), {{STR("point_at_end"), progress_point}}},
};

static struct progress_case begin_case(struct api_call *call, struct observation_memo *memo,
                                       const struct target_row *row, int32_t on)
{
    int64_t places =
        row->value.scale > row->indicator_decimals ? row->value.scale : row->indicator_decimals;
    struct progress_case c = {
        .call = call,
        .memo = memo,
        .row = row,
        .comparator = read_comparator(row),
        .goal = rational_from_dec(row->value),
        .unit = figure_unit(row->unit),
        /* A place more than the figures have: the line rarely meets a whole number. */
        .decimals = (uint8_t)(places < DEC_SCALE_MAX ? places + 1 : DEC_SCALE_MAX),
        .on = on,
        .starts_on = row->starts_on < row->plan_starts_on ? row->starts_on : row->plan_starts_on,
    };

    c.inverted = is_inverted(row, c.comparator);
    return c;
}

/* One light for all readings: what they agree on. */
static struct verdict agree(const struct progress *progress)
{
    for (size_t i = 1; i < progress->n_readings; i++)
        if (progress->readings[i].verdict.light != progress->readings[0].verdict.light)
            return (struct verdict){LIGHT_UNDETERMINED, REASON_READINGS_DIFFER};
    return progress->readings[0].verdict;
}

int progress_compute(struct api_call *call, struct observation_memo *memo,
                     const struct target_row *row, int32_t on, struct progress *ret)
{
    const struct progress_case c = begin_case(call, memo, row, on);
    struct progress progress = {.on = on, .comparator = c.comparator};
    size_t window = 0;
    int r = 0;

    while (window < COUNT_OF(windows) && !str_eq(windows[window].window, row->window))
        window++;
    if (window == COUNT_OF(windows))
        return -ERR_INTERNAL;
    for (size_t i = 0; r == 0 && i < PROGRESS_READINGS_MAX; i++) {
        struct progress_reading *reading = &progress.readings[i];

        if (windows[window].readings[i].compute == NULL)
            break;
        reading->kind = windows[window].readings[i].kind;
        reading->unit = reading->actual_unit = c.unit;
        reading->starts_on = row->starts_on;
        reading->ends_on = row->ends_on;
        r = windows[window].readings[i].compute(&c, reading);
        progress.n_readings++;
    }
    if (r < 0)
        return r;
    progress.verdict = agree(&progress);
    *ret = progress;
    return 0;
}
