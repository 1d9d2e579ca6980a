#pragma once

/*
 * What is looked at before a release is committed, with the rows of its drafts in place.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/releases.h"

#include <stdint.h>

/* Settles the order of what several documents say at one place. -ERR_INPUT: a document changes its
 * place in the order and not all its figures were loaded with it; the wish was told. */
MUST_USE int release_settle(struct db *db, struct arena *arena, int64_t release,
                            const struct release_wish *wish);

/* Evaluates the published relations, and looks for figures that are kept back and follow from
 * others; of several drafts, that they do not bring records of one register. -ERR_INPUT: a relation
 * is not kept where that is not allowed, or one of the others, which are nobody's to allow; the
 * wish was told. */
MUST_USE int release_check(struct db *db, int64_t release, const struct release_wish *wish);
