/* Writes JSON text into a buf, forward only and compact. Numbers are integers and exact decimals.
 * Misuse (a value without a key in an object, an end without a begin, two values at the top) and
 * text that is no UTF-8 make it fail, and the failure is sticky: write everything, then ask jw_ok()
 * once. Allocates nothing but the buf's growth. */
#pragma once

#include "base/buf.h"
#include "base/dec.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Deepest nesting: one bit for each depth, and depth 0 is the outside. Answers are at most eight
 * deep. */
enum { JW_DEPTH_MAX = 63 };

/* A plain value: a copy taken together with the buf's n is a point to return to. */
struct jw {
    struct buf *buf;
    uint64_t comma;  /* bit d: the next value at depth d needs a comma before it */
    uint64_t object; /* bit d: depth d is an object */
    unsigned depth;
    bool has_key; /* a key was written and waits for its value */
    bool failed;
};

/* Starts one JSON value at the end of buf, which must outlive w. */
void jw_init(struct jw *w, struct buf *buf);

void jw_object_begin(struct jw *w);
void jw_object_end(struct jw *w);
void jw_array_begin(struct jw *w);
void jw_array_end(struct jw *w);

/* Key that is a string literal without quotation marks, backslashes and controls: one copy, no look
 * at the bytes. */
#define JW_KEY(w, literal) jw_key_quoted((w), ",\"" literal "\":", sizeof(",\"" literal "\":") - 1)

/* Key of any other origin; escaped as jw_str(). */
void jw_key(struct jw *w, struct str key);

/* Part of JW_KEY(): n bytes of a comma, the key in quotation marks and a colon. Not to be called
 * directly. */
void jw_key_quoted(struct jw *w, const char *p, size_t n);

/* Text, checked to be UTF-8. Escaped besides what JSON demands: DEL, U+0080 to U+009F (a terminal
 * may obey them) and U+2028, U+2029 (line ends to JavaScript). */
void jw_str(struct jw *w, struct str s);

void jw_i64(struct jw *w, int64_t v);
void jw_bool(struct jw *w, bool v);
void jw_null(struct jw *w);

/* A number with exactly d.scale places. */
void jw_dec(struct jw *w, struct dec d);

/* One value that jw wrote before, as it is. */
void jw_raw(struct jw *w, struct str json);

/* One whole value was written, everything begun is ended, and neither w nor its buf has failed. */
bool jw_ok(const struct jw *w);
