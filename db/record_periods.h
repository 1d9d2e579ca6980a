#pragma once

/* The periods and regions for which a register gives figures. */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "db/db.h"
#include "db/record_figures.h"
#include "db/record_regions.h"

#include <stddef.h>
#include <stdint.h>

struct record_period_list {
    struct period *v;
    size_t n;
};

/* The years, halves or quarters that lie wholly within the days that the register covers. In
 * `arena`. -ERR_LIMIT: beyond the years that are accepted. */
MUST_USE int record_periods_of(struct arena *arena, const struct record_register *of,
                               enum freq freq, struct record_period_list *ret);

/* The register's region and the regions in force directly below, each with what lies below it, of
 * the regions `present` that records name. */
MUST_USE int record_regions_of(struct db *db, struct arena *arena, int64_t release,
                               const struct record_register *of, const struct id_list *present,
                               struct record_regions *ret);
