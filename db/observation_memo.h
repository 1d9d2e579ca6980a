#pragma once

/*
 * Text for the numbers in observations, each looked up once per request: regions, documents,
 * breakdowns. Also keeps one lasting copy of each short text that recurs (measures, definitions).
 *
 * Everything it hands out lives as long as the arena it was opened in.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_scope.h"
#include "db/row.h"

#include <stdbool.h>
#include <stdint.h>

struct observation_memo;

struct memo_region {
    struct str code;
    struct names names;
};

struct memo_document {
    struct str code;
    bool second_hand; /* taken from a second-hand or weak source */
    bool is_register; /* its figures are counted from records */
    bool synthetic;   /* made up */
};

struct memo_breakdown {
    struct str text; /* "dimension=value;...", empty for the total */
    /* Room for the question that a scan asks of every row: who asked last, and the answer. */
    const void *asker;
    bool selected;
    bool wider_known; /* `wider` was looked up */
    struct id_list wider;
};

/* -ERR_NOMEM. */
MUST_USE int observation_memo_open(struct db *db, struct arena *arena, int64_t release,
                                   struct observation_memo **ret);

/* 0, -ERR_CORRUPT when a figure carries a number that stands for nothing at this release,
 * -ERR_NOMEM, or a failure of the store. */
MUST_USE int observation_memo_region(struct observation_memo *memo, int64_t region,
                                     const struct memo_region **ret);
MUST_USE int observation_memo_document(struct observation_memo *memo, int64_t document,
                                       const struct memo_document **ret);
MUST_USE int observation_memo_breakdown(struct observation_memo *memo, int64_t breakdown,
                                        struct memo_breakdown **ret);

/* Breakdowns that are wider than this one: those with some of its dimensions and codes, or none;
 * only such as occur anywhere. The total, 0, comes first. */
MUST_USE int observation_memo_wider(struct observation_memo *memo, int64_t breakdown,
                                    const struct id_list **ret);

/* The dimensions of these breakdowns, "a, b" in order, each once; empty without any. In the arena
 * of the memo. */
MUST_USE int observation_memo_dimensions(struct observation_memo *memo, const int64_t *breakdowns,
                                         size_t n, struct str *ret);

/* The one lasting copy of `text`. -ERR_NOMEM. */
MUST_USE int observation_memo_text(struct observation_memo *memo, struct str text, struct str *ret);
