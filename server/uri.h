/* The request target, split before it is decoded.
 *
 * Works on the raw bytes of the request line, because a decoded "%2F" or "%26" can no longer be
 * told from a separator. Decoding is strict: what is not exactly an encoded text is refused and
 * never repaired. This module knows no operation, no parameter and no HTTP library.
 */
#pragma once

#include "api_spec.h"
#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* limit: 4,096 bytes of target hold 32 parameters with room to spare, and stay far below the pool
 * of a connection, so that the answer to more is ours. */
enum { URI_TARGET_MAX = 4096 };

/* limit: the deepest path of the contract has 4 segments; one deeper than this cannot match. */
enum { URI_SEGMENTS_MAX = 8 };

/* limit: 32 parameters, twice what the richest operation takes. */
enum { URI_PAIRS_MAX = 32 };

/* A target in parts; all point into the raw target. */
struct uri {
    /* Begins with '/', still encoded; "*" for the asterisk form. */
    struct str path;
    /* After the '?', still encoded; empty also when there is none. */
    struct str query;
    bool asterisk;
};

/* One "name=value" of a query, decoded, '+' read as a space. */
struct uri_pair {
    struct str name, value;
    /* There was no '='. */
    bool bare;
    /* PROBLEM_NONE, or bad-percent-encoding or bad-utf8; then name and value are still encoded. */
    enum problem_id problem;
};

struct uri_pairs {
    struct uri_pair v[URI_PAIRS_MAX];
    size_t n;
    /* There were more. */
    bool cut;
};

/* Is it a host and an optional port, as a Host field has it: a name or IPv4 address, or an IPv6
 * address in brackets; then nothing, or a colon and a port up to 65535? */
MUST_USE bool uri_is_authority(struct str text);

/* Splits a target: origin form, absolute form (reduced to its path and query) or "*". Gives
 * PROBLEM_NONE, or bad-target for other forms and for bytes that must be percent-encoded. */
MUST_USE enum problem_id uri_split(struct str raw, struct uri *ret);

/* The beginning of a target that may be logged: all of it, unless it holds what is or may be a key
 * ("iprs_" anywhere, or a parameter named as keys are by others). Works on any bytes. */
struct str uri_without_key(struct str raw);

/* Decodes one component; `plus` reads '+' as a space. PROBLEM_NONE; bad-percent-encoding also for
 * an encoded control character; bad-utf8; out-of-memory. The result is in `arena` or is `raw`. */
MUST_USE enum problem_id uri_decode(struct arena *arena, struct str raw, bool plus,
                                    struct str *ret);

/* Splits a path at '/' and decodes the segments; "/" has none. PROBLEM_NONE; not-found for a path
 * that cannot be one of ours (empty segment, encoded slash, too deep); or as uri_decode(). */
MUST_USE enum problem_id uri_segments(struct arena *arena, struct str path,
                                      struct str ret[URI_SEGMENTS_MAX], size_t *ret_n);

/* Splits a query at '&' and the first '=' and decodes the parts. Empty pieces ("a=1&&b=2") mean
 * nothing and are passed over. Faults are noted in the pairs. False when memory ran out. */
MUST_USE bool uri_query(struct arena *arena, struct str query, struct uri_pairs *ret);
