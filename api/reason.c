#include "api/reason.h"

#include "api/api.h"

static const struct {
    struct str code, zh, en;
} table[REASON_COUNT] = {
    [REASON_NO_VALUE] = {STR("no-value"), STR("公布的数据没有数值"),
                         STR("A figure was published without a value")},
    [REASON_NO_BASE] = {STR("no-base"), STR("基期数据未公布"),
                        STR("The figure of the base period was not published")},
    [REASON_NO_LEVEL] = {STR("no-level"), STR("同期水平值未公布"),
                         STR("The level of the same period was not published")},
    [REASON_NO_PARENT_FIGURE] = {STR("no-parent-figure"), STR("上级地区同口径数据未公布"),
                                 STR("No such figure of the region above was published")},
    [REASON_NO_POPULATION] = {STR("no-population"), STR("没有可用的常住人口数据"),
                              STR("No population of the region fits the period")},
    [REASON_NO_DENOMINATOR] = {STR("no-denominator"), STR("分母未公布"),
                               STR("The denominator was not published")},
    [REASON_NO_BASELINE] = {STR("no-baseline"), STR("没有可用的基线值"),
                            STR("There is no baseline to measure from")},
    [REASON_NO_ACTUAL] = {STR("no-actual"), STR("没有可对照的实际值"),
                          STR("No actual figure was published to judge by")},
    [REASON_NOT_STARTED] = {STR("not-started"), STR("目标期尚未开始"),
                            STR("The window has not begun")},
    [REASON_NO_FIGURE_SINCE_START] = {STR("no-figure-since-start"), STR("开始之后尚未公布数据"),
                                      STR("No figure was published for the time since the start")},
    [REASON_NO_FIGURE_AT_END] = {STR("no-figure-at-end"), STR("目标期末的数据未公布"),
                                 STR("The figure at the end of the window was not published")},
    [REASON_WINDOW_NOT_OVER] = {STR("window-not-over"), STR("目标期尚未结束"),
                                STR("The window is not over, and the target is for all of it")},
    [REASON_WINDOW_OVER] = {STR("window-over"), STR("目标期已结束"), STR("The window is over")},
    [REASON_PERIODS_MISSING] = {STR("periods-missing"), STR("部分时期的数据未公布"),
                                STR("Figures of some periods were not published")},
    [REASON_YEAR_MISSED] = {STR("year-missed"), STR("有年度未达到目标"),
                            STR("A year that is over was missed")},
    [REASON_REACHED_EARLY] = {STR("reached-early"), STR("期末之前已达到,以期末为准"),
                              STR("Reached before the end, which decides")},
    [REASON_ALREADY_REACHED] = {STR("already-reached"), STR("目标已达到"),
                                STR("The target is reached already")},
    [REASON_THRESHOLD_WITHIN_BOUNDS] = {STR("threshold-within-bounds"),
                                        STR("数值区间跨越所比较的数值,无法确定"),
                                        STR("The number compared with lies within the bounds")},
    [REASON_READINGS_DIFFER] = {STR("readings-differ"), STR("不同理解下的结论不同"),
                                STR("The readings of the window lead to different lights")},
    [REASON_AMOUNT_ADDS_UP] = {STR("amount-adds-up"), STR("按期间累加的数量不以增长率衡量"),
                               STR("An amount that adds up over the window does not grow by a "
                                   "rate")},
    [REASON_NOT_A_LEVEL] = {STR("not-a-level"), STR("该数据不是水平值"),
                            STR("The figure is not a level")},
    [REASON_SUPERSEDED] = {STR("superseded"), STR("该数据已被修订或撤回"),
                           STR("The figure was revised or withdrawn since")},
    [REASON_NO_CALENDAR_PERIOD] = {STR("no-calendar-period"), STR("该时期没有可比的上年同期"),
                                   STR("The period has no counterpart a year before")},
    [REASON_NOT_WHOLE_YEARS] = {STR("not-whole-years"), STR("两个时期相隔不是整年"),
                                STR("The periods are not whole years apart")},
    [REASON_SINCE_START] = {STR("since-start"), STR("自启动以来的累计值不可跨期比较"),
                            STR("Totals since the start are not compared over time")},
    [REASON_DEFINITION_CHANGED] = {STR("definition-changed"), STR("统计口径不同"),
                                   STR("The figures follow different definitions")},
    [REASON_UNIT_CHANGED] = {STR("unit-changed"), STR("计量单位不同"),
                             STR("The figures are in different units")},
    [REASON_ACCUMULATION_CHANGED] = {STR("accumulation-changed"), STR("累计口径不同"),
                                     STR("The figures accumulate over different time")},
    [REASON_DENOMINATOR_ZERO] = {STR("denominator-zero"), STR("分母为零"),
                                 STR("The denominator is zero")},
    [REASON_RATE_CHANGES_IN_POINTS] = {STR("rate-changes-in-points"),
                                       STR("百分率的变化以百分点计,参见 change"),
                                       STR("A rate changes in percentage points: see change")},
    [REASON_NOT_ADDITIVE] = {STR("not-additive"), STR("该指标不可相加"),
                             STR("The indicator does not add up")},
    [REASON_NOT_A_COUNT] = {STR("not-a-count"), STR("只有数量可按人口折算"),
                            STR("Only counts are related to the population")},
    [REASON_NOT_A_RATE] = {STR("not-a-rate"), STR("该指标不是有分母的比率"),
                           STR("The indicator is no rate with a denominator")},
    [REASON_NO_PEERS] = {STR("no-peers"), STR("没有可一同排位的同级地区"),
                         STR("There are no regions to rank it among")},
    [REASON_NOT_APPLICABLE] = {STR("not-applicable"), STR("该地区不适用此指标"),
                               STR("There can be no such figure of the region")},
    [REASON_UNDETERMINED] = {STR("undetermined"), STR("数值区间重叠,无法确定"),
                             STR("The bounds of the figures overlap")},
    [REASON_OUT_OF_RANGE] = {STR("out-of-range"), STR("结果超出可表示的范围"),
                             STR("The result is out of range")},
};

struct str reason_code(enum reason reason)
{
    return table[reason].code;
}

struct str reason_text(const struct api_call *call, enum reason reason)
{
    return call->lang == PARAM_LANG_ZH ? table[reason].zh : table[reason].en;
}
