/* Comparing numbers for qsort(), bsearch() and orders with several keys. Text has str_cmp(). */
#pragma once

#include <stdint.h>

/* -1, 0 or 1 as a is less than, equal to or more than b. A difference could overflow. */
static inline int order_i64(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}
