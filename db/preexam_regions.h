#pragma once

/*
 * Regions of a register of pre-examination.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/record_figures.h"
#include "db/record_regions.h"

#include <stdint.h>

/* The regions of a register: its own, and the districts or cities in force below it, by code. Each
 * counts what lies below it. In `arena`; 0 or negative. */
MUST_USE int preexam_regions_of(struct db *db, struct arena *arena, int64_t release,
                                const struct record_register *of, struct record_regions *ret);
