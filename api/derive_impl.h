#pragma once

/* What the parts of deriving share: derive.c has the request and the choice among kinds,
 * derive_time.c compares with earlier figures, derive_place.c with those of other regions. No other
 * file includes this one. */

#include "api/derive.h"

/* One function for each kind; they return and do as derive_compute(). */
MUST_USE int derive_yoy(struct derive *derive, const struct figure *figure, struct derived *ret);
MUST_USE int derive_change(struct derive *derive, const struct figure *figure, struct derived *ret);
MUST_USE int derive_cagr(struct derive *derive, const struct figure *figure, struct derived *ret);
MUST_USE int derive_share(struct derive *derive, const struct figure *figure, struct derived *ret);
MUST_USE int derive_per_10k(struct derive *derive, const struct figure *figure,
                            struct derived *ret);

/* Whether `figure` is a level, of which alone anything is derived; otherwise that is the reason. */
bool derive_takes_level(struct derived *ret, const struct figure *figure);

/* Notes both figures as inputs and gives their levels. False: they do not go together, one has no
 * value, or `other` is NULL, for which `missing` is the reason. */
bool derive_take_both(struct derived *ret, const struct figure *figure, struct str role,
                      const struct figure *other, enum reason missing, struct interval *a,
                      struct interval *b);
