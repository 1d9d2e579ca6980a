#include "db/statements.h"

#include "base/macros.h"

const struct stmt_group *const stmt_groups[] = {
    &releases_statements,
};
const size_t stmt_groups_n = COUNT_OF(stmt_groups);
