/* Figures that mediations in the registers of disputes give: see db/dispute_figures.h. */
#include "db/dispute_figures.h"

#include "base/err.h"
#include "base/percentile.h"
#include "db/dispute_cases.h"
#include "db/mediation_counts.h"
#include "db/record_coverage.h"
#include "db/record_periods.h"

/* limit: as for disputes; the disputes of each group are there while they are counted */
enum { BLOCK = 64 * 1024, CAP = 256 * 1024 * 1024 };

/* One kind of period of one register. */
struct counting {
    struct db *db;
    struct arena *arena;
    int64_t release;
    const struct record_register *of;
    struct record_figures *out;
    struct record_regions regions;
    struct record_period_list periods;
};

/* Channels of which the catalogue has an indicator. */
static const struct {
    struct str channel, indicator;
} channels[] = {
    {STR("people"), STR("peoples_mediation_cases")},
    {STR("association"), STR("association_mediation_cases")},
    {STR("workstation"), STR("workstation_mediation_cases")},
};

static int add_count(const struct counting *counting, struct str indicator, int64_t n,
                     struct record_figure figure)
{
    figure.indicator = indicator;
    figure.unit = STR("case");
    figure.value = (struct dec){n, 0};
    return record_figures_add(counting->out, &figure);
}

static int add_success(const struct counting *counting, const int64_t n[MEDIATION_EVENTS],
                       struct record_figure figure)
{
    int r;

    if (n[MEDIATION_CLOSED] == 0)
        return 0;
    figure.indicator = STR("mediation_success_rate");
    figure.unit = STR("percent");
    figure.extraction = RECORD_DERIVED;
    r = percent_of(n[MEDIATION_AGREED], n[MEDIATION_CLOSED], &figure.value);
    return r < 0 ? r : record_figures_add(counting->out, &figure);
}

/* Handlings by channel, which are no parts of the disputes: one may go through several. */
static int add_channels(const struct counting *counting, const struct mediation_group *group,
                        struct record_figure figure)
{
    int r = 0;

    for (size_t k = 0; k < COUNT_OF(channels) && r == 0; k++) {
        int64_t n = 0;

        for (size_t i = 0; i < group->n_channels; i++)
            if (str_eq(group->channels[i].channel, channels[k].channel))
                n = group->channels[i].n[MEDIATION_CLOSED];
        r = add_count(counting, channels[k].indicator, n, figure);
    }
    for (size_t i = 0; i < group->n_channels && r == 0; i++) {
        const struct mediation_channel *channel = &group->channels[i];

        figure.breakdown = arena_printf(counting->arena, "channel=%.*s", (int)channel->channel.n,
                                        channel->channel.p);
        r = add_count(counting, STR("ip_disputes_mediated"), channel->n[MEDIATION_CLOSED], figure);
        if (r == 0)
            r = add_success(counting, channel->n, figure);
    }
    return r;
}

static int count(const struct counting *counting, const struct mediation_filter *filter,
                 struct mediation_groups *ret)
{
    const struct mediation_question question = {
        .filter = filter,
        .regions = &counting->regions,
        .periods = counting->periods.v,
        .n_periods = counting->periods.n,
        .on = counting->of->covers_to,
        /* the indicator is that of administrative mediation */
        .agreed_in = STR("administrative"),
    };

    return mediation_counts(counting->db, counting->arena, counting->release, &question, ret);
}

static struct record_figure figure_of(const struct counting *counting,
                                      const struct mediation_group *group)
{
    return (struct record_figure){
        .region = counting->regions.group[group->region].code,
        .period = counting->periods.v[group->period],
    };
}

static int add_all(const struct counting *counting)
{
    struct mediation_filter filter = {
        .channel = STR(""),
        .ip_type = STR(""),
        .dispute_type = STR(""),
        .document = filter_codes(counting->arena, (struct str_list){&counting->of->code, 1}),
    };
    struct mediation_groups groups;
    int r = count(counting, &filter, &groups);

    for (size_t i = 0; r == 0 && i < groups.n; i++) {
        const struct mediation_group *group = groups.v[i];
        const struct record_figure figure = figure_of(counting, group);

        r = add_count(counting, STR("ip_disputes_mediated"), group->disputes[MEDIATION_CLOSED],
                      figure);
        if (r == 0)
            r = add_success(counting, group->disputes, figure);
        if (r == 0)
            r = add_count(counting, STR("mediation_judicial_confirmations"),
                          group->confirmations[CONFIRMATION_CONFIRMED], figure);
        if (r == 0)
            r = add_channels(counting, group, figure);
    }
    filter.channel = STR(",administrative,");
    filter.ip_type = STR(",patent,");
    if (r == 0)
        r = count(counting, &filter, &groups);
    for (size_t i = 0; r == 0 && i < groups.n; i++)
        r = add_count(counting, STR("patent_mediation_cases_handled"),
                      groups.v[i]->disputes[MEDIATION_CLOSED], figure_of(counting, groups.v[i]));
    return r;
}

static int count_periods(struct db *db, int64_t release, const struct record_register *of,
                         struct record_figures *out, enum freq freq)
{
    CLEANUP(arena_finish) struct arena arena;
    struct counting counting = {
        .db = db, .arena = &arena, .release = release, .of = of, .out = out};
    struct id_list present = {0};
    int r;

    arena_init(&arena, BLOCK, CAP);
    r = record_periods_of(&arena, of, freq, &counting.periods);
    if (r == 0)
        r = dispute_cases_regions(db, &arena, &present);
    if (r == 0)
        r = mediations_regions(db, &arena, &present);
    id_list_sort(&present);
    if (r == 0)
        r = record_regions_of(db, &arena, release, of, &present, &counting.regions);
    return r < 0 || counting.periods.n == 0 ? r : add_all(&counting);
}

int mediation_figures(struct db *db, int64_t release, const struct record_register *of,
                      struct record_figures *out)
{
    static const enum freq freqs[] = {FREQ_A, FREQ_H, FREQ_Q};
    bool any;
    int r = record_coverage_any(db, release, COVERAGE_MEDIATIONS, of->id, &any);

    for (size_t i = 0; r == 0 && any && i < COUNT_OF(freqs); i++)
        r = count_periods(db, release, of, out, freqs[i]);
    return r;
}
