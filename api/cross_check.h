/* What targets of a plan imply together: one for a rate and one for its numerator, in one region
 * and by one day, imply a denominator.
 *
 * It is an interval by the printed places of the two numbers, and is held against the published
 * figure next to that day, which must not be more than two years away. A contradiction is told,
 * never resolved: nothing is computed from what is implied.
 */
#pragma once

#include "api/api.h"
#include "base/interval.h"
#include "db/observations.h"

#include <stdint.h>

/* Writes the member cross_checks of the object that is being written: the pairs of targets of
 * `plan`; with `target` (else empty) only those that it is one of. `on` is the day of judgement. 0,
 * or a failure of the store. */
MUST_USE int cross_checks_json(struct jw *w, struct api_call *call, struct observation_memo *memo,
                               struct str plan, struct str target, int32_t on);

/* The true number behind one that was printed as `raw`: 1.4 for 14,000 was rounded to thousands and
 * stands for 13,500 to 14,500; a whole number of its unit is exact. */
struct interval cross_check_printed(struct dec value, struct str raw);
