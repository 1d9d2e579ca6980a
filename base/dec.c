#include "base/dec.h"

#include "base/digits.h"
#include "base/err.h"

#include <string.h>

/* Products of two magnitudes are exact in it. */
typedef unsigned __int128 uwide;

static const int64_t power[DEC_SCALE_MAX + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000};

/* Digits only, at least one, each appended to *v. */
static bool take_digits(struct str s, bool *fits, int64_t *v)
{
    for (size_t i = 0; i < s.n; i++) {
        int digit = s.p[i] - '0';

        if (digit < 0 || digit > 9)
            return false;
        /* Below zero, where INT64_MIN has a place. */
        *fits =
            *fits && !__builtin_mul_overflow(*v, 10, v) && !__builtin_sub_overflow(*v, digit, v);
    }
    return s.n > 0;
}

int dec_parse(struct str s, struct dec *ret)
{
    bool negative = str_starts(s, STR("-"));
    struct str whole = STR(""), places = s;
    bool fits = true;
    int64_t v = 0;

    if (negative)
        places = (struct str){s.p + 1, s.n - 1};
    if (!str_cut(&places, '.', &whole) || !take_digits(whole, &fits, &v))
        return -ERR_INPUT;
    if (whole.n > 1 && whole.p[0] == '0')
        return -ERR_INPUT;
    /* After the cut a point without places leaves an empty text, no point leaves none. */
    if (places.p != NULL && (places.n > DEC_SCALE_MAX || !take_digits(places, &fits, &v)))
        return -ERR_INPUT;
    if (!fits || (!negative && v == INT64_MIN))
        return -ERR_LIMIT;
    *ret = (struct dec){.v = negative ? v : -v, .scale = (uint8_t)places.n};
    return 0;
}

size_t dec_format(struct dec d, char out[DEC_TEXT_MAX])
{
    char digits[DIGITS_MAX + DEC_SCALE_MAX];
    char *end = digits + sizeof digits;
    char *start = digits_before(end, digits_magnitude(d.v));
    char *to = out;
    size_t n_whole;

    while (end - start <= d.scale)
        *--start = '0';
    n_whole = (size_t)(end - start) - d.scale;
    if (d.v < 0)
        *to++ = '-';
    to = mempcpy(to, start, n_whole);
    if (d.scale > 0) {
        *to++ = '.';
        to = mempcpy(to, start + n_whole, d.scale);
    }
    *to = '\0';
    return (size_t)(to - out);
}

struct dec dec_from_e6(int64_t e6, uint8_t decimals)
{
    uint8_t scale = decimals < DEC_SCALE_MAX ? decimals : DEC_SCALE_MAX;

    while (e6 % power[DEC_SCALE_MAX - scale] != 0)
        scale++;
    return (struct dec){.v = e6 / power[DEC_SCALE_MAX - scale], .scale = scale};
}

int dec_to_e6(struct dec d, int64_t *ret)
{
    int64_t e6;

    if (__builtin_mul_overflow(d.v, power[DEC_SCALE_MAX - d.scale], &e6))
        return -ERR_LIMIT;
    *ret = e6;
    return 0;
}
