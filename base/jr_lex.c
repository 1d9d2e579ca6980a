#include "base/err.h"
#include "base/jr_impl.h"

#include <string.h>

int jr_refuse_as(struct jr *r, enum jv_fault fault, const char *reason)
{
    r->fault = fault;
    r->reason = reason;
    r->result = -ERR_INPUT;
    return r->result;
}

int jr_refuse(struct jr *r, const char *reason)
{
    return jr_refuse_as(r, JV_MALFORMED, reason);
}

int jr_look(struct jr *r)
{
    if (r->result < 0)
        return r->result;
    if (r->in_at == r->in_n && !r->ended) {
        size_t n = 0;

        r->before += r->in_n;
        r->in_at = r->in_n = 0;
        int result = r->read(r->cls, r->store->in, JR_INPUT_MAX, &n);
        if (result < 0) {
            r->result = result;
            return result;
        }
        r->ended = n == 0;
        r->in_n = n;
    }
    return r->in_at < r->in_n ? (unsigned char)r->store->in[r->in_at] : JR_STREAM_END;
}

void jr_take(struct jr *r)
{
    bool is_end = r->store->in[r->in_at++] == '\n';

    r->line += is_end ? 1 : 0;
    r->column = is_end ? 1 : r->column + 1;
}

int jr_after_blanks(struct jr *r)
{
    int c = jr_look(r);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        jr_take(r);
        c = jr_look(r);
    }
    return c;
}

static int read_hex(struct jr *r, uint32_t *ret)
{
    *ret = 0;
    for (int i = 0; i < 4; i++) {
        int c = jr_look(r);
        uint32_t digit;

        if (c >= '0' && c <= '9')
            digit = (uint32_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a') + 10;
        else if (c >= 'A' && c <= 'F')
            digit = (uint32_t)(c - 'A') + 10;
        else
            return c < 0 ? c : jr_refuse(r, "an escape \\u without four hexadecimal digits");
        *ret = *ret << 4 | digit;
        jr_take(r);
    }
    return 0;
}

/* What stands behind \u. */
static int read_point(struct jr *r, uint32_t *ret)
{
    static const char between[] = "\\u";
    uint32_t low = 0;

    int result = read_hex(r, ret);
    if (result < 0)
        return result;
    if (*ret == 0)
        return jr_refuse(r, "the character U+0000");
    if (*ret < 0xD800 || *ret > 0xDFFF)
        return 0;
    if (*ret > 0xDBFF)
        return jr_refuse(r, "half of a surrogate pair");
    for (size_t i = 0; i < 2; i++) {
        if (jr_look(r) != between[i])
            return r->result < 0 ? r->result : jr_refuse(r, "half of a surrogate pair");
        jr_take(r);
    }
    result = read_hex(r, &low);
    if (result == 0 && (low < 0xDC00 || low > 0xDFFF))
        return jr_refuse(r, "half of a surrogate pair");
    *ret = 0x10000 + ((*ret - 0xD800) << 10) + (low - 0xDC00);
    return result;
}

static size_t put_utf8(char *out, uint32_t point)
{
    size_t n = 0;

    if (point < 0x80) {
        out[n++] = (char)point;
        return n;
    }
    if (point < 0x800)
        out[n++] = (char)(0xC0 | point >> 6);
    if (point >= 0x800 && point < 0x10000)
        out[n++] = (char)(0xE0 | point >> 12);
    if (point >= 0x10000) {
        out[n++] = (char)(0xF0 | point >> 18);
        out[n++] = (char)(0x80 | (point >> 12 & 0x3F));
    }
    if (point >= 0x800)
        out[n++] = (char)(0x80 | (point >> 6 & 0x3F));
    out[n++] = (char)(0x80 | (point & 0x3F));
    return n;
}

/* What stands behind a backslash. */
static int read_escape(struct jr *r, char out[JR_CHARACTER_MAX], size_t *ret_n)
{
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    uint32_t point = 0;
    int c = jr_look(r);

    if (c < 0)
        return c;
    const char *found = c != JR_STREAM_END && c != '\0' ? strchr(plain, c) : NULL;
    if (found != NULL) {
        jr_take(r);
        out[0] = meant[found - plain];
        *ret_n = 1;
        return 1;
    }
    if (c != 'u')
        return jr_refuse(r, "an unknown escape");
    jr_take(r);
    int result = read_point(r, &point);
    if (result < 0)
        return result;
    *ret_n = put_utf8(out, point);
    return 1;
}

int jr_piece(struct jr *r, char out[JR_CHARACTER_MAX], size_t *ret_n)
{
    int c = jr_look(r);

    if (c < 0)
        return c;
    if (c < 0x20 || c == JR_STREAM_END)
        return jr_refuse(r, "a string that is not closed, or holds a control character");
    jr_take(r);
    if (c == '"')
        return 0;
    if (c == '\\')
        return read_escape(r, out, ret_n);
    out[0] = (char)c;
    *ret_n = 1;
    return 1;
}

int jr_text(struct jr *r, bool keep)
{
    char piece[JR_CHARACTER_MAX];
    size_t n = 0, got = 0;
    int result;

    while ((result = jr_piece(r, piece, &got)) > 0) {
        if (!keep)
            continue;
        if (got > JR_TEXT_MAX - n)
            return jr_refuse(r, "a name or a text longer than 64 KiB");
        memcpy(r->store->text + n, piece, got);
        n += got;
    }
    r->store->text[n] = '\0';
    r->text = (struct str){r->store->text, n};
    if (result == 0 && !str_utf8_valid(r->text))
        return jr_refuse(r, "bytes that are not UTF-8");
    return result;
}

bool jr_begins_number(int c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static size_t count_digits(const char *p)
{
    size_t n = 0;

    while (p[n] >= '0' && p[n] <= '9')
        n++;
    return n;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)? and a NUL. */
static bool is_number(const char *p)
{
    p += *p == '-';
    size_t n = count_digits(p);
    if (n == 0 || (n > 1 && *p == '0'))
        return false;
    p += n;
    if (*p == '.') {
        n = count_digits(++p);
        if (n == 0)
            return false;
        p += n;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '-' || *p == '+';
        n = count_digits(p);
        if (n == 0)
            return false;
        p += n;
    }
    return *p == '\0';
}

int jr_number(struct jr *r)
{
    size_t n = 0;
    int c;

    while (jr_begins_number(c = jr_look(r))) {
        if (n == JR_TEXT_MAX)
            return jr_refuse(r, "a number longer than 64 KiB");
        r->store->text[n++] = (char)c;
        jr_take(r);
    }
    if (c < 0)
        return c;
    r->store->text[n] = '\0';
    r->text = (struct str){r->store->text, n};
    r->token = JR_NUMBER;
    return is_number(r->store->text) ? 0 : jr_refuse(r, "no number where one begins");
}

int jr_word(struct jr *r, const char *word, enum jr_token token)
{
    for (; *word != '\0'; word++) {
        if (jr_look(r) != *word)
            return r->result < 0 ? r->result : jr_refuse(r, "no value where one must be");
        jr_take(r);
    }
    r->token = token;
    return 0;
}
