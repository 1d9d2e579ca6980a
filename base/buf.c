#include "base/buf.h"

#include "base/digits.h"

#include <stdlib.h>

/* First allocation: the size of a small answer, so that most bodies never grow. */
enum { SIZE_MIN = 1024 };

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_init_fixed(struct buf *b, char *storage, size_t size)
{
    *b = (struct buf){.p = storage, .cap = size, .max = size, .borrowed = true};
}

char *buf_grow(struct buf *b, size_t n)
{
    size_t need, cap;
    char *p;

    if (b->failed || n > b->max - b->n) {
        b->failed = true;
        return NULL;
    }
    need = b->n + n;
    if (need <= b->cap && b->p != NULL)
        return b->p + b->n;
    cap = b->cap > b->max / 2 ? b->max : 2 * b->cap;
    if (cap < SIZE_MIN)
        cap = SIZE_MIN < b->max ? SIZE_MIN : b->max;
    if (cap < need)
        cap = need;
    p = realloc(b->p, cap);
    if (p == NULL) {
        b->failed = true;
        return NULL;
    }
    b->p = p;
    b->cap = cap;
    return p + b->n;
}

void buf_put_i64(struct buf *b, int64_t v)
{
    char text[DIGITS_MAX + 1];
    char *end = text + sizeof text;
    char *start = digits_before(end, digits_magnitude(v));

    if (v < 0)
        *--start = '-';
    buf_put(b, start, (size_t)(end - start));
}

void buf_reset(struct buf *b)
{
    b->n = 0;
    b->failed = false;
}

void buf_finish(struct buf *b)
{
    if (!b->borrowed)
        free(b->p);
    *b = (struct buf){.max = b->max};
}

char *buf_detach(struct buf *b, size_t *ret_n)
{
    char *p;

    if (b->borrowed || buf_reserve(b, 0) == NULL) {
        b->failed = true;
        return NULL;
    }
    p = b->p;
    *ret_n = b->n;
    buf_init(b, b->max);
    return p;
}
