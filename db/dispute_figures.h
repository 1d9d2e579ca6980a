#pragma once

/*
 * Figures that the registers of disputes give: patent infringement cases filed and closed by
 * adjudication, with clearance and keeping of limits, the mean duration of adjudications, who
 * asked, and mediations with their success and confirmations.
 */

#include "base/macros.h"
#include "db/db.h"
#include "db/record_figures.h"

#include <stdint.h>

/* See record_counter. */
MUST_USE int dispute_figures(struct db *db, int64_t release, const struct record_register *of,
                             struct record_figures *out);
MUST_USE int mediation_figures(struct db *db, int64_t release, const struct record_register *of,
                               struct record_figures *out);
