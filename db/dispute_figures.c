/* Figures that the registers of disputes give. */
#include "db/dispute_figures.h"

#include "base/err.h"
#include "base/percentile.h"
#include "db/dispute_counts.h"
#include "db/dispute_persons.h"
#include "db/record_coverage.h"
#include "db/record_periods.h"

/* limit: what the counting of one kind of period of one register takes: quarters of ten years in a
 * province of a hundred places by a handful of parts, with their durations */
enum { BLOCK = 64 * 1024, CAP = 64 * 1024 * 1024 };

/* One kind of period of one register. */
struct counting {
    struct db *db;
    struct arena *arena;
    int64_t release;
    const struct record_register *of;
    struct record_figures *out;
    struct dispute_filter filter;
    struct record_regions regions;
    struct record_period_list periods;
};

/* The breakdowns of cases, and whether the limit is told of their parts. */
static const struct {
    enum dispute_key key;
    const char *dimension;
    bool limit;
} dimensions[] = {
    {DISPUTE_E_COMMERCE, "e_commerce", false},
    {DISPUTE_ORG_LEVEL, "org_level", true},
    {DISPUTE_PATENT_TYPE, "patent_type", true},
};

static struct str part_of(struct arena *arena, const char *dimension, struct str value)
{
    return arena_printf(arena, "%s=%.*s", dimension, (int)value.n, value.p);
}

static int add_count(const struct counting *counting, struct str indicator, int64_t n,
                     struct record_figure figure)
{
    figure.indicator = indicator;
    figure.unit = STR("case");
    figure.value = (struct dec){n, 0};
    return record_figures_add(counting->out, &figure);
}

/* Nothing when there is nothing to relate to. */
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

/* Tells of a total how many of its cases are in none of its parts: a patent type may be unknown. */
static struct record_figure noted(const struct counting *counting, struct record_figure figure,
                                  int64_t unknown)
{
    if (unknown > 0) {
        figure.note_zh =
            arena_printf(counting->arena, "其中专利类型不详%lld件。", (long long)unknown);
        figure.note_en = arena_printf(counting->arena, "%lld of them of an unknown type of patent.",
                                      (long long)unknown);
    }
    return figure;
}

static int add_group(const struct counting *counting, const struct dispute_group *group, bool limit,
                     const struct dispute_group *unknown, struct record_figure figure)
{
    int r = add_count(counting, STR("patent_infringement_cases_filed"), group->filed,
                      noted(counting, figure, unknown == NULL ? 0 : unknown->filed));

    if (r == 0)
        r = add_count(counting, STR("patent_infringement_cases_closed"), group->closed,
                      noted(counting, figure, unknown == NULL ? 0 : unknown->closed));
    if (r == 0)
        r = add_share(counting, STR("patent_infringement_clearance_rate"), group->closed,
                      group->filed, figure);
    if (r == 0 && limit)
        r = add_share(counting, STR("adjudication_within_limit_rate"), group->within, group->judged,
                      figure);
    return r;
}

static int add_outcomes(const struct counting *counting, const struct dispute_group *group,
                        struct record_figure figure)
{
    int r = 0;

    for (size_t i = 0; i < group->n_outcomes && r == 0; i++) {
        const struct dispute_outcome *outcome = &group->outcomes[i];

        figure.breakdown = part_of(counting->arena, "outcome", outcome->outcome);
        if (outcome->outcome.n > 0)
            r = add_count(counting, STR("patent_infringement_cases_closed"), outcome->n, figure);
    }
    return r;
}

static struct record_figure figure_of(const struct counting *counting, size_t region, size_t period)
{
    return (struct record_figure){
        .region = counting->regions.group[region].code,
        .period = counting->periods.v[period],
    };
}

static int count(const struct counting *counting, const enum dispute_key *key,
                 struct dispute_groups *ret)
{
    const struct dispute_question question = {
        .filter = &counting->filter,
        .regions = &counting->regions,
        .keys = {key == NULL ? DISPUTE_TYPE : *key},
        .n_keys = key != NULL,
        .periods = counting->periods.v,
        .n_periods = counting->periods.n,
        .on = counting->of->covers_to,
    };

    return dispute_counts(counting->db, counting->arena, counting->release, &question, ret);
}

/* The mean over the closed ones, which are what it is weighted by. */
static int add_days(const struct counting *counting, const struct dispute_group *group,
                    struct record_figure figure)
{
    struct spread spread;
    int r = day_counts_spread(&group->days, &spread);

    if (r < 0 || spread.n == 0)
        return r;
    figure.indicator = STR("ip_case_avg_handling_days");
    figure.unit = STR("day");
    figure.value = spread.mean;
    figure.extraction = RECORD_DERIVED;
    return record_figures_add(counting->out, &figure);
}

/* The groups whose patent type is not known, by region and period. */
static int find_unknown(const struct counting *counting, const struct dispute_group ***ret)
{
    static const enum dispute_key key = DISPUTE_PATENT_TYPE;
    struct dispute_groups groups;
    int r = count(counting, &key, &groups);

    if (r < 0)
        return r;
    *ret = arena_alloc(counting->arena,
                       counting->regions.n_groups * counting->periods.n * sizeof **ret);
    if (*ret == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < groups.n; i++) {
        const struct dispute_group *group = groups.v[i];

        if (group->values[0].n == 0)
            (*ret)[group->region * counting->periods.n + group->period] = group;
    }
    return 0;
}

static int add_totals(const struct counting *counting)
{
    const struct dispute_group **unknown;
    struct dispute_groups groups;
    int r = find_unknown(counting, &unknown);

    if (r == 0)
        r = count(counting, NULL, &groups);
    for (size_t i = 0; r == 0 && i < groups.n; i++) {
        const struct dispute_group *group = groups.v[i];
        struct record_figure figure = figure_of(counting, group->region, group->period);

        r = add_group(counting, group, true,
                      unknown[group->region * counting->periods.n + group->period], figure);
        if (r == 0)
            r = add_outcomes(counting, group, figure);
        if (r == 0)
            r = add_days(counting, group, figure);
    }
    return r;
}

/* What is not known to be of any part is of none. */
static int add_parts(const struct counting *counting, size_t dimension)
{
    struct dispute_groups groups;
    int r = count(counting, &dimensions[dimension].key, &groups);

    for (size_t i = 0; r == 0 && i < groups.n; i++) {
        const struct dispute_group *group = groups.v[i];
        struct record_figure figure = figure_of(counting, group->region, group->period);

        figure.breakdown =
            part_of(counting->arena, dimensions[dimension].dimension, group->values[0]);
        if (group->values[0].n > 0)
            r = add_group(counting, group, dimensions[dimension].limit, NULL, figure);
    }
    return r;
}

static int begin(struct counting *counting, enum freq freq)
{
    struct id_list present = {0};
    int r = record_periods_of(counting->arena, counting->of, freq, &counting->periods);

    counting->filter = (struct dispute_filter){
        .dispute_type = STR(",patent_infringement,"),
        .ip_type = STR(""),
        .route = STR(",adjudication,"),
        .patent_type = STR(""),
        .org_level = STR(""),
        .outcome = STR(""),
        .document = filter_codes(counting->arena, (struct str_list){&counting->of->code, 1}),
        .e_commerce = STR(""),
        .foreign_related = STR(""),
        .exhibition = STR(""),
        .simplified = STR(""),
    };
    if (r == 0)
        r = dispute_cases_regions(counting->db, counting->arena, &present);
    if (r == 0)
        r = record_regions_of(counting->db, counting->arena, counting->release, counting->of,
                              &present, &counting->regions);
    return r;
}

static int count_periods(struct db *db, int64_t release, const struct record_register *of,
                         struct record_figures *out, enum freq freq)
{
    CLEANUP(arena_finish) struct arena arena;
    struct counting counting = {
        .db = db, .arena = &arena, .release = release, .of = of, .out = out};
    int r;

    arena_init(&arena, BLOCK, CAP);
    r = begin(&counting, freq);
    if (r < 0 || counting.periods.n == 0)
        return r;
    r = add_totals(&counting);
    for (size_t i = 0; r == 0 && i < COUNT_OF(dimensions); i++)
        r = add_parts(&counting, i);
    return r;
}

int dispute_figures(struct db *db, int64_t release, const struct record_register *of,
                    struct record_figures *out)
{
    static const enum freq freqs[] = {FREQ_A, FREQ_H, FREQ_Q};
    bool any;
    int r = record_coverage_any(db, release, COVERAGE_DISPUTES, of->id, &any);

    for (size_t i = 0; r == 0 && any && i < COUNT_OF(freqs); i++)
        r = count_periods(db, release, of, out, freqs[i]);
    return r;
}
