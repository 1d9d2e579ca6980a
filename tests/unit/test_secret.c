#include "base/secret.h"
#include "tests/tap.h"

/* Vectors of RFC 4648, section 10, without padding; and one that has the two other characters of
 * base64url. */
static void test_text(void)
{
    static const struct {
        struct str bytes;
        const char *text;
    } base64[] = {
        {STR(""), ""},
        {STR("f"), "Zg"},
        {STR("fo"), "Zm8"},
        {STR("foo"), "Zm9v"},
        {STR("foob"), "Zm9vYg"},
        {STR("fooba"), "Zm9vYmE"},
        {STR("foobar"), "Zm9vYmFy"},
        {STR("\xfb\xff\xfe"), "-__-"},
    };
    char out[64];

    for (size_t i = 0; i < COUNT_OF(base64); i++) {
        secret_base64url((const uint8_t *)base64[i].bytes.p, base64[i].bytes.n, out);
        tap_is_str(str_from(out), str_from(base64[i].text), "base64url of %zu bytes",
                   base64[i].bytes.n);
        tap_is_int((int64_t)SECRET_BASE64_LEN(base64[i].bytes.n), (int64_t)strlen(base64[i].text),
                   "and its length");
    }
    secret_base32((const uint8_t *)"fooba", 5, out);
    tap_is_str(str_from(out), STR("mzxw6ytb"), "base32");
}

static void test_equal(void)
{
    uint8_t a[32], b[32];

    for (size_t i = 0; i < sizeof a; i++)
        a[i] = (uint8_t)(i * 37);
    memcpy(b, a, sizeof b);
    tap_ok(secret_equal(a, b, sizeof a), "the same bytes");
    for (size_t i = 0; i < sizeof a; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            b[i] ^= (uint8_t)(1u << bit);
            if (secret_equal(a, b, sizeof a))
                tap_ok(false, "bit %u of byte %zu differs", bit, i);
            b[i] = a[i];
        }
        b[i] ^= 0x80;
        tap_ok(!secret_equal(a, b, sizeof a) && secret_equal(a, b, i),
               "byte %zu differs, those before it not", i);
        b[i] = a[i];
    }
    tap_ok(secret_equal(a, b, 0), "nothing is as nothing");
}

static void test_random(void)
{
    uint8_t a[32] = {0}, b[32] = {0};
    unsigned seen = 0;

    tap_is_int(secret_random(a, sizeof a), 0, "random bytes");
    tap_is_int(secret_random(b, sizeof b), 0, "and others");
    tap_ok(!secret_equal(a, b, sizeof a), "are not the same");
    for (size_t i = 0; i < sizeof a; i++)
        seen |= a[i];
    tap_ok(seen == 0xff, "with each bit somewhere");
    secret_wipe(a, sizeof a);
    memset(b, 0, sizeof b);
    tap_ok(secret_equal(a, b, sizeof a), "wiped");
}

int main(void)
{
    test_text();
    test_equal();
    test_random();
    return tap_done();
}
