/* JSON that others wrote, read piece by piece from a stream: for bodies that are larger than memory
 * should hold. As strict as base/jv.h, but that a name may stand twice in an object, which only
 * whoever keeps the names can see.
 *
 *     while ((r = jr_next(&reader)) > 0)
 *         switch (reader.token) ...
 *
 * A reader begins at a value, which may stand in the middle of a text: jr_next() ends with it, and
 * what comes behind it is looked at by jr_end() alone. */
#pragma once

#include "base/arena.h"
#include "base/csv.h"
#include "base/jv.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: bytes of one name, text or number that is handed out whole; a row of a table has no more */
enum { JR_TEXT_MAX = CSV_ROW_MAX };

enum jr_token {
    JR_OBJECT,
    JR_OBJECT_END,
    JR_ARRAY,
    JR_ARRAY_END,
    JR_NAME, /* of a member, whose value is the next token */
    JR_STRING,
    JR_NUMBER,
    JR_TRUE,
    JR_FALSE,
    JR_NULL,
};

struct jr_store;

struct jr {
    enum jr_token token;
    struct str text; /* of a name, a string, a number as it was written; until the next call */
    uint64_t at;     /* where the token begins in the stream */
    /* After -ERR_INPUT: what is wrong and where, both counted from 1, columns in bytes. */
    enum jv_fault fault;
    const char *reason; /* static, in our words */
    size_t line, column;

    /* Private. */
    csv_read_fn read;
    void *cls;
    struct arena arena; /* owns store */
    struct jr_store *store;
    size_t in_at, in_n; /* the input not looked at yet */
    uint64_t before;    /* bytes of the stream before the input */
    size_t text_n;
    int depth;
    uint64_t objects; /* bit d: depth d is an object */
    int expect;       /* what may come */
    bool ended, in_text;
    int result; /* once negative, what every later call returns */
};

/* Prepares r to read through read(cls, ...), which base/csv.h describes; cls must outlive r. 0 or
 * -ERR_NOMEM; close it in either case. */
MUST_USE int jr_open(struct jr *r, csv_read_fn read, void *cls);
void jr_close(struct jr *r);

/* The next token: 1, or 0 when the value has ended. -ERR_INPUT: it is no JSON, see r->reason; other
 * codes are those of read(). */
MUST_USE int jr_next(struct jr *r);

/* What the next value is, by its first byte: '{', '[', '"', a digit, ...; NUL where none is. */
MUST_USE int jr_peek(struct jr *r, char *ret);

/* Passes over the next value, of any size. Its `at` is that of the value. 0 or negative. */
MUST_USE int jr_skip(struct jr *r);

/* The next value is a text that is read in pieces: begins with it. Then jr_text_read() gives them,
 * 0 bytes at the end; its cls is the reader, n is at least 8. */
MUST_USE int jr_text_begin(struct jr *r);
MUST_USE int jr_text_read(void *cls, char *buf, size_t n, size_t *ret_n);

/* Nothing but white space is behind the value: 0, or -ERR_INPUT. */
MUST_USE int jr_end(struct jr *r);
