#pragma once

/*
 * What the parts of the changes share: changes.c reads them in order, change_places.c looks at
 * single places. No other file includes this one.
 */

#include "db/changes.h"

/* Whether at the place of `key` a figure of its document came, or ended, with `release`: 1 or 0. */
MUST_USE int changes_came_at(struct db *db, int64_t release, const struct observation_key *key);
MUST_USE int changes_ended_at(struct db *db, int64_t release, const struct observation_key *key);
