#pragma once

/*
 * How many figures there are, read from the counts kept beside them (db/summaries.h): of each
 * series, whatever its periods, or of each section, which is one period of all regions. What asks
 * for region and period at once reads the figures themselves.
 *
 * Restricted indicators are counted too; whoever reads leaves them out.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_scope.h"

#include <stdbool.h>
#include <stdint.h>

/* One count. Text is valid until the next step. */
struct availability_row {
    int64_t region; /* number; 0 for a section */
    int64_t breakdown;
    struct str measure, definition;
    struct period first, last; /* of a section both the same */
    int64_t figures;
};

/* Counts of an indicator's series in a range of regions, or of its sections. Pull with
 * availability_next(); reset with stmt_reset(). */
struct stmt *availability_series(struct db *db, int64_t release, int64_t indicator,
                                 int64_t region_first, int64_t region_last);
struct stmt *availability_sections(struct db *db, int64_t release, int64_t indicator);

/* 1, 0 at the end, -ERR_CORRUPT: a letter that is no frequency, or a failure of the store. */
MUST_USE int availability_next(struct stmt *stmt, struct availability_row *ret);

/* A place in the order of periods: by last day, then by length. */
int64_t availability_place(struct period period);

/* Whether any figure in force is made up, of those of `indicators` that `counted` has, one flag for
 * each: counts do not tell of whose figures they are. 0, or a failure of the store. */
MUST_USE int availability_synthetic(struct db *db, int64_t release,
                                    const struct indicator_list *indicators, const bool *counted,
                                    bool *ret);
