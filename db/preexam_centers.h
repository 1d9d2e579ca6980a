#pragma once

/*
 * What belongs to a protection centre.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"

#include <stdint.h>

/* The industry fields of a centre, "a;b" by their codes, in `arena`; empty: none is known. 0 or
 * negative. */
MUST_USE int preexam_center_fields(struct db *db, struct arena *arena, int64_t release,
                                   struct str center, struct str *ret);
