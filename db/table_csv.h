#pragma once

/*
 * A table at a release as the CSV that db/cells.h reads, piece by piece: what a package of the
 * whole store is made of. Cells hold exactly what the loader would store again, so that they are
 * not made safe for spreadsheets.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/table_read.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the reading of a table stands; zero-initialised before the first piece. */
struct table_place {
    bool begun;
    int64_t lead[TABLE_LEAD_MAX]; /* of the last row */
    size_t rows;                  /* rows with these leading identities so far */
};

/* Appends the header, before the first row, and then rows until `out` holds `enough` bytes; nothing
 * of the store is held afterwards. `arena` may be reset between two pieces. `*ret_more` is false
 * when the last row was written. 0, -ERR_NOMEM, -ERR_LIMIT: `out` is full, or a failure of the
 * store. */
MUST_USE int table_csv_next(struct db *db, struct arena *arena, const struct table *table,
                            int64_t release, struct table_place *place, struct buf *out,
                            size_t enough, bool *ret_more);
