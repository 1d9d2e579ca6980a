#pragma once

/*
 * Figures that the registers of pre-examination give: requests accepted, qualified and granted, the
 * ratios between them, the share of those received that qualified, and the median of working days.
 */

#include "base/macros.h"
#include "db/db.h"
#include "db/record_figures.h"

#include <stdint.h>

/* See record_counter. */
MUST_USE int preexam_figures(struct db *db, int64_t release, const struct record_register *of,
                             struct record_figures *out);
