/* Moments: seconds since 1970-01-01T00:00:00Z. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

/* Longest text with its NUL; it holds every moment of the days that period.h writes. */
enum { MOMENT_TEXT_MAX = 32 };

/* All of s:
 *   2025-03-31                  the last second of that day
 *   2025-03-31T08:00:00Z        also without the seconds
 *   2025-03-31T16:00:00+08:00   a local time and how far it is ahead; the plus may be a space,
 *                               which is what a plus in a query decodes to
 * 0, -ERR_INPUT for another form or a day that does not exist, -ERR_LIMIT for a year that
 * date_parse() does not take; *ret is then untouched. */
MUST_USE int moment_parse(struct str s, int64_t *ret);

/* Writes YYYY-MM-DDTHH:MM:SSZ and a NUL, and returns the length without the NUL. */
size_t moment_format(int64_t moment, char out[MOMENT_TEXT_MAX]);
