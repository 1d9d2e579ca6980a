/* JSON that others wrote, read into a tree of values: strict, bounded, exact.
 *
 * A text is UTF-8 with nothing but white space around one object or array, no name twice in an
 * object (escapes count as what they stand for), no U+0000, no half of a surrogate pair. Numbers
 * are decimals, never binary fractions; one that no struct dec holds is refused, not rounded.
 * Nothing here knows what the values mean; that is for the schema (api/body.h).
 */
#pragma once

#include "base/arena.h"
#include "base/dec.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* limit: 32 lists and objects within each other; what is sent here nests under ten. */
enum { JV_DEPTH_MAX = 32 };

enum jv_type { JV_NULL, JV_BOOLEAN, JV_NUMBER, JV_STRING, JV_ARRAY, JV_OBJECT };

struct jv {
    enum jv_type type;
    bool yes;               /* of a boolean */
    struct str name;        /* as the member of an object */
    struct str text;        /* a string without its escapes; a number as it was written */
    struct dec number;      /* without zeros at the end of its places */
    const struct jv *first; /* of an array or object, in the order of the text */
    const struct jv *next;  /* beside it */
    size_t n;               /* of an array or object */
    size_t at;              /* where it, or its name, begins in the text */
};

enum jv_fault { JV_FINE, JV_MALFORMED, JV_TOO_DEEP, JV_OUT_OF_RANGE, JV_NO_MEMORY };

/* What is wrong, where: both count from 1, columns in bytes. */
struct jv_error {
    enum jv_fault fault;
    const char *reason; /* "a name twice in one object": static, in our words */
    size_t line, column;
};

/* Reads `text`. The tree lives in `arena`; the text of a number points into `text`. NULL with
 * `*ret_error` filled when it is refused. */
MUST_USE const struct jv *jv_parse(struct arena *arena, struct str text,
                                   struct jv_error *ret_error);

/* The member of an object, or NULL when there is none (or `object` is NULL or no object). */
const struct jv *jv_member(const struct jv *object, struct str name);
