/* A growing run of bytes with a cap and one sticky failure, for bodies that are complete before
 * they are sent. A writer puts without checking and asks `failed` once at the end. Not shared
 * between threads. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
    char *p;       /* the bytes; NULL until something was put */
    size_t n;      /* bytes in use */
    size_t cap;    /* bytes allocated */
    size_t max;    /* most bytes that it may hold */
    bool failed;   /* memory or max was exhausted: what is in it is not complete; sticky */
    bool borrowed; /* p belongs to the caller of buf_init_fixed() */
};

/* Prepares b to grow to at most max bytes (> 0). Allocates nothing yet. */
void buf_init(struct buf *b, size_t max);

/* Prepares b to write into size bytes at storage, which the caller owns and which must outlive b.
 * Never allocates. */
void buf_init_fixed(struct buf *b, char *storage, size_t size);

/* Makes room for n more bytes or fails; the slow half of buf_reserve(), not to be called directly.
 */
char *buf_grow(struct buf *b, size_t n);

/* Room for n more bytes after the bytes in use, for a writer that knows an upper bound: it writes
 * there and then adds to b->n what it wrote. Valid until the next call on b. NULL, with b->failed
 * set, when there is none. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
    /* Never equal, so that a buf without memory goes the slow way also for n = 0. */
    if (!b->failed && b->cap - b->n > n)
        return b->p + b->n;
    return buf_grow(b, n);
}

/* Each appends, or sets b->failed and appends nothing; all are without effect once it failed. p may
 * be NULL when n is 0. buf_put_i64() writes decimal digits without a locale. */
static inline void buf_put(struct buf *b, const void *p, size_t n)
{
    char *to = n > 0 ? buf_reserve(b, n) : NULL;

    if (to == NULL)
        return;
    memcpy(to, p, n);
    b->n += n;
}

static inline void buf_put_str(struct buf *b, struct str s)
{
    buf_put(b, s.p, s.n);
}

static inline void buf_putc(struct buf *b, char c)
{
    buf_put(b, &c, 1);
}

void buf_put_i64(struct buf *b, int64_t v);

/* Empties b and clears b->failed; the memory stays. */
void buf_reset(struct buf *b);

/* Releases the memory. b may be zeroed, and may be finished twice; it must be initialised again
 * before use. */
void buf_finish(struct buf *b);

/* Hands the bytes over: allocated with malloc(), owned by the caller, who passes them to free();
 * *ret_n is their count. Never NULL for success, even when empty. b is left empty and may be
 * written again. NULL, with *ret_n untouched and b->failed set, when b had failed or its storage is
 * the caller's already. */
MUST_USE char *buf_detach(struct buf *b, size_t *ret_n);

/* For CLEANUP(). */
static inline void buf_finish_p(struct buf *b)
{
    buf_finish(b);
}
