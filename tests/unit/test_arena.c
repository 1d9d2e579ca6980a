#include "base/arena.h"
#include "tests/tap.h"

static bool zeroed(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (p[i] != 0)
            return false;
    }
    return true;
}

static void test_pieces(void)
{
    CLEANUP(arena_finish) struct arena a;
    char *v[100];
    bool aligned = true, clean = true, apart = true;

    arena_init(&a, 256, 1 << 20);
    for (size_t i = 0; i < COUNT_OF(v); i++) {
        v[i] = arena_alloc(&a, i);
        aligned = aligned && v[i] != NULL && (uintptr_t)v[i] % 16 == 0;
        clean = clean && zeroed(v[i], i);
        memset(v[i], (int)i, i);
    }
    for (size_t i = 0; i < COUNT_OF(v); i++) {
        for (size_t j = 0; j < i; j++)
            apart = apart && v[i][j] == (char)i;
        apart = apart && (i == 0 || v[i] != v[i - 1]);
    }
    tap_ok(aligned, "aligned to 16");
    tap_ok(clean, "zeroed");
    tap_ok(apart, "pieces do not overlap");
    tap_ok(!a.failed, "nothing failed");
}

static void test_reset(void)
{
    CLEANUP(arena_finish) struct arena a;
    char *first, *again;

    arena_init(&a, 256, 4096);
    first = arena_alloc(&a, 200);
    memset(first, 'x', 200);
    for (int i = 0; i < 10; i++)
        (void)arena_alloc(&a, 200);
    arena_reset(&a);
    tap_is_int((int64_t)a.total, 256, "one block is kept");
    again = arena_alloc(&a, 200);
    tap_ok(again == first, "the first block is used again");
    tap_ok(zeroed(again, 200), "and zeroed again");
    arena_reset(&a);
    (void)arena_alloc(&a, 5000);
    tap_ok(a.failed, "over the cap");
    arena_reset(&a);
    tap_ok(!a.failed && arena_alloc(&a, 16) != NULL, "a reset forgives");
    arena_finish(&a);
    (void)arena_alloc(&a, 1000);
    tap_is_int((int64_t)a.total, 1008, "a first block as large as its piece");
    arena_reset(&a);
    tap_is_int((int64_t)a.total, 0, "is not kept");
}

static void test_cap(void)
{
    CLEANUP(arena_finish) struct arena a;
    int n = 0;

    arena_init(&a, 256, 1000);
    while (arena_alloc(&a, 64) != NULL)
        n++;
    /* Three blocks of 256 hold four pieces each, the last one of 232 holds three. */
    tap_is_int(n, 15, "pieces under the cap");
    tap_ok(a.failed && arena_alloc(&a, 1) == NULL, "the failure is sticky, also for less");
    tap_ok(arena_copy(&a, STR("x")).p == NULL, "a copy fails too");
    tap_ok(arena_printf(&a, "x").p == NULL, "and formatted text");
    arena_reset(&a);
    tap_ok(arena_alloc(&a, SIZE_MAX) == NULL && a.failed, "a size that would overflow");
    arena_reset(&a);
    tap_ok(arena_copy(&a, (struct str){"x", SIZE_MAX}).p == NULL && a.failed,
           "a copy of such a size");
}

static void test_text(void)
{
    CLEANUP(arena_finish) struct arena a;
    char from[] = "district";
    struct str copy, empty, printed;

    arena_init(&a, 64, 4096);
    copy = arena_copy(&a, str_from(from));
    from[0] = 'x';
    tap_is_str(copy, STR("district"), "a copy is its own");
    tap_is_int(copy.p[copy.n], 0, "and ends with NUL");
    tap_is_str(arena_copy(&a, STR("a\0b")), STR("a\0b"), "a NUL inside is copied");
    empty = arena_copy(&a, (struct str){NULL, 0});
    tap_ok(empty.p != NULL && empty.n == 0 && empty.p[0] == '\0', "a copy of nothing");
    printed = arena_printf(&a, "%s=%d", "limit", 100);
    tap_is_str(printed, STR("limit=100"), "formatted");
    tap_is_int(printed.p[printed.n], 0, "with NUL");
    tap_is_int((int64_t)arena_printf(&a, "%200d", 1).n, 200, "formatted over a block");
    tap_is_int((int64_t)arena_printf(&a, "%s", "").n, 0, "formatted nothing");
    arena_finish(&a);
    arena_finish(&a);
    tap_is_int((int64_t)a.total, 0, "finished twice");
}

static void test_grow(void)
{
    CLEANUP(arena_finish) struct arena a;
    int *v = NULL, *before;
    size_t n = 0, room = 0;
    bool kept = true, stays = true;

    arena_init(&a, 256, 4096);
    for (; n < 100; n++) {
        before = n < room ? v : NULL;
        v = arena_grow(&a, v, n, &room, sizeof *v);
        if (v == NULL)
            break;
        stays = stays && (before == NULL || v == before);
        v[n] = (int)n;
    }
    tap_is_int((int64_t)n, 100, "elements one by one");
    for (size_t i = 0; i < n; i++)
        kept = kept && v[i] == (int)i;
    tap_ok(kept, "all are kept");
    tap_ok(stays && room >= n, "it moves only when there is no room");
    before = v;
    n = room;
    tap_ok(arena_grow(&a, v, n, &room, 64) == NULL && a.failed, "over the cap");
    tap_ok(room == n && before[99] == 99, "and nothing is lost");
    arena_reset(&a);
    room = SIZE_MAX / 2;
    tap_ok(arena_grow(&a, v, room, &room, 8) == NULL && a.failed, "a size that would overflow");
}

int main(void)
{
    test_pieces();
    test_reset();
    test_cap();
    test_text();
    test_grow();
    return tap_done();
}
