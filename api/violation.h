/* Violations: everything that is wrong with the arguments of one request.
 *
 * A client is told all its mistakes at once, each with the parameter, the value, what was expected,
 * the nearest accepted values and the page that lists them. The list is filled by the parameter
 * parser, by the code check (api/codes.h) and by handlers whose parameters have rules between them;
 * api/problem.h writes it. Nothing here chooses a status: the problem of the answer does, which is
 * mostly that of the first.
 */
#pragma once

#include "api_spec.h"
#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: 50 violations, more than 32 parameters earn unless list items are wrong too; who has 50
 * faults to mend does not miss the 51st. */
enum { VIOLATIONS_MAX = 50 };

/* Where in the request the fault is. */
enum violation_in { VIOLATION_PATH, VIOLATION_QUERY, VIOLATION_HEADER, VIOLATION_BODY };

/* One fault. All text lives in the request's arena or in static storage. */
struct violation {
    enum violation_in in;
    /* Parameter or header, e.g. "region" or "breakdown[patent_type]"; in a body the JSON pointer of
     * the value, empty for the whole. */
    struct str name;
    /* What was given, valid UTF-8; empty when nothing was. */
    struct str value;
    /* Kind of fault: unknown-parameter, invalid-parameter, unknown-code, ... */
    enum problem_id problem;
    /* One English sentence: what is expected. */
    struct str detail;
    /* Nearest accepted values, best first; may be empty. */
    struct str_list suggestions;
    /* Reference of the page that lists the accepted values, or empty. */
    struct str listed_at;
    /* Of a row that was sent: the table it is of, its line or number (0: no row), and the column.
     * No file: it is no row. */
    struct str file;
    int64_t row;
    struct str column;
};

/* Zero-initialised is empty. `v` has room for VIOLATIONS_MAX from the first violation on, in the
 * arena. */
struct violation_list {
    struct violation *v;
    size_t n;
    size_t room;  /* 0: VIOLATIONS_MAX; else what v has room for */
    bool cut;     /* there were more than that, or no memory for them */
    int64_t more; /* how many more, where somebody counted them; else 0 */
};

/* Appends a copy of `violation` (the struct; the texts are not copied, so they must live in `arena`
 * or be static). `value` longer than 200 bytes is cut at a character boundary, so that an answer
 * does not echo a whole request. */
void violation_add(struct violation_list *list, struct arena *arena, struct violation violation);

/* The problem of the answer: not-found when one is in the path, since then nothing is there that
 * the others could be about; otherwise that of the first; PROBLEM_NONE for an empty list. */
enum problem_id violation_problem(const struct violation_list *list);

/* Collects the nearest of many candidates to a mistyped word. Zero-initialise, set `word`, offer
 * all candidates, then take the list. Near means: at most a third of the word's length in edits (at
 * least one), or one begins with the other. */
enum { NEAREST_MAX = 3 };
struct nearest {
    struct str word;
    struct {
        struct str candidate;
        int distance;
    } best[NEAREST_MAX];
    size_t n;
};

/* Copies `candidate` into `arena` only when it is kept, so row memory of the database may be
 * offered. */
void nearest_offer(struct nearest *nearest, struct arena *arena, struct str candidate);

/* Best first; candidates that are equally near stay in the order in which they were offered. In
 * `arena`. */
struct str_list nearest_list(const struct nearest *nearest, struct arena *arena);
