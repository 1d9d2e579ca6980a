#pragma once

/*
 * What an assessment comes to, in exact fractions.
 *
 * Points of an item, by its scoring (`points` are full points):
 *   linear     points * (raw - floor) / (ceiling - floor), never below 0 or above points; where
 * less is better, points * (ceiling - raw) / (ceiling - floor); threshold  those of the step with
 * the greatest `at` that raw is not below, where less is better of the step with the least `at`
 * that raw is not above; 0 when none is reached; rank       points * (n - place) / (n - 1) among
 * the n regions of the assessment; equal raw values share the better place; with one region alone,
 * all points; manual     what was given. The share of an item is weight * earned / points, the
 * total of a region the sum of its shares.
 *
 * A raw value that is missing is not zero: the item lies between none and all of its points, the
 * total between what is there and what could be, and it is not complete. Where another region's raw
 * value is missing, a place lies between the best and the worst that this allows. Grades and places
 * that are so left open stay undetermined: `best` < `worst`, and the grades of both ends.
 *
 * Totals are compared before they are rounded. A sum of fractions that outgrows 128 bits goes on
 * between bounds of six places.
 */

#include "base/macros.h"
#include "db/assessment.h"

/* The total that is reached when every item has full points. */
MUST_USE int assessment_full(const struct assessment *assessment, struct rational *ret);

/* Adds to a sum, which becomes one between bounds where it outgrows its bits. -ERR_LIMIT when even
 * that does not fit. */
MUST_USE int assessment_add(struct interval *sum, struct interval more);

/* Fills what assessment.h leaves to it, from items and raw values as they stand. 0, -ERR_LIMIT when
 * a number does not fit. */
MUST_USE int assessment_score(struct assessment *assessment);
