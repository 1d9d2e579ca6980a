/* Points in the history of releases, as `asOf` and `since` write them: a day (its end), a moment,
 * or the number of a release.
 *
 * A point may lie before the first release, and in the future, where the newest is the newest. What
 * is not there at all is a fault of the argument.
 */
#pragma once

#include "api/api.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

struct as_of {
    /* In call->arena, or call->newest. */
    const struct release *release;
    /* Whatever is published later, the same text means the same release. */
    bool fixed;
};

/* Finds the release that `text`, the value of `asOf`, names. A fault, as a point before the first
 * release is one, is noted; `*ret` is then the newest. Something must have been published.
 * PROBLEM_NONE also with a fault; or the problem to return. */
MUST_USE enum problem_id as_of_release(struct api_call *call, struct str text, struct as_of *ret);

/* Finds the number of the release that `text`, the value of `since`, names: 0 before the first one,
 * all of which came since. A point after the release that is read is a fault, unless it is in the
 * future. PROBLEM_NONE, or the problem to return, which a fault is here. An empty text gives 0. */
MUST_USE enum problem_id as_of_since(struct api_call *call, struct str text, int64_t *ret);
