/* Why a computed value is not there: a stable code, and a sentence for the reader.
 *
 * A derived value that the published figures do not support is null and names one of these. All
 * codes and their texts stand in one table (reason.c).
 */
#pragma once

#include "base/macros.h"
#include "base/str.h"

struct api_call;

enum reason {
    REASON_NONE, /* there is a value */
    /* A figure that would be needed was not published, or has no value. */
    REASON_NO_VALUE,
    REASON_FORECAST,
    REASON_NOT_PUBLISHED,
    REASON_RESTRICTED,
    REASON_NO_BASE,
    REASON_NO_LEVEL,
    REASON_NO_PARENT_FIGURE,
    REASON_NO_POPULATION,
    REASON_NO_DENOMINATOR,
    REASON_NO_BASELINE,
    REASON_NO_ACTUAL,
    /* A target cannot be judged yet, or not in one word. */
    REASON_NOT_STARTED,
    REASON_NO_FIGURE_SINCE_START,
    REASON_NO_FIGURE_AT_END,
    REASON_WINDOW_NOT_OVER,
    REASON_WINDOW_OVER,
    REASON_PERIODS_MISSING,
    REASON_YEAR_MISSED,
    REASON_REACHED_EARLY,
    REASON_ALREADY_REACHED,
    REASON_THRESHOLD_WITHIN_BOUNDS,
    REASON_READINGS_DIFFER,
    REASON_AMOUNT_ADDS_UP,
    /* The figures are there, and do not go together. */
    REASON_NOT_A_LEVEL,
    REASON_SUPERSEDED,
    REASON_NO_CALENDAR_PERIOD,
    REASON_NOT_WHOLE_YEARS,
    REASON_TOO_MANY_YEARS,
    REASON_SINCE_START,
    REASON_DEFINITION_CHANGED,
    REASON_UNIT_CHANGED,
    REASON_ACCUMULATION_CHANGED,
    REASON_PERIOD_LENGTHS,
    REASON_MARKED_BY_PUBLISHER,
    REASON_DENOMINATOR_ZERO,
    REASON_NEGATIVE_DENOMINATOR,
    REASON_DATES_FAR_APART,
    REASON_RATE_CHANGES_IN_POINTS,
    REASON_NOT_ADDITIVE,
    REASON_NOT_A_COUNT,
    REASON_NOT_A_RATE,
    REASON_NO_PEERS,
    REASON_NOT_APPLICABLE,
    REASON_UNDETERMINED,
    REASON_OUT_OF_RANGE,
    /* Series: what can not be set on years, or on the region codes of one day. */
    REASON_PARTS_MISSING,
    REASON_NOT_YEAR_END,
    REASON_YEAR_TO_DATE,
    REASON_NO_CALENDAR_YEAR,
    REASON_PREDECESSOR_MISSING,
    /* A credit file. */
    REASON_SCALE_NOT_PUBLISHED,
    REASON_RULE_NOT_KNOWN,
    REASON_OUTSIDE_SCALE,
    REASON_EVENT_NOT_PUBLISHED,
    REASON_NO_REPAIR_TERM,
    REASON_REPAIRED,
    REASON_NO_DEDUCTION,
    REASON_COMPUTED,
    REASON_COUNT
};

/* The code, "no-base"; empty for REASON_NONE. Static. */
struct str reason_code(enum reason reason);

/* The sentence in the answer's language; empty for REASON_NONE. Static. */
struct str reason_text(const struct api_call *call, enum reason reason);
