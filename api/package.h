/* Data Packages (Frictionless, v1) in a folder: datapackage.json names the tables, each a CSV file
 * beside it. Read and checked here, handed row by row to a draft of the store. Writes nothing and
 * prints nothing. */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/draft.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>

/* limit: bytes of datapackage.json; that of the catalogue, the largest, has 60 KiB */
enum { PACKAGE_JSON_MAX = 1024 * 1024 };

struct package {
    struct str folder;
    struct str name, version;   /* version: empty when none is stated */
    enum draft_made_up made_up; /* demonstration data, or some of it */
    const char **files; /* path of the CSV file of each of tables[]; NULL: not in the package */
};

/* Reads datapackage.json of the folder. Everything in `ret` lives in the arena. -ERR_NOT_FOUND: the
 * folder has none. -ERR_INPUT: it is not a package for this store. -ERR_LIMIT: it is too large.
 * -ERR_FOREIGN: datapackage.json is no regular file. -ERR_IO. After a failure `*ret_why` says in a
 * sentence what is wrong. */
MUST_USE int package_open(struct arena *arena, const char *folder, struct package *ret,
                          struct str *ret_why);

/* Hands the rows of one table to the draft; nothing to do when the package has no such table. A row
 * or a file that can not be read is reported to the draft as rejected. Negative: the load can not
 * go on; -ERR_NOT_FOUND: the CSV file is missing; -ERR_FOREIGN: it is no regular file, or a link.
 * `number` is the package's in the draft. */
MUST_USE int package_load(const struct package *package, const struct table *table,
                          struct draft *draft, size_t number);
