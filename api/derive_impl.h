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

/* Whether `figure` is a level, of which alone anything is derived, and no forecast that nobody
 * asked for; otherwise that is the reason. `derive` is NULL where figures are computed themselves.
 */
bool derive_takes_level(const struct derive *derive, struct derived *ret,
                        const struct figure *figure);

/* Whether a forecast counts as a figure: the request names the status. */
bool derive_takes(const struct derive *derive, const struct observation *observation);

/* derive_figure_of() for the inputs of a figure that may be of a document asked for: the hint tells
 * of another one. */
MUST_USE int derive_input_of(struct derive *derive, const struct observation_key *key,
                             const struct figure **ret);

/* Notes both figures as inputs and gives their levels. False: they do not go together, one has no
 * value, or `other` is NULL, for which `missing` is the reason. */
bool derive_take_both(const struct derive *derive, struct derived *ret, const struct figure *figure,
                      struct str role, const struct figure *other, enum reason missing,
                      struct interval *a, struct interval *b);
