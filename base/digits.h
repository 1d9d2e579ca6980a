/* Decimal digits of an integer, two at a time: what buf, dec and the writers share. Private to
 * base. */
#pragma once

#include <stdint.h>

/* Digits of the largest uint64_t. */
enum { DIGITS_MAX = 20 };

/* Writes the digits of v so that the last one stands just before end, at most DIGITS_MAX of them,
 * and returns the first. No NUL. */
char *digits_before(char *end, uint64_t v);

/* The distance of v from 0, also of INT64_MIN. */
static inline uint64_t digits_magnitude(int64_t v)
{
    return v < 0 ? -(uint64_t)v : (uint64_t)v;
}
