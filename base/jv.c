#include "base/jv.h"

#include "base/jv_number.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct arena *arena;
    struct str text;
    char *copy; /* of the text; strings are made in it */
    size_t at;
    int depth;
    struct jv_error error;
};

/* Notes the first fault, at byte `at`. Always false, for the caller to return. */
static bool refuse_at(struct reader *r, size_t at, enum jv_fault fault, const char *reason)
{
    if (r->error.fault != JV_FINE)
        return false;
    r->error = (struct jv_error){fault, reason, 1, 1};
    for (size_t i = 0; i < at && i < r->text.n; i++) {
        bool is_end = r->text.p[i] == '\n';

        r->error.line += is_end ? 1 : 0;
        r->error.column = is_end ? 1 : r->error.column + 1;
    }
    return false;
}

static bool refuse(struct reader *r, const char *reason)
{
    return refuse_at(r, r->at, JV_MALFORMED, reason);
}

static bool no_memory(struct reader *r)
{
    return refuse_at(r, r->at, JV_NO_MEMORY, "memory ran out");
}

/* The next byte, or NUL at the end, which is nowhere a part of JSON. */
static char peek(const struct reader *r)
{
    return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static char after_blanks(struct reader *r)
{
    char c = peek(r);

    while (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        r->at++;
        c = peek(r);
    }
    return c;
}

static bool take(struct reader *r, char wanted)
{
    if (peek(r) != wanted || r->at == r->text.n)
        return false;
    r->at++;
    return true;
}

static bool read_number(struct reader *r, struct jv *v)
{
    size_t n = 0;
    const char *reason = NULL;
    struct str rest = {r->text.p + r->at, r->text.n - r->at};
    enum jv_fault fault = jv_number(rest, &n, &v->number, &reason);

    if (fault != JV_FINE)
        return refuse_at(r, r->at + n, fault, reason);
    v->type = JV_NUMBER;
    v->text = (struct str){rest.p, n};
    r->at += n;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_hex(struct reader *r, uint32_t *ret)
{
    *ret = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        int digit = hex_digit(peek(r));

        if (digit < 0)
            return refuse(r, "an escape \\u without four hexadecimal digits");
        *ret = *ret << 4 | (uint32_t)digit;
    }
    return true;
}

static size_t put_utf8(char *out, uint32_t point)
{
    size_t n = 0;

    if (point < 0x80) {
        out[n++] = (char)point;
        return n;
    }
    if (point < 0x800) {
        out[n++] = (char)(0xC0 | point >> 6);
    } else {
        if (point < 0x10000) {
            out[n++] = (char)(0xE0 | point >> 12);
        } else {
            out[n++] = (char)(0xF0 | point >> 18);
            out[n++] = (char)(0x80 | (point >> 12 & 0x3F));
        }
        out[n++] = (char)(0x80 | (point >> 6 & 0x3F));
    }
    out[n++] = (char)(0x80 | (point & 0x3F));
    return n;
}

/* What stands behind \u. */
static bool read_point(struct reader *r, uint32_t *ret)
{
    size_t start = r->at;
    uint32_t low;

    if (!read_hex(r, ret))
        return false;
    if (*ret == 0)
        return refuse_at(r, start, JV_MALFORMED, "the character U+0000");
    if (*ret < 0xD800 || *ret > 0xDFFF)
        return true;
    if (*ret > 0xDBFF || !take(r, '\\') || !take(r, 'u') || !read_hex(r, &low) || low < 0xDC00 ||
        low > 0xDFFF)
        return refuse_at(r, start, JV_MALFORMED, "half of a surrogate pair");
    *ret = 0x10000 + ((*ret - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

/* What stands behind a backslash, as UTF-8; an escape is longer than what it stands for. */
static bool read_escape(struct reader *r, char *out, size_t *n)
{
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = peek(r);
    const char *found = c != '\0' ? strchr(plain, c) : NULL;
    uint32_t point;

    if (found != NULL) {
        r->at++;
        out[(*n)++] = meant[found - plain];
        return true;
    }
    if (!take(r, 'u'))
        return refuse(r, "an unknown escape");
    if (!read_point(r, &point))
        return false;
    *n += put_utf8(out + *n, point);
    return true;
}

/* What an escape stands for is shorter than it, so that a string fits where it stands. */
static bool read_string(struct reader *r, struct str *ret)
{
    char *out = r->copy + ++r->at;
    size_t n = 0;

    while (peek(r) != '"') {
        if (r->at == r->text.n || (unsigned char)peek(r) < 0x20)
            return refuse(r, "a string that is not closed, or holds a control character");
        if (!take(r, '\\'))
            out[n++] = r->text.p[r->at++];
        else if (!read_escape(r, out, &n))
            return false;
    }
    *ret = (struct str){out, n};
    r->at++;
    return true;
}

static bool read_word(struct reader *r, struct str word, struct jv *v, enum jv_type type, bool yes)
{
    struct str rest = {r->text.p + r->at, r->text.n - r->at};

    if (!str_starts(rest, word))
        return refuse(r, "no value where one must be");
    r->at += word.n;
    v->type = type;
    v->yes = yes;
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct jv *left = *(const struct jv *const *)a, *right = *(const struct jv *const *)b;
    int order = str_cmp(left->name, right->name);

    return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

static bool check_names(struct reader *r, const struct jv *object)
{
    const struct jv **sorted;
    size_t n = 0;

    if (object->n < 2)
        return true;
    sorted = arena_alloc(r->arena, object->n * sizeof(struct jv *));
    if (sorted == NULL)
        return no_memory(r);
    for (const struct jv *v = object->first; v != NULL; v = v->next)
        sorted[n++] = v;
    qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(sorted[i - 1]->name, sorted[i]->name))
            return refuse_at(r, sorted[i]->at, JV_MALFORMED, "a name twice in one object");
    }
    return true;
}

static bool read_value(struct reader *r, struct jv *v);

/* A member's name and the colon, before its value. */
static bool read_name(struct reader *r, struct jv *v)
{
    if (after_blanks(r) != '"')
        return refuse(r, "no name where the member of an object must have one");
    v->at = r->at;
    if (!read_string(r, &v->name))
        return false;
    after_blanks(r);
    return take(r, ':') || refuse(r, "no colon behind a name");
}

/* The rest of an array or object, whose opening bracket was read. */
static bool read_children(struct reader *r, struct jv *parent, char close)
{
    const struct jv **link = &parent->first;

    if (++r->depth > JV_DEPTH_MAX)
        return refuse_at(r, r->at - 1, JV_TOO_DEEP, "nested too deeply");
    if (after_blanks(r) == close) {
        r->at++;
        r->depth--;
        return true;
    }
    do {
        struct jv *child = arena_alloc(r->arena, sizeof *child);

        if (child == NULL)
            return no_memory(r);
        if ((parent->type == JV_OBJECT && !read_name(r, child)) || !read_value(r, child))
            return false;
        *link = child;
        link = &child->next;
        parent->n++;
        after_blanks(r);
    } while (take(r, ','));
    if (!take(r, close))
        return refuse(r, parent->type == JV_OBJECT ? "neither a comma nor the end of the object"
                                                   : "neither a comma nor the end of the array");
    r->depth--;
    return parent->type != JV_OBJECT || check_names(r, parent);
}

static bool read_value(struct reader *r, struct jv *v)
{
    char c = after_blanks(r);

    if (v->name.p == NULL)
        v->at = r->at;
    switch (c) {
    case '{':
    case '[':
        r->at++;
        v->type = c == '{' ? JV_OBJECT : JV_ARRAY;
        return read_children(r, v, c == '{' ? '}' : ']');
    case '"':
        v->type = JV_STRING;
        return read_string(r, &v->text);
    case 't':
        return read_word(r, STR("true"), v, JV_BOOLEAN, true);
    case 'f':
        return read_word(r, STR("false"), v, JV_BOOLEAN, false);
    case 'n':
        return read_word(r, STR("null"), v, JV_NULL, false);
    default:
        if (c == '-' || (c >= '0' && c <= '9'))
            return read_number(r, v);
        return refuse(r, "no value where one must be");
    }
}

const struct jv *jv_parse(struct arena *arena, struct str text, struct jv_error *ret_error)
{
    struct reader r = {.arena = arena, .text = text, .copy = arena_alloc(arena, text.n)};
    struct jv *root = arena_alloc(arena, sizeof *root);
    bool read = (root != NULL && r.copy != NULL) || no_memory(&r);

    while (read && r.at < text.n) {
        uint32_t point;
        size_t n = str_utf8_next((struct str){text.p + r.at, text.n - r.at}, &point);

        read = n > 0 || refuse(&r, "bytes that are not UTF-8");
        r.at += n;
    }
    r.at = read ? 0 : r.at;
    read = read && (after_blanks(&r) == '{' || peek(&r) == '[' ||
                    refuse(&r, "neither an object nor an array"));
    read = read && read_value(&r, root);
    if (read && (after_blanks(&r) != '\0' || r.at < text.n))
        read = refuse(&r, "something behind the end");
    if (read)
        return root;
    *ret_error = r.error;
    return NULL;
}

const struct jv *jv_member(const struct jv *object, struct str name)
{
    const struct jv *v = object != NULL && object->type == JV_OBJECT ? object->first : NULL;

    while (v != NULL && !str_eq(v->name, name))
        v = v->next;
    return v;
}
