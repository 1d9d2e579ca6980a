/* Finding what a person typed in a name: full-width forms of ASCII count as ASCII (the half of NFKC
 * that people meet when they type Chinese), A-Z as a-z, and any run of spaces as one, with none at
 * the ends. All else is compared as it is. No locale, no allocation. */
#pragma once

#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: characters of a text that is looked for; names of that length are not typed */
enum { FOLD_MAX = 100 };

/* A text that is looked for: its characters, folded. */
struct fold {
    uint32_t v[FOLD_MAX];
    size_t n;
};

/* How a text holds what is looked for, from nothing to all of it. */
enum fold_match { FOLD_NONE, FOLD_INSIDE, FOLD_PREFIX, FOLD_EXACT };

/* 0; -ERR_INPUT: nothing but spaces, or no UTF-8; -ERR_LIMIT: more than FOLD_MAX characters. */
MUST_USE int fold_make(struct str text, struct fold *ret);

/* The best way in which `text` holds `fold`, and the first place where it does, as it is written
 * there; *ret_found is untouched for FOLD_NONE. */
enum fold_match fold_find(const struct fold *fold, struct str text, struct str *ret_found);
