/* A test program's side of the Test Anything Protocol, version 12: a line for each check, a plan at
 * the end. One program is one translation unit, so the counters live here. A program ends with
 * `return tap_done();`. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int tap_n_run, tap_n_failed;

/* A line that explains the check before it. */
static inline void PRINTF_LIKE(1, 2) tap_note(const char *format, ...)
{
    va_list args;

    fputs("# ", stdout);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

static inline bool PRINTF_LIKE(2, 0) tap_result(bool passed, const char *format, va_list args)
{
    tap_n_run++;
    tap_n_failed += !passed;
    printf("%s %d - ", passed ? "ok" : "not ok", tap_n_run);
    vprintf(format, args);
    putchar('\n');
    return passed;
}

/* Each reports one check, named by the format, and returns whether it passed. */
static inline bool PRINTF_LIKE(2, 3) tap_ok(bool passed, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tap_result(passed, format, args);
    va_end(args);
    return passed;
}

static inline bool PRINTF_LIKE(3, 4)
    tap_is_int(int64_t got, int64_t expected, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tap_result(got == expected, format, args);
    va_end(args);
    if (got != expected)
        tap_note("got %" PRId64 ", expected %" PRId64, got, expected);
    return got == expected;
}

/* Bytes as a note shows them, so that nothing in them breaks the protocol. */
static inline void tap_note_bytes(const char *what, struct str s)
{
    printf("# %s \"", what);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c >= 0x20 && c < 0x7f && c != '\\')
            putchar(c);
        else
            printf("\\x%02x", c);
    }
    puts("\"");
}

static inline bool PRINTF_LIKE(3, 4)
    tap_is_str(struct str got, struct str expected, const char *format, ...)
{
    bool passed = str_eq(got, expected);
    va_list args;

    va_start(args, format);
    tap_result(passed, format, args);
    va_end(args);
    if (!passed) {
        tap_note_bytes("got     ", got);
        tap_note_bytes("expected", expected);
    }
    return passed;
}

/* Checks are missing here, for the reason given; a program says so rather than passing in silence.
 */
static inline void tap_skip(const char *reason)
{
    printf("ok %d # SKIP %s\n", ++tap_n_run, reason);
}

/* Prints the plan. The exit status: 0 when there were checks and all passed. */
static inline int tap_done(void)
{
    printf("1..%d\n", tap_n_run);
    return tap_n_run > 0 && tap_n_failed == 0 ? 0 : 1;
}
