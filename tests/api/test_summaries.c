/* The summaries on figures.sql: which figure answers for a place, ratios with their interval, parts
 * that do not add up, grades. */
#include "tests/api/ask.h"

static void funnel(struct db *db, struct str period, struct answer *ret)
{
    const struct get_preexam_funnel_args args = {.region = STR("900101"), .period = period};
    const struct question question = {.db = db, .op = OP_GET_PREEXAM_FUNNEL, .args = &args};

    ask(&question, ret);
}

static void check_funnel(struct db *db)
{
    CLEANUP(answer_free) struct answer answer;

    funnel(db, STR("2021"), &answer);
    is_json(&answer, "data.region", "\"900101\"");
    is_json(&answer, "data.region_name", "\"东区\"");
    is_json(&answer, "data.period", "\"2021\"");
    is_json(&answer, "data.basis", "\"period\"");
    is_json(&answer, "data.accepted",
            "{\"indicator\":\"preexam_requests_accepted\",\"indicator_name\":\"受理\","
            "\"definition\":\"e\",\"period\":\"2021\",\"measure\":\"level\",\"value\":40,"
            "\"unit\":\"piece\",\"bound\":\"eq\",\"lower\":40,\"upper\":40,"
            "\"accumulation\":\"period\",\"status\":\"A\",\"extraction\":\"verbatim\","
            "\"raw\":\"40\",\"document\":\"doc-one\",\"locator\":\"5\",\"origin\":\"published\","
            "\"synthetic\":false}");
    tap_ok(has_note(&answer, "several-figures"), "the first-hand one of two, with a hint");
    tap_ok(has_note(&answer, "not-a-pass-rate"), "no pass rate");
    is_json(&answer, "data.ratios.0.value", "80.0");
    is_json(&answer, "data.ratios.0.upper", "80.0");
    is_json(&answer, "data.ratios.0.inputs.1",
            "{\"role\":\"denominator\",\"indicator\":\"preexam_requests_accepted\","
            "\"period\":\"2021\",\"value\":40,\"document\":\"doc-one\"}");
    /* 5 or more of 32: 15.625 % and more. */
    is_json(&answer, "data.ratios.1.id", "\"granted_per_qualified\"");
    is_json(&answer, "data.ratios.1.value", "15.6");
    is_json(&answer, "data.ratios.1.lower", "15.6");
    is_json(&answer, "data.ratios.1.upper", "null");
    is_json(&answer, "data.ratios.1.reason", "null");
    is_json(&answer, "meta.documents.1", "absent");
}

static void check_no_funnel(struct db *db)
{
    CLEANUP(answer_free) struct answer answer;

    funnel(db, STR("2021-H2"), &answer);
    is_json(&answer, "data.accepted", "null");
    is_json(&answer, "data.ratios.2.value", "null");
    is_json(&answer, "data.ratios.2.inputs", "[]");
    tap_ok(json_string_length(value_at(&answer, "data.ratios.2.reason")) > 0, "with a reason");
    tap_ok(has_note(&answer, "no-data"), "a year does not answer for its half");
}

static void check_disputes(struct db *db)
{
    CLEANUP(answer_free) struct answer answer;
    const struct get_disputes_summary_args args = {.region = STR("900101"), .period = STR("2021")};
    const struct question question = {.db = db, .op = OP_GET_DISPUTES_SUMMARY, .args = &args};

    ask(&question, &answer);
    is_json(&answer, "data.handled.value", "12");
    is_json(&answer, "data.composition",
            "{\"whole\":\"patent_dispute_cases_handled\",\"parts\":[\"patent_adjudication_cases_"
            "handled\",\"patent_mediation_cases_handled\"],\"sum_of_parts\":11,\"holds\":false}");
    tap_ok(has_note(&answer, "parts-differ"), "what does not add up is said");
    is_json(&answer, "data.filed", "null");
    is_json(&answer, "data.clearance.value", "null");
    is_json(&answer, "data.average_days", "null");
}

static void check_agencies(struct db *db, struct str region, struct str period, bool published)
{
    CLEANUP(answer_free) struct answer answer;
    const struct get_agencies_summary_args args = {.region = region, .period = period};
    const struct question question = {
        .db = db, .op = OP_GET_AGENCIES_SUMMARY, .lang = PARAM_LANG_EN, .args = &args};

    ask(&question, &answer);
    is_json(&answer, "data.distribution.published", published ? "true" : "false");
    tap_ok(has_note(&answer, "no-grade-distribution") != published, "said when it was not");
    if (!published) {
        is_json(&answer, "data.graded", "null");
        is_json(&answer, "data.distribution.grades", "[]");
        tap_ok(json_string_length(value_at(&answer, "data.distribution.reason")) > 0, "and why");
        return;
    }
    is_json(&answer, "data.graded.value", "9");
    is_json(&answer, "data.graded.period", "\"2021-12-31\"");
    is_json(&answer, "data.distribution.reason", "null");
    is_json(&answer, "data.distribution.grades.0.grade", "\"a\"");
    is_json(&answer, "data.distribution.grades.0.scheme", "\"s-1\"");
    is_json(&answer, "data.distribution.grades.0.figure.value", "6");
    is_json(&answer, "data.distribution.grades.1.grade", "\"b\"");
    is_json(&answer, "data.distribution.grades.1.figure.value", "3");
    is_json(&answer, "data.distribution.grades.2", "absent");
}

static void run(struct db *db)
{
    check_funnel(db);
    check_no_funnel(db);
    check_disputes(db);
    check_agencies(db, STR("900101"), STR("2021"), true);
    check_agencies(db, STR("900101"), STR("2021-12-31"), true);
    check_agencies(db, STR("900101"), STR("2021-H2"), true);
    check_agencies(db, STR("900101"), STR("2020"), false);
    check_agencies(db, STR("900102"), STR("2021"), false);
}

int main(void)
{
    return with_figures(run);
}
