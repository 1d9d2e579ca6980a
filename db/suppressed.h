#pragma once

/*
 * Figures that are kept back (status Q, SDMX CL_OBS_STATUS: suppressed) and can be worked out all
 * the same: of what is added up, all but this one is shown, or all that it is the sum of.
 *
 * Looked at are the parts of a breakdown that is a partition, the children of a region where the
 * indicator may be added up over regions, and the halves and quarters of a year where it may be
 * added up over time. Differences of figures that are not the parts of one whole are not looked at.
 */

#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

struct suppressed_figure {
    struct str indicator, region, period, breakdown; /* breakdown: empty for the total */
    const char *how; /* out of which figures it follows: static text */
};

/* Calls `each` for every such figure of a release that is in force; text is valid during the call.
 * A negative code of `each` ends the walk. 0, or a failure. */
MUST_USE int suppressed_exposed(struct db *db, int64_t release,
                                int (*each)(void *cls, const struct suppressed_figure *),
                                void *cls);
