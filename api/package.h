/* Data Packages (Frictionless, v1): in a folder, where datapackage.json names the tables, each a
 * CSV file beside it; as one JSON text that has the rows too; or one CSV file, which is then a
 * package of one table. Read and checked here, handed row by row to a draft of the store, in memory
 * that does not grow with them. Writes nothing and prints nothing. */
#pragma once

#include "base/arena.h"
#include "base/charset.h"
#include "base/jv.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/draft.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: bytes of datapackage.json; that of the catalogue, the largest, has 60 KiB */
enum { PACKAGE_JSON_MAX = 1024 * 1024 };

/* Where the rows of one table stand. */
struct package_part {
    const char *path; /* of the file, or what it is called; NULL: the package has no such table */
    int fd;           /* what is read instead, from its beginning; -1: nothing */
    int64_t at;       /* of rows in JSON, the byte at which they begin; else -1 */
    enum charset_name charset;
};

struct package {
    struct str folder;          /* empty: it is in none */
    struct str name, version;   /* version: empty when none is stated */
    enum draft_made_up made_up; /* demonstration data, or some of it */
    struct package_part *parts; /* of each of tables[] */
};

/* Reads datapackage.json of the folder. Everything in `ret` lives in the arena. -ERR_NOT_FOUND: the
 * folder has none. -ERR_INPUT: it is not a package for this store. -ERR_LIMIT: it is too large.
 * -ERR_FOREIGN: datapackage.json is no regular file. -ERR_IO. After a failure `*ret_why` says in a
 * sentence what is wrong. */
MUST_USE int package_open(struct arena *arena, const char *folder, struct package *ret,
                          struct str *ret_why);

/* A package of the one table that a CSV file has: `path` names it, `fd` is read instead when it is
 * not -1. Everything lives in the arena. -ERR_NOMEM. */
MUST_USE int package_of_csv(struct arena *arena, const struct table *table, const char *path,
                            int fd, enum charset_name charset, struct package *ret);

/* What is wrong with a package that is one JSON text. */
struct package_fault_json {
    enum jv_fault fault; /* JV_FINE: it is JSON, but no package for this store */
    struct str why;
};

/* Reads a package that is one JSON text: datapackage.json with the rows of each resource in its
 * `data`, as objects by column, as lists of which the first has the names of the columns, or as the
 * text of a CSV file. `fd` is read from its beginning, and again by package_load(). As
 * package_open(); -ERR_INPUT: see `*ret_fault`. */
MUST_USE int package_of_json(struct arena *arena, const char *path, int fd, struct package *ret,
                             struct package_fault_json *ret_fault);

/* Why the rest of a table could not be read. */
enum package_fault {
    PACKAGE_FINE,
    PACKAGE_FORM,     /* its header, quotation marks, or the length of a row */
    PACKAGE_ENCODING, /* bytes that its encoding does not have */
    PACKAGE_JSON,     /* no JSON */
};

/* Who is told of the rows of a table. */
struct package_reading {
    void *cls;
    /* A row: `cells` are the columns of the table in their order. `line` is that of the file where
     * it starts, in JSON the number of the row. 0, or a negative code that ends the reading. */
    int (*row)(void *cls, int64_t line, const struct str *cells);
    /* A row, or with it the rest, that can not be read. */
    void (*reject)(void *cls, int64_t line, struct str column, struct str value, struct str reason);
    /* Now and then: how many rows were read, and bytes of the file. May be NULL. */
    void (*progress)(void *cls, int64_t rows, int64_t bytes);
    int64_t max_rows;         /* 0: as many as there are */
    enum package_fault fault; /* set to the first */
};

/* Reads the rows of one table; nothing to do when the package has no such table. Negative: they can
 * not be read; -ERR_NOT_FOUND: the CSV file is missing; -ERR_FOREIGN: it is no regular file, or a
 * link; or what `row` gave. */
MUST_USE int package_read(const struct package *package, const struct table *table,
                          struct package_reading *reading);

/* Hands them to the draft; a row or a file that can not be read is reported to it as rejected.
 * `number` is the package's in the draft. Of `watch`, which may be NULL, progress, its cls,
 * max_rows and fault count. As package_read(); negative also: the load can not go on. */
MUST_USE int package_load(const struct package *package, const struct table *table,
                          struct draft *draft, size_t number, struct package_reading *watch);
