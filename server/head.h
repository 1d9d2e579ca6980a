/* The header section of a request, read once into what the server uses of it.
 *
 * Where a field came several times its values are joined with commas, as RFC 9110, 5.3 says; where
 * that is not allowed the count is kept. Decides the limits and the framing; chooses no operation.
 */
#pragma once

#include "api_spec.h"
#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

struct MHD_Connection;

/* limit: 64 fields and 16 KiB, three times what a browser behind two proxies sends. */
enum { HEAD_FIELDS_MAX = 64, HEAD_BYTES_MAX = 16384 };

struct head {
    size_t n_fields, n_bytes;
    size_t n_hosts;
    struct str host;
    /* Empty when absent. */
    struct str accept, accept_language, accept_encoding;
    struct str if_match, if_none_match, if_modified_since;
    struct str content_length, content_type, content_encoding, transfer_encoding, expect;
    struct str authorization, forwarded, idempotency_key;
};

/* Reads all fields; joined values live in `arena`, the others as long as the request. */
void head_read(struct MHD_Connection *connection, struct arena *arena, struct head *ret);

/* Does the request bring a body, or framing that may hide one? The connection is not used for
 * another request then: nobody read the body, or who forwards may see another end of it. */
MUST_USE bool head_brings_body(const struct head *head);

/* What is wrong with bringing one to an operation that takes none: PROBLEM_NONE without a body,
 * length-required, body-too-large. */
MUST_USE enum problem_id head_check_body(const struct head *head);

/* What is wrong with how a body is announced to an operation that takes JSON of at most `most`
 * bytes: PROBLEM_NONE, bad-framing, length-required, body-too-large, unsupported-media-type,
 * unsupported-content-encoding. */
MUST_USE enum problem_id head_check_json(const struct head *head, size_t most);

/* The same for an operation that takes a file of at most `most` bytes of the media types `upload`
 * (bits of enum upload_bit); with PROBLEM_NONE they say what it is: its type, the charset or the
 * empty text when none was named, and the length. */
struct head_upload {
    struct str media_type, charset;
    size_t length;
};
MUST_USE enum problem_id head_check_upload(const struct head *head, unsigned upload, size_t most,
                                           struct head_upload *ret);

/* PROBLEM_NONE, or what is wrong with the head of a request, whatever it asks for:
 * headers-too-large, bad-host, expectation-failed. After each of them the connection cannot be used
 * for another request. `version` is "HTTP/1.1". */
MUST_USE enum problem_id head_check(const struct head *head, struct str version);
