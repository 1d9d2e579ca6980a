/* Cursors: what was put in comes out for the same request and release, and nothing else is taken.
 */
#include "api/cursor.h"
#include "base/err.h"
#include "tests/tap.h"

static const struct str scope = STR("listThings /v1/things&a=b");

static void check_round_trip(struct arena *arena)
{
    const struct str keys[] = {STR("120116"), STR(""), STR("\xe6\xbb\xa8;=\n")};
    struct str back[COUNT_OF(keys)], text;

    tap_is_int(cursor_encode(arena, scope, 7, keys, COUNT_OF(keys), &text), 0, "a cursor is made");
    tap_is_int((int64_t)strspn(text.p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_"),
               (int64_t)text.n, "of the letters of base64url alone");
    tap_is_int(cursor_decode(arena, scope, 7, text, back, COUNT_OF(back)), 0, "and is read");
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        tap_is_str(back[i], keys[i], "key %d", (int)i);
    tap_is_int(cursor_decode(arena, scope, 8, text, back, COUNT_OF(back)), -ERR_NEWER,
               "another release");
    tap_is_int(cursor_decode(arena, STR("listThings /v1/things&a=c"), 7, text, back, 3), -ERR_INPUT,
               "another request");
    tap_is_int(cursor_decode(arena, STR("listThings /v1/things&a=c"), 8, text, back, 3), -ERR_INPUT,
               "another request of another release is no cursor of this one");
    tap_is_int(cursor_decode(arena, scope, 7, text, back, 2), -ERR_INPUT, "fewer keys");
    tap_is_int(cursor_decode(arena, scope, 7, text, back, 4), -ERR_INPUT, "more keys");
}

/* Every single changed letter, and every cut. */
static void check_damage(struct arena *arena)
{
    const struct str keys[] = {STR("one"), STR("two")};
    struct str text, back[2];
    char copy[CURSOR_TEXT_MAX];
    int taken = 0, tried = 0;

    tap_is_int(cursor_encode(arena, scope, 1, keys, 2, &text), 0, "a cursor is made");
    for (size_t at = 0; at < text.n; at++) {
        for (const char *letter = "Aaz09-_+/= "; *letter != '\0'; letter++) {
            if (text.p[at] == *letter)
                continue;
            memcpy(copy, text.p, text.n);
            copy[at] = *letter;
            taken += cursor_decode(arena, scope, 1, (struct str){copy, text.n}, back, 2) == 0;
            tried++;
        }
        taken += cursor_decode(arena, scope, 1, (struct str){text.p, at}, back, 2) == 0;
    }
    tap_ok(tried > 300 && taken == 0, "no damaged cursor is taken");
    memcpy(copy, text.p, text.n);
    copy[text.n] = 'A';
    tap_is_int(cursor_decode(arena, scope, 1, (struct str){copy, text.n + 1}, back, 2), -ERR_INPUT,
               "a letter too many");
}

static void check_limits(struct arena *arena)
{
    static const char letters[256] = {0};
    const struct str longest[] = {{letters, 255}, {letters, 99}};
    const struct str over[] = {{letters, 255}, {letters, 100}};
    const struct str one[] = {{letters, 256}};
    const struct str number = STR("-9223372036854775808"), day = STR("-2147483648");
    const struct str code = {letters, 100};
    const struct str place[] = {number, number, number, code,   code,  STR("A"),
                                day,    day,    number, number, number};
    struct str text, back[2];

    /* 372 bytes: 16 at the head, one for the length of each key. */
    tap_is_int(cursor_encode(arena, scope, 1, longest, 2, &text), 0, "all bytes in use");
    tap_is_int((int64_t)text.n, CURSOR_TEXT_MAX, "are the longest text");
    tap_is_int(cursor_decode(arena, scope, 1, text, back, 2), 0, "which is read");
    tap_is_int((int64_t)(back[0].n + back[1].n), 354, "whole");
    tap_is_int(cursor_encode(arena, scope, 1, over, 2, &text), -ERR_LIMIT, "one byte more");
    tap_is_int(cursor_encode(arena, scope, INT64_MAX, place, COUNT_OF(place), &text), 0,
               "the longest place of an observation");
    tap_is_int(cursor_encode(arena, scope, 1, one, 1, &text), -ERR_LIMIT, "a key too long");
    tap_is_int(cursor_encode(arena, scope, 1, NULL, 0, &text), 0, "no key at all");
    tap_is_int(cursor_decode(arena, scope, 1, text, back, 0), 0, "is a cursor too");
}

int main(void)
{
    struct arena arena, none;
    struct str text;

    arena_init(&arena, 4096, 1 << 20);
    check_round_trip(&arena);
    check_damage(&arena);
    check_limits(&arena);
    arena_finish(&arena);
    arena_init(&none, 8, 8);
    tap_is_int(cursor_encode(&none, scope, 1, &scope, 1, &text), -ERR_NOMEM, "no memory");
    arena_finish(&none);
    return tap_done();
}
