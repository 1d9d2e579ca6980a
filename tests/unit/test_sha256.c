#include "base/sha256.h"
#include "tests/tap.h"

/* Vectors of FIPS 180-4's examples and of the NIST test files. */
int main(void)
{
    static const struct {
        struct str text;
        const char *digest;
    } cases[] = {
        {STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    char thousand[1000], hex[SHA256_TEXT_MAX];
    struct sha256 s;

    sha256_init(&s);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        /* Without a new init: the digest before must have started an empty message. */
        sha256_update(&s, cases[i].text);
        sha256_hex(&s, hex);
        tap_is_str(str_from(hex), str_from(cases[i].digest), "vector %zu", i);
    }
    for (size_t cut = 0; cut <= cases[2].text.n; cut++) {
        sha256_update(&s, (struct str){cases[2].text.p, cut});
        sha256_update(&s, (struct str){cases[2].text.p + cut, cases[2].text.n - cut});
        sha256_hex(&s, hex);
        tap_is_str(str_from(hex), str_from(cases[2].digest), "cut at %zu", cut);
    }
    memset(thousand, 'a', sizeof thousand);
    for (int i = 0; i < 1000; i++)
        sha256_update(&s, (struct str){thousand, sizeof thousand});
    sha256_hex(&s, hex);
    tap_is_str(str_from(hex),
               STR("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
               "a million a");
    sha256_update(&s, (struct str){NULL, 0});
    sha256_hex(&s, hex);
    tap_is_str(str_from(hex), str_from(cases[0].digest), "a piece without bytes");
    return tap_done();
}
