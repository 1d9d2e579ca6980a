/* Secrets: random bytes that nobody can guess, their text, and comparing them without telling by
 * the time it takes where they differ. */
#pragma once

#include "base/macros.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fills bytes from the random source of the system. -ERR_IO: it has none. */
MUST_USE int secret_random(uint8_t *bytes, size_t n);

/* Whether n bytes are the same; looks at all of them whatever they are. */
bool secret_equal(const void *a, const void *b, size_t n);

/* Characters of n bytes in base64url without padding, and in base32, of whole groups of five bytes;
 * without the NUL. */
#define SECRET_BASE64_LEN(n) (((n)*4 + 2) / 3)
#define SECRET_BASE32_LEN(n) ((n) / 5 * 8)

/* Writes n bytes as text and a NUL (RFC 4648): base64url without padding; base32 in lower case, n a
 * multiple of 5. */
void secret_base64url(const uint8_t *bytes, size_t n, char *out);
void secret_base32(const uint8_t *bytes, size_t n, char *out);

/* Forgets n bytes: the compiler does not leave this out. */
void secret_wipe(void *bytes, size_t n);
