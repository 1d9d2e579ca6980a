#include "base/jw.h"

#include <string.h>

static uint64_t here(const struct jw *w)
{
    return UINT64_C(1) << w->depth;
}

void jw_init(struct jw *w, struct buf *buf)
{
    *w = (struct jw){.buf = buf};
}

/* Everything before a value except its key. False when no value may stand here. */
static bool value_begins(struct jw *w)
{
    bool follows = (w->comma & here(w)) != 0;

    if ((w->object & here(w)) != 0) {
        if (!w->has_key)
            w->failed = true;
        w->has_key = false;
        return !w->failed;
    }
    if (follows && w->depth == 0)
        w->failed = true;
    if (w->failed)
        return false;
    if (follows)
        buf_putc(w->buf, ',');
    w->comma |= here(w);
    return true;
}

/* True when a key may stand here, which is then promised. */
static bool key_begins(struct jw *w)
{
    if ((w->object & here(w)) == 0 || w->has_key)
        w->failed = true;
    w->has_key = true;
    return !w->failed;
}

static void begin(struct jw *w, char bracket, bool object)
{
    if (!value_begins(w))
        return;
    if (w->depth == JW_DEPTH_MAX) {
        w->failed = true;
        return;
    }
    buf_putc(w->buf, bracket);
    w->depth++;
    w->comma &= ~here(w);
    w->object = object ? w->object | here(w) : w->object & ~here(w);
}

static void end(struct jw *w, char bracket, bool object)
{
    if (w->depth == 0 || w->has_key || ((w->object & here(w)) != 0) != object)
        w->failed = true;
    if (w->failed)
        return;
    buf_putc(w->buf, bracket);
    w->depth--;
}

void jw_object_begin(struct jw *w)
{
    begin(w, '{', true);
}

void jw_object_end(struct jw *w)
{
    end(w, '}', true);
}

void jw_array_begin(struct jw *w)
{
    begin(w, '[', false);
}

void jw_array_end(struct jw *w)
{
    end(w, ']', false);
}

/* ------------------------------------------------------------------------------------ text */

/* A code point below U+10000. */
static void put_escaped(struct buf *b, uint32_t point)
{
    static const char hex[] = "0123456789abcdef";
    static const char letters[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                   ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    char text[6] = {
        '\\',           'u', hex[point >> 12 & 15], hex[point >> 8 & 15], hex[point >> 4 & 15],
        hex[point & 15]};

    if (point < sizeof letters && letters[point] != 0) {
        text[1] = letters[point];
        buf_put(b, text, 2);
    } else {
        buf_put(b, text, sizeof text);
    }
}

/* Each byte of x is printable ASCII other than the quotation mark and the backslash. Each term has
 * the high bit of a byte set for one kind of other byte; a borrow from such a byte may set it for
 * its neighbour too, never without it. */
static bool plain_eight(uint64_t x)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    const uint64_t quote = x ^ ones * '"', backslash = x ^ ones * '\\', del = x ^ ones * 0x7f;
    const uint64_t zero =
        ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((del - ones) & ~del);

    return ((x | (x - ones * 0x20) | zero) & highs) == 0;
}

static bool plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* The plain bytes that s starts with. */
static size_t plain_run(struct str s)
{
    size_t n = 0;
    uint64_t eight;

    while (s.n - n >= sizeof eight) {
        memcpy(&eight, s.p + n, sizeof eight);
        if (!plain_eight(eight))
            break;
        n += sizeof eight;
    }
    while (n < s.n && plain((unsigned char)s.p[n]))
        n++;
    return n;
}

static bool passes(uint32_t point)
{
    return point >= 0xa0 && point != 0x2028 && point != 0x2029;
}

static void put_quoted(struct jw *w, struct str s)
{
    size_t run = 0, at = 0; /* bytes from run to at are copied as they are */

    buf_putc(w->buf, '"');
    while (at < s.n) {
        struct str rest = {s.p + at, s.n - at};
        size_t n = plain_run(rest);
        uint32_t point = 0xfffd;

        at += n;
        if (n > 0)
            continue;
        n = str_utf8_next(rest, &point);
        if (n == 0) {
            w->failed = true;
            return;
        }
        if (!passes(point)) {
            buf_put(w->buf, s.p + run, at - run);
            put_escaped(w->buf, point);
            run = at + n;
        }
        at += n;
    }
    /* Nothing may be added to NULL, not even 0. */
    if (at > run)
        buf_put(w->buf, s.p + run, at - run);
    buf_putc(w->buf, '"');
}

void jw_key(struct jw *w, struct str key)
{
    if (!key_begins(w))
        return;
    if ((w->comma & here(w)) != 0)
        buf_putc(w->buf, ',');
    w->comma |= here(w);
    put_quoted(w, key);
    buf_putc(w->buf, ':');
}

void jw_key_quoted(struct jw *w, const char *p, size_t n)
{
    size_t skipped = (w->comma & here(w)) != 0 ? 0 : 1;

    if (!key_begins(w))
        return;
    w->comma |= here(w);
    buf_put(w->buf, p + skipped, n - skipped);
}

void jw_str(struct jw *w, struct str s)
{
    if (value_begins(w))
        put_quoted(w, s);
}

/* ------------------------------------------------------------------------------------ the rest */

void jw_i64(struct jw *w, int64_t v)
{
    if (value_begins(w))
        buf_put_i64(w->buf, v);
}

void jw_bool(struct jw *w, bool v)
{
    if (value_begins(w))
        buf_put_str(w->buf, v ? STR("true") : STR("false"));
}

void jw_null(struct jw *w)
{
    if (value_begins(w))
        buf_put_str(w->buf, STR("null"));
}

void jw_raw(struct jw *w, struct str json)
{
    if (value_begins(w))
        buf_put_str(w->buf, json);
}

void jw_dec(struct jw *w, struct dec d)
{
    char text[DEC_TEXT_MAX];

    if (value_begins(w))
        buf_put(w->buf, text, dec_format(d, text));
}

bool jw_ok(const struct jw *w)
{
    return !w->failed && !w->buf->failed && w->depth == 0 && (w->comma & 1) != 0;
}
