#include "base/csv.h"

static void begin_cell(struct csv_writer *w)
{
    if (w->in_row)
        buf_putc(w->buf, ',');
    else
        w->row_at = w->buf->n;
    w->in_row = true;
}

void csv_writer_init(struct csv_writer *w, struct buf *buf, bool bom)
{
    *w = (struct csv_writer){.buf = buf};
    if (bom)
        buf_put_str(buf, STR("\xEF\xBB\xBF"));
}

/* Spreadsheets fold the full-width forms to the ASCII ones before they decide. */
static bool starts_formula(struct str s)
{
    static const struct str full_width[] = {{.p = "\uFF1D", .n = 3},
                                            {.p = "\uFF0B", .n = 3},
                                            {.p = "\uFF0D", .n = 3},
                                            {.p = "\uFF20", .n = 3}};

    if (s.n > 0 && memchr("=+-@\t\r\n", s.p[0], 7) != NULL)
        return true;
    for (size_t i = 0; i < COUNT_OF(full_width); i++) {
        if (str_starts(s, full_width[i]))
            return true;
    }
    return false;
}

static bool needs_quotes(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
            return true;
    }
    return false;
}

static void put_cell(struct csv_writer *w, struct str s, bool prefixed)
{
    bool quoted = needs_quotes(s);
    struct str rest = s, piece = {NULL, 0};
    bool again = false;

    begin_cell(w);
    if (quoted)
        buf_putc(w->buf, '"');
    if (prefixed)
        buf_putc(w->buf, '\'');
    while (str_cut(&rest, '"', &piece)) {
        if (again)
            buf_put_str(w->buf, STR("\"\""));
        buf_put_str(w->buf, piece);
        again = true;
    }
    if (quoted)
        buf_putc(w->buf, '"');
}

void csv_text(struct csv_writer *w, struct str s)
{
    put_cell(w, s, starts_formula(s));
}

void csv_exact(struct csv_writer *w, struct str s)
{
    put_cell(w, s, false);
}

void csv_dec(struct csv_writer *w, struct dec d)
{
    char text[DEC_TEXT_MAX];

    begin_cell(w);
    buf_put(w->buf, text, dec_format(d, text));
}

void csv_i64(struct csv_writer *w, int64_t v)
{
    begin_cell(w);
    buf_put_i64(w->buf, v);
}

void csv_empty(struct csv_writer *w)
{
    begin_cell(w);
}

void csv_end_row(struct csv_writer *w)
{
    /* Readers skip an empty line: a row of one empty cell must not look like one. */
    if (w->in_row && w->buf->n == w->row_at)
        buf_put_str(w->buf, STR("\"\""));
    buf_put_str(w->buf, STR("\r\n"));
    w->in_row = false;
}

void csv_number(struct csv_writer *w, bool known, struct dec d)
{
    if (known)
        csv_dec(w, d);
    else
        csv_empty(w);
}

void csv_flag(struct csv_writer *w, bool flag)
{
    csv_text(w, flag ? STR("true") : STR("false"));
}
