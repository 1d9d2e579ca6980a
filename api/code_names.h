/* What the codes of one list are called, in the language of the answer. A list has few codes: they
 * are read once for an answer, not once for a row. */
#pragma once

#include "api/api.h"

struct code_names {
    struct str *codes, *names;
    size_t n;
};

/* Reads a list of the release. 0, or a failure of the store. */
MUST_USE int code_names_read(struct api_call *call, struct str list, struct code_names *ret);

/* The name of a code; empty where it has none. */
struct str code_names_of(const struct code_names *names, struct str code);
