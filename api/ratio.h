/* Ratios that are computed here, from two published figures of one region and period.
 *
 * They are ratios of flows, not of cohorts (`basis: period`). Arithmetic is exact and rounded once.
 * The ends of the interval are rounded outwards, so that the true ratio always lies within; an end
 * is open (null) when the figures leave it open. A ratio that cannot be computed is null with a
 * reason, never 0.
 */
#pragma once

#include "api/api.h"
#include "api/figure.h"
#include "base/dec.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stdint.h>

/* Why there is no ratio. */
enum ratio_reason {
    RATIO_COMPUTED,
    RATIO_NOTHING,           /* neither figure was published */
    RATIO_NO_NUMERATOR,      /* not published */
    RATIO_NO_DENOMINATOR,    /* not published */
    RATIO_NO_VALUE,          /* published without a value */
    RATIO_DENOMINATOR_ZERO,  /* nothing to relate to */
    RATIO_DIFFERENT_PERIODS, /* the figures are not of the same days */
    RATIO_DIFFERENT_SCOPES,  /* one accumulates over other time than the other */
    RATIO_OUT_OF_RANGE,      /* the result is too large, or the denominator negative */
    RATIO_REASONS
};

struct ratio {
    enum ratio_reason reason;
    struct dec value; /* per cent; only when computed */
    bool lower_known, upper_known;
    struct dec lower, upper;
};

/* Per cent of `numerator` in `denominator` (NULL: not published), at most DEC_SCALE_MAX decimals.
 */
struct ratio ratio_compute(const struct observation *numerator,
                           const struct observation *denominator, uint8_t decimals);

/* How a ratio of the contract is called and computed. */
struct ratio_spec {
    struct str id;
    struct names names;
    uint8_t decimals;
};

/* Writes the object, its inputs with it; `numerator` and `denominator` may be NULL. */
void ratio_json(struct jw *w, const struct api_call *call, const struct ratio_spec *spec,
                const struct figure *numerator, const struct figure *denominator);

/* Why there is no value, in the answer's language; empty when there is one. Static. */
struct str ratio_reason_text(const struct api_call *call, enum ratio_reason reason);
