/* Text as pointer and length: views that own nothing. A view is as long-lived as the bytes that it
 * points at; whoever hands one out says how long that is. Also the strict checks that text passes
 * before it is trusted. Nothing here allocates, and nothing depends on a locale. */
#pragma once

#include "base/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* n bytes at p, without a NUL unless somebody says so. A zeroed struct is the empty text; then p is
 * NULL. */
struct str {
    const char *p;
    size_t n;
};

struct str_list {
    const struct str *v;
    size_t n;
};

struct str_pair {
    struct str key, value;
};

/* Pairs in the order in which they were given; keys may be repeated unless somebody says otherwise.
 */
struct str_map {
    const struct str_pair *v;
    size_t n;
};

/* View of a string literal, also as a constant initializer. */
#define STR(literal) ((struct str){.p = "" literal, .n = sizeof(literal) - 1})

/* View of a NUL-terminated text, without the NUL; NULL gives the empty text. */
struct str str_from(const char *z);

/* Same length and same bytes. */
bool str_eq(struct str a, struct str b);

/* Byte order, a prefix before what it starts: negative, 0 or positive as a is before, equal to or
 * after b. For valid UTF-8 this is the order of code points. */
int str_cmp(struct str a, struct str b);

bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Splits the next piece off *rest: *ret_head becomes what is before the first sep, *rest what is
 * after it; without a sep the head is all of it and *rest becomes the view {NULL, 0}, which marks
 * the end. True while a piece was taken, so that a loop sees "a,,b" as three pieces, "a," as "a"
 * and "", "" as one empty piece, and a zeroed view as none. False leaves *ret_head untouched. */
bool str_cut(struct str *rest, char sep, struct str *ret_head);

/* Decimal integer of the form -?(0|[1-9][0-9]*), all of s: no sign +, no blanks, no leading zero,
 * no "-0". 0, -ERR_INPUT for another form, -ERR_LIMIT for a number that does not fit; *ret is then
 * untouched. */
MUST_USE int str_parse_i64(struct str s, int64_t *ret);

/* Length in bytes of the UTF-8 sequence that s starts with, 1 to 4, and its code point in
 * *ret_point; 0, with *ret_point untouched, when s is empty or starts with anything else: a stray
 * or missing continuation byte, an overlong form, a surrogate, a number above U+10FFFF (RFC 3629).
 */
size_t str_utf8_next(struct str s, uint32_t *ret_point);

/* Every sequence of s is accepted by str_utf8_next(). NUL is a valid character here. */
bool str_utf8_valid(struct str s);

/* Holds a control character: U+0000 to U+001F, U+007F, U+0080 to U+009F. Bytes that are no UTF-8
 * count as controls, since nobody can say what a terminal makes of them. */
bool str_has_control(struct str s);

/* Holds a character that is not seen or that changes how its neighbours are seen: zero width,
 * joiners and fillers, bidirectional marks, line and paragraph separators, tags, private use. Two
 * identifiers that differ in these look the same to a reader. Variation selectors pass, since
 * Chinese names use them. Ignores bytes that are no UTF-8. */
bool str_has_invisible(struct str s);

/* Longest text that str_distance() compares. Identifiers are shorter, and the cost grows with the
 * product. */
enum { STR_DISTANCE_MAX = 64 };

/* Edits (insert, delete, replace, swap of neighbours: optimal string alignment) that turn a into b,
 * in bytes, with A-Z equal to a-z. Returns max + 1 when there are more than max, or when either
 * text is over STR_DISTANCE_MAX. */
int str_distance(struct str a, struct str b, int max);
