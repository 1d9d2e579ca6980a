#pragma once

/*
 * Parts that are together more than their whole: the parts of a breakdown that is a partition
 * beside the total of the same document, for what happens or is in stock. Bounds count: the least
 * that the parts can be against the most that the total can be.
 *
 * Looked at are the places of which a release brought something. Parts that are less than their
 * total are no fault: a document may not name all of them.
 */

#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

struct parts_fault {
    struct str indicator, region, definition, document, dimension;
    struct period period;
    int64_t parts_e6, total_e6;
    bool restricted; /* the indicator is: its numbers are not shown */
};

/* Calls `each` for every such place; text is valid during the call. A negative code of `each` ends
 * the walk. 0, or a failure. */
MUST_USE int parts_check(struct db *db, int64_t release,
                         int (*each)(void *cls, const struct parts_fault *), void *cls);
