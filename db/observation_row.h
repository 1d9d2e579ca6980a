#pragma once

/*
 * One observation as stored: what identifies it, what it says, and reading one by its identity.
 *
 * Which observations a request means is decided in db/observations.h. Numbers stand for codes here;
 * db/observation_memo.h turns them into text.
 */

#include "base/arena.h"
#include "base/dec.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/row.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What identifies an observation within a release, in the default order of observations: rank,
 * region, breakdown, measure, definition, letter of the frequency, last day, first day. */
struct observation_key {
    size_t rank;       /* place of the indicator in the list that is read, which is in code order */
    int64_t indicator; /* number */
    int64_t region;    /* number */
    int64_t breakdown; /* number, 0 for the total */
    struct str measure;
    struct str definition;
    struct period period;
    /* Not of the identity: an order may ask for the value, and observation_get_of() for the
     * document. */
    bool has_value;
    int64_t value_e6;
    int64_t document; /* number */
    /* Of the vintage: where its document stands at the place, the release that it came with, and
     * the one that ended it. */
    int64_t precedence, since, until;
};

/* The next observation of a selection in the default order: 1, 0 at the end. Text of the key lives
 * until the next call. */
typedef int (*observation_next_fn)(void *cls, struct observation_key *ret);

/* An end of an interval; unknown is open. */
struct limit_e6 {
    bool known;
    int64_t e6;
};

struct observation {
    struct observation_key key;
    uint8_t decimals; /* places it was published with */
    struct limit_e6 lower, upper;
    int64_t document; /* number */
    struct str bound, unit, accumulation, status, extraction;
    struct str raw; /* empty: none */
    struct str locator;
    struct names note; /* empty: none */
};

/* Value and ends as decimals, with the published places or as many more as they take. */
struct dec observation_value(const struct observation *observation);
struct dec observation_limit(const struct observation *observation, struct limit_e6 limit);

/* The same series: all of the key but the period's days. */
bool observation_same_series(const struct observation_key *a, const struct observation_key *b);

/* Default order: negative, 0 or positive as `a` is before, the same as or after `b`. */
int observation_key_cmp(const struct observation_key *a, const struct observation_key *b);

/* The same, and among the vintages of one place the order of their documents, then of the releases
 * that they came with. */
int observation_vintage_cmp(const struct observation_key *a, const struct observation_key *b);

/* Makes the text of `observation` live as long as `arena`. -ERR_NOMEM. */
MUST_USE int observation_keep(struct arena *arena, struct observation *observation);

/* The observation with this identity at `release`, its text in `arena`; of several documents that
 * which comes first. The rank is taken over, value and document in `key` do not matter. 1 found, 0
 * not. Does not look at access: a key that did not come out of observations_next() may name a
 * restricted figure. */
MUST_USE int observation_get(struct db *db, struct arena *arena, int64_t release,
                             const struct observation_key *key, struct observation *ret);

/* The same, of the key's document. */
MUST_USE int observation_get_of(struct db *db, struct arena *arena, int64_t release,
                                const struct observation_key *key, struct observation *ret);

/* The vintage of the key's document that came with the key's release, which `release` must know of,
 * whether or not it is still in force. What came out of a reading is found again by this. */
MUST_USE int observation_get_vintage(struct db *db, struct arena *arena, int64_t release,
                                     const struct observation_key *key, struct observation *ret);

/* The vintage of the key's document that `release` ended. */
MUST_USE int observation_get_ended(struct db *db, struct arena *arena, int64_t release,
                                   const struct observation_key *key, struct observation *ret);

/* There is such an observation, whatever it says: 1, or 0. */
MUST_USE int observation_exists(struct db *db, int64_t release, const struct observation_key *key);

/* For db/observations.c: rows of one indicator and a range of regions in default order, with
 * `history` also those that were in force before, and what a
 * row of that statement says. observation_map_key() reads what identifies and
 * observation_map_rest() the remaining members; text lives until the next step. */
struct stmt *observation_rows(struct db *db, int64_t release, bool history, int64_t indicator,
                              int64_t region_first, int64_t region_last);
int observation_map_key(struct stmt *stmt, struct observation_key *ret);
void observation_map_rest(struct stmt *stmt, struct observation *ret);

/* Columns of that statement which filters look at. */
struct str observation_row_status(struct stmt *stmt);
struct str observation_row_extraction(struct stmt *stmt);
