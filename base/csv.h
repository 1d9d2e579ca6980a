/* Comma-separated values by RFC 4180, in and out, in UTF-8. The reader is strict, because a row
 * that was read in a way its author did not mean is a wrong figure; the writer is safe to open in a
 * spreadsheet. Neither knows about headers or types. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "base/dec.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of one row: its cells without their quotation marks, and the commas. The longest note in
 * the data is 1 KiB; a longer row is a quotation mark that was not closed. */
enum { CSV_ROW_MAX = 64 * 1024 };

/* Cells of one row. The widest table has 18 columns. */
enum { CSV_CELLS_MAX = 256 };

/* Puts at most n (> 0) bytes of the file into buf, and their count into *ret_n; 0 bytes mean the
 * end. Returns 0 or a negative code, which csv_reader_next() hands on. cls is what
 * csv_reader_open() was given. */
typedef int (*csv_read_fn)(void *cls, char *buf, size_t n, size_t *ret_n);

struct csv_store;

struct csv_reader {
    /* 1-based line on which the row last asked for starts. */
    uint64_t line;
    /* After a refusal: 1-based number of the cell at fault in that row; 0 otherwise. */
    size_t column;
    /* After a refusal: constant text that says why; NULL otherwise. */
    const char *reason;
    /* After a refusal: the bytes are not UTF-8. */
    bool encoding;

    /* Private. */
    csv_read_fn read;
    void *cls;
    struct arena arena;      /* owns store */
    struct csv_store *store; /* input, row and cells */
    size_t in_at, in_n;      /* the input not looked at yet */
    size_t row_n;            /* bytes of the row so far */
    size_t cell_at;          /* where the open cell starts in the row */
    size_t n_cells;
    uint64_t lines_ended;
    int result; /* once negative, what every later call returns */
    bool began, ended;
};

/* Prepares r to read through read(cls, ...); cls must outlive r. Reads nothing yet. 0 or
 * -ERR_NOMEM; close it in either case. */
MUST_USE int csv_reader_open(struct csv_reader *r, csv_read_fn read, void *cls);

/* The next row. 1: *ret_cells are its *ret_n (>= 1) cells, valid until the next call; each is valid
 * UTF-8 without NUL inside and is followed by a NUL that is not counted. An empty line is a row of
 * one empty cell. 0: the end. -ERR_INPUT: the row is refused, and r->line, r->column and r->reason
 * say where and why. Another negative code: the file could not be read. After 0 or a failure every
 * later call returns the same. A byte order mark at the start is skipped; rows end with LF or CRLF,
 * the last one also with the file. */
MUST_USE int csv_reader_next(struct csv_reader *r, const struct str **ret_cells, size_t *ret_n);

/* Releases the memory. r may be zeroed, and may be closed twice. */
void csv_reader_close(struct csv_reader *r);

struct csv_writer {
    struct buf *buf;
    bool in_row;   /* the row has a cell already */
    size_t row_at; /* where the row began in buf */
};

/* Starts a table at the end of buf, which must outlive w and whose `failed` is the only failure
 * there is. bom puts a byte order mark first, by which Excel knows UTF-8. */
void csv_writer_init(struct csv_writer *w, struct buf *buf, bool bom);

/* One cell of text, quoted where needed. Text that a spreadsheet would take for a formula (it
 * starts with = + - @, one of their full-width forms, TAB, CR or LF) gets an apostrophe before it.
 */
void csv_text(struct csv_writer *w, struct str s);

/* One cell of text as it is, quoted where needed: for files that csv_reader_next() reads back. Not
 * for a spreadsheet, see csv_text(). */
void csv_exact(struct csv_writer *w, struct str s);

/* One cell of a number, never prefixed. */
void csv_dec(struct csv_writer *w, struct dec d);
void csv_i64(struct csv_writer *w, int64_t v);

/* One cell without a value. */
void csv_empty(struct csv_writer *w);

/* One cell of a number that may be unknown, and then is empty. */
void csv_number(struct csv_writer *w, bool known, struct dec d);

/* "true" or "false". */
void csv_flag(struct csv_writer *w, bool flag);

/* Ends the row, by CR LF. A row of one empty cell is written as "", which readers do not skip. */
void csv_end_row(struct csv_writer *w);
