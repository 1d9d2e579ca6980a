#include "base/str.h"

#include "base/err.h"

#include <string.h>

struct str str_from(const char *z)
{
    return (struct str){.p = z, .n = z != NULL ? strlen(z) : 0};
}

/* memcmp() must not see NULL, not even for 0 bytes. */
static int compare_bytes(const char *a, const char *b, size_t n)
{
    return n > 0 ? memcmp(a, b, n) : 0;
}

bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && compare_bytes(a.p, b.p, a.n) == 0;
}

int str_cmp(struct str a, struct str b)
{
    int r = compare_bytes(a.p, b.p, a.n < b.n ? a.n : b.n);

    return r != 0 ? r : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && compare_bytes(s.p, prefix.p, prefix.n) == 0;
}

bool str_ends(struct str s, struct str suffix)
{
    if (s.n < suffix.n)
        return false;
    return suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0;
}

bool str_cut(struct str *rest, char sep, struct str *ret_head)
{
    const char *at;

    if (rest->p == NULL)
        return false;
    at = memchr(rest->p, sep, rest->n);
    if (at == NULL) {
        *ret_head = *rest;
        *rest = (struct str){NULL, 0};
        return true;
    }
    *ret_head = (struct str){rest->p, (size_t)(at - rest->p)};
    *rest = (struct str){at + 1, rest->n - ret_head->n - 1};
    return true;
}

int str_parse_i64(struct str s, int64_t *ret)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    size_t first = negative ? 1 : 0;
    bool fits = true;
    int64_t v = 0;

    if (s.n == first || (s.p[first] == '0' && (negative || s.n > 1)))
        return -ERR_INPUT;
    for (size_t i = first; i < s.n; i++) {
        int digit = s.p[i] - '0';

        if (digit < 0 || digit > 9)
            return -ERR_INPUT;
        /* Accumulates below zero, where INT64_MIN has a place; goes on after an overflow, since a
         * wrong form is the better answer than a wrong size. */
        fits = fits && !__builtin_mul_overflow(v, 10, &v) && !__builtin_sub_overflow(v, digit, &v);
    }
    if (!fits || (!negative && v == INT64_MIN))
        return -ERR_LIMIT;
    *ret = negative ? v : -v;
    return 0;
}

/* ------------------------------------------------------------------------------------ characters
 */

size_t str_utf8_next(struct str s, uint32_t *ret_point)
{
    /* By length: the bits that the first byte carries, and the least code point that needs the
     * length. */
    static const uint8_t first_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t point;
    size_t n;

    if (s.n == 0)
        return 0;
    if (p[0] < 0x80)
        n = 1;
    else if (p[0] >= 0xc2 && p[0] < 0xe0)
        n = 2;
    else if (p[0] >= 0xe0 && p[0] < 0xf0)
        n = 3;
    else if (p[0] >= 0xf0 && p[0] < 0xf5)
        n = 4;
    else
        return 0;
    if (n > s.n)
        return 0;
    point = p[0] & first_mask[n];
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        point = point << 6 | (p[i] & 0x3f);
    }
    if (point < least[n] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
        return 0;
    *ret_point = point;
    return n;
}

static struct str skip(struct str s, size_t n)
{
    return (struct str){s.p + n, s.n - n};
}

bool str_utf8_valid(struct str s)
{
    uint32_t point;

    while (s.n > 0) {
        size_t n = str_utf8_next(s, &point);

        if (n == 0)
            return false;
        s = skip(s, n);
    }
    return true;
}

bool str_has_control(struct str s)
{
    while (s.n > 0) {
        uint32_t point = 0;
        size_t n = str_utf8_next(s, &point);

        if (n == 0 || point < 0x20 || (point >= 0x7f && point <= 0x9f))
            return true;
        s = skip(s, n);
    }
    return false;
}

/* Ranges of code points, in order, both ends within. */
static const struct {
    uint32_t first, last;
} invisible[] = {
    {0x00ad, 0x00ad},    /* soft hyphen */
    {0x034f, 0x034f},    /* grapheme joiner */
    {0x061c, 0x061c},    /* Arabic letter mark */
    {0x115f, 0x1160},    /* Hangul fillers */
    {0x17b4, 0x17b5},    /* Khmer inherent vowels */
    {0x180b, 0x180f},    /* Mongolian separators */
    {0x200b, 0x200f},    /* zero width, marks of direction */
    {0x2028, 0x202e},    /* line and paragraph separators, embeddings, overrides */
    {0x2060, 0x206f},    /* word joiner, invisible operators, isolates */
    {0x3164, 0x3164},    /* Hangul filler */
    {0xe000, 0xf8ff},    /* private use */
    {0xfeff, 0xfeff},    /* zero width no-break space */
    {0xffa0, 0xffa0},    /* half-width Hangul filler */
    {0xfff9, 0xfffb},    /* interlinear annotation */
    {0x1d173, 0x1d17a},  /* musical format controls */
    {0xe0000, 0xe007f},  /* tags */
    {0xf0000, 0x10ffff}, /* private use */
};

bool str_has_invisible(struct str s)
{
    while (s.n > 0) {
        uint32_t point = 0;
        size_t n = str_utf8_next(s, &point);

        for (size_t i = 0; i < COUNT_OF(invisible) && point >= invisible[i].first; i++) {
            if (point <= invisible[i].last)
                return true;
        }
        s = skip(s, n > 0 ? n : 1);
    }
    return false;
}

/* ------------------------------------------------------------------------------------ likeness */

static int fold(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int least_of(int a, int b)
{
    return a < b ? a : b;
}

int str_distance(struct str a, struct str b, int max)
{
    /* The row of a's prefix i stands at rows[i % 3], the two before it beside it: a swap looks back
     * two. */
    int rows[3][STR_DISTANCE_MAX + 1];
    size_t difference = a.n > b.n ? a.n - b.n : b.n - a.n;

    if (a.n > STR_DISTANCE_MAX || b.n > STR_DISTANCE_MAX || (int)difference > max)
        return max + 1;
    for (size_t j = 0; j <= b.n; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i + 2) % 3];
        const int *swapped = rows[(i + 1) % 3];

        row[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            int x = fold(a.p[i - 1]), y = fold(b.p[j - 1]);

            row[j] = least_of(above[j - 1] + (x != y), 1 + least_of(above[j], row[j - 1]));
            if (i > 1 && j > 1 && x == fold(b.p[j - 2]) && y == fold(a.p[i - 2]))
                row[j] = least_of(row[j], swapped[j - 2] + 1);
        }
    }
    return least_of(rows[a.n % 3][b.n], max + 1);
}
