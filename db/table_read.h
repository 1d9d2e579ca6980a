#pragma once

/*
 * A statement made of the table constants of db/tables.h that reads a whole table at a release,
 * with codes in place of numbers, in an order that a loader gives them anew: by the numbers of the
 * leading identities of the key, then by the text of the rest of the key. So a copy of a store,
 * read again, has the same order.
 *
 * Figures and targets of restricted indicators are left out, with what refers to them, and so are
 * restricted columns.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "db/stmt.h"
#include "db/tables.h"

#include <stddef.h>

/* limit: identities that lead a key; three are most */
enum { TABLE_LEAD_MAX = 4 };

struct table_read {
    struct stmt_spec spec;
    /* Parameters are "release", then one for each leading identity: rows come from these on. The
     * columns are the SQL columns that a file has, in its order, then, from `lead` on, the leading
     * identities. */
    size_t lead, n_lead;
};

/* The record, in the arena. -ERR_NOMEM. */
MUST_USE int table_read_spec(struct arena *arena, const struct table *table,
                             struct table_read *ret);
