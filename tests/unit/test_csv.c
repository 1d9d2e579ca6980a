#include "base/csv.h"
#include "base/err.h"
#include "tests/tap.h"

/* A file in memory that comes in pieces: up to `first` bytes, then up to `later` at a time. */
struct source {
    struct str text;
    size_t at, first, later;
    int fails_at_end; /* a negative code in place of the end */
};

static int source_read(void *cls, char *buf, size_t n, size_t *ret_n)
{
    struct source *source = cls;
    size_t most = source->at == 0 && source->first > 0 ? source->first : source->later;
    size_t left = source->text.n - source->at;

    if (left == 0 && source->fails_at_end < 0)
        return source->fails_at_end;
    n = n < most ? n : most;
    n = n < left ? n : left;
    memcpy(buf, source->text.p + source->at, n);
    source->at += n;
    *ret_n = n;
    return 0;
}

/* What a reading gave: rows as "cell|cell/", then how it ended. */
struct outcome {
    struct buf rows;
    int result;
    uint64_t line;
    size_t column;
};

static void outcome_finish(struct outcome *outcome)
{
    buf_finish(&outcome->rows);
}

static void read_all(struct source source, struct outcome *ret)
{
    CLEANUP(csv_reader_close) struct csv_reader r;
    const struct str *cells = NULL;
    size_t n = 0;

    *ret = (struct outcome){0};
    buf_init(&ret->rows, 1 << 20);
    ret->result = csv_reader_open(&r, source_read, &source);
    if (ret->result < 0)
        return;
    while ((ret->result = csv_reader_next(&r, &cells, &n)) == 1) {
        for (size_t i = 0; i < n; i++) {
            if (i > 0)
                buf_putc(&ret->rows, '|');
            buf_put_str(&ret->rows, cells[i]);
            /* The uncounted NUL, shown where it is missing. */
            if (cells[i].p[cells[i].n] != '\0')
                buf_put_str(&ret->rows, STR("<no NUL>"));
        }
        buf_putc(&ret->rows, '/');
    }
    ret->line = r.line;
    ret->column = r.column;
    if (csv_reader_next(&r, &cells, &n) != ret->result ||
        (r.reason != NULL) != (ret->result == -ERR_INPUT))
        ret->result = 99;
}

static bool as_expected(const struct outcome *got, struct str rows, int result, uint64_t line,
                        size_t column)
{
    if (!str_eq((struct str){got->rows.p, got->rows.n}, rows) || got->result != result)
        return false;
    return result == 0 || (got->line == line && got->column == column);
}

static const struct {
    struct str text, rows;
    int result;
    uint64_t line;
    size_t column;
} read_cases[] = {
    {STR(""), STR(""), 0, 0, 0},
    {STR("a,b\r\nc,d\r\n"), STR("a|b/c|d/"), 0, 0, 0},
    {STR("a,b\nc,d\n"), STR("a|b/c|d/"), 0, 0, 0},
    {STR("a,b\nc,d"), STR("a|b/c|d/"), 0, 0, 0},
    {STR("a,b\r\nc,\"d\""), STR("a|b/c|d/"), 0, 0, 0},
    {STR("a\r\nb\nc\r\n"), STR("a/b/c/"), 0, 0, 0},
    {STR("\"a\",\"b,c\"\n"), STR("a|b,c/"), 0, 0, 0},
    {STR("\"a\"\"b\"\n"), STR("a\"b/"), 0, 0, 0},
    {STR("\"\"\"\"\n"), STR("\"/"), 0, 0, 0},
    {STR("\"\"\"\"\"\",x"), STR("\"\"|x/"), 0, 0, 0},
    {STR("\"\"\n"), STR("/"), 0, 0, 0},
    {STR("a,,\n"), STR("a||/"), 0, 0, 0},
    {STR(","), STR("|/"), 0, 0, 0},
    {STR("a,"), STR("a|/"), 0, 0, 0},
    {STR(" a , b \n"), STR(" a | b /"), 0, 0, 0},
    {STR("a\n\nb\n"), STR("a//b/"), 0, 0, 0},
    {STR("\r\n"), STR("/"), 0, 0, 0},
    {STR("\"x\r\ny\rz\",w\n1,2\n"), STR("x\r\ny\rz|w/1|2/"), 0, 0, 0},
    {STR("\"\n\",\"\n\n\"\n"), STR("\n|\n\n/"), 0, 0, 0},
    {STR("知识,\"产权\"\n"), STR("知识|产权/"), 0, 0, 0},
    {STR("a;b\tc\n"), STR("a;b\tc/"), 0, 0, 0},
    /* A mark at the start only, and only a whole one. */
    {STR("\uFEFFa,b\n"), STR("a|b/"), 0, 0, 0},
    {STR("\uFEFF\"a\",b\n"), STR("a|b/"), 0, 0, 0},
    {STR("\uFEFF"), STR(""), 0, 0, 0},
    {STR("a\n\uFEFFb\n"), STR("a/\uFEFFb/"), 0, 0, 0},
    {STR("\uFEFF\uFEFFx"), STR("\uFEFFx/"), 0, 0, 0},
    {STR("\xEF\xBB,b\n"), STR(""), -ERR_INPUT, 1, 1},
    {STR("\xEF"), STR(""), -ERR_INPUT, 1, 1},
    /* A quotation mark that is not closed. */
    {STR("a,b\nc,\"d\ne,f\n"), STR("a|b/"), -ERR_INPUT, 2, 2},
    {STR("\"x\ny\"\n1,2,\"bad"), STR("x\ny/"), -ERR_INPUT, 3, 3},
    {STR("\""), STR(""), -ERR_INPUT, 1, 1},
    {STR("\"a\"\""), STR(""), -ERR_INPUT, 1, 1},
    {STR("\"r1\n\"\"\n\"\n\n\nx,y,\"z\r\n"), STR("r1\n\"\n///"), -ERR_INPUT, 6, 3},
    /* Quotation marks in the wrong place. */
    {STR("a,b\"c\n"), STR(""), -ERR_INPUT, 1, 2},
    {STR("ok\na,b\"\"\n"), STR("ok/"), -ERR_INPUT, 2, 2},
    {STR(" \"a\"\n"), STR(""), -ERR_INPUT, 1, 1},
    {STR("\"a\"b,c\n"), STR(""), -ERR_INPUT, 1, 1},
    {STR("x,\"a\" ,c\n"), STR(""), -ERR_INPUT, 1, 2},
    /* A carriage return alone. */
    {STR("a\rb\n"), STR(""), -ERR_INPUT, 1, 1},
    {STR("x,a\r"), STR(""), -ERR_INPUT, 1, 2},
    {STR("\"a\"\rb"), STR(""), -ERR_INPUT, 1, 1},
    {STR("a\r\r\n"), STR(""), -ERR_INPUT, 1, 1},
    /* NUL. */
    {STR("a,b\0c\n"), STR(""), -ERR_INPUT, 1, 2},
    {STR("a\n\0"), STR("a/"), -ERR_INPUT, 2, 1},
    {STR("x,y,\"a\0\"\n"), STR(""), -ERR_INPUT, 1, 3},
    {STR("\"a\"\0\n"), STR(""), -ERR_INPUT, 1, 1},
    /* Not UTF-8. */
    {STR("ok\nb,\xff\n"), STR("ok/"), -ERR_INPUT, 2, 2},
    {STR("\xe7\x9f,b\n"), STR(""), -ERR_INPUT, 1, 1},
    {STR("a,\"\xc0\x80\"\n"), STR(""), -ERR_INPUT, 1, 2},
    {STR("a,b,\xed\xa0\x80"), STR(""), -ERR_INPUT, 1, 3},
    {STR("\xff\xfe"
         "a\0,\0"),
     STR(""), -ERR_INPUT, 1, 1},
    {STR("\xd6\xaa\xca\xb6\n"), STR("\u05aa\u02b6/"), 0, 0,
     0}, /* GBK that happens to be UTF-8: nobody can tell */
    {STR("\xb2\xfa\xc8\xa8\n"), STR(""), -ERR_INPUT, 1, 1}, /* GBK that does not */
};

static void test_read(void)
{
    for (size_t i = 0; i < COUNT_OF(read_cases); i++) {
        CLEANUP(outcome_finish) struct outcome whole;
        size_t split, n = read_cases[i].text.n;
        bool passed = true;

        read_all((struct source){.text = read_cases[i].text, .later = SIZE_MAX}, &whole);
        if (!tap_ok(as_expected(&whole, read_cases[i].rows, read_cases[i].result,
                                read_cases[i].line, read_cases[i].column),
                    "case %zu in one piece", i)) {
            tap_note_bytes("text    ", read_cases[i].text);
            tap_note_bytes("got     ", (struct str){whole.rows.p, whole.rows.n});
            tap_note("result %d at %" PRIu64 ":%zu", whole.result, whole.line, whole.column);
        }
        /* Cut in two after each byte; `later` of 1 beside it is each byte alone. */
        for (split = 0; split <= n && passed; split++) {
            CLEANUP(outcome_finish) struct outcome cut;

            read_all((struct source){.text = read_cases[i].text,
                                     .first = split,
                                     .later = split > 0 ? SIZE_MAX : 1},
                     &cut);
            passed = as_expected(&cut, read_cases[i].rows, read_cases[i].result, read_cases[i].line,
                                 read_cases[i].column);
        }
        tap_ok(passed, "case %zu in two pieces, cut after byte %zu", i, split - 1);
    }
}

/* One row of n bytes of text in cells of `width` (0: one cell), quoted or not. */
static int read_row_of(size_t n, size_t width, bool quoted, size_t *ret_column)
{
    CLEANUP(buf_finish_p) struct buf text;
    CLEANUP(outcome_finish) struct outcome outcome;

    buf_init(&text, 1 << 20);
    if (quoted)
        buf_putc(&text, '"');
    for (size_t i = 0; i < n; i++)
        buf_putc(&text, width > 0 && i % (width + 1) == width ? ',' : 'x');
    if (quoted)
        buf_putc(&text, '"');
    buf_put_str(&text, STR("\r\nlast\n"));
    read_all((struct source){.text = {text.p, text.n}, .later = SIZE_MAX}, &outcome);
    *ret_column = outcome.column;
    return outcome.result;
}

static void test_limits(void)
{
    size_t column = 0;

    tap_is_int(read_row_of(65536, 0, false, &column), 0, "a row of 64 KiB");
    tap_is_int(read_row_of(65537, 0, false, &column), -ERR_INPUT, "a byte more");
    tap_is_int((int64_t)column, 1, "its cell");
    tap_is_int(read_row_of(65536, 0, true, &column), 0, "a row of 64 KiB in quotation marks");
    tap_is_int(read_row_of(65537, 0, true, &column), -ERR_INPUT, "a byte more in quotation marks");
    /* 66 cells of 999 with their commas end at 66000; the limit is inside the last one. */
    tap_is_int(read_row_of(65536, 999, false, &column), 0, "a row of 64 KiB in cells");
    tap_is_int(read_row_of(65537, 999, false, &column), -ERR_INPUT, "a byte more in cells");
    tap_is_int((int64_t)column, 66, "its cell");
    /* The comma itself is the byte too many. */
    tap_is_int(read_row_of(65537, 65536, false, &column), -ERR_INPUT, "a comma more");
    /* n bytes in cells of 1 are n / 2 + 1 cells: 255 commas make 256 cells. */
    tap_is_int(read_row_of(511, 1, false, &column), 0, "256 cells");
    tap_is_int(read_row_of(513, 1, false, &column), -ERR_INPUT, "257 cells");
    tap_is_int((int64_t)column, 257, "the cell too many");
}

static void test_failures(void)
{
    CLEANUP(outcome_finish) struct outcome outcome;
    struct csv_reader r = {0};

    read_all((struct source){.text = STR("a,b\nc,d"), .later = SIZE_MAX, .fails_at_end = -ERR_IO},
             &outcome);
    tap_ok(as_expected(&outcome, STR("a|b/"), -ERR_IO, 2, 0),
           "a file that cannot be read to its end");
    csv_reader_close(&r);
    csv_reader_close(&r);
    tap_ok(r.store == NULL, "a reader that never opened is closed twice");
}

static struct str text_of(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

static void test_write_text(void)
{
    static const struct {
        struct str text;
        struct str written;
    } cases[] = {
        {STR(""), STR("")},
        {STR("plain"), STR("plain")},
        {STR(" spaces "), STR(" spaces ")},
        {STR("知识产权"), STR("知识产权")},
        {STR("a,b"), STR("\"a,b\"")},
        {STR("a\"b"), STR("\"a\"\"b\"")},
        {STR("\""), STR("\"\"\"\"")},
        {STR("\"\""), STR("\"\"\"\"\"\"")},
        {STR("a\nb"), STR("\"a\nb\"")},
        {STR("a\rb"), STR("\"a\rb\"")},
        {STR("=1+1"), STR("'=1+1")},
        {STR("+1"), STR("'+1")},
        {STR("-1"), STR("'-1")},
        {STR("@SUM(A1)"), STR("'@SUM(A1)")},
        {STR("\tx"), STR("'\tx")},
        {STR("\rx"), STR("\"'\rx\"")},
        {STR("\nx"), STR("\"'\nx\"")},
        {STR("\uFF1D1"), STR("'\uFF1D1")},
        {STR("\uFF0B1"), STR("'\uFF0B1")},
        {STR("\uFF0D1"), STR("'\uFF0D1")},
        {STR("\uFF20x"), STR("'\uFF20x")},
        {STR("=a,\"b\""), STR("\"'=a,\"\"b\"\"\"")},
        {STR("a=b"), STR("a=b")},
        {STR("\uFF1Bx"), STR("\uFF1Bx")},
        {STR("'x"), STR("'x")},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(buf_finish_p) struct buf b;
        struct csv_writer w;

        buf_init(&b, 1000);
        csv_writer_init(&w, &b, false);
        csv_text(&w, cases[i].text);
        tap_is_str(text_of(&b), cases[i].written, "text %zu", i);
    }
}

static void test_write_rows(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    struct csv_writer w;

    buf_init(&b, 1000);
    csv_writer_init(&w, &b, true);
    csv_text(&w, STR("a"));
    csv_empty(&w);
    csv_i64(&w, -5);
    csv_dec(&w, (struct dec){-1250, 3});
    csv_end_row(&w);
    csv_empty(&w);
    csv_empty(&w);
    csv_end_row(&w);
    csv_empty(&w);
    csv_end_row(&w);
    tap_is_str(text_of(&b), STR("\uFEFFa,,-5,-1.250\r\n,\r\n\"\"\r\n"),
               "mark, rows, numbers unprefixed, no empty line");
}

static void test_round_trip(void)
{
    static const struct str cells[] = {STR("a\"b"),   STR(""),      STR("x\r\ny"), STR(",,"),
                                       STR("\"\"\n"), STR("知,识"), STR("=1+1"),   STR("@\"x\"")};
    CLEANUP(outcome_finish) struct outcome outcome;
    CLEANUP(buf_finish_p) struct buf b;
    struct csv_writer w;

    buf_init(&b, 1000);
    csv_writer_init(&w, &b, true);
    for (size_t i = 0; i < COUNT_OF(cells); i++)
        csv_exact(&w, cells[i]);
    csv_end_row(&w);
    read_all((struct source){.text = text_of(&b), .later = 1}, &outcome);
    tap_ok(as_expected(&outcome, STR("a\"b||x\r\ny|,,|\"\"\n|知,识|=1+1|@\"x\"/"), 0, 0, 0),
           "the reader reads the writer");
}

int main(void)
{
    test_read();
    test_limits();
    test_failures();
    test_write_text();
    test_write_rows();
    test_round_trip();
    return tap_done();
}
