#include "api/hints.h"

#include "api/api.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/regions.h"

#include <string.h>

/* "{}" is where the parameter goes. */
static const struct {
    const char *type, *zh, *en;
} table[HINT_COUNT] = {
    [HINT_NO_DATA] = {"no-data", "所选条件均有效，但没有已公布的数据。",
                      "Every selection is known, and nothing was published for it."},
    [HINT_NOTHING_SINCE] = {"nothing-since", "发布 {} 之后，所选范围没有新的或修订的数据。",
                            "Nothing of the selection came with a release after release {}."},
    [HINT_NO_CHANGES] = {"no-changes", "在所查的各次发布中，所选范围没有变更。",
                         "No release that was asked for changed anything of the selection."},
    [HINT_RESTRICTED] = {"restricted", "指标 {} 为受限指标，不予提供。",
                         "The indicator {} is restricted and not served."},
    [HINT_TOTALS_ONLY] = {"has-breakdowns", "仅选取范围最宽的数据；另有按 {} 细分的数据。",
                          "Only the widest figures were selected; there are figures by {} too."},
    [HINT_OTHER_BREAKDOWNS] = {"has-breakdowns", "没有恰好按所列维度细分的数据；现有细分维度：{}。",
                               "No figure has just the dimensions named; there are figures by "
                               "{}."},
    [HINT_LATEST_PERIOD] = {"latest-period", "所选各序列共有的最近一期为 {}。",
                            "The latest period that all selected series have is {}."},
    [HINT_NO_COMMON_PERIOD] =
        {"no-common-period", "所选各序列没有共同的时期；可用 freq、indicator 或 region 缩小范围。",
         "No period is common to all selected series; freq=, indicator= or "
         "region= narrow them."},
    [HINT_LATEST_ADDS_NOTHING] = {"latest-adds-nothing",
                                  "所选各序列没有共同的时期，latest 未在所列时期之外选取数据。",
                                  "No period is common to all selected series, so that latest adds "
                                  "nothing to the other periods."},
    [HINT_INEXACT] = {"inexact", "部分数值为界限值、约数或修复值，请同时参看 lower 与 upper。",
                      "Some values are bounds, approximate or repaired: read lower and upper too."},
    [HINT_SECOND_HAND] = {"second-hand", "部分数值来自转引或可靠性较弱的来源。",
                          "Some values were taken second-hand or from a weak copy."},
    [HINT_POPULATION_OF_ANOTHER_DAY] =
        {"population-of-another-day", "部分人均值所用人口与数据不是同一日期，见 inputs。",
         "Some values are per head of a population of another day: see inputs."},
    [HINT_INPUT_OF_ANOTHER_DOCUMENT] =
        {"input-of-another-document", "部分计算所用数据来自未选取的文件，见 inputs。",
         "Some values are computed with figures of a document that was not selected: see inputs."},
    [HINT_GAPS] = {"gaps", "序列中的空缺以 null 表示。", "Gaps in a series stand as null."},
    [HINT_NOT_COMPUTED] = {"not-computed", "部分数值无法由已公布的数据得出，原因见 reasons。",
                           "The published figures do not make up some values: reasons tells why."},
    [HINT_CODES_AS_OF] = {"codes-as-of", "按所选日期的区划代码：{}。",
                          "In the region codes of the day asked for: {}."},
    [HINT_NOT_A_PASS_RATE] =
        {"not-a-pass-rate",
         "比率按同一时期的数量计算：当期授权包含上期受理的申请，不能视为通过率。",
         "The ratios are of one period: its grants include requests of the period before, so they "
         "are no pass rate."},
    [HINT_PERIOD_RATIO] = {"period-ratio",
                           "结案率按同一时期的数量计算：当期结案包含以前立案的案件。",
                           "The clearance is of one period: its closed cases include cases filed "
                           "before it."},
    [HINT_NO_GRADE_DISTRIBUTION] = {"no-grade-distribution", "未公布等级分布。",
                                    "No distribution of grades was published."},
    [HINT_PARTS_DIFFER] = {"parts-differ", "已公布的分项之和与总数不一致。",
                           "The published parts do not add up to the published whole."},
    [HINT_SEVERAL_FIGURES] = {"several-figures", "指标 {} 有多个已公布数值，此处为最可靠者。",
                              "Several figures were published for {}; the most reliable is shown."},
    [HINT_PARAMETERS_APART] = {"parameters-apart",
                               "规划自身的参数另有 {} 项，用 kind=parameter 或 kind=all 查看。",
                               "The plan states {} parameters of its own besides; kind=parameter "
                               "or kind=all shows them."},
    [HINT_AMBIGUOUS_WINDOW] = {"ambiguous-window", "文件未明确部分目标的完成期限。",
                               "The document leaves the window of some targets open."},
    [HINT_TARGETS_CONTRADICT] =
        {"targets-contradict", "部分目标相互推算的结果与已公布数据或其他目标不一致。",
         "What some targets imply together does not fit what was published, "
         "or what others imply."},
    [HINT_CODE_NOT_IN_FORCE] = {"code-not-in-force", "该代码已停用，后继代码：{}。",
                                "The code is no longer in force; it went into {}."},
    [HINT_NAME_NOT_UNIQUE] = {"name-not-unique", "名称不唯一，有多个代码与之匹配。",
                              "Names are not unique; several codes match."},
    [HINT_NO_CONFLICTS] = {"no-conflicts", "所选范围内各文件数据没有分歧。",
                           "The documents do not disagree about anything that was selected."},
    [HINT_UNVERIFIED_MEMBERS] = {"unverified-members", "部分分组成员关系未经核实。",
                                 "Some memberships of groups were not verified."},
    [HINT_MEMBERS_NOT_LISTED] = {"members-not-listed", "部门组合为单独条目，其成员未公布。",
                                 "A group of departments is one entry; its members were not "
                                 "published."},
    [HINT_NO_REPORT] = {"no-report", "没有报告不等于没有落实。",
                        "What has no report may have been done all the same."},
    [HINT_ORDER_WITHOUT_JUDGEMENT] =
        {"order-without-judgement", "该指标无优劣之分，名次仅表示数值大小。",
         "Neither more nor less of this indicator is better; the order "
         "is no judgement."},
    [HINT_UNDETERMINED_LEFT_OUT] =
        {"undetermined-left-out", "另有 {} 项的数值区间跨越所设界限，无法判断，未列出。",
         "{} more entries are left out: their bounds do not tell whether they pass the "
         "comparison."},
    [HINT_RECORDS_DIFFER] = {"records-differ", "台账清点数与公布数不一致：{}。",
                             "What the registers count is not what was published: {}."},
    [HINT_CALENDAR_UNKNOWN] = {"calendar-unknown", "工作日历没有所涉年度，未按工作日计算或顺延。",
                               "The calendar does not know the year: no working day of it is "
                               "counted, and no last day moved."},
    [HINT_GRADE_DIFFERS] = {"grade-differs",
                            "部分已公布的等级或得分与按事件和分值计算的结果不一致,以公布为准。",
                            "Some grades or scores are not what the events and thresholds make; "
                            "they stand as published."},
    [HINT_COUNT_DIFFERS] = {"count-differs", "已公布的数量与按记录统计的数量不一致。",
                            "A published number is not the one counted from the records."},
    [HINT_NO_SCALE] = {"no-scale", "{} 的等级分值未公布,不计算等级。",
                       "The scores of {} were not published, so that no grade is computed."},
    [HINT_PARTLY_COVERED] = {"partly-covered", "台账仅在 {} 期间完整，其余日期未计入或不完整。",
                             "The registers are complete for {}; other days are missing or not "
                             "counted in full."},
    [HINT_REGION_PARTLY_COVERED] = {"region-partly-covered", "台账仅涵盖 {} 的一部分地区。",
                                    "The registers hold only a part of the region {}."},
    [HINT_SMALL_CELLS] = {"small-cells", "为保护个人信息，部分小于 {} 的单元及相关单元不予显示。",
                          "Cells below {}, and others by which they could be worked out, are not "
                          "shown."},
    [HINT_FIRST_PUBLICATION] = {"first-publication",
                                "为保护个人信息，人员类别表按台账首次完整涵盖该期间的发布计数，此后"
                                "的修订不再计入。",
                                "Tables of persons are counted from the release in which the "
                                "register was first complete; later revisions do not change them."},
    [HINT_PERIOD_WITHOUT_GRADES] = {"period-without-grades",
                                    "{} 期间没有已公布的等级，无法得知新增与退出的机构。",
                                    "No grade of {} was published: which agencies entered or left "
                                    "is not known."},
    [HINT_OTHER_SCALE] = {"other-scale", "权重之和不是等级所依据的满分，不评定等级。",
                          "The weights do not add up to the full score that the grades are meant "
                          "for: no grade is given."},
};

void hint_add(struct api_call *call, enum hint hint)
{
    hint_add_about(call, hint, (struct str){0});
}

void hint_add_about(struct api_call *call, enum hint hint, struct str parameter)
{
    struct hint_list *list = &call->hints;

    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].hint == hint && str_eq(list->v[i].parameter, parameter))
            return;
    if (list->n == COUNT_OF(list->v))
        return;
    list->v[list->n].hint = hint;
    list->v[list->n].parameter = parameter;
    list->n++;
}

int hint_dead_region(struct api_call *call, struct str code)
{
    struct str successors;
    int r = regions_went_into(call->db, call->arena, call->release->id, code, &successors);

    if (r > 0)
        hint_add_about(call, HINT_CODE_NOT_IN_FORCE, successors);
    return r < 0 ? r : 0;
}

struct str hint_type(enum hint hint)
{
    return str_from(table[hint].type);
}

struct str hint_text(const struct api_call *call, size_t i)
{
    enum hint hint = call->hints.v[i].hint;
    struct str parameter = call->hints.v[i].parameter;
    const char *text = call->lang == PARAM_LANG_ZH ? table[hint].zh : table[hint].en;
    const char *place = strstr(text, "{}");

    if (place == NULL)
        return str_from(text);
    return arena_printf(call->arena, "%.*s%.*s%s", (int)(place - text), text, (int)parameter.n,
                        parameter.p, place + 2);
}
