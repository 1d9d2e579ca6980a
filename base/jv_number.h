/* The numbers of JSON as exact decimals; for base/jv.c. */
#pragma once

#include "base/jv.h"

/* Reads the number that `text` begins with, a digit or a sign. JV_FINE: *ret_n bytes long, *ret
 * without zeros at the end of its places. Otherwise *ret_n is where the fault is, and *ret_reason
 * what it is. */
MUST_USE enum jv_fault jv_number(struct str text, size_t *ret_n, struct dec *ret,
                                 const char **ret_reason);
