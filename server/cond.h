/* Conditional requests: validators and their comparison (RFC 9110, sections 8.8 and 13).
 *
 * The entity tag of an answer is computed from what decides its bytes, not from the bytes, so that
 * a client that is up to date is told so before any query runs. Pure functions.
 */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an entity tag knows before there is a body: 64 hexadecimal digits and the final NUL. */
enum { COND_HASH_SIZE = 65 };

/* An entity tag with its quotes and the final NUL: "hash-length-check", with 32, up to 20 and 16
 * digits. The length of the body is part of it, because a 304 may only name the length that its 200
 * has, and is sent without making that. The tag shows half of the hash; the check is taken over all
 * of it and the length, so that a client cannot put another length into a tag and have it back. */
enum { COND_ETAG_SIZE = 73 };

/* "Sun, 06 Nov 1994 08:49:37 GMT" and the final NUL. */
enum { COND_DATE_SIZE = 30 };

/* Everything that decides the bytes of an answer. */
struct cond_inputs {
    /* Identity of the program that makes it. */
    struct str build;
    /* Digest and number of the release; empty and 0 for an answer that has none. */
    struct str release_digest;
    int64_t release;
    /* Digest of the release that last changed what may be read of every release; empty: none. */
    struct str access_digest;
    struct str operation;
    /* Canonical path and query. */
    struct str target;
    struct str lang, format, coding;
};

/* The hash of the inputs. */
void cond_hash(const struct cond_inputs *inputs, char ret[static COND_HASH_SIZE]);

/* The strong entity tag of the answer with a body of `length` bytes. */
void cond_etag(const char *hash, size_t length, char ret[static COND_ETAG_SIZE]);

/* How tags are compared: If-None-Match takes a weak tag for the strong one, If-Match does not. */
enum cond_comparison { COND_WEAK, COND_STRONG };

/* Does the field name a tag that cond_etag() makes of this hash? "*" is no name, see cond_is_any().
 * A malformed field names nothing. `*ret_length` is the length in the tag. */
MUST_USE bool cond_matches(struct str field, enum cond_comparison comparison, const char *hash,
                           size_t *ret_length);

/* Is the field "*"? It holds for any answer there is, so only once it is known that there is one.
 */
MUST_USE bool cond_is_any(struct str field);

/* Seconds since 1970-01-01 as an HTTP date. Years 1970 to 9999. */
void cond_date(int64_t at, char ret[static COND_DATE_SIZE]);

/* Parses the three forms of an HTTP date that a recipient must know. False when malformed. */
MUST_USE bool cond_date_parse(struct str text, int64_t *ret);
