#include "base/buf.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct str text_of(const struct buf *b)
{
    return (struct str){b->p, b->n};
}

static void test_put(void)
{
    CLEANUP(buf_finish_p) struct buf b;

    buf_init(&b, 1000);
    tap_ok(b.p == NULL && b.n == 0, "starts without memory");
    buf_put(&b, NULL, 0);
    buf_put_str(&b, (struct str){NULL, 0});
    tap_ok(!b.failed && b.n == 0, "nothing is put without harm");
    buf_put(&b, "ab\0c", 4);
    buf_putc(&b, '-');
    buf_put_str(&b, STR("de"));
    tap_is_str(text_of(&b), STR("ab\0c-de"), "bytes in order");
    buf_reset(&b);
    tap_is_int((int64_t)b.n, 0, "emptied");
    tap_ok(b.p != NULL, "with its memory");
}

static void test_integers(void)
{
    static const struct {
        int64_t v;
        const char *text;
    } cases[] = {
        {0, "0"},
        {7, "7"},
        {10, "10"},
        {99, "99"},
        {100, "100"},
        {101, "101"},
        {999, "999"},
        {1000, "1000"},
        {12345, "12345"},
        {-1, "-1"},
        {-10, "-10"},
        {1000000007, "1000000007"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"},
    };
    CLEANUP(buf_finish_p) struct buf b;

    buf_init(&b, 1000);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        buf_reset(&b);
        buf_put_i64(&b, cases[i].v);
        tap_is_str(text_of(&b), str_from(cases[i].text), "digits of %s", cases[i].text);
    }
}

static void test_growth(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    size_t cap = 0, n_grown = 0;
    bool same = true;

    buf_init(&b, 100000);
    for (size_t i = 0; i < 100000; i++) {
        buf_putc(&b, (char)(i * 7));
        n_grown += b.cap != cap;
        cap = b.cap;
    }
    for (size_t i = 0; i < b.n; i++)
        same = same && b.p[i] == (char)(i * 7);
    tap_ok(same && b.n == 100000 && !b.failed, "grows to its cap with its bytes");
    tap_ok(n_grown < 10, "in few steps");
    buf_putc(&b, 'x');
    tap_ok(b.failed && b.n == 100000, "one more byte fails and is not there");
    buf_reset(&b);
    buf_put(&b, "abc", 3);
    tap_is_str(text_of(&b), STR("abc"), "a reset forgives");
    tap_ok(buf_reserve(&b, 100000) == NULL && b.failed, "no room for more than the cap");
    buf_put(&b, "d", 1);
    tap_is_str(text_of(&b), STR("abc"), "after a failure nothing is put");
    buf_reset(&b);
    tap_ok(buf_reserve(&b, SIZE_MAX) == NULL, "nor for a size that would overflow");
}

static void test_reserve(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    char *p;

    buf_init(&b, 10);
    buf_put_str(&b, STR("ab"));
    p = buf_reserve(&b, 8);
    tap_ok(p != NULL && p == b.p + 2, "exactly the rest");
    memcpy(p, "cdefghij", 8);
    b.n += 8;
    tap_is_str(text_of(&b), STR("abcdefghij"), "written in place");
    tap_ok(buf_reserve(&b, 0) != NULL && !b.failed, "room for nothing is left");
    tap_ok(buf_reserve(&b, 1) == NULL && b.failed, "room for one is not");
}

static void test_fixed(void)
{
    char storage[8];
    struct buf b;
    size_t n = 42;

    buf_init_fixed(&b, storage, sizeof storage);
    buf_put_str(&b, STR("12345678"));
    tap_ok(!b.failed && memcmp(storage, "12345678", 8) == 0, "storage of the caller, to its end");
    buf_putc(&b, '9');
    tap_ok(b.failed, "and no further");
    buf_reset(&b);
    tap_ok(buf_detach(&b, &n) == NULL && b.failed && n == 42, "cannot be handed over");
    buf_finish(&b);
}

static void test_detach(void)
{
    CLEANUP(buf_finish_p) struct buf b;
    size_t n = 42;
    char *p;

    buf_init(&b, 100);
    buf_put_str(&b, STR("body"));
    p = buf_detach(&b, &n);
    tap_ok(p != NULL && str_eq((struct str){p, n}, STR("body")), "handed over");
    free(p);
    tap_ok(b.p == NULL && b.n == 0 && b.max == 100, "leaves an empty buf");
    p = buf_detach(&b, &n);
    tap_ok(p != NULL && n == 0, "an empty one is no failure");
    free(p);
    n = 42;
    (void)buf_reserve(&b, 101);
    tap_ok(buf_detach(&b, &n) == NULL && n == 42, "a failed one is");
}

int main(void)
{
    test_put();
    test_integers();
    test_growth();
    test_reserve();
    test_fixed();
    test_detach();
    return tap_done();
}
