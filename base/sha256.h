/* SHA-256 (FIPS 180-4) of text in pieces: for digests that name what was published, not for
 * secrets. */
#pragma once

#include "base/str.h"

#include <nettle/sha2.h>

/* The library renames its functions to nettle_* by macros, and two of them are our names. */
#undef sha256_init
#undef sha256_update

/* Length of the digest in hexadecimal, with its NUL. */
enum { SHA256_TEXT_MAX = 65 };

struct sha256 {
    struct sha256_ctx ctx;
};

/* Starts an empty message. Nothing needs to be released. */
void sha256_init(struct sha256 *s);

/* Appends the bytes of piece; where pieces are cut makes no difference. */
void sha256_update(struct sha256 *s, struct str piece);

/* Writes the digest of everything appended as 64 lower-case hexadecimal digits and a NUL, and
 * starts an empty message again. */
void sha256_hex(struct sha256 *s, char out[SHA256_TEXT_MAX]);
