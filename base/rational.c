#include "base/rational.h"

#include "base/digits.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

typedef rational_int wide;
__extension__ typedef unsigned __int128 uwide;

/* The one number whose negative does not fit: refused as a result, so that signs can be turned. */
#define WIDE_MIN ((wide)((uwide)1 << 127))

static wide magnitude(wide n)
{
    return n < 0 ? -n : n;
}

static wide common_divisor(wide a, wide b)
{
    a = magnitude(a);
    while (b != 0) {
        wide rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

/* In lowest terms; den > 0. */
static struct rational reduced(wide num, wide den)
{
    wide divisor = common_divisor(num, den);

    return (struct rational){num / divisor, den / divisor};
}

struct rational rational_from_int(int64_t n)
{
    return (struct rational){n, 1};
}

struct rational rational_from_e6(int64_t e6)
{
    return reduced(e6, 1000000);
}

struct rational rational_from_dec(struct dec d)
{
    wide den = 1;

    for (uint8_t i = 0; i < d.scale; i++)
        den *= 10;
    return reduced(d.v, den);
}

static int sum(struct rational a, struct rational b, bool minus, struct rational *ret)
{
    wide divisor = common_divisor(a.den, b.den);
    wide left, right, den, num;

    if (__builtin_mul_overflow(a.num, b.den / divisor, &left) ||
        __builtin_mul_overflow(b.num, a.den / divisor, &right) ||
        __builtin_mul_overflow(a.den, b.den / divisor, &den) ||
        (minus ? __builtin_sub_overflow(left, right, &num)
               : __builtin_add_overflow(left, right, &num)) ||
        num == WIDE_MIN)
        return -ERR_LIMIT;
    *ret = reduced(num, den);
    return 0;
}

int rational_add(struct rational a, struct rational b, struct rational *ret)
{
    return sum(a, b, false, ret);
}

int rational_sub(struct rational a, struct rational b, struct rational *ret)
{
    return sum(a, b, true, ret);
}

int rational_mul(struct rational a, struct rational b, struct rational *ret)
{
    /* Reduced crosswise first, so that it overflows only when the result itself does. */
    struct rational left = reduced(a.num, b.den), right = reduced(b.num, a.den);
    wide num, den;

    if (__builtin_mul_overflow(left.num, right.num, &num) ||
        __builtin_mul_overflow(left.den, right.den, &den) || num == WIDE_MIN)
        return -ERR_LIMIT;
    *ret = (struct rational){num, den};
    return 0;
}

int rational_div(struct rational a, struct rational b, struct rational *ret)
{
    if (b.num == 0)
        return -ERR_INPUT;
    return rational_mul(a, (struct rational){b.num < 0 ? -b.den : b.den, magnitude(b.num)}, ret);
}

/* The whole number below or at `a`, and what is left over, at least 0 and less than a.den. */
static wide split(struct rational a, wide *ret_rest)
{
    wide quotient = a.num / a.den, rest = a.num % a.den;
    bool below = rest < 0;

    *ret_rest = below ? rest + a.den : rest;
    return below ? quotient - 1 : quotient;
}

/* Whole parts are compared, then the reciprocals of what is left over, as continued fractions do:
 * no product, so nothing overflows. */
int rational_cmp(struct rational a, struct rational b)
{
    int turn = 1;

    for (;;) {
        wide rest_a, rest_b, whole_a = split(a, &rest_a), whole_b = split(b, &rest_b);

        if (whole_a != whole_b)
            return whole_a < whole_b ? -turn : turn;
        if (rest_a == 0 || rest_b == 0)
            return rest_a == rest_b ? 0 : rest_a == 0 ? -turn : turn;
        a = (struct rational){a.den, rest_a};
        b = (struct rational){b.den, rest_b};
        turn = -turn;
    }
}

int rational_sign(struct rational a)
{
    return (a.num > 0) - (a.num < 0);
}

int rational_round(struct rational a, uint8_t decimals, enum rounding rounding, struct dec *ret)
{
    wide rest, whole = split(a, &rest);
    bool up = false;

    if (decimals > DEC_SCALE_MAX)
        return -ERR_INPUT;
    for (uint8_t i = 0; i < decimals; i++) {
        if (__builtin_mul_overflow(rest, (wide)10, &rest) ||
            __builtin_mul_overflow(whole, (wide)10, &whole) ||
            __builtin_add_overflow(whole, rest / a.den, &whole))
            return -ERR_LIMIT;
        rest %= a.den;
    }
    switch (rounding) {
    case ROUND_NEAREST:
        /* `whole` is below: a half goes up, away from zero, unless the number is negative. */
        up = rest > a.den - rest || (rest == a.den - rest && a.num > 0);
        break;
    case ROUND_DOWN:
        break;
    case ROUND_UP:
        up = rest > 0;
        break;
    }
    if (__builtin_add_overflow(whole, (wide)up, &whole) || whole < INT64_MIN || whole > INT64_MAX)
        return -ERR_LIMIT;
    *ret = (struct dec){(int64_t)whole, decimals};
    return 0;
}

/* limit: limbs of a power; 100 factors below 2^64, and one of 128 bits twice */
enum { LIMBS_MAX = RATIONAL_ROOT_YEARS_MAX + 4 };

/* A natural number, the least limb first. */
struct natural {
    uint64_t limb[LIMBS_MAX];
    size_t n;
};

static void natural_times(struct natural *number, uint64_t factor)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < number->n; i++) {
        uwide product = (uwide)number->limb[i] * factor + carry;

        number->limb[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    if (carry > 0)
        number->limb[number->n++] = carry;
    while (number->n > 0 && number->limb[number->n - 1] == 0)
        number->n--;
}

/* factor^times * base, 0 <= base. */
static struct natural natural_power(wide base, uint64_t factor, int times)
{
    struct natural number = {{(uint64_t)base, (uint64_t)((uwide)base >> 64)}, 2};

    natural_times(&number, 1);
    for (int i = 0; i < times; i++)
        natural_times(&number, factor);
    return number;
}

static int natural_cmp(const struct natural *a, const struct natural *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = a->n; i-- > 0;)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

/* Compares (x / unit)^years with ratio. */
static int compare_power(uint64_t x, uint64_t unit, int years, struct rational ratio)
{
    struct natural left = natural_power(ratio.den, x, years);
    struct natural right = natural_power(ratio.num, unit, years);

    return natural_cmp(&left, &right);
}

/* The largest x with (x / unit)^years <= ratio, at most `most`. */
static uint64_t find_root(uint64_t unit, uint64_t most, int years, struct rational ratio)
{
    uint64_t low = 0, high = most;

    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;

        if (compare_power(middle, unit, years, ratio) <= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

int rational_growth(struct rational ratio, int years, uint8_t decimals, enum rounding rounding,
                    struct dec *ret)
{
    /* Twice as large a number must still fit, see below. */
    const uint64_t most = INT64_MAX / 2;
    uint64_t unit = 100, root;
    bool up = false;

    if (rational_sign(ratio) < 0 || years < 1 || years > RATIONAL_ROOT_YEARS_MAX ||
        decimals > DEC_SCALE_MAX)
        return -ERR_INPUT;
    for (uint8_t i = 0; i < decimals; i++)
        unit *= 10;
    root = find_root(unit, most, years, ratio);
    if (root == most)
        return -ERR_LIMIT;
    switch (rounding) {
    case ROUND_NEAREST: {
        /* The root lies between `root` and the next; a half of a loss is rounded to the greater
         * loss. */
        int half = compare_power(2 * root + 1, 2 * unit, years, ratio);

        up = half < 0 || (half == 0 && root >= unit);
        break;
    }
    case ROUND_DOWN:
        break;
    case ROUND_UP:
        up = compare_power(root, unit, years, ratio) < 0;
        break;
    }
    *ret = (struct dec){(int64_t)(root + up) - (int64_t)unit, decimals};
    return 0;
}
