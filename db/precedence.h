#pragma once

/*
 * Where several documents have a figure for one place: which of them comes first.
 *
 * The rank of its publisher decides, then the later publication; among equals the document with the
 * lower number. The rows of observations carry it in their primary key, so that whoever reads in
 * that order meets the default first; a row that came where another document had a figure in force
 * is marked as a rival.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdint.h>

/* What `precedence` is of the figures of a document, as a draft sees it; `draft` is what its rows
 * carry in since. 1, or 0 when there is no such document. */
MUST_USE int precedence_of(struct db *db, int64_t draft, int64_t document, int64_t *ret);

/* Marks the rivals among the rows that came with `release`, before it is seen. */
MUST_USE int precedence_mark_rivals(struct db *db, int64_t release);

/* Number of figures in force at `release` that do not stand where their document puts them, and of
 * pairs at one place that nothing marks; 0 in a sound store. */
MUST_USE int precedence_faults(struct db *db, int64_t release, int64_t *ret);

/* Looks for a document whose rank or day changes with `release` and which has figures in force that
 * still carry the old ones. 1 with its code, in `arena`; 0: there is none. */
MUST_USE int precedence_stale(struct db *db, struct arena *arena, int64_t release,
                              struct str *ret_document);
