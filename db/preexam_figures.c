/* Figures that the registers of pre-examination give. */
#include "db/preexam_figures.h"

#include "base/err.h"
#include "base/percentile.h"
#include "db/dispute_filter.h"
#include "db/preexam_counts.h"
#include "db/preexam_regions.h"
#include "db/record_coverage.h"

/* limit: what the counting of one kind of period of one register takes, all months of ten years in
 * a province of a hundred places by a handful of parts, with their durations */
enum { BLOCK = 64 * 1024, CAP = 64 * 1024 * 1024 };

/* limit: periods of one kind that a register covers; quarters of three hundred years */
enum { PERIODS_MAX = 1200 };

/* One kind of period of one register. */
struct counting {
    struct db *db;
    struct arena *arena;
    int64_t release;
    const struct record_register *of;
    struct record_figures *out;
    struct preexam_filter filter;
    struct record_regions regions;
    struct period *periods;
    size_t n_periods;
};

/* Which breakdown of a figure each key is. Applicants are none: figures keep all their vintages,
 * and a table of persons must have but one state (db/preexam_persons.h). */
static const struct {
    enum preexam_key key;
    const char *dimension;
    bool ratios; /* ratios and durations are told of its parts too */
} dimensions[] = {
    {PREEXAM_CENTER, "center", true},
    {PREEXAM_FIELD, "industry_field", false},
    {PREEXAM_PATENT_TYPE, "patent_type", false},
};

static const struct {
    enum preexam_count count;
    struct str indicator;
} counted[] = {
    {PREEXAM_ACCEPTED, STR("preexam_requests_accepted")},
    {PREEXAM_QUALIFIED, STR("preexam_requests_qualified")},
    {PREEXAM_GRANTED, STR("preexam_patents_granted")},
};

static const struct {
    enum preexam_count part, whole;
    struct str indicator;
} ratios[] = {
    {PREEXAM_QUALIFIED, PREEXAM_ACCEPTED, STR("preexam_qualification_ratio")},
    {PREEXAM_GRANTED, PREEXAM_QUALIFIED, STR("preexam_grant_ratio")},
};

/* The frame of the figures of one group. */
static struct record_figure figure_of(const struct counting *counting,
                                      const struct preexam_group *group, const char *dimension)
{
    struct record_figure figure = {
        .region = counting->regions.group[group->region].code,
        .period = counting->periods[group->period],
        .unit = STR("piece"),
    };

    if (dimension != NULL)
        figure.breakdown = arena_printf(counting->arena, "%s=%.*s", dimension,
                                        (int)group->values[0].n, group->values[0].p);
    return figure;
}

static int add_counts(const struct counting *counting, const struct preexam_group *group,
                      struct record_figure figure)
{
    int r = 0;

    for (size_t i = 0; r == 0 && i < COUNT_OF(counted); i++) {
        figure.indicator = counted[i].indicator;
        figure.value = (struct dec){group->n[counted[i].count], 0};
        r = record_figures_add(counting->out, &figure);
    }
    return r;
}

static int add_share(const struct counting *counting, struct str indicator, int64_t part,
                     int64_t whole, struct record_figure figure)
{
    int r;

    if (whole == 0)
        return 0;
    figure.indicator = indicator;
    figure.unit = STR("percent");
    figure.extraction = RECORD_DERIVED;
    r = percent_of(part, whole, &figure.value);
    return r < 0 ? r : record_figures_add(counting->out, &figure);
}

static int add_ratios(const struct counting *counting, const struct preexam_group *group,
                      struct record_figure figure)
{
    struct spread spread;
    int r = 0;

    for (size_t i = 0; r == 0 && i < COUNT_OF(ratios); i++)
        r = add_share(counting, ratios[i].indicator, group->n[ratios[i].part],
                      group->n[ratios[i].whole], figure);
    if (r == 0)
        r = day_counts_spread(&group->days, &spread);
    /* a median over what could be counted alone would be another one */
    if (r < 0 || spread.n == 0 || group->n[PREEXAM_UNCOUNTED] > 0)
        return r;
    figure.indicator = STR("preexam_median_days");
    figure.unit = STR("working_day");
    figure.extraction = RECORD_DERIVED;
    figure.value = spread.median;
    return record_figures_add(counting->out, &figure);
}

static int count(const struct counting *counting, bool cohort, const enum preexam_key *key,
                 struct preexam_groups *ret)
{
    struct preexam_question question = {
        .filter = &counting->filter,
        .regions = &counting->regions,
        .keys = {key == NULL ? PREEXAM_CENTER : *key},
        .n_keys = key != NULL,
        .periods = counting->periods,
        .n_periods = counting->n_periods,
        .cohort = cohort,
        .on = counting->of->covers_to,
    };

    return preexam_counts(counting->db, counting->arena, counting->release, &question, ret);
}

/* The totals, or the parts by one key. */
static int add_groups(const struct counting *counting, const enum preexam_key *key,
                      const char *dimension, bool with_ratios)
{
    struct preexam_groups groups;
    int r = count(counting, false, key, &groups);

    for (size_t i = 0; r == 0 && i < groups.n; i++) {
        struct record_figure figure = figure_of(counting, groups.v[i], dimension);

        r = add_counts(counting, groups.v[i], figure);
        if (r == 0 && with_ratios)
            r = add_ratios(counting, groups.v[i], figure);
    }
    if (r < 0 || !with_ratios)
        return r;
    r = count(counting, true, key, &groups);
    for (size_t i = 0; r == 0 && i < groups.n; i++) {
        const struct preexam_group *group = groups.v[i];
        struct record_figure figure = figure_of(counting, group, dimension);

        figure.provisional = group->n[PREEXAM_OPEN] > 0;
        r = add_share(counting, STR("preexam_cohort_pass_rate"), group->n[PREEXAM_QUALIFIED],
                      group->n[PREEXAM_RECEIVED], figure);
    }
    return r;
}

static int count_all(const struct counting *counting)
{
    int r = add_groups(counting, NULL, NULL, true);

    for (size_t i = 0; r == 0 && i < COUNT_OF(dimensions); i++)
        r = add_groups(counting, &dimensions[i].key, dimensions[i].dimension, dimensions[i].ratios);
    return r;
}

/* The periods of `months` months that lie wholly in what the register covers. */
static int find_periods(struct counting *counting, enum freq freq, int months)
{
    int year, month, ignored;
    int32_t day;

    counting->periods = arena_alloc(counting->arena, PERIODS_MAX * sizeof *counting->periods);
    if (counting->periods == NULL)
        return -ERR_NOMEM;
    date_to_civil(counting->of->covers_from, &year, &month, &ignored);
    day = date_from_civil(year, 1, 1);
    while (counting->n_periods < PERIODS_MAX && day <= counting->of->covers_to) {
        int32_t next;
        int r = date_add_months(day, months, &next);

        if (r < 0)
            return r;
        if (day >= counting->of->covers_from && next - 1 <= counting->of->covers_to)
            counting->periods[counting->n_periods++] = (struct period){day, next - 1, freq};
        day = next;
    }
    return 0;
}

static int count_periods(struct db *db, int64_t release, const struct record_register *of,
                         struct record_figures *out, enum freq freq, int months)
{
    CLEANUP(arena_finish) struct arena arena;
    struct counting counting = {
        .db = db, .arena = &arena, .release = release, .of = of, .out = out};
    int r;

    arena_init(&arena, BLOCK, CAP);
    counting.filter.document = filter_codes(&arena, (struct str_list){&of->code, 1});
    r = find_periods(&counting, freq, months);
    if (r == 0)
        r = preexam_regions_of(db, &arena, release, of, &counting.regions);
    return r < 0 || counting.n_periods == 0 ? r : count_all(&counting);
}

int preexam_figures(struct db *db, int64_t release, const struct record_register *of,
                    struct record_figures *out)
{
    bool any;
    int r = record_coverage_any(db, release, COVERAGE_PREEXAM, of->id, &any);

    if (r < 0 || !any)
        return r;
    r = count_periods(db, release, of, out, FREQ_A, 12);
    if (r == 0)
        r = count_periods(db, release, of, out, FREQ_H, 6);
    return r < 0 ? r : count_periods(db, release, of, out, FREQ_Q, 3);
}
