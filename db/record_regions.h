#pragma once

/*
 * Regions of records: a record counts for its region and for all above it.
 *
 * What lies below a region includes its zones, since a case that is handled in a zone is one of the
 * district too. The regions that are read are those that records name, so that a request for a
 * country costs no more than its registers hold.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_scope.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: groups times regions that records name, one bit each; ten thousand regions by a thousand
 * groups */
enum { RECORD_REGIONS_MAX = 10 * 1000 * 1000 };

struct record_region {
    int64_t id;
    struct str code;
    struct names names;
};

struct record_regions {
    struct id_list read;         /* what to read, ascending */
    struct record_region *group; /* what counts are of, by code; one without a code: all together */
    size_t n_groups;
    bool *counts; /* [i * n_groups + g]: records of read.v[i] count for group g */
};

/* Whether records of read.v[i] count for a group. */
static inline bool record_regions_has(const struct record_regions *regions, size_t i, size_t group)
{
    return regions->counts[i * regions->n_groups + group];
}

/* Adds `region` and all that lies below it, zones included; sorted, each once. 0 or negative. */
MUST_USE int record_regions_below(struct db *db, struct arena *arena, int64_t release,
                                  int64_t region, struct id_list *ret);

/* What is asked for: `named` and what is below them, without `without` and what is below these. */
struct record_regions_wish {
    const struct id_list *named; /* NULL: all */
    struct id_list without;
    struct id_list present; /* regions that records name, ascending */
    bool grouped;           /* one group for each of `named`; else one for all */
};

/* Into `arena`. -ERR_LIMIT: too many groups. */
MUST_USE int record_regions_make(struct db *db, struct arena *arena, int64_t release,
                                 const struct record_regions_wish *wish,
                                 struct record_regions *ret);
