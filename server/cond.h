/* Conditional requests: validators and their comparison (RFC 9110, sections 8.8 and 13).
 *
 * The entity tag of an answer is computed from what decides its bytes, not from the bytes, so that
 * a client that is up to date is told so before any query runs. Pure functions.
 */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* An entity tag with its quotes and the final NUL: 32 hexadecimal digits. */
enum { COND_ETAG_SIZE = 35 };

/* "Sun, 06 Nov 1994 08:49:37 GMT" and the final NUL. */
enum { COND_DATE_SIZE = 30 };

/* Everything that decides the bytes of an answer. */
struct cond_inputs {
    /* Identity of the program that makes it. */
    struct str build;
    /* Digest and number of the release; empty and 0 for an answer that has none. */
    struct str release_digest;
    int64_t release;
    struct str operation;
    /* Canonical path and query. */
    struct str target;
    struct str lang, format, coding;
};

/* The strong entity tag of the answer, quoted. */
void cond_etag(const struct cond_inputs *inputs, char ret[static COND_ETAG_SIZE]);

/* Does the If-None-Match field name `etag`? Weak comparison; "*" is no name, see cond_is_any(). A
 * malformed field names nothing. */
MUST_USE bool cond_matches(struct str if_none_match, struct str etag);

/* Is the field "*"? It holds for any answer there is, so only once it is known that there is one.
 */
MUST_USE bool cond_is_any(struct str if_none_match);

/* Seconds since 1970-01-01 as an HTTP date. Years 1970 to 9999. */
void cond_date(int64_t at, char ret[static COND_DATE_SIZE]);

/* Parses the three forms of an HTTP date that a recipient must know. False when malformed. */
MUST_USE bool cond_date_parse(struct str text, int64_t *ret);
