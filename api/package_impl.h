/* What the two files of api/package.h share: package.c has the description, package_rows.c the
 * rows. No other file includes this one. */
#pragma once

#include "base/macros.h"
#include "db/tables.h"

#include <stdbool.h>
#include <stddef.h>

/* A file of a package; the first closes it, and takes -1. -ERR_NOT_FOUND, -ERR_FOREIGN: it is no
 * plain file; -ERR_IO. */
void package_file_close(int *fd);
MUST_USE int package_file_open(const char *path, int *ret_fd);

/* Reads into `buf` what there is, at most `n` bytes, 0 at the end; `cls` is the descriptor's
 * address. 0 or -ERR_IO. */
MUST_USE int package_file_read(void *cls, char *buf, size_t n, size_t *ret_n);

/* The columns that a file of `n` columns has, in their order: all of the table, or as exports write
 * it all but the restricted ones. -ERR_INPUT: neither. */
MUST_USE int package_columns_of(const struct table *table, size_t n, bool *ret_restricted);
