/* Memory of one request: allocated piece by piece, released all at once. Bounded, so that no
 * request takes more than its cap. Not for what outlives the request, and not shared between
 * threads. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *first, *current; /* chain in order of use; first outlives arena_reset() */
    size_t block;                        /* bytes of an ordinary block */
    size_t cap;                          /* most bytes of all blocks together */
    size_t total;                        /* bytes of all blocks now held */
    bool failed;                         /* an allocation failed since init or reset; sticky */
};

/* Prepares a; allocates nothing yet. block and cap count bytes that can be handed out, with cap >=
 * block > 0. */
void arena_init(struct arena *a, size_t block, size_t cap);

/* n zeroed bytes, aligned to 16, that live until arena_reset() or arena_finish(); a distinct
 * pointer also for n = 0. NULL when memory or the cap is exhausted; then a->failed is set and every
 * later call gives NULL too, so that a caller may check once at the end. */
void *arena_alloc(struct arena *a, size_t n);

/* A copy of s in the arena, followed by a NUL that is not counted. {NULL, 0} on failure, as
 * arena_alloc(); a copy of the empty text has a pointer. */
struct str arena_copy(struct arena *a, struct str s);

/* Formatted text in the arena, followed by a NUL that is not counted. {NULL, 0} on failure, as
 * arena_alloc(). For identifiers and messages; JSON and SQL are never made this way. */
struct str arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

/* The array v of n elements of `size` > 0 bytes, in the arena, with room for one more: v itself, or
 * a copy with twice the room; *room counts the elements there is room for. v may be NULL with n and
 * *room 0. NULL on failure, as arena_alloc(); v and *room are then as before. */
void *arena_grow(struct arena *a, void *v, size_t n, size_t *room, size_t size);

/* Takes back everything, clears a->failed, and keeps the first block for the next request unless
 * one large allocation made it larger than an ordinary block. */
void arena_reset(struct arena *a);

/* Releases every block. a may be zeroed, and may be finished twice; it must be initialised again
 * before use. */
void arena_finish(struct arena *a);
