#pragma once

/*
 * Figures that the smaller registers give: enforcement and its money, inspections and interviews of
 * agencies, pledges, typical cases and visits over years, halves and quarters; markets and
 * institutions at the end of each year. Nothing is said of what a register has no record of at all.
 */

#include "base/macros.h"
#include "db/db.h"
#include "db/record_figures.h"

#include <stdint.h>

/* See record_counter. */
MUST_USE int register_figures(struct db *db, int64_t release, const struct record_register *of,
                              struct record_figures *out);
