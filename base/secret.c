#include "base/secret.h"

#include "base/err.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

int secret_random(uint8_t *bytes, size_t n)
{
    while (n > 0) {
        ssize_t got = getrandom(bytes, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return -ERR_IO;
        bytes += got;
        n -= (size_t)got;
    }
    return 0;
}

bool secret_equal(const void *a, const void *b, size_t n)
{
    /* volatile: the compiler may neither stop early nor compare by another way */
    const volatile uint8_t *left = a, *right = b;
    volatile uint8_t differs = 0;

    for (size_t i = 0; i < n; i++)
        differs |= (uint8_t)(left[i] ^ right[i]);
    return differs == 0;
}

/* Takes `bits` bits at a time, the first bit of the first byte first; the last group is filled up
 * with zeros. */
static void encode(const uint8_t *bytes, size_t n, unsigned bits, const char *alphabet, char *out)
{
    unsigned held = 0, value = 0;

    for (size_t i = 0; i < n; i++) {
        value = value << 8 | bytes[i];
        held += 8;
        while (held >= bits) {
            held -= bits;
            *out++ = alphabet[value >> held & ((1u << bits) - 1)];
        }
        value &= (1u << held) - 1;
    }
    if (held > 0)
        *out++ = alphabet[value << (bits - held) & ((1u << bits) - 1)];
    *out = '\0';
}

void secret_base64url(const uint8_t *bytes, size_t n, char *out)
{
    encode(bytes, n, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", out);
}

void secret_base32(const uint8_t *bytes, size_t n, char *out)
{
    encode(bytes, n, 5, "abcdefghijklmnopqrstuvwxyz234567", out);
}

void secret_wipe(void *bytes, size_t n)
{
    explicit_bzero(bytes, n);
}
