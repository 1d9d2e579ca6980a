#include "db/statements.h"

#include "base/macros.h"

const struct stmt_group *const stmt_groups[] = {
    &aggregates_statements,
    &availability_statements,
    &calendars_statements,
    &change_places_statements,
    &changes_statements,
    &check_statements,
    &codelists_statements,
    &codes_statements,
    &conflicts_statements,
    &departments_statements,
    &derive_statements,
    &documents_statements,
    &draft_statements,
    &draft_access_statements,
    &draft_rules_statements,
    &indicators_statements,
    &lookup_statements,
    &observation_memo_statements,
    &observation_scope_statements,
    &observations_statements,
    &plans_statements,
    &precedence_statements,
    &publish_statements,
    &rankings_statements,
    &region_basis_statements,
    &regions_statements,
    &releases_statements,
    &search_statements,
    &summaries_statements,
    &targets_statements,
    &time_limits_statements,
    &withdrawals_statements,
};
const size_t stmt_groups_n = COUNT_OF(stmt_groups);
