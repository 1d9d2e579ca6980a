#include "db/tables_impl.h"

static const struct table_column codelist_columns[] = {
    {"codelist", CELL_OWN_CODE, KEY, .list = "codelist"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"source", CELL_TEXT, OPTIONAL},
};

static const struct table_column codelist_item_columns[] = {
    {"codelist", CELL_CODE, KEY, .list = "codelist"},
    {"item", CELL_OWN_ITEM, KEY},
    {"position", CELL_INTEGER, REQUIRED},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
};

static const struct table_column dimension_rule_columns[] = {
    {"dimension", CELL_ITEM, KEY, .list = "dimension"},
    {"rule", CELL_ITEM, REQUIRED, .list = "dimension_rule"},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"min_cell", CELL_INTEGER, OPTIONAL},
};

static const struct table_column region_columns[] = {
    {"region", CELL_OWN_CODE, KEY, .list = "region"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"level", CELL_ITEM, REQUIRED, .list = "region_level"},
    {"parent", CELL_CODE, OPTIONAL, .list = "region"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"source", CELL_TEXT, OPTIONAL},
};

static const struct table_column region_lineage_columns[] = {
    {"from_region", CELL_CODE, KEY, .list = "region"},
    {"to_region", CELL_CODE, KEY, .list = "region"},
    {"kind", CELL_WORD, KEY, .list = "merge;split;rename;recode"},
    {"changed_on", CELL_DATE, OPTIONAL},
    {"first_list", CELL_MONTH, OPTIONAL},
    {"old_name_zh", CELL_TEXT, OPTIONAL},
};

static const struct table_column region_group_columns[] = {
    {"region_group", CELL_OWN_CODE, KEY, .list = "group"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
};

static const struct table_column region_group_member_columns[] = {
    {"region_group", CELL_CODE, KEY, .list = "group"},
    {"region", CELL_CODE, KEY, .list = "region"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"confidence", CELL_WORD, REQUIRED, .list = "stated;verified;unverified"},
};

static const struct table_column indicator_columns[] = {
    {"indicator", CELL_OWN_CODE, KEY, .list = "indicator"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"topic", CELL_ITEM, REQUIRED, .list = "topic"},
    {"unit", CELL_ITEM, REQUIRED, .list = "unit"},
    {"units", CELL_ITEMS, REQUIRED, .list = "unit"},
    {"kind", CELL_ITEM, REQUIRED, .list = "indicator_kind"},
    {"region_rule", CELL_ITEM, REQUIRED, .list = "region_rule"},
    {"time_rule", CELL_ITEM, REQUIRED, .list = "time_rule"},
    {"direction", CELL_ITEM, REQUIRED, .list = "direction"},
    {"decimals", CELL_INTEGER, REQUIRED},
    {"dimensions", CELL_ITEMS, OPTIONAL, .list = "dimension"},
    {"numerator", CELL_CODE, OPTIONAL, .list = "indicator"},
    {"denominator", CELL_CODE, OPTIONAL, .list = "indicator"},
    {"weight", CELL_CODE, OPTIONAL, .list = "indicator"},
    {"access", CELL_ITEM, REQUIRED, .list = "access"},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
};

static const struct table_column definition_columns[] = {
    {"indicator", CELL_CODE, KEY, .list = "indicator"},
    {"definition", CELL_ID, KEY},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"text_zh", CELL_TEXT, OPTIONAL},
    {"text_en", CELL_TEXT, OPTIONAL},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
};

static const struct table_column document_columns[] = {
    {"document", CELL_OWN_CODE, KEY, .list = "document"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"publisher_zh", CELL_TEXT, REQUIRED},
    {"publisher_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"kind", CELL_WORD, REQUIRED, .list = "report;plan;measures;bulletin;news;register;regulation"},
    {"doc_no", CELL_TEXT, OPTIONAL},
    {"index_no", CELL_TEXT, OPTIONAL},
    {"signed_on", CELL_DATE, OPTIONAL},
    {"published_on", CELL_DATE, OPTIONAL},
    {"reliability", CELL_WORD, REQUIRED, .list = "primary;second_hand;weak"},
    {"publisher_rank", CELL_INTEGER, REQUIRED},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
    {"synthetic", CELL_WORD, OPTIONAL, .list = "yes;no"},
    {"covers_from", CELL_DATE, OPTIONAL},
    {"covers_to", CELL_DATE, OPTIONAL},
};

static const struct table_column department_columns[] = {
    {"department", CELL_OWN_CODE, KEY, .list = "department"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"org_type", CELL_ITEM, REQUIRED, .list = "org_type"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
};

static const struct table_column department_alias_columns[] = {
    {"department", CELL_CODE, KEY, .list = "department"},
    {"alias", CELL_TEXT, KEY},
};

static const struct table_column document_department_columns[] = {
    {"document", CELL_CODE, KEY, .list = "document"},
    {"department", CELL_CODE, KEY, .list = "department"},
    {"role", CELL_WORD, KEY, .list = "publisher;signatory;responsible"},
    {"position", CELL_INTEGER, REQUIRED},
};

static const struct table_column observation_columns[] = {
    {"indicator", CELL_CODE, KEY, .list = "indicator"},
    {"region", CELL_CODE, KEY, .list = "region"},
    {"period", CELL_PERIOD, KEY},
    {"breakdown", CELL_BREAKDOWN, OPTIONAL, .key = true},
    {"measure", CELL_ITEM, KEY, .list = "measure"},
    {"definition", CELL_DEFINITION, KEY},
    {"value", CELL_PUBLISHED, OPTIONAL, .decimals = "decimals"},
    {"bound", CELL_ITEM, REQUIRED, .list = "bound"},
    {"lower", CELL_DECIMAL, OPTIONAL},
    {"upper", CELL_DECIMAL, OPTIONAL},
    {"unit", CELL_UNIT, REQUIRED},
    {"accumulation", CELL_ITEM, REQUIRED, .list = "accumulation"},
    {"status", CELL_ITEM, REQUIRED, .list = "obs_status"},
    {"extraction", CELL_ITEM, REQUIRED, .list = "extraction"},
    {"raw", CELL_TEXT, OPTIONAL},
    {"document", CELL_SOURCE, KEY, .list = "document"},
    {"locator", CELL_TEXT, REQUIRED},
    {"note_zh", CELL_TEXT, OPTIONAL},
    {"note_en", CELL_TEXT, OPTIONAL},
};

static const struct table_column plan_columns[] = {
    {"plan", CELL_OWN_CODE, KEY, .list = "plan"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
    {"starts_on", CELL_DATE, REQUIRED},
    {"ends_on", CELL_DATE, REQUIRED},
};

static const struct table_column target_columns[] = {
    {"plan", CELL_CODE, REQUIRED, .list = "plan"},
    {"position", CELL_INTEGER, REQUIRED},
    {"target", CELL_OWN_CODE, KEY, .list = "target"},
    {"kind", CELL_WORD, REQUIRED, .list = "target;parameter"},
    {"indicator", CELL_CODE, REQUIRED, .list = "indicator"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"breakdown", CELL_BREAKDOWN, OPTIONAL},
    {"measure", CELL_ITEM, REQUIRED, .list = "measure"},
    {"comparator", CELL_ITEM, REQUIRED, .list = "comparator"},
    {"value", CELL_PUBLISHED, REQUIRED, .decimals = "decimals"},
    {"unit", CELL_UNIT, REQUIRED},
    {"target_window", CELL_ITEM, REQUIRED, .list = "target_window"},
    {"starts_on", CELL_DATE, REQUIRED},
    {"ends_on", CELL_DATE, REQUIRED},
    {"baseline", CELL_PUBLISHED, OPTIONAL, .decimals = "baseline_decimals"},
    {"strength", CELL_ITEM, REQUIRED, .list = "strength"},
    {"ambiguity_zh", CELL_TEXT, OPTIONAL},
    {"ambiguity_en", CELL_TEXT, OPTIONAL},
    {"extraction", CELL_ITEM, REQUIRED, .list = "extraction"},
    {"raw", CELL_TEXT, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
    {"locator", CELL_TEXT, REQUIRED},
};

static const struct table_column target_unit_columns[] = {
    {"target", CELL_CODE, KEY, .list = "target"},
    {"department", CELL_CODE, KEY, .list = "department"},
    {"position", CELL_INTEGER, REQUIRED},
};

static const struct table_column relation_columns[] = {
    {"relation", CELL_OWN_CODE, KEY, .list = "relation"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

static const struct table_column relation_term_columns[] = {
    {"relation", CELL_CODE, KEY, .list = "relation"},
    {"position", CELL_INTEGER, KEY},
    {"side", CELL_WORD, REQUIRED, .list = "left;right"},
    {"term", CELL_WORD, REQUIRED,
     .list = "observation;target;constant;region_children;document_signatories"},
    {"indicator", CELL_CODE, OPTIONAL, .list = "indicator"},
    {"region", CELL_CODE, OPTIONAL, .list = "region"},
    {"breakdown", CELL_BREAKDOWN, OPTIONAL},
    {"period", CELL_PERIOD, OPTIONAL},
    {"target", CELL_CODE, OPTIONAL, .list = "target"},
    {"document", CELL_CODE, OPTIONAL, .list = "document"},
    {"value", CELL_DECIMAL, OPTIONAL},
};

#define TABLE(id, identity_list)                                                                   \
    {                                                                                              \
        .name = #id, .columns = id##_columns, .n_columns = COUNT_OF(id##_columns),                 \
        .identity = identity_list                                                                  \
    }

const struct table tables[] = {
    TABLE(codelist, "codelist"),
    TABLE(codelist_item, NULL),
    TABLE(dimension_rule, NULL),
    TABLE(region, "region"),
    TABLE(region_lineage, NULL),
    TABLE(region_group, "group"),
    TABLE(region_group_member, NULL),
    TABLE(indicator, "indicator"),
    TABLE(definition, NULL),
    TABLE(document, "document"),
    TABLE(department, "department"),
    TABLE(department_alias, NULL),
    TABLE(document_department, NULL),
    TABLE(calendar_year, NULL),
    TABLE(calendar_day, NULL),
    TABLE(time_limit, "time_limit"),
    TABLE(market, "market"),
    TABLE(institution, "institution"),
    TABLE(typical_case, "typical_case"),
    TABLE(publication, "publication"),
    TABLE(geographical_indication, "geographical_indication"),
    TABLE(designation, "designation"),
    TABLE(work_programme, "work_programme"),
    TABLE(programme_project, "programme_project"),
    TABLE(programme_task, "programme_task"),
    TABLE(observation, NULL),
    TABLE(plan, "plan"),
    TABLE(target, "target"),
    TABLE(target_unit, NULL),
    TABLE(relation, "relation"),
    TABLE(relation_term, NULL),
    TABLE(agency, "agency"),
    TABLE(credit_scheme, NULL),
    TABLE(credit_threshold, NULL),
    TABLE(credit_rule, NULL),
    TABLE(credit_event, "credit_event"),
    TABLE(credit_grade, NULL),
    TABLE(credit_reminder, "credit_reminder"),
    TABLE(credit_repair, NULL),
    TABLE(credit_objection, NULL),
    TABLE(enforcement_conduct, NULL),
    TABLE(enforcement_case, "enforcement_case"),
    TABLE(abnormal_batch, "abnormal_batch"),
    TABLE(abnormal_withdrawal, NULL),
    TABLE(inspection, "inspection"),
    TABLE(agency_interview, "agency_interview"),
    TABLE(enforcement_lead, "enforcement_lead"),
    TABLE(credit_catalogue_item, "credit_catalogue_item"),
    TABLE(credit_push, NULL),
    TABLE(dishonesty_record, "dishonesty_record"),
    TABLE(credit_commitment, "credit_commitment"),
    TABLE(reporting_form, "reporting_form"),
    TABLE(reporter, "reporter"),
    TABLE(reporting_duty, NULL),
    TABLE(submission, NULL),
    TABLE(power_item, "power_item"),
    TABLE(pledge, "pledge"),
    TABLE(insurance_product, "insurance_product"),
    TABLE(insurance_policy, "insurance_policy"),
    TABLE(risk_pool, "risk_pool"),
    TABLE(risk_pool_entry, NULL),
    TABLE(cultivation_project, "cultivation_project"),
    TABLE(operation_center, "operation_center"),
    TABLE(patent_transaction, "patent_transaction"),
    TABLE(overseas_case, "overseas_case"),
    TABLE(service_item, "service_item"),
    TABLE(service_limit, NULL),
    TABLE(visit, "visit"),
    TABLE(visit_problem, "visit_problem"),
    TABLE(expert, "expert"),
    TABLE(agreement, "agreement"),
    TABLE(agreement_party, NULL),
    TABLE(policy_document, "policy_document"),
    TABLE(preexam_center, NULL),
    TABLE(preexam_field, NULL),
    TABLE(preexam_request, "preexam_request"),
    TABLE(dispute, "dispute"),
    TABLE(dispute_suspension, NULL),
    TABLE(mediation, NULL),
    TABLE(judicial_confirmation, NULL),
    TABLE(policy_measure, "policy_measure"),
    TABLE(policy_measure_department, NULL),
    TABLE(policy_measure_indicator, NULL),
    TABLE(policy_measure_report, NULL),
    TABLE(assessment_scheme, "assessment_scheme"),
    TABLE(assessment_item, NULL),
    TABLE(assessment_step, NULL),
    TABLE(assessment_grade, NULL),
    TABLE(assessment_result, NULL),
    TABLE(assessment_total, NULL),
};
const size_t tables_n = COUNT_OF(tables);

const struct table *table_find(struct str name)
{
    for (size_t i = 0; i < tables_n; i++) {
        if (str_eq(name, str_from(tables[i].name)))
            return &tables[i];
    }
    return NULL;
}

const struct table *table_of_list(struct str list)
{
    for (size_t i = 0; i < tables_n; i++) {
        if (tables[i].identity != NULL && str_eq(list, str_from(tables[i].identity)))
            return &tables[i];
    }
    return NULL;
}

bool table_is_records(const struct table *table)
{
    const struct table_column *last = &table->columns[table->n_columns - 1];

    return last->type == CELL_CODE && str_eq(str_from(last->name), STR("document"));
}
