#pragma once

/*
 * What a ranking of regions must know of each: what it belongs to, and when its code was in force.
 */

#include "base/macros.h"
#include "db/db.h"
#include "db/row.h"

#include <stdint.h>

struct ranking_region {
    int64_t parent; /* number; 0: none, the country */
    struct day valid_from, valid_to;
};

/* 1 found, 0 not. */
MUST_USE int ranking_region(struct db *db, int64_t release, int64_t region,
                            struct ranking_region *ret);
