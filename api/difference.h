/* How far two published figures of one place are apart: two documents, or two releases.
 *
 * In the unit of the figures, and in per cent of the second one. Figures in different units, or of
 * which one has no value, are not held against each other: both differences are then null with the
 * reason.
 */
#pragma once

#include "api/derive.h"

struct difference {
    struct derived absolute, relative;
};

/* Computes `figure` less `other`; the roles name them as inputs, and are static. The figures must
 * stay as long as `ret`. */
void difference_of(struct str role, const struct figure *figure, struct str other_role,
                   const struct figure *other, struct difference *ret);

/* Writes {absolute, relative}, schema Difference. */
void difference_json(struct jw *w, const struct api_call *call,
                     const struct difference *difference);
