#include "api/rollup_impl.h"

#include "base/err.h"

static const struct {
    struct str rule, sentence;
} table[REFUSAL_COUNT] = {
    [REFUSED_MIXED_INDICATORS] = {STR("mixed-indicators"),
                                  STR("figures of different indicators are not rolled up together; "
                                      "group by indicator")},
    [REFUSED_MIXED_MEASURES] = {STR("mixed-measures"),
                                STR("levels, growths and ranks are not rolled up together; name "
                                    "one measure or group by measure")},
    [REFUSED_MIXED_DEFINITIONS] = {STR("mixed-definitions"),
                                   STR("figures that follow different definitions are not rolled "
                                       "up together; group by definition")},
    [REFUSED_MIXED_UNITS] = {STR("mixed-units"), STR("figures in different units are not rolled up "
                                                     "together; group by unit")},
    [REFUSED_MIXED_ACCUMULATIONS] = {STR("mixed-accumulations"),
                                     STR("figures of a period, stocks and totals since a start are "
                                         "not rolled up together; narrow the period or freq")},
    [REFUSED_MIXED_LENGTHS] = {STR("mixed-lengths"),
                               STR("figures of a year and of a part of it are not compared, and "
                                   "have no plain mean; narrow the period or freq")},
    [REFUSED_SAME_PLACE] = {STR("same-place"),
                            STR("several documents give a figure for one place, and only one of "
                                "them counts; group by document")},
    [REFUSED_NOT_A_LEVEL] = {STR("not-a-level"),
                             STR("growths, shares and ranks do not add up; only levels do")},
    [REFUSED_NOT_AGGREGATED] = {STR("not-aggregated"),
                                STR("the rule of the indicator is that it is not rolled up")},
    [REFUSED_DISTINCT_ENTITIES] = {STR("distinct-entities"),
                                   STR("the indicator counts distinct entities, and one may be in "
                                       "several figures; rollup gives bounds")},
    [REFUSED_RATIO] = {STR("ratio"),
                       STR("ratios do not add up and have no plain mean; rollup recomputes them "
                           "from their parts")},
    [REFUSED_WEIGHTED_MEAN] = {STR("weighted-mean"),
                               STR("the indicator is a mean and does not add up; rollup weights "
                                   "it")},
    [REFUSED_PARTS_MISSING] = {STR("parts-missing"),
                               STR("a ratio is recomputed only from a numerator and a denominator "
                                   "for every region, period and part")},
    [REFUSED_WEIGHTS_MISSING] = {STR("weights-missing"),
                                 STR("a mean is rolled up only with a weight for every figure")},
    [REFUSED_REGIONS_NOT_NAMED] = {STR("regions-not-named"),
                                   STR("the regions that the total is to cover must be named; else "
                                       "nobody knows which are missing")},
    [REFUSED_NESTED_REGIONS] = {STR("nested-regions"),
                                STR("a region and a region within it would be counted twice")},
    [REFUSED_OVERLAPPING_ZONES] = {STR("overlapping-zones"),
                                   STR("a zone overlaps other regions and is rolled up with none")},
    [REFUSED_OVERLAPPING_PERIODS] = {STR("overlapping-periods"),
                                     STR("the same days would be counted twice; narrow the period "
                                         "or freq")},
    [REFUSED_HALVES_MISSING] = {STR("halves-missing"),
                                STR("a year is made of its parts only when all of them are there")},
    [REFUSED_SINCE_START] = {STR("since-start"),
                             STR("totals since a start contain each other and are not rolled up "
                                 "over time")},
    [REFUSED_COHORT] = {STR("cohort"),
                        STR("the indicator follows cohorts, which are not rolled up over time")},
    [REFUSED_STOCK_OVER_TIME] = {STR("stock-over-time"),
                                 STR("a stock is the same things at each time and is not added up "
                                     "over time; rollup takes the last")},
    [REFUSED_NOT_OVER_TIME] = {STR("not-over-time"),
                               STR("the rule of the indicator is that it is not rolled up over "
                                   "time; group by period")},
    [REFUSED_NESTED_PARTS] = {STR("nested-parts"),
                              STR("a part would be added to what contains it")},
    [REFUSED_OVERLAPPING_PARTS] = {STR("overlapping-parts"),
                                   STR("the parts of the breakdown may overlap")},
    [REFUSED_PROMOTING_PARTS] = {STR("promoting-parts"),
                                 STR("one level is promoted from another and would be counted "
                                     "twice")},
    [REFUSED_COVERAGE_DIFFERS] = {STR("coverage-differs"),
                                  STR("batches differ in what they cover and are not put "
                                      "together")},
};

int rollup_refuse(struct rollup *all, enum refusal refusal)
{
    all->refusal.rule = table[refusal].rule;
    all->refusal.sentence = table[refusal].sentence;
    return 1;
}

void rollup_offend(struct rollup *all, struct str parameter, struct str value, struct str detail)
{
    struct rollup_refusal *refusal = &all->refusal;

    if (refusal->n == ROLLUP_OFFENDERS_MAX)
        return;
    refusal->offenders[refusal->n].parameter = parameter;
    refusal->offenders[refusal->n].value = value;
    refusal->offenders[refusal->n].detail = detail;
    refusal->n++;
}

int rollup_text(struct rollup *all, struct rollup_texts *list, struct str text)
{
    struct str *v = arena_grow(all->arena, list->v, list->n, &list->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    list->v = v;
    list->v[list->n++] = text;
    return 0;
}

int rollup_text_once(struct rollup *all, struct rollup_texts *list, struct str text)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], text))
            return 0;
    return rollup_text(all, list, text);
}

struct str rollup_period(struct rollup *all, struct period period)
{
    char text[PERIOD_TEXT_MAX];

    return arena_copy(all->arena, (struct str){text, period_format(period, text)});
}
