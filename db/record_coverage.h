#pragma once

/*
 * Which registers hold records of something, of which region, and for which days they are complete.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_scope.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum coverage_of { COVERAGE_DISPUTES, COVERAGE_MEDIATIONS, COVERAGE_PREEXAM };

struct coverage {
    struct str code;                /* of the register */
    struct id_list regions;         /* its region and all below */
    int64_t region;                 /* the former */
    int32_t covers_from, covers_to; /* days for which it is complete */
    bool synthetic;
};

struct coverages {
    struct coverage *v; /* by code */
    size_t n;
};

/* Whether a document has records in force. 0 or negative. */
MUST_USE int record_coverage_any(struct db *db, int64_t release, enum coverage_of of,
                                 int64_t document, bool *ret);

/* Those with records in force; of `documents` only, where there are any. In `arena`; 0 or negative.
 */
MUST_USE int record_coverage(struct db *db, struct arena *arena, int64_t release,
                             enum coverage_of of, struct str_list documents, struct coverages *ret);
