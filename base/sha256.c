#include "base/sha256.h"

void sha256_init(struct sha256 *s)
{
    nettle_sha256_init(&s->ctx);
}

void sha256_update(struct sha256 *s, struct str piece)
{
    if (piece.n > 0)
        nettle_sha256_update(&s->ctx, piece.n, (const uint8_t *)piece.p);
}

void sha256_hex(struct sha256 *s, char out[SHA256_TEXT_MAX])
{
    static const char hex[] = "0123456789abcdef";
    uint8_t digest[SHA256_DIGEST_SIZE];

    nettle_sha256_digest(&s->ctx, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = hex[digest[i] >> 4];
        out[2 * i + 1] = hex[digest[i] & 15];
    }
    out[2 * sizeof digest] = '\0';
}
