/* Text in another encoding than UTF-8, made UTF-8 while it is read. What the encoding does not have
 * comes out as a byte that is no UTF-8 either, so that whoever reads the text refuses it where it
 * stands. */
#pragma once

#include "base/csv.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum charset_name { CHARSET_UTF_8, CHARSET_GB18030 };

/* The encoding of a name, in either case; empty is UTF-8. -ERR_NOT_FOUND: it is not read here. */
MUST_USE int charset_find(struct str name, enum charset_name *ret);

struct charset {
    csv_read_fn read; /* private, all of it */
    void *cls;
    void *converter; /* NULL: nothing is converted */
    char in[4096];
    size_t in_at, in_n;
    bool ended;
};

/* Prepares c to read through read(cls, ...); cls must outlive it. -ERR_NOMEM; -ERR_IO: the system
 * lacks the encoding. Close it in either case; c may be zeroed. */
MUST_USE int charset_open(struct charset *c, enum charset_name name, csv_read_fn read, void *cls);
void charset_close(struct charset *c);

/* A csv_read_fn, whose cls is c; n is at least 8. */
MUST_USE int charset_read(void *cls, char *buf, size_t n, size_t *ret_n);
