#pragma once

/*
 * The parts of a filter over observations that one row decides by itself.
 */

#include "base/str.h"
#include "db/observation_row.h"
#include "db/observation_scope.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A choice among numbers (sorted) or texts: only these, or all but these. Zero-initialised takes
 * everything. */
struct id_choice {
    struct id_list ids;
    bool only;
};
struct text_choice {
    struct str_list texts;
    bool only;
};

/* A comparison of the published value, exact. A missing value fails each. */
enum value_op { VALUE_EQ, VALUE_GE, VALUE_GT, VALUE_LE, VALUE_LT };
struct value_test {
    enum value_op op;
    int64_t e6;
};

bool id_choice_takes(const struct id_choice *choice, int64_t id);
bool text_choice_takes(const struct text_choice *choice, struct str text);

/* All of the tests hold for the value of the key. */
bool value_tests_hold(const struct value_test *tests, size_t n, const struct observation_key *key);

/* A choice among the vintages of figures. Zero-initialised takes those in force. */
struct vintage_choice {
    bool history; /* also what was in force before, and of each place what every document says */
    /* Only what came with a later release; with `history` also what a later one has ended. */
    int64_t since;
};

/* Of a row that is in force at `release`, or was. */
bool vintage_choice_takes(const struct vintage_choice *choice, int64_t release,
                          const struct observation_key *key);

/* A breakdown in its text form has what was asked for, as `breakdown` of struct observation_filter
 * says. */
bool breakdown_matches(struct str text, const struct str_map *asked);
