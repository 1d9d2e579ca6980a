#include "base/csv.h"

#include "base/err.h"

#include <string.h>

/* Bytes asked for at a time: a page of the file cache's read-ahead. */
enum { INPUT_MAX = 16 * 1024 };

/* What peek() gives at the end of the file; no byte. */
enum { END_OF_FILE = 256 };

struct csv_store {
    char in[INPUT_MAX];
    char row[CSV_ROW_MAX + 1]; /* cells, each followed by a NUL */
    struct str cells[CSV_CELLS_MAX];
};

int csv_reader_open(struct csv_reader *r, csv_read_fn read, void *cls)
{
    *r = (struct csv_reader){.read = read, .cls = cls};
    /* The arena's alignment may round the size up. */
    arena_init(&r->arena, sizeof *r->store + 16, sizeof *r->store + 16);
    r->store = arena_alloc(&r->arena, sizeof *r->store);
    if (r->store == NULL)
        r->result = -ERR_NOMEM;
    return r->result;
}

void csv_reader_close(struct csv_reader *r)
{
    arena_finish(&r->arena);
    r->store = NULL;
    r->result = -ERR_INTERNAL;
}

static int refuse(struct csv_reader *r, const char *reason)
{
    r->column = r->n_cells + 1;
    r->reason = reason;
    r->result = -ERR_INPUT;
    return r->result;
}

/* Adds to the input behind in_n. False when nothing more comes, by the end or by a failure in
 * r->result. */
static bool fill(struct csv_reader *r)
{
    size_t n = 0;

    if (r->in_at == r->in_n)
        r->in_at = r->in_n = 0;
    if (r->ended || r->result < 0)
        return false;
    r->result = r->read(r->cls, r->store->in + r->in_n, INPUT_MAX - r->in_n, &n);
    if (r->result < 0)
        return false;
    r->result = 0;
    r->ended = n == 0;
    r->in_n += n;
    return !r->ended;
}

/* The next byte, which stays, or END_OF_FILE, or a negative code. */
static int peek(struct csv_reader *r)
{
    if (r->in_at < r->in_n || fill(r))
        return (unsigned char)r->store->in[r->in_at];
    return r->result < 0 ? r->result : END_OF_FILE;
}

static int skip_mark(struct csv_reader *r)
{
    while (r->in_n < 3 && fill(r))
        continue;
    if (r->result == 0 && r->in_n >= 3 && memcmp(r->store->in, "\xEF\xBB\xBF", 3) == 0)
        r->in_at = 3;
    return r->result;
}

static int append(struct csv_reader *r, const char *p, size_t n)
{
    if (n > CSV_ROW_MAX - r->row_n)
        return refuse(r, "the row is longer than 64 KiB, or a quotation mark is not closed");
    memcpy(r->store->row + r->row_n, p, n);
    r->row_n += n;
    return 0;
}

/* Where a run of bytes that need no thought ends, by the kind of cell. */
enum { STOPS_PLAIN = 1, STOPS_QUOTED = 2 };
static const uint8_t stops[256] = {
    ['\0'] = STOPS_PLAIN | STOPS_QUOTED,
    ['"'] = STOPS_PLAIN | STOPS_QUOTED,
    ['\n'] = STOPS_PLAIN | STOPS_QUOTED,
    ['\r'] = STOPS_PLAIN,
    [','] = STOPS_PLAIN,
};

/* Moves what is in the input up to the next stop to the row. */
static int take_run(struct csv_reader *r, int kind)
{
    const char *p = r->store->in + r->in_at;
    size_t most = r->in_n - r->in_at, n = 0;

    while (n < most && (stops[(unsigned char)p[n]] & kind) == 0)
        n++;
    r->in_at += n;
    return append(r, p, n);
}

/* After a 0 the next byte is a stop, or the file is at its end. */
static int read_plain(struct csv_reader *r)
{
    int c = peek(r);

    while (c >= 0 && c < END_OF_FILE && (stops[c] & STOPS_PLAIN) == 0) {
        if (take_run(r, STOPS_PLAIN) < 0)
            return r->result;
        c = peek(r);
    }
    return c == '"' ? refuse(r, "a quotation mark inside an unquoted cell") : r->result;
}

/* The opening mark is the next byte; after a 0 the closing one is taken. */
static int read_quoted(struct csv_reader *r)
{
    r->in_at++;
    for (;;) {
        int c = peek(r);

        if (c < 0)
            return c;
        if (c == END_OF_FILE)
            return refuse(r, "a quotation mark is not closed");
        if (c == '\0')
            return refuse(r, "a NUL byte");
        if (c == '"') {
            r->in_at++;
            if (peek(r) != '"')
                return r->result;
        }
        if (c == '\n')
            r->lines_ended++;
        /* A doubled mark and a line feed are text here, and stops elsewhere. */
        if (c == '"' || c == '\n') {
            if (append(r, r->store->in + r->in_at++, 1) < 0)
                return r->result;
        }
        if (take_run(r, STOPS_QUOTED) < 0)
            return r->result;
    }
}

static int end_cell(struct csv_reader *r)
{
    struct str cell = {r->store->row + r->cell_at, r->row_n - r->cell_at};

    if (!str_utf8_valid(cell)) {
        r->encoding = true;
        return refuse(r, "bytes that are not UTF-8");
    }
    if (r->n_cells == CSV_CELLS_MAX)
        return refuse(r, "more than 256 cells");
    r->store->row[r->row_n] = '\0';
    return 0;
}

/* Takes what ends a cell. 1 when the row goes on, 0 when it ends. */
static int take_separator(struct csv_reader *r)
{
    int c = peek(r);

    if (c < 0)
        return c;
    if (c == ',') {
        r->in_at++;
        /* The NUL of the cell stands where its comma counts. */
        if (append(r, "", 1) < 0)
            return r->result;
        return 1;
    }
    if (c == '\r') {
        r->in_at++;
        c = peek(r);
        if (c >= 0 && c != '\n')
            return refuse(r, "a carriage return without a line feed");
    }
    if (c == '\n') {
        r->in_at++;
        r->lines_ended++;
        return 0;
    }
    if (c == END_OF_FILE || c < 0)
        return r->result;
    return refuse(r, c == '\0' ? "a NUL byte" : "text after the closing quotation mark");
}

static int read_cell(struct csv_reader *r)
{
    int c = peek(r);
    int result;

    r->cell_at = r->row_n;
    if (c < 0)
        return c;
    result = c == '"' ? read_quoted(r) : read_plain(r);
    if (result < 0)
        return result;
    result = end_cell(r);
    if (result < 0)
        return result;
    result = take_separator(r);
    if (result >= 0) {
        size_t n = r->row_n - r->cell_at - (result == 1 ? 1 : 0);

        r->store->cells[r->n_cells++] = (struct str){r->store->row + r->cell_at, n};
    }
    return result;
}

int csv_reader_next(struct csv_reader *r, const struct str **ret_cells, size_t *ret_n)
{
    int c, more = 1;

    if (r->result < 0)
        return r->result;
    if (!r->began) {
        r->began = true;
        if (skip_mark(r) < 0)
            return r->result;
    }
    r->row_n = r->n_cells = 0;
    r->line = r->lines_ended + 1;
    c = peek(r);
    if (c < 0)
        return c;
    if (c == END_OF_FILE)
        return 0;
    while (more == 1)
        more = read_cell(r);
    if (more < 0)
        return more;
    *ret_cells = r->store->cells;
    *ret_n = r->n_cells;
    return 1;
}
