/* The datapackage.json of a package of the whole store (Frictionless, v1), made of the tables that
 * the loader knows. The CSV files beside it are written by db/table_csv.h. */
#pragma once

#include "base/buf.h"
#include "base/macros.h"
#include "db/db.h"
#include "db/tables.h"

#include <stdbool.h>

/* Path of a table's file within a package. */
#define PACKAGE_TABLE_PATH "tables/%s.csv"

/* What is said of a release in its package. */
struct package_info {
    const struct release *release;
    bool synthetic; /* some of it is made-up demonstration data */
    bool addresses; /* name where the server gives each table at this very release */
};

/* Appends the JSON. 0, or -ERR_LIMIT: `out` is full. */
MUST_USE int package_write(struct buf *out, const struct package_info *info);

/* Whether a package that was published up to `release` is made-up data. 0, or a failure of the
 * store. */
MUST_USE int package_is_synthetic(struct db *db, int64_t release, bool *ret);
