/* What the files of api/package.h share: package.c has the description, package_inline.c that of a
 * package in one JSON text, package_source.c the rows of a table one by one, package_rows.c what is
 * done with them. No other file includes this one. */
#pragma once

#include "api/package.h"
#include "base/arena.h"
#include "base/charset.h"
#include "base/csv.h"
#include "base/jr.h"
#include "base/macros.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A file of a package; the first closes it, and takes -1. -ERR_NOT_FOUND, -ERR_FOREIGN: it is no
 * plain file; -ERR_IO. */
void package_file_close(int *fd);
MUST_USE int package_file_open(const char *path, int *ret_fd);

/* A place in a file, of its own: several may read one descriptor. */
struct package_stream {
    int fd;
    int64_t at;
};

/* Reads into `buf` what there is, at most `n` bytes, 0 at the end; `cls` is a package_stream. 0 or
 * -ERR_IO. */
MUST_USE int package_stream_read(void *cls, char *buf, size_t n, size_t *ret_n);

/* As package_open(), of the description `text` of a package whose rows stand in the file `fd`,
 * which is called `path`: `data` of each resource is the byte at which they begin. */
MUST_USE int package_describe(struct arena *arena, struct str text, const char *path, int fd,
                              struct package *ret, struct str *ret_why);

/* Rows of one table, whatever they are written in. */
struct package_source {
    const struct table *table;
    int64_t line; /* of the row last given or refused */
    bool objects; /* a row has a cell for each column of the table, and there is no header */
    /* After a refusal: */
    struct str column, value;
    const char *reason;
    enum package_fault fault; /* PACKAGE_FINE: of this row alone, the others can be read */

    /* Private. */
    int fd;
    bool is_own; /* fd, to be closed */
    struct package_stream stream;
    struct charset charset;
    struct csv_reader csv;
    struct jr json;
    bool is_json, is_list; /* rows in JSON; those are lists */
    struct arena arena;    /* owns room */
    struct package_room *room;
};

MUST_USE int package_source_open(struct package_source *s, const struct package_part *part,
                                 const struct table *table);
void package_source_close(struct package_source *s);

/* The next row: 1, 0 at the end, -ERR_INPUT: refused, see above. Cells live until the next call. */
MUST_USE int package_source_next(struct package_source *s, const struct str **ret_cells,
                                 size_t *ret_n);

/* Bytes of the file that were read. */
int64_t package_source_bytes(const struct package_source *s);

/* The columns that a file of `n` columns has, in their order: all of the table, or as exports write
 * it all but the restricted ones. -ERR_INPUT: neither. */
MUST_USE int package_columns_of(const struct table *table, size_t n, bool *ret_restricted);
