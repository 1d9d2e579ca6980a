/* GET /, /openapi.json */
#include "api/api.h"
#include "api/envelope.h"
#include "api/version.h"

struct entry {
    const char *rel, *href;
    struct names title;
};

#define ENTRY(entry_rel, entry_href, zh_text, en_text)                                             \
    {                                                                                              \
        .rel = (entry_rel), .href = (entry_href), .title = { STR(zh_text), STR(en_text) }          \
    }

/* Addresses that a person can try as they stand. Relations are those of IANA where there is one. */
static const struct entry entries[] = {
    ENTRY("service-desc", "/openapi.json", "接口契约（OpenAPI 3.1）", "The contract (OpenAPI 3.1)"),
    ENTRY("regions", "/v1/regions", "行政区划及其沿革与分组", "Regions with lineage and groups"),
    ENTRY("indicators", "/v1/indicators", "指标、单位与汇总规则",
          "Indicators, units and rules for adding up"),
    ENTRY("documents", "/v1/documents", "数据来源文件", "Documents that the figures come from"),
    ENTRY("departments", "/v1/departments", "发布、签署与责任部门",
          "Bodies that publish, sign or carry responsibility"),
    ENTRY("codelists", "/v1/codelists", "代码表", "Code lists"),
    ENTRY("search", "/v1/search?q=%E6%B2%B3%E5%8C%97", "按名称查找：例如“河北”",
          "By name: for example what is called Hebei"),
    ENTRY("releases", "/v1/releases", "发布记录", "Releases"),
    ENTRY("changes", "/v1/changes?limit=20", "各次发布的变更", "What each release changed"),
    ENTRY("observations", "/v1/observations?region=120116&period=2024",
          "数据：例如滨海新区 2024 年", "Figures: for example those of Binhai in 2024"),
    ENTRY("series", "/v1/series?region=120000&indicator=trademarks_in_force",
          "时间序列：例如天津市有效注册商标", "Series: for example trademarks in force in Tianjin"),
    ENTRY("derive", "/v1/derive/base?region=120000", "增长率背后的基期值：例如天津市",
          "The bases behind published growths: for example those of Tianjin"),
    ENTRY("availability", "/v1/availability?by=region", "有哪些数据：按地区计数",
          "Which figures there are: counts by region"),
    ENTRY("exports", "/v1/exports/observations.csv?labels=true", "数据导出：全部数据，CSV 格式",
          "Exports: all figures as CSV"),
    ENTRY("compare",
          "/v1/compare?indicator=invention_patents_in_force_per_10k&region=120000"
          "&period=2019-12-31,2021-12-31",
          "对比：两个地区或两个时期", "Two regions or two periods side by side"),
    ENTRY("rankings",
          "/v1/rankings?indicator=ip_characteristic_towns&region=120000/*&period=2021"
          "&breakdown[phase]=construction",
          "排名：例如天津各区的特色小镇", "Rankings: for example of the districts by towns"),
    ENTRY("aggregates",
          "/v1/aggregates?indicator=ip_characteristic_towns&region=120000/*&period=2021"
          "&breakdown[phase]=construction",
          "汇总：例如天津各区的特色小镇", "Totals: for example of the towns of the districts"),
    ENTRY("conflicts", "/v1/conflicts", "各文件数据的分歧", "Where documents disagree"),
    ENTRY("time-limits", "/v1/time-limits", "法定期限与截止日计算",
          "Time limits, and when one ends"),
    ENTRY("calendars", "/v1/calendars/cn", "工作日历", "Working days and holidays"),
    ENTRY("preexam", "/v1/preexam/funnel?region=120116&period=2024", "专利预审：从受理到授权",
          "Patent pre-examination, from request to grant"),
    ENTRY("disputes", "/v1/disputes/summary?region=120116&period=2024", "专利纠纷处理",
          "Patent disputes"),
    ENTRY("mediations", "/v1/mediations", "调解与司法确认", "Mediation and judicial confirmation"),
    ENTRY("agencies", "/v1/agencies/summary?region=120116&period=2024", "商标与专利代理机构",
          "Trademark and patent agencies"),
    ENTRY("plans", "/v1/plans", "规划与量化目标", "Plans and their numeric targets"),
    ENTRY("credit", "/v1/credit/schemes", "信用评价方案与等级", "Credit schemes and grades"),
    ENTRY("assessments", "/v1/assessments", "年度考核：指标、得分与名次",
          "Yearly assessments of regions: items, scores, places"),
    ENTRY("measures", "/v1/measures/matrix?document=tianjin-2025-measures&kind=measure",
          "措施与责任部门", "Measures, and who is responsible"),
    ENTRY("targets", "/v1/targets/nankai-2024-2026-02/progress",
          "目标完成情况：例如南开区的一项目标",
          "How far a target has been reached: for example one of Nankai"),
    ENTRY("programmes", "/v1/programmes", "工作方案与任务", "Programmes of work and their tasks"),
    ENTRY("enforcement", "/v1/enforcement/conducts", "行政执法：违法行为种类与案件",
          "Enforcement: kinds of conduct, and cases"),
    ENTRY("abnormal-applications", "/v1/abnormal-applications/withdrawals?region=120000&year=2021",
          "非正常专利申请批次与撤回", "Batches of abnormal applications, and what was withdrawn"),
    ENTRY("inspections", "/v1/inspections", "监督检查", "Inspections"),
    ENTRY("interviews", "/v1/interviews", "约谈", "Regulatory interviews"),
    ENTRY("leads", "/v1/leads", "线索受理与核查", "Leads received and checked"),
    ENTRY("public-credit", "/v1/public-credit/catalogue", "公共信用信息目录与归集",
          "Public credit information: catalogue and pushes"),
    ENTRY("submissions", "/v1/submissions/forms", "信息报送：报表与报送情况",
          "What is reported, by whom, and who has not"),
    ENTRY("power-items", "/v1/power-items", "权责清单", "Lists of powers and duties"),
    ENTRY("service-items", "/v1/service-items", "服务事项与办理时限",
          "Services and the days they take"),
    ENTRY("finance", "/v1/finance/insurance-products", "知识产权金融：质押、保险与风险补偿",
          "IP finance: pledges, insurance, risk pools"),
    ENTRY("cultivation-projects", "/v1/cultivation-projects", "高价值专利培育项目",
          "Units in programmes of cultivation"),
    ENTRY("operation-centers", "/v1/operation-centers", "知识产权运营中心",
          "Centres that commercialise IP"),
    ENTRY("transactions", "/v1/transactions", "专利转让与许可",
          "Transfers and licences of patents"),
    ENTRY("overseas", "/v1/overseas/cases", "海外知识产权纠纷", "IP disputes abroad"),
    ENTRY("visits", "/v1/visits", "企业走访与问题解决",
          "Visits to enterprises, and the problems raised"),
    ENTRY("experts", "/v1/experts/statistics?period=2024&group_by=expert_kind", "专家人数",
          "Experts, in numbers only"),
    ENTRY("institutions", "/v1/institutions/coverage?region=120116", "服务与保护机构网络",
          "The bodies of the network, region by region"),
    ENTRY("markets", "/v1/markets", "规范化市场", "Standardised markets"),
    ENTRY("geographical-indications", "/v1/geographical-indications", "地理标志",
          "Geographical indications"),
    ENTRY("designations", "/v1/designations", "示范、试点与优势认定",
          "What districts, towns and enterprises were designated as"),
    ENTRY("typical-cases", "/v1/typical-cases", "典型案例", "Typical cases"),
    ENTRY("publications", "/v1/publications", "白皮书与出版物",
          "White papers and other publications"),
    ENTRY("agreements", "/v1/agreements", "合作协议", "Agreements between bodies"),
    ENTRY("policy-documents", "/v1/policy-documents", "政策文件", "Rules, plans and schemes"),
    ENTRY("imports", "/v1/imports", "导入（需密钥）", "What was brought in with a key"),
    ENTRY("problems", "/problems", "错误类型", "Kinds of problem"),
    ENTRY("status", "/healthz", "服务状态", "Whether the server is up"),
};

static const struct names description = {
    STR("各地公布的知识产权保护统计数据，每个数值均附来源文件、位置与原文数字。"),
    STR("Statistics of intellectual-property protection as districts publish them, each figure "
        "with its document, its place there, and the numeral as printed."),
};

enum problem_id api_get_service_document(struct api_call *call,
                                         const struct get_service_document_args *args UNUSED)
{
    struct jw w;

    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "name");
    jw_str(&w, STR("iprstat"));
    JW_KEY(&w, "version");
    jw_str(&w, api_version());
    JW_KEY(&w, "description");
    jw_str(&w, envelope_lang(call, description));
    JW_KEY(&w, "entries");
    jw_array_begin(&w);
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        jw_object_begin(&w);
        JW_KEY(&w, "rel");
        jw_str(&w, str_from(entries[i].rel));
        JW_KEY(&w, "href");
        jw_str(&w, str_from(entries[i].href));
        JW_KEY(&w, "title");
        jw_str(&w, envelope_lang(call, entries[i].title));
        jw_object_end(&w);
    }
    jw_array_end(&w);
    jw_object_end(&w);
    return envelope_end(call, &w);
}

enum problem_id api_get_openapi(struct api_call *call, const struct get_openapi_args *args UNUSED)
{
    call->constant = (struct str){openapi_json, openapi_json_len};
    return PROBLEM_NONE;
}
