#pragma once

/*
 * The columns of the tables of records, one file a system; db/tables.c puts the tables in the order
 * of loading. A line per column, in the order of the file: name, type, flags, list, column of the
 * decimals. No other file includes this one.
 */

#include "base/macros.h"
#include "db/tables.h"

#define REQUIRED .required = true
#define OPTIONAL .required = false
#define KEY .required = true, .key = true
#define RESTRICTED .required = false, .restricted = true

extern const struct table_column enforcement_conduct_columns[7];
extern const struct table_column enforcement_case_columns[19];
extern const struct table_column abnormal_batch_columns[7];
extern const struct table_column abnormal_withdrawal_columns[10];
extern const struct table_column inspection_columns[10];
extern const struct table_column agency_interview_columns[8];
extern const struct table_column enforcement_lead_columns[9];
extern const struct table_column credit_catalogue_item_columns[10];
extern const struct table_column credit_push_columns[8];
extern const struct table_column dishonesty_record_columns[9];
extern const struct table_column credit_commitment_columns[7];
extern const struct table_column reporting_form_columns[8];
extern const struct table_column reporter_columns[6];
extern const struct table_column reporting_duty_columns[5];
extern const struct table_column submission_columns[9];
extern const struct table_column power_item_columns[14];
extern const struct table_column pledge_columns[12];
extern const struct table_column insurance_product_columns[7];
extern const struct table_column insurance_policy_columns[7];
extern const struct table_column risk_pool_columns[6];
extern const struct table_column risk_pool_entry_columns[6];
extern const struct table_column cultivation_project_columns[12];
extern const struct table_column operation_center_columns[10];
extern const struct table_column patent_transaction_columns[8];
extern const struct table_column overseas_case_columns[9];
extern const struct table_column service_item_columns[9];
extern const struct table_column service_limit_columns[7];
extern const struct table_column visit_columns[7];
extern const struct table_column visit_problem_columns[6];
extern const struct table_column expert_columns[8];
extern const struct table_column agreement_columns[9];
extern const struct table_column agreement_party_columns[7];
extern const struct table_column policy_document_columns[13];

/* db/tables_limits.c */
extern const struct table_column calendar_year_columns[5];
extern const struct table_column calendar_day_columns[5];
extern const struct table_column time_limit_columns[15];

/* db/tables_preexam.c */
extern const struct table_column preexam_center_columns[6];
extern const struct table_column preexam_field_columns[4];
extern const struct table_column preexam_request_columns[15];
extern const struct table_column dispute_columns[20];
extern const struct table_column dispute_suspension_columns[5];
extern const struct table_column mediation_columns[8];
extern const struct table_column judicial_confirmation_columns[6];
extern const struct table_column market_columns[13];
extern const struct table_column institution_columns[19];
extern const struct table_column typical_case_columns[11];
extern const struct table_column publication_columns[12];
extern const struct table_column geographical_indication_columns[13];
extern const struct table_column designation_columns[16];
extern const struct table_column work_programme_columns[11];
extern const struct table_column programme_project_columns[6];
extern const struct table_column programme_task_columns[11];

/* db/tables_measures.c */
extern const struct table_column policy_measure_columns[9];
extern const struct table_column policy_measure_department_columns[4];
extern const struct table_column policy_measure_indicator_columns[4];
extern const struct table_column policy_measure_report_columns[5];
/* db/tables_credit.c */
extern const struct table_column agency_columns[14];
extern const struct table_column credit_scheme_columns[13];
extern const struct table_column credit_threshold_columns[7];
extern const struct table_column credit_rule_columns[9];
extern const struct table_column credit_event_columns[9];
extern const struct table_column credit_grade_columns[7];
extern const struct table_column credit_reminder_columns[7];
extern const struct table_column credit_repair_columns[6];
extern const struct table_column credit_objection_columns[7];

/* db/tables_assessments.c */
extern const struct table_column assessment_scheme_columns[8];
extern const struct table_column assessment_item_columns[14];
extern const struct table_column assessment_step_columns[5];
extern const struct table_column assessment_grade_columns[4];
extern const struct table_column assessment_result_columns[8];
extern const struct table_column assessment_total_columns[6];
