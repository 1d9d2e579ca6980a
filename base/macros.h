/* Compiler attributes under readable names, and two idioms that every layer uses. GNU C only: gcc
 * and clang. No macro here contains `return` or `goto`, so that a reader sees every way out of a
 * function. */
#pragma once

#include <stddef.h>

/* Runs fn(&variable) when the variable leaves its scope. fn takes a pointer to the variable's type
 * and must accept a zeroed variable. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* Moves ownership out of a variable: its value, with the variable left NULL. */
#define TAKE_PTR(p)                                                                                \
    (__extension__({                                                                               \
        __typeof__(p) *take_from_ = &(p);                                                          \
        __typeof__(p) taken_ = *take_from_;                                                        \
        *take_from_ = NULL;                                                                        \
        taken_;                                                                                    \
    }))

/* Number of elements of an array. A pointer in place of the array does not compile. */
#define COUNT_OF(a)                                                                                \
    (sizeof(a) / sizeof((a)[0]) +                                                                  \
     0 * sizeof(struct {                                                                           \
         _Static_assert(!__builtin_types_compatible_p(__typeof__(a), __typeof__(&(a)[0])),         \
                        "COUNT_OF needs an array");                                                \
         int unused_;                                                                              \
     }))

/* The result says whether the call worked; the compiler warns where it is dropped. */
#define MUST_USE __attribute__((warn_unused_result))

/* Argument a is a printf format for the arguments from b on; both count from 1. */
#define PRINTF_LIKE(a, b) __attribute__((format(printf, a, b)))

/* A parameter that an interface demands and this function does not need. */
#define UNUSED __attribute__((unused))
