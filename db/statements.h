#pragma once

/*
 * The registry of all statements of the resource files. A resource file defines its group, declares
 * it here and adds it to the array in statements.c; from then on every connection prepares and
 * checks it.
 */

#include "db/stmt.h"

#include <stddef.h>

extern const struct stmt_group agencies_statements;
extern const struct stmt_group aggregates_statements;
extern const struct stmt_group calendars_statements;
extern const struct stmt_group change_places_statements;
extern const struct stmt_group changes_statements;
extern const struct stmt_group assessment_statements;
extern const struct stmt_group assessments_statements;
extern const struct stmt_group audit_statements;
extern const struct stmt_group audit_subjects_statements;
extern const struct stmt_group audit_verify_statements;
extern const struct stmt_group availability_statements;
extern const struct stmt_group check_places_statements;
extern const struct stmt_group check_statements;
extern const struct stmt_group codelists_statements;
extern const struct stmt_group codes_statements;
extern const struct stmt_group conflicts_statements;
extern const struct stmt_group copies_statements;
extern const struct stmt_group credit_figures_statements;
extern const struct stmt_group credit_files_statements;
extern const struct stmt_group credit_grades_statements;
extern const struct stmt_group credit_schemes_statements;
extern const struct stmt_group departments_statements;
extern const struct stmt_group derive_statements;
extern const struct stmt_group dispute_cases_statements;
extern const struct stmt_group disputes_statements;
extern const struct stmt_group documents_statements;
extern const struct stmt_group draft_statements;
extern const struct stmt_group draft_access_statements;
extern const struct stmt_group draft_changes_statements;
extern const struct stmt_group draft_documents_statements;
extern const struct stmt_group draft_record_rules_statements;
extern const struct stmt_group draft_records_statements;
extern const struct stmt_group draft_rules_statements;
extern const struct stmt_group experts_statements;
extern const struct stmt_group first_recorded_statements;
extern const struct stmt_group imports_statements;
extern const struct stmt_group indicators_statements;
extern const struct stmt_group keys_statements;
extern const struct stmt_group lookup_statements;
extern const struct stmt_group measures_statements;
extern const struct stmt_group min_cell_statements;
extern const struct stmt_group observation_memo_statements;
extern const struct stmt_group observation_scope_statements;
extern const struct stmt_group observations_statements;
extern const struct stmt_group parts_check_statements;
extern const struct stmt_group plans_statements;
extern const struct stmt_group precedence_statements;
extern const struct stmt_group preexam_cases_statements;
extern const struct stmt_group preexam_centers_statements;
extern const struct stmt_group preexam_regions_statements;
extern const struct stmt_group publish_statements;
extern const struct stmt_group publish_drafts_statements;
extern const struct stmt_group rollback_statements;
extern const struct stmt_group rollback_cancel_statements;
extern const struct stmt_group rankings_statements;
extern const struct stmt_group record_check_statements;
extern const struct stmt_group record_figures_statements;
extern const struct stmt_group mediation_counts_statements;
extern const struct stmt_group mediations_statements;
extern const struct stmt_group record_coverage_statements;
extern const struct stmt_group record_periods_statements;
extern const struct stmt_group record_regions_statements;
extern const struct stmt_group region_basis_statements;
extern const struct stmt_group regions_statements;
extern const struct stmt_group releases_statements;
extern const struct stmt_group search_statements;
extern const struct stmt_group store_state_statements;
extern const struct stmt_group submissions_statements;
extern const struct stmt_group summaries_statements;
extern const struct stmt_group suppressed_statements;
extern const struct stmt_group suppressed_parts_statements;
extern const struct stmt_group targets_statements;
extern const struct stmt_group time_limits_statements;
extern const struct stmt_group withdrawals_statements;

extern const struct stmt_group *const stmt_groups[];
extern const size_t stmt_groups_n;
