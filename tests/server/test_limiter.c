/* Token buckets, by hand: at 5 a second a bucket holds 10, and one comes each 200 ms. */
#include "server/limiter.h"
#include "tests/tap.h"

static struct limiter limiter;

static struct address address(const char *text)
{
    struct address found = {0};

    tap_ok(address_parse(str_from(text), &found), "%s is an address", text);
    return found;
}

static void test_bucket(void)
{
    struct limit_verdict v = {0};

    limiter_init(&limiter, 5);
    for (int i = 0; i < 10; i++)
        v = limiter_count_key(&limiter, "abcdefgh", 1000);
    tap_ok(!v.refused && v.left == 0 && v.rate == 5, "ten come at once");
    v = limiter_count_key(&limiter, "abcdefgh", 1000);
    tap_ok(v.refused, "the eleventh does not");
    tap_is_int(v.wait_s, 1, "and is told to wait a second");
    tap_is_int(v.kind, LIMIT_KEY, "by the policy of keys");
    v = limiter_count_key(&limiter, "abcdefgh", 1199);
    tap_ok(v.refused, "199 ms later there is none");
    v = limiter_count_key(&limiter, "abcdefgh", 1200);
    tap_ok(!v.refused && v.left == 0, "200 ms later there is one");
    v = limiter_count_key(&limiter, "abcdefgh", 1100);
    tap_ok(v.refused, "a clock that is a little behind brings none");
    v = limiter_count_key(&limiter, "ijklmnop", 1200);
    tap_ok(!v.refused && v.left == 9, "another key has a bucket of its own");
    v = limiter_count_key(&limiter, "abcdefgh", 1000000);
    tap_ok(!v.refused && v.left == 9, "a bucket never holds more than two seconds");
    limiter_finish(&limiter);
}

static void test_names(void)
{
    struct address a = address("192.0.2.1"), b = address("192.0.2.2"), mapped;
    struct address c = address("2001:db8:1:2::1"), d = address("2001:db8:1:2:ffff::9");
    struct address e = address("2001:db8:1:3::1");

    mapped = address("::ffff:192.0.2.1");
    limiter_init(&limiter, 1);
    tap_is_int(limiter_count_address(&limiter, &a, 5).left, 1, "an address");
    tap_is_int(limiter_count_address(&limiter, &b, 5).left, 1, "its neighbour");
    tap_is_int(limiter_count_address(&limiter, &mapped, 5).left, 0, "the first, over IPv6");
    tap_is_int(limiter_count_address(&limiter, &c, 5).left, 1, "a household");
    tap_is_int(limiter_count_address(&limiter, &d, 5).left, 0, "the same");
    tap_is_int(limiter_count_address(&limiter, &e, 5).left, 1, "another");
    tap_is_int(limiter_count_failure(&limiter, &a, 5).left, 9, "failures are counted apart");
    limiter_finish(&limiter);
}

static void test_off(void)
{
    struct address a = address("192.0.2.1");
    bool refused = false;

    limiter_init(&limiter, 0);
    for (int i = 0; i < 1000; i++)
        refused = limiter_count_address(&limiter, &a, 5).refused ||
                  limiter_count_failure(&limiter, &a, 5).refused || refused;
    tap_ok(!refused, "without a rate nobody is refused");
    tap_is_int(limiter_count_address(&limiter, &a, 5).kind, LIMIT_NONE, "and there is no policy");
    limiter_finish(&limiter);
}

/* A million addresses take no memory, and one that asks all the time is still held. */
static void test_flood(void)
{
    struct address flood = address("2001:db8::");
    int64_t refused = 0;

    limiter_init(&limiter, 1);
    for (uint32_t i = 0; i < 1000000; i++) {
        memcpy(flood.bytes + 4, &i, sizeof i);
        refused += limiter_count_address(&limiter, &flood, 5 + i / 1000).refused;
        if (i % 100 == 0)
            refused += limiter_count_key(&limiter, "abcdefgh", 5 + i / 1000).refused ? 1000000 : 0;
    }
    tap_ok(refused % 1000000 == 0, "addresses that come once are never refused");
    tap_ok(refused / 1000000 > 9900, "the one that comes always is: %lld of 10000",
           (long long)(refused / 1000000));
    limiter_finish(&limiter);
}

int main(void)
{
    test_bucket();
    test_names();
    test_off();
    test_flood();
    return tap_done();
}
