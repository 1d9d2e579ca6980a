#pragma once

/*
 * Reading observations: a filter, and a cursor over all that passes it in the default order.
 *
 * The store is read by indicator and range of regions, along its primary key; what a filter says
 * beside these is decided row by row here. Memory does not grow with the number of rows. Figures of
 * restricted indicators never come out, whatever the filter says. Where several documents have a
 * figure for one place, that which comes first among those of the filter's documents comes out, and
 * the other conditions are asked of it alone.
 *
 *     CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
 *     r = observations_open(db, arena, &filter, memo, &scan);
 *     while (r >= 0 && (r = observations_next(scan, &key)) > 0)
 *         if (wanted(key))
 *             r = observations_read(scan, &row);
 *
 * One scan runs at a time on a connection.
 */

#include "base/arena.h"
#include "base/macros.h"
#include "base/period.h"
#include "base/str.h"
#include "db/db.h"
#include "db/observation_filter.h"
#include "db/observation_memo.h"
#include "db/observation_row.h"
#include "db/observation_scope.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: comparisons of one filter, as `value` in openapi.yaml says; two make an interval */
enum { VALUE_TESTS_MAX = 4 };

/* limit: regions that are read by one seek each; above that one pass over all regions of an
 * indicator costs less than the seeks */
enum { REGION_SEEKS_MAX = 64 };

/* Everything must hold. Zero-initialised, with indicators, takes the widest figures of these. */
struct observation_filter {
    int64_t release;
    struct indicator_list indicators; /* read in this order, which must be that of their codes */
    size_t first_rank;                /* indicators before it are left out */
    struct id_choice regions;
    const struct period_span *spans; /* a period lies wholly within one of them; none: any period */
    size_t n_spans;
    bool latest;    /* or is the latest period that every selected series has */
    unsigned freqs; /* bits 1 << enum freq; 0: all */
    struct id_choice documents;
    struct text_choice measures, statuses, extractions;
    /* Exactly these dimensions, each with this code, or any for "*"; the dimension "*" stands for
     * any others, and for none. Without any, the widest
     * figures: those for whose place (region, period, measure, definition) none was published with
     * some of their dimensions and codes, or with none. */
    struct str_map breakdown;
    struct value_test tests[VALUE_TESTS_MAX];
    size_t n_tests;
    struct vintage_choice vintages;
    /* Only the first and the last so many of each series; both 0: all. */
    size_t first, last;
    /* For reading on where another scan of the same filter stopped: only what comes after this key
     * in the default order, whose rank is a place in `indicators`; NULL: from the first. And, with
     * `latest_known`, what `latest` came to there, which is then not looked for again; NULL: to no
     * period. */
    const struct observation_key *after;
    bool latest_known;
    const struct period *latest_found;
    /* End after about so many rows that were not taken, at the end of a place, and with first or
     * last of a series of which some was taken; 0: read to the end. */
    size_t effort;
};

/* The period alone. `latest`: what filter->latest came to; NULL where it came to none. */
bool observation_filter_takes_period(const struct observation_filter *filter,
                                     const struct period *latest, struct period period);

struct observation_scan;

/* Begins to read. `filter`, and what it points at, must stay until the scan is closed; `memo` is of
 * the same arena and release. With `filter->latest` all selected series are read once to find the
 * period. -ERR_NOMEM, or a failure of the store. */
MUST_USE int observations_open(struct db *db, struct arena *arena,
                               const struct observation_filter *filter,
                               struct observation_memo *memo, struct observation_scan **ret);

/* Ends it; takes NULL. */
void observations_close(struct observation_scan *scan);
void observations_close_p(struct observation_scan **scan);

/* The next one: 1, 0 at the end. Text of the key lives until the next call. */
MUST_USE int observations_next(struct observation_scan *scan, struct observation_key *ret);

/* All of the observation that observations_next() gave last; text lives until the next call of
 * either. */
MUST_USE int observations_read(struct observation_scan *scan, struct observation *ret);

/* The scan ended because of filter->effort, and `*ret` is the place it came to; text lives as long
 * as the memo. */
bool observations_stopped(const struct observation_scan *scan, struct observation_key *ret);

/* The period that `latest` came to: false when it was not asked for or no period is common to the
 * selected series. */
bool observations_latest(const struct observation_scan *scan, struct period *ret);

/* Dimensions of breakdowns that only the filter's breakdown kept out so far, "a, b" in order;
 * empty: there were none. In the arena of the scan. */
MUST_USE int observations_other_dimensions(struct observation_scan *scan, struct str *ret);
