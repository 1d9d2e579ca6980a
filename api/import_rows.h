/* Which rows of a package are to blame for what was found of its figures: the package is read a
 * second time, so that nothing of a row is kept while it is loaded. */
#pragma once

#include "api/import_rules.h"
#include "api/package.h"
#include "base/macros.h"

/* Fills file, row, column and value of each finding that has a row in the package. 0, or a failure
 * to read it. */
MUST_USE int import_rows_find(const struct package *package, struct import_findings *findings);
