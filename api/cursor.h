/* Cursors: an opaque place in an ordered list, carried by `cursor=` from one page to the next.
 *
 * A cursor holds the key of the last entry of a page as a few short texts, bound to the release it
 * was read from and to the request (operation, path and every query parameter that decides which
 * entries there are and in which order). Its checksum guards against use with another request, not
 * against a forger: who takes one in still checks what its keys say, as with any argument.
 *
 *     struct str keys[2];
 *     if (args->cursor.n > 0) {
 *         enum problem_id problem = cursor_read(call, args->cursor, keys, COUNT_OF(keys));
 *         if (problem != PROBLEM_NONE)
 *             return problem;
 *     }
 *     ...
 *     if (more) {
 *         enum problem_id problem = cursor_write(call, keys, COUNT_OF(keys));
 *         ...
 *     }
 *
 * The order of a list must be total, so that "after this key" is one place. Nothing here knows what
 * the keys mean.
 */
#pragma once

#include "api/api.h"
#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/* limit: bytes of a cursor's text, as the pattern of the parameter in openapi.yaml says: room for the
 * longest key, see cursor.c, and links stay well under the longest target */
enum { CURSOR_TEXT_MAX = 496 };

/* Reads the cursor of this call into `n` keys (in call->arena). bad-cursor, with a detail, when it
 * was not made by cursor_write() for this request with `n` keys; stale-cursor when it belongs to
 * another release; PROBLEM_NONE otherwise. */
MUST_USE enum problem_id cursor_read(struct api_call *call, struct str text, struct str *ret_keys,
                                     size_t n);

/* What to return for a cursor that cursor_read() took but whose keys name no place of the list. */
MUST_USE enum problem_id cursor_bad(struct api_call *call);

/* There is a next page, after the entry with these keys: makes the cursor and gives it to
 * envelope_next(). PROBLEM_NONE, or the problem to return. */
MUST_USE enum problem_id cursor_write(struct api_call *call, const struct str *keys, size_t n);

/* The two below without a call. `scope` is what the cursor is bound to beside the release.
 *
 * cursor_encode: -ERR_LIMIT when the keys are too long for CURSOR_TEXT_MAX, -ERR_NOMEM.
 * cursor_decode: -ERR_INPUT not of this scope, or damaged; -ERR_NEWER of another release;
 * -ERR_NOMEM. `*ret` and `ret_keys` are in `arena`, and untouched on failure. */
MUST_USE int cursor_encode(struct arena *arena, struct str scope, int64_t release,
                           const struct str *keys, size_t n, struct str *ret);
MUST_USE int cursor_decode(struct arena *arena, struct str scope, int64_t release, struct str text,
                           struct str *ret_keys, size_t n);
