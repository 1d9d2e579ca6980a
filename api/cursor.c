#include "api/cursor.h"

#include "api/envelope.h"
#include "base/err.h"
#include "db/cell_text.h"
#include "db/db.h"

#include <stdbool.h>
#include <string.h>

/* The bytes behind the text: checksum, release, then each key after its length in one byte. */
enum {
    CHECKSUM_BYTES = 8,
    RELEASE_BYTES = 8,
    HEAD_BYTES = CHECKSUM_BYTES + RELEASE_BYTES,
    BYTES_MAX = CURSOR_TEXT_MAX / 4 * 3,
    KEY_MAX = 255,
};

/* The longest key is the place of an observation: six numbers, two days, a letter, a measure and a
 * definition, each after its length. */
enum {
    I64_TEXT_MAX = sizeof "-9223372036854775808" - 1,
    DAY_TEXT_MAX = sizeof "-2147483648" - 1,
    LONGEST_KEY = 6 * (1 + I64_TEXT_MAX) + 2 * (1 + DAY_TEXT_MAX) + 2 + 2 * (1 + CELL_CODE_MAX),
};
_Static_assert(HEAD_BYTES + LONGEST_KEY <= BYTES_MAX, "every key that the loader takes fits");

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* FNV-1a, 64 bits: an accident passes once in 1.8e19, and nothing rests on it beyond accidents. */
static uint64_t hash_bytes(uint64_t hash, const unsigned char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static uint64_t checksum(struct str scope, const unsigned char *p, size_t n)
{
    static const unsigned char zero[1];
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    hash = hash_bytes(hash, (const unsigned char *)scope.p, scope.n);
    hash = hash_bytes(hash, zero, sizeof zero);
    return hash_bytes(hash, p, n);
}

static void put_u64(unsigned char *p, uint64_t v)
{
    for (size_t i = 0; i < 8; i++)
        p[i] = (unsigned char)(v >> (56 - 8 * i));
}

static uint64_t get_u64(const unsigned char *p)
{
    uint64_t v = 0;

    for (size_t i = 0; i < 8; i++)
        v = v << 8 | p[i];
    return v;
}

/* base64url without padding. */
static struct str text_of_bytes(struct arena *arena, const unsigned char *p, size_t n)
{
    size_t chars = (n * 4 + 2) / 3;
    char *text = arena_alloc(arena, chars + 1);
    uint32_t bits = 0;
    unsigned have = 0;
    size_t at = 0;

    if (text == NULL)
        return (struct str){0};
    for (size_t i = 0; i < n; i++) {
        bits = bits << 8 | p[i];
        have += 8;
        while (have >= 6) {
            have -= 6;
            text[at++] = alphabet[bits >> have & 63];
        }
    }
    if (have > 0)
        text[at++] = alphabet[bits << (6 - have) & 63];
    return (struct str){text, at};
}

/* Only the one text that text_of_bytes() makes of the bytes is taken. */
static int bytes_of_text(struct str text, unsigned char *ret, size_t *ret_n)
{
    uint32_t bits = 0;
    unsigned have = 0;
    size_t n = 0;

    if (text.n > CURSOR_TEXT_MAX || text.n % 4 == 1)
        return -ERR_INPUT;
    for (size_t i = 0; i < text.n; i++) {
        const char *digit = text.p[i] == '\0' ? NULL : strchr(alphabet, text.p[i]);

        if (digit == NULL)
            return -ERR_INPUT;
        bits = bits << 6 | (uint32_t)(digit - alphabet);
        have += 6;
        if (have >= 8) {
            have -= 8;
            ret[n++] = (unsigned char)(bits >> have);
        }
    }
    if ((bits & ((1U << have) - 1)) != 0)
        return -ERR_INPUT;
    *ret_n = n;
    return 0;
}

int cursor_encode(struct arena *arena, struct str scope, int64_t release, const struct str *keys,
                  size_t n, struct str *ret)
{
    unsigned char bytes[BYTES_MAX];
    size_t at = HEAD_BYTES;
    struct str text;

    for (size_t i = 0; i < n; i++) {
        if (keys[i].n > KEY_MAX || at + 1 + keys[i].n > sizeof bytes)
            return -ERR_LIMIT;
        bytes[at++] = (unsigned char)keys[i].n;
        if (keys[i].n > 0)
            memcpy(bytes + at, keys[i].p, keys[i].n);
        at += keys[i].n;
    }
    put_u64(bytes + CHECKSUM_BYTES, (uint64_t)release);
    put_u64(bytes, checksum(scope, bytes + CHECKSUM_BYTES, at - CHECKSUM_BYTES));
    text = text_of_bytes(arena, bytes, at);
    if (text.p == NULL)
        return -ERR_NOMEM;
    *ret = text;
    return 0;
}

/* Splits the bytes after the head into exactly `n` keys. */
static int split_keys(struct str rest, struct str *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t length;

        if (rest.n == 0)
            return -ERR_INPUT;
        length = (unsigned char)rest.p[0];
        if (length > rest.n - 1)
            return -ERR_INPUT;
        keys[i] = (struct str){rest.p + 1, length};
        rest.p += 1 + length;
        rest.n -= 1 + length;
    }
    return rest.n == 0 ? 0 : -ERR_INPUT;
}

/* limit: keys of one cursor; an observation's place, the longest, has nine */
enum { KEYS_MAX = 16 };

int cursor_decode(struct arena *arena, struct str scope, int64_t release, struct str text,
                  struct str *ret_keys, size_t n)
{
    unsigned char bytes[BYTES_MAX];
    struct str keys[KEYS_MAX];
    struct str kept;
    size_t length;
    int r;

    if (n > KEYS_MAX)
        return -ERR_LIMIT;
    r = bytes_of_text(text, bytes, &length);
    if (r < 0)
        return r;
    if (length < HEAD_BYTES ||
        get_u64(bytes) != checksum(scope, bytes + CHECKSUM_BYTES, length - CHECKSUM_BYTES))
        return -ERR_INPUT;
    if (get_u64(bytes + CHECKSUM_BYTES) != (uint64_t)release)
        return -ERR_NEWER;
    kept = arena_copy(arena, (struct str){(const char *)bytes + HEAD_BYTES, length - HEAD_BYTES});
    if (kept.p == NULL)
        return -ERR_NOMEM;
    r = split_keys(kept, keys, n);
    if (r < 0)
        return r;
    memcpy(ret_keys, keys, n * sizeof *keys);
    return 0;
}

/* Parameters that decide how entries look or how many stand on a page, but not which there are. */
static bool is_presentation(struct str name)
{
    static const struct str names[] = {
        STR("bom"), STR("cursor"), STR("fields"), STR("format"), STR("lang"), STR("limit"),
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

static struct str scope_of_call(const struct api_call *call)
{
    struct str path = call->path;
    struct str scope;

    /* The extension only chooses the format. */
    if (str_ends(path, STR(".csv")))
        path.n -= strlen(".csv");
    scope = arena_printf(call->arena, "%s %.*s", call->op->operation_id, (int)path.n, path.p);
    for (size_t i = 0; i < call->query.n; i++) {
        const struct str_pair *pair = &call->query.v[i];

        if (is_presentation(pair->key))
            continue;
        scope = arena_printf(call->arena, "%.*s&%.*s=%.*s", (int)scope.n, scope.p, (int)pair->key.n,
                             pair->key.p, (int)pair->value.n, pair->value.p);
    }
    return scope;
}

enum problem_id cursor_bad(struct api_call *call)
{
    return api_problem(call, PROBLEM_BAD_CURSOR,
                       "The cursor was not made for this request. Start again without it.");
}

enum problem_id cursor_read(struct api_call *call, struct str text, struct str *ret_keys, size_t n)
{
    int r = cursor_decode(call->arena, scope_of_call(call), call->release->id, text, ret_keys, n);

    if (r == -ERR_INPUT)
        return cursor_bad(call);
    if (r == -ERR_NEWER)
        return api_problem(call, PROBLEM_STALE_CURSOR,
                           "The cursor belongs to another release than the one being served, "
                           "which is %lld. Start again without it.",
                           (long long)call->release->id);
    return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
}

enum problem_id cursor_write(struct api_call *call, const struct str *keys, size_t n)
{
    struct str text;
    int r = cursor_encode(call->arena, scope_of_call(call), call->release->id, keys, n, &text);

    if (r < 0)
        return api_fail(call, r);
    envelope_next(call, text);
    return PROBLEM_NONE;
}
