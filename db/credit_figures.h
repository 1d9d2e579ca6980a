#pragma once

/*
 * Figures that the registers of agencies give: trademark agencies on file at the end of a year,
 * trademark agencies graded and the share of the lowest grades by scheme and period, reminders.
 *
 * A grade is that of its scheme, so that no figure is of all schemes together. An agency is on file
 * on the days of its filing; of one that was cancelled or revoked the day is not kept, and it is
 * not counted.
 */

#include "db/record_figures.h"

/* A record_counter. */
MUST_USE int credit_figures(struct db *db, int64_t release, const struct record_register *of,
                            struct record_figures *out);
