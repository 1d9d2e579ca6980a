/* What is derived from one published figure and others beside it: growth, change, share, rank, per
 * 10,000 inhabitants, compound growth.
 *
 * Each kind says what it needs; where the published figures do not give it, the result is null with
 * a reason. Results are computed from the figures in force at the release that is read, whatever
 * else a request filters by: of several documents from what that of the figure says, where it says
 * something, and from forecasts only where the request asks for their status.
 *
 *     CLEANUP(derive_close) struct derive derive = {0};
 *     struct derived derived;
 *     r = derive_open(&derive, call, memo, &filter, args->population);
 *     ...
 *     r = derive_compute(&derive, DERIVE_YOY, &figure, &derived);
 *     if (r == 0)
 *         derived_json(w, call, &derived);
 *     derive_forget(&derive);
 */
#pragma once

#include "api/api.h"
#include "api/derived.h"
#include "api/figure.h"
#include "base/arena.h"
#include "db/derive.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order of the contract. All are about levels. */
enum derive_kind {
    DERIVE_YOY,     /* growth over the same period of the year before, per cent */
    DERIVE_CHANGE,  /* the difference from it; of a percentage in percentage points */
    DERIVE_SHARE,   /* per cent of the region above, where regions add up */
    DERIVE_RANK,    /* place among the regions of one level below the same region */
    DERIVE_PER_10K, /* per 10,000 inhabitants */
    DERIVE_CAGR,    /* compound yearly growth since the first period selected, per cent */
    DERIVE_KINDS
};

/* A choice of kinds, each once, in an order of its own. */
struct derive_kinds {
    enum derive_kind v[DERIVE_KINDS];
    size_t n;
};

/* What `derive=` names; a name that is given twice counts once. -ERR_INTERNAL: a name that the
 * contract does not have. */
MUST_USE int derive_kinds_parse(struct str_list names, struct derive_kinds *ret);

/* The name of a kind in the contract. Static. */
struct str derive_kind_name(enum derive_kind kind);

/* One request's deriving. What is read for one figure is given back before the next one: a page
 * has a thousand of them. */
struct derive {
    struct api_call *call;
    struct observation_memo *memo;
    const struct observation_filter *filter;
    struct str population;
    struct arena arena; /* until derive_forget() */
    /* Of the indicator that came last, which mostly comes again. */
    int64_t ruled;
    struct derive_rules rules;
    struct indicator_list people; /* population_resident, once it was needed */
    bool synthetic;               /* since derive_forget() something made up was looked at */
};

/* `memo` and `filter` must stay as long as `derive`; of the filter its indicators and periods are
 * used. `population`: definition of the population that is divided by; empty: that of the newest
 * figure. -ERR_NOMEM. */
MUST_USE int derive_open(struct derive *derive, struct api_call *call,
                         struct observation_memo *memo, const struct observation_filter *filter,
                         struct str population);

/* Ends it; takes a zeroed one. */
void derive_close(struct derive *derive);

/* Gives back what the results so far point at. */
void derive_forget(struct derive *derive);

/* Computes one kind for `figure`, whose indicator is one of the filter's and which has its names.
 * Inputs are noted in the answer's documents. `ret` points at `figure` and at memory of `derive`.
 * 0, also where there is no value; -ERR_NOMEM, or a failure of the store. */
MUST_USE int derive_compute(struct derive *derive, enum derive_kind kind,
                            const struct figure *figure, struct derived *ret);

/* One kind over a base that is given, for figures that are computed themselves; NULL: there is no
 * base, for the reason `missing`. `ret` points at both. False: the kind is not one over time. */
bool derive_over(enum derive_kind kind, const struct figure *figure, const struct figure *base,
                 enum reason missing, struct derived *ret);

/* What a rank says beside its place. */
struct derive_ranking {
    int64_t of;      /* regions with a figure, this one among them */
    int64_t missing; /* regions whose figure was not published: not zero, and not behind */
    bool tied;
    struct str judgement; /* "higher" or "lower" is better; empty: neither */
};

/* DERIVE_RANK with these. */
MUST_USE int derive_rank(struct derive *derive, const struct figure *figure, struct derived *ret,
                         struct derive_ranking *ret_ranking);

/* Computes `kinds` for `figure` and writes them: an object with a member for each kind, or the
 * cells of each: five, and four more of a rank; after them whether something made up went in. */
MUST_USE int derive_json(struct jw *w, struct derive *derive, const struct derive_kinds *kinds,
                         const struct figure *figure);
MUST_USE int derive_csv(struct csv_writer *w, struct derive *derive,
                        const struct derive_kinds *kinds, const struct figure *figure);

/* Their names, in the header row: "rank", "rank_lower", "rank_upper", "rank_unit", "rank_reason",
 * and of a rank "rank_of", "rank_missing", "rank_tied", "rank_judgement"; then "derived_synthetic".
 */
void derive_csv_header(struct csv_writer *w, const struct derive_kinds *kinds);

/* For the operations of the tag, and the parts of the engine. All of it until derive_forget(). */

/* The rules of the indicator of `figure`. 0, or a failure. */
MUST_USE int derive_rules_of(struct derive *derive, const struct figure *figure,
                             const struct derive_rules **ret);

/* The figure at this place, with its names; NULL: none was published. The key's rank is that of its
 * indicator in `indicators`. 0, or a failure. */
MUST_USE int derive_figure(struct derive *derive, const struct indicator_list *indicators,
                           const struct observation_key *key, const struct figure **ret);

/* The same of the key's document where it says something of the place: a growth is that of the
 * level beside it. */
MUST_USE int derive_figure_of(struct derive *derive, const struct indicator_list *indicators,
                              const struct observation_key *key, const struct figure **ret);

/* The population of the region of `figure`: the newest figure on the last day of its period or at
 * most two years before it; NULL: none. `definition` empty: of any. 0, or a failure. */
MUST_USE int derive_population(struct derive *derive, const struct figure *figure,
                               struct str definition, const struct figure **ret);

/* Places of a percentage or a rate that is computed here: published ones have two at most. */
enum { DERIVE_RATE_DECIMALS = 2 };

/* The figure is a percentage, which changes in percentage points. */
bool derive_is_percent(const struct figure *figure);

/* From `b` to `a` as a growth in per cent: each enters once. As interval_div(). */
MUST_USE int derive_growth(const struct interval *a, const struct interval *b,
                           struct interval *ret);
