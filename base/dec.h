/* Exact decimals of at most six places: the only numbers with a fraction in this program.
 * Everything is integer arithmetic; a result is exact, rounded by the stated rule, or refused. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/* Places that the sources use are at most four; six leave room for ratios, and 9.2e12 is still held
 * exactly. */
enum { DEC_SCALE_MAX = 6 };

/* Longest text of a decimal with its NUL: sign, 19 digits, point, a zero before the point, rounded
 * up. */
enum { DEC_TEXT_MAX = 24 };

/* The number v / 10^scale, scale <= DEC_SCALE_MAX. 1.5 and 1.50 are the same number printed in two
 * ways. */
struct dec {
    int64_t v;
    uint8_t scale;
};

/* Text of the form -?(0|[1-9][0-9]*)(\.[0-9]{1,6})?, all of s; the scale is the count of places
 * written. Zero has no sign: "-0" is read as 0. 0, -ERR_INPUT for another form, -ERR_LIMIT for a
 * number that does not fit; *ret is then untouched. */
MUST_USE int dec_parse(struct str s, struct dec *ret);

/* Writes d with exactly d.scale places and a NUL, and returns the length without the NUL.
 * dec_parse() reads it back. */
size_t dec_format(struct dec d, char out[DEC_TEXT_MAX]);

/* From millionths, as the store keeps numbers, with the places that the number was published with;
 * with as many more as it takes when it is not exact in those. decimals over DEC_SCALE_MAX count as
 * DEC_SCALE_MAX. */
struct dec dec_from_e6(int64_t e6, uint8_t decimals);

/* To millionths. 0, or -ERR_LIMIT when it does not fit; *ret is then untouched. */
MUST_USE int dec_to_e6(struct dec d, int64_t *ret);
