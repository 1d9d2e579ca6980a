/* What offices do and offer: enforcement, inspections, public credit, submissions, powers, finance,
 * commercialisation, overseas disputes, service items, visits, experts, agreements, policy
 * documents.
 */
#include "db/tables_impl.h"

const struct table_column enforcement_conduct_columns[7] = {
    {"conduct", CELL_ITEM, KEY, .list = "conduct"},
    {"line", CELL_INTEGER, REQUIRED},
    {"conduct_group", CELL_ITEM, REQUIRED, .list = "conduct_group"},
    {"basis_zh", CELL_TEXT, OPTIONAL},
    {"basis_en", CELL_TEXT, OPTIONAL},
    {"confidence", CELL_WORD, REQUIRED, .list = "stated;verified;unverified"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column enforcement_case_columns[19] = {
    {"enforcement_case", CELL_OWN_CODE, KEY, .list = "enforcement_case"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"org_level", CELL_ITEM, REQUIRED, .list = "org_level"},
    {"ip_type", CELL_ITEM, REQUIRED, .list = "ip_type"},
    {"conduct", CELL_ITEM, REQUIRED, .list = "conduct"},
    {"enforcement_procedure", CELL_ITEM, REQUIRED, .list = "enforcement_procedure"},
    {"mediated", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"e_commerce", CELL_ITEM, REQUIRED, .list = "e_commerce"},
    {"foreign_related", CELL_ITEM, REQUIRED, .list = "foreign_related"},
    {"case_value", CELL_DECIMAL, OPTIONAL},
    {"fine", CELL_DECIMAL, OPTIONAL},
    {"confiscation", CELL_DECIMAL, OPTIONAL},
    {"recovered", CELL_DECIMAL, OPTIONAL},
    {"recovered_foreign", CELL_DECIMAL, OPTIONAL},
    {"filed_on", CELL_DATE, OPTIONAL},
    {"decided_on", CELL_DATE, REQUIRED},
    {"published_on", CELL_DATE, OPTIONAL},
    {"transferred", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column abnormal_batch_columns[7] = {
    {"abnormal_batch", CELL_OWN_CODE, KEY, .list = "abnormal_batch"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"year", CELL_INTEGER, REQUIRED},
    {"number", CELL_INTEGER, REQUIRED},
    {"announced_on", CELL_DATE, OPTIONAL},
    {"listed", CELL_INTEGER, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column abnormal_withdrawal_columns[10] = {
    {"region", CELL_CODE, KEY, .list = "region"},
    {"year", CELL_INTEGER, KEY},
    {"first_batch", CELL_INTEGER, KEY},
    {"last_batch", CELL_INTEGER, KEY},
    {"as_of", CELL_DATE, KEY},
    {"listed", CELL_INTEGER, OPTIONAL},
    {"withdrawn", CELL_INTEGER, OPTIONAL},
    {"rate", CELL_PUBLISHED, OPTIONAL, .decimals = "rate_decimals"},
    {"rank", CELL_INTEGER, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column inspection_columns[10] = {
    {"inspection", CELL_OWN_CODE, KEY, .list = "inspection"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"inspected_kind", CELL_ITEM, REQUIRED, .list = "inspected_kind"},
    {"agency", CELL_CODE, OPTIONAL, .list = "agency"},
    {"campaign", CELL_ITEM, OPTIONAL, .list = "campaign"},
    {"drawn", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"inspected_on", CELL_DATE, REQUIRED},
    {"inspection_result", CELL_ITEM, REQUIRED, .list = "inspection_result"},
    {"published_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column agency_interview_columns[8] = {
    {"agency_interview", CELL_OWN_CODE, KEY, .list = "agency_interview"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"inspected_kind", CELL_ITEM, REQUIRED, .list = "inspected_kind"},
    {"agency", CELL_CODE, OPTIONAL, .list = "agency"},
    {"campaign", CELL_ITEM, OPTIONAL, .list = "campaign"},
    {"held_on", CELL_DATE, REQUIRED},
    {"interview_reason", CELL_ITEM, REQUIRED, .list = "interview_reason"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column enforcement_lead_columns[9] = {
    {"enforcement_lead", CELL_OWN_CODE, KEY, .list = "enforcement_lead"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"lead_kind", CELL_ITEM, REQUIRED, .list = "lead_kind"},
    {"origin", CELL_ITEM, REQUIRED, .list = "origin"},
    {"received_on", CELL_DATE, REQUIRED},
    {"checked_on", CELL_DATE, OPTIONAL},
    {"lead_result", CELL_ITEM, OPTIONAL, .list = "lead_result"},
    {"penalised", CELL_WORD, OPTIONAL, .list = "yes;no"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_catalogue_item_columns[10] = {
    {"credit_catalogue_item", CELL_OWN_CODE, KEY, .list = "credit_catalogue_item"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"department", CELL_CODE, OPTIONAL, .list = "department"},
    {"basis_zh", CELL_TEXT, OPTIONAL},
    {"basis_en", CELL_TEXT, OPTIONAL},
    {"reporting_cycle", CELL_ITEM, OPTIONAL, .list = "reporting_cycle"},
    {"open", CELL_WORD, OPTIONAL, .list = "yes;no"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_push_columns[8] = {
    {"credit_catalogue_item", CELL_CODE, KEY, .list = "credit_catalogue_item"},
    {"region", CELL_CODE, KEY, .list = "region"},
    {"period", CELL_PERIOD, KEY},
    {"due_on", CELL_DATE, REQUIRED},
    {"pushed_on", CELL_DATE, OPTIONAL},
    {"records", CELL_INTEGER, OPTIONAL},
    {"rejected", CELL_INTEGER, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column dishonesty_record_columns[9] = {
    {"dishonesty_record", CELL_OWN_CODE, KEY, .list = "dishonesty_record"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"dishonest_act", CELL_ITEM, REQUIRED, .list = "dishonest_act"},
    {"agency", CELL_CODE, OPTIONAL, .list = "agency"},
    {"decided_on", CELL_DATE, REQUIRED},
    {"published_on", CELL_DATE, OPTIONAL},
    {"expires_on", CELL_DATE, OPTIONAL},
    {"repaired_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column credit_commitment_columns[7] = {
    {"credit_commitment", CELL_OWN_CODE, KEY, .list = "credit_commitment"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"commitment_matter", CELL_ITEM, REQUIRED, .list = "commitment_matter"},
    {"agency", CELL_CODE, OPTIONAL, .list = "agency"},
    {"signed_on", CELL_DATE, REQUIRED},
    {"broken_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column reporting_form_columns[8] = {
    {"reporting_form", CELL_OWN_CODE, KEY, .list = "reporting_form"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"topics", CELL_ITEMS, REQUIRED, .list = "reporting_topic"},
    {"reporting_cycle", CELL_ITEM, OPTIONAL, .list = "reporting_cycle"},
    {"due_days", CELL_INTEGER, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column reporter_columns[6] = {
    {"reporter", CELL_OWN_CODE, KEY, .list = "reporter"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"department", CELL_CODE, OPTIONAL, .list = "department"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column reporting_duty_columns[5] = {
    {"reporting_form", CELL_CODE, KEY, .list = "reporting_form"},
    {"reporter", CELL_CODE, KEY, .list = "reporter"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column submission_columns[9] = {
    {"reporting_form", CELL_CODE, KEY, .list = "reporting_form"},
    {"reporter", CELL_CODE, KEY, .list = "reporter"},
    {"period", CELL_PERIOD, KEY},
    {"version", CELL_INTEGER, KEY},
    {"received_on", CELL_DATE, REQUIRED},
    {"submission_status", CELL_ITEM, REQUIRED, .list = "submission_status"},
    {"errors", CELL_INTEGER, REQUIRED},
    {"changed", CELL_INTEGER, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column power_item_columns[14] = {
    {"power_item", CELL_OWN_CODE, KEY, .list = "power_item"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"department", CELL_CODE, OPTIONAL, .list = "department"},
    {"power_kind", CELL_ITEM, REQUIRED, .list = "power_kind"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"basis_zh", CELL_TEXT, OPTIONAL},
    {"basis_en", CELL_TEXT, OPTIONAL},
    {"flow_chart", CELL_WORD, REQUIRED, .list = "yes;no"},
    {"limit_days", CELL_INTEGER, OPTIONAL},
    {"limit_unit", CELL_WORD, OPTIONAL, .list = "calendar_day;working_day"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column pledge_columns[12] = {
    {"pledge", CELL_OWN_CODE, KEY, .list = "pledge"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"ip_type", CELL_ITEM, REQUIRED, .list = "ip_type"},
    {"items", CELL_INTEGER, REQUIRED},
    {"amount", CELL_DECIMAL, OPTIONAL},
    {"bank", CELL_ITEM, REQUIRED, .list = "bank"},
    {"enterprise_size", CELL_ITEM, OPTIONAL, .list = "enterprise_size"},
    {"first_time", CELL_WORD, OPTIONAL, .list = "yes;no"},
    {"enterprise", CELL_ID, RESTRICTED},
    {"registered_on", CELL_DATE, REQUIRED},
    {"released_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column insurance_product_columns[7] = {
    {"insurance_product", CELL_OWN_CODE, KEY, .list = "insurance_product"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"insurance_type", CELL_ITEM, REQUIRED, .list = "insurance_type"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"launched_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column insurance_policy_columns[7] = {
    {"insurance_policy", CELL_OWN_CODE, KEY, .list = "insurance_policy"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"insurance_type", CELL_ITEM, REQUIRED, .list = "insurance_type"},
    {"premium", CELL_DECIMAL, OPTIONAL},
    {"insured", CELL_DECIMAL, OPTIONAL},
    {"signed_on", CELL_DATE, REQUIRED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column risk_pool_columns[6] = {
    {"risk_pool", CELL_OWN_CODE, KEY, .list = "risk_pool"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"established_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column risk_pool_entry_columns[6] = {
    {"risk_pool", CELL_CODE, KEY, .list = "risk_pool"},
    {"as_of", CELL_DATE, KEY},
    {"balance", CELL_DECIMAL, OPTIONAL},
    {"compensations", CELL_INTEGER, OPTIONAL},
    {"compensated", CELL_DECIMAL, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column cultivation_project_columns[12] = {
    {"cultivation_project", CELL_OWN_CODE, KEY, .list = "cultivation_project"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"cultivation_kind", CELL_ITEM, REQUIRED, .list = "cultivation_kind"},
    {"programme_year", CELL_INTEGER, OPTIONAL},
    {"unit_zh", CELL_TEXT, OPTIONAL},
    {"unit_en", CELL_TEXT, OPTIONAL},
    {"cultivation_phase", CELL_ITEM, REQUIRED, .list = "cultivation_phase"},
    {"started_on", CELL_DATE, OPTIONAL},
    {"accepted_on", CELL_DATE, OPTIONAL},
    {"dropped_on", CELL_DATE, OPTIONAL},
    {"funds", CELL_DECIMAL, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column operation_center_columns[10] = {
    {"operation_center", CELL_OWN_CODE, KEY, .list = "operation_center"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"recognised_level", CELL_ITEM, OPTIONAL, .list = "level"},
    {"state", CELL_WORD, REQUIRED, .list = "planned;running"},
    {"host_zh", CELL_TEXT, OPTIONAL},
    {"host_en", CELL_TEXT, OPTIONAL},
    {"established_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column patent_transaction_columns[8] = {
    {"patent_transaction", CELL_OWN_CODE, KEY, .list = "patent_transaction"},
    {"transaction_kind", CELL_ITEM, REQUIRED, .list = "transaction_kind"},
    {"recorded_on", CELL_DATE, REQUIRED},
    {"from_region", CELL_CODE, REQUIRED, .list = "region"},
    {"to_region", CELL_CODE, REQUIRED, .list = "region"},
    {"patents", CELL_INTEGER, REQUIRED},
    {"price", CELL_DECIMAL, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column overseas_case_columns[9] = {
    {"overseas_case", CELL_OWN_CODE, KEY, .list = "overseas_case"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"country", CELL_ITEM, REQUIRED, .list = "country"},
    {"ip_type", CELL_ITEM, REQUIRED, .list = "ip_type"},
    {"overseas_role", CELL_ITEM, REQUIRED, .list = "overseas_role"},
    {"guided_on", CELL_DATE, REQUIRED},
    {"closed_on", CELL_DATE, OPTIONAL},
    {"overseas_outcome", CELL_ITEM, OPTIONAL, .list = "overseas_outcome"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column service_item_columns[9] = {
    {"service_item", CELL_OWN_CODE, KEY, .list = "service_item"},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"office_zh", CELL_TEXT, OPTIONAL},
    {"office_en", CELL_TEXT, OPTIONAL},
    {"max_visits", CELL_INTEGER, OPTIONAL},
    {"online", CELL_WORD, OPTIONAL, .list = "yes;no"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column service_limit_columns[7] = {
    {"service_item", CELL_CODE, KEY, .list = "service_item"},
    {"version", CELL_INTEGER, KEY},
    {"days", CELL_INTEGER, REQUIRED},
    {"day_unit", CELL_WORD, REQUIRED, .list = "day;calendar_day;working_day"},
    {"valid_from", CELL_DATE, OPTIONAL},
    {"valid_to", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column visit_columns[7] = {
    {"visit", CELL_OWN_CODE, KEY, .list = "visit"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"visited_on", CELL_DATE, REQUIRED},
    {"team", CELL_ID, OPTIONAL},
    {"staff", CELL_INTEGER, OPTIONAL},
    {"enterprise", CELL_ID, RESTRICTED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column visit_problem_columns[6] = {
    {"visit_problem", CELL_OWN_CODE, KEY, .list = "visit_problem"},
    {"visit", CELL_CODE, REQUIRED, .list = "visit"},
    {"problem_topic", CELL_ITEM, REQUIRED, .list = "problem_topic"},
    {"raised_on", CELL_DATE, REQUIRED},
    {"solved_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column expert_columns[8] = {
    {"expert", CELL_OWN_CODE, KEY, .list = "expert"},
    {"region", CELL_CODE, RESTRICTED, .list = "region"},
    {"expert_kind", CELL_ITEM, RESTRICTED, .list = "expert_kind"},
    {"expert_field", CELL_ITEM, RESTRICTED, .list = "expert_field"},
    {"registered_on", CELL_DATE, RESTRICTED},
    {"valid_to", CELL_DATE, RESTRICTED},
    {"cases", CELL_INTEGER, RESTRICTED},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column agreement_columns[9] = {
    {"agreement", CELL_OWN_CODE, KEY, .list = "agreement"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"agreement_kind", CELL_ITEM, REQUIRED, .list = "agreement_kind"},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"year", CELL_INTEGER, OPTIONAL},
    {"signed_on", CELL_DATE, OPTIONAL},
    {"ends_on", CELL_DATE, OPTIONAL},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column agreement_party_columns[7] = {
    {"agreement", CELL_CODE, KEY, .list = "agreement"},
    {"position", CELL_INTEGER, KEY},
    {"name_zh", CELL_TEXT, REQUIRED},
    {"name_en", CELL_TEXT, REQUIRED},
    {"department", CELL_CODE, OPTIONAL, .list = "department"},
    {"region", CELL_CODE, OPTIONAL, .list = "region"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};

const struct table_column policy_document_columns[13] = {
    {"policy_document", CELL_OWN_CODE, KEY, .list = "policy_document"},
    {"title_zh", CELL_TEXT, REQUIRED},
    {"title_en", CELL_TEXT, REQUIRED},
    {"issuer_zh", CELL_TEXT, REQUIRED},
    {"issuer_en", CELL_TEXT, REQUIRED},
    {"region", CELL_CODE, REQUIRED, .list = "region"},
    {"policy_kind", CELL_ITEM, REQUIRED, .list = "policy_kind"},
    {"doc_no", CELL_TEXT, OPTIONAL},
    {"year", CELL_INTEGER, OPTIONAL},
    {"issued_on", CELL_DATE, OPTIONAL},
    {"state", CELL_WORD, REQUIRED, .list = "in_force;draft;repealed"},
    {"replaced_by", CELL_CODE, OPTIONAL, .list = "policy_document"},
    {"document", CELL_CODE, REQUIRED, .list = "document"},
};
