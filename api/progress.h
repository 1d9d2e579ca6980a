/* Progress of a target on a day: what was reached by then, and what it means.
 *
 * Each kind of window is a reading of its own; one that the document leaves open has two. What is
 * certain is met or missed: an exact figure, or an interval that lies wholly on one side. Before
 * the end a reading compares with the straight line from the baseline: an amount begins at nothing,
 * and a rate of a part of the time is held against the goal itself. The words of a target (to
 * strive for, not below) do not change the arithmetic.
 */
#pragma once

#include "api/api.h"
#include "api/derived.h"
#include "api/progress_figures.h"
#include "api/reason.h"
#include "base/interval.h"
#include "db/targets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum light {
    LIGHT_MET,
    LIGHT_ON_TRACK,
    LIGHT_BEHIND,
    LIGHT_MISSED,
    LIGHT_UNDETERMINED,
    LIGHT_NOT_YET_JUDGEABLE,
    LIGHT_COUNT
};

struct verdict {
    enum light light;
    enum reason reason; /* REASON_NONE: the numbers speak for themselves */
};

/* Where the straight line begins. */
struct progress_baseline {
    enum progress_source { BASELINE_NONE, BASELINE_TARGET, BASELINE_FIGURE, BASELINE_ZERO } source;
    int32_t on;
    struct interval number;
    uint8_t decimals;            /* places it was published with */
    const struct figure *figure; /* BASELINE_FIGURE, unless it is made of several */
};

struct progress_year {
    int year;
    struct progress_actual actual;
    struct derived attainment;
    struct verdict verdict;
};

struct progress_reading {
    struct str kind; /* of the list of windows; static */
    int32_t starts_on, ends_on;
    struct str unit;        /* of expected, gap and remaining */
    struct str actual_unit; /* a mean or a growth is in one of its own */
    struct progress_actual actual;
    struct progress_baseline baseline;
    struct derived attainment, expected, gap, remaining, required_growth;
    struct progress_year *years; /* in call->arena */
    size_t n_years;
    struct verdict verdict;
};

enum { PROGRESS_READINGS_MAX = 2 };

struct progress {
    int32_t on;
    enum interval_comparator comparator; /* a plain number read by the direction */
    struct progress_reading readings[PROGRESS_READINGS_MAX];
    size_t n_readings;
    struct verdict verdict;
};

/* The day on which targets are judged: `text`, a day as in the contract, or when it is empty the
 * day on which the release was published. */
MUST_USE int progress_day(const struct api_call *call, struct str text, int32_t *ret);

/* Progress of a target on the day `on`. Lives as long as call->arena and `row`. 0, or a failure of
 * the store. */
MUST_USE int progress_compute(struct api_call *call, struct observation_memo *memo,
                              const struct target_row *row, int32_t on, struct progress *ret);

/* Text of the contract. Static. */
struct str light_text(enum light light);
struct str comparator_text(enum interval_comparator comparator);
