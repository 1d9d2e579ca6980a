#pragma once

/*
 * Figures that registers of assessments give: the total of each region for the year, rounded to two
 * places, and its place, each only where nothing is missing that could change it. The register is
 * that of the scheme; where it has several schemes for the parts of one region in one year, the
 * last by its code counts.
 */

#include "base/macros.h"
#include "db/db.h"
#include "db/record_figures.h"

#include <stdint.h>

/* See record_counter. */
MUST_USE int assessment_figures(struct db *db, int64_t release, const struct record_register *of,
                                struct record_figures *out);
