#pragma once

/*
 * Rules between the cells of one row, each of which was read without a fault: what the checks of
 * the schema refuse too, but with the column and a reason for a person. Knows nothing of the store.
 */

#include "db/cells.h"
#include "db/table_sql.h"
#include "db/tables.h"

#include <stdbool.h>

/* The value of a SQL column; one of VALUE_NULL when there is no such column. */
const struct value *row_value(const struct sql_columns *columns, const struct row_values *row,
                              const char *name);

/* True when the row breaks a rule of its table; `*ret` is the first one, untouched otherwise. */
bool row_rules_fault(const struct table *table, const struct sql_columns *columns,
                     const struct row_values *row, struct cell_fault *ret);
