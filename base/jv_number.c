#include "base/jv_number.h"

#include <stdint.h>

/* limit: an exponent of five digits leaves the range of decimals, whatever it stands behind. */
enum { EXPONENT_MAX = 99999 };

static bool is_digit(struct str text, size_t at)
{
    return at < text.n && text.p[at] >= '0' && text.p[at] <= '9';
}

static bool is_either(struct str text, size_t at, char a, char b)
{
    return at < text.n && (text.p[at] == a || text.p[at] == b);
}

/* One more digit of a magnitude. */
static bool put_digit(uint64_t *v, int digit)
{
    return !__builtin_mul_overflow(*v, 10U, v) && !__builtin_add_overflow(*v, (unsigned)digit, v);
}

/* `digits` * 10^exponent with the fewest places; a point in the digits is passed over. False when
 * it is no decimal. */
static bool to_dec(struct str digits, bool negative, int64_t exponent, struct dec *ret)
{
    uint64_t v = 0;

    for (; digits.n > 0 && is_either(digits, digits.n - 1, '0', '.'); digits.n--)
        exponent += digits.p[digits.n - 1] == '0' ? 1 : 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] != '.' && !put_digit(&v, digits.p[i] - '0'))
            return false;
    }
    if (v == 0)
        exponent = 0;
    for (; exponent > 0; exponent--) {
        if (!put_digit(&v, 0))
            return false;
    }
    if (v > (uint64_t)INT64_MAX || exponent < -DEC_SCALE_MAX)
        return false;
    *ret = (struct dec){.v = negative ? -(int64_t)v : (int64_t)v, .scale = (uint8_t)-exponent};
    return true;
}

/* The exponent at *at, behind its letter. */
static bool read_exponent(struct str text, size_t *at, int64_t *ret)
{
    bool negative = is_either(text, *at, '-', '-');
    int64_t exponent = 0;

    *at += is_either(text, *at, '-', '+') ? 1 : 0;
    if (!is_digit(text, *at))
        return false;
    for (; is_digit(text, *at); (*at)++)
        exponent = exponent < EXPONENT_MAX ? exponent * 10 + (text.p[*at] - '0') : exponent;
    *ret = negative ? -exponent : exponent;
    return true;
}

static enum jv_fault malformed(size_t *ret_n, size_t at, const char **ret_reason,
                               const char *reason)
{
    *ret_n = at;
    *ret_reason = reason;
    return JV_MALFORMED;
}

enum jv_fault jv_number(struct str text, size_t *ret_n, struct dec *ret, const char **ret_reason)
{
    bool negative = is_either(text, 0, '-', '-');
    size_t start = negative ? 1 : 0, at = start, point, end;
    int64_t exponent = 0;

    if (!is_digit(text, at))
        return malformed(ret_n, at, ret_reason, "no digit where a number must have one");
    while (is_digit(text, at))
        at++;
    if (text.p[start] == '0' && at > start + 1)
        return malformed(ret_n, start, ret_reason, "a number with a zero too many before it");
    point = end = at;
    if (is_either(text, at, '.', '.')) {
        if (!is_digit(text, ++at))
            return malformed(ret_n, at, ret_reason, "no digit behind the point of a number");
        while (is_digit(text, at))
            at++;
        end = at;
    }
    if (is_either(text, at, 'e', 'E')) {
        at++;
        if (!read_exponent(text, &at, &exponent))
            return malformed(ret_n, at, ret_reason, "no digit in the exponent of a number");
    }
    if (end > point)
        exponent -= (int64_t)(end - point - 1);
    if (!to_dec((struct str){text.p + start, end - start}, negative, exponent, ret)) {
        *ret_n = 0;
        *ret_reason = "a number that is too large, or has more than six places";
        return JV_OUT_OF_RANGE;
    }
    *ret_n = at;
    return JV_FINE;
}
