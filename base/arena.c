#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16 };

/* Most lists of a request are shorter. */
enum { GROW_FIRST = 16 };

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    _Alignas(ALIGNMENT) char bytes[];
};

void arena_init(struct arena *a, size_t block, size_t cap)
{
    *a = (struct arena){.block = block, .cap = cap};
}

/* A new block at the end of the chain with room for n bytes: an ordinary one while the cap allows.
 */
static struct arena_block *add_block(struct arena *a, size_t n)
{
    size_t left = a->cap - a->total;
    size_t size = n > a->block ? n : a->block;
    struct arena_block *block;

    if (n > left)
        return NULL;
    if (size > left)
        size = left;
    block = malloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    *block = (struct arena_block){.size = size};
    if (a->current != NULL)
        a->current->next = block;
    else
        a->first = block;
    a->current = block;
    a->total += size;
    return block;
}

void *arena_alloc(struct arena *a, size_t n)
{
    struct arena_block *block = a->current;
    size_t rounded;
    char *p;

    /* Compared before rounding, which could overflow. */
    if (a->failed || n > a->cap) {
        a->failed = true;
        return NULL;
    }
    rounded = n == 0 ? ALIGNMENT : (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (block == NULL || block->size - block->used < rounded)
        block = add_block(a, rounded);
    if (block == NULL) {
        a->failed = true;
        return NULL;
    }
    p = block->bytes + block->used;
    block->used += rounded;
    return memset(p, 0, rounded);
}

struct str arena_copy(struct arena *a, struct str s)
{
    /* Of two sizes that no arena holds the one that does not overflow. */
    char *p = arena_alloc(a, s.n < SIZE_MAX ? s.n + 1 : s.n);

    if (p == NULL)
        return (struct str){NULL, 0};
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return (struct str){p, s.n};
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    char *p = NULL;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n >= 0)
        p = arena_alloc(a, (size_t)n + 1);
    if (p != NULL)
        n = vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    if (p == NULL || n < 0) {
        a->failed = true;
        return (struct str){NULL, 0};
    }
    return (struct str){p, (size_t)n};
}

void *arena_grow(struct arena *a, void *v, size_t n, size_t *room, size_t size)
{
    size_t more = *room == 0 ? GROW_FIRST : *room * 2;
    size_t bytes;
    void *grown;

    if (n < *room)
        return v;
    if (__builtin_mul_overflow(more, size, &bytes))
        bytes = SIZE_MAX;
    grown = arena_alloc(a, bytes);
    if (grown == NULL)
        return NULL;
    if (n > 0)
        memcpy(grown, v, n * size);
    *room = more;
    return grown;
}

static void release_chain(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;

        free(block);
        block = next;
    }
}

void arena_reset(struct arena *a)
{
    struct arena_block *first = a->first;

    if (first == NULL || first->size > a->block) {
        arena_finish(a);
        return;
    }
    release_chain(first->next);
    first->next = NULL;
    first->used = 0;
    a->current = first;
    a->total = first->size;
    a->failed = false;
}

void arena_finish(struct arena *a)
{
    release_chain(a->first);
    arena_init(a, a->block, a->cap);
}
