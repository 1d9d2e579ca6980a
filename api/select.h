/* Selectors of figures: from the arguments of a request to a filter of db/observations.h.
 *
 * What each selector means:
 *   - a list takes what any of its entries names; entries with `!` are taken away again, and a list
 *     of such entries alone takes everything else;
 *   - region: a code, a group, "CODE/" with one star for the regions directly below or two for all
 *     below, "@level"; zones only where they are named, in a named group, or as "@zone"; a
 *     member of a group counts when it was one on some day that `period` asks about;
 *   - period: what lies wholly within one of the spans, or the `latest` period common to all
 * series;
 *   - breakdown: exactly the named dimensions; without any, the widest figures: the total where one
 *     was published, the parts where none was.
 * Restricted indicators are not read, but as api/restricted.h says; one that was named is told by a
 * hint.
 */
#pragma once

#include "api/api.h"
#include "base/str.h"
#include "db/observations.h"

#include <stdint.h>

/* The selectors that resources of figures have in common; zero-initialised selects the widest of
 * all. */
struct selection {
    struct str_list indicator, region, period, freq, topic, document, status, extraction, measure,
        value;
    struct str_map breakdown;
    int64_t first, last; /* 0: all */
    struct str since;    /* only what came after it, see api/as_of.h; empty: everything */
    bool history;        /* every vintage up to the release */
};

/* Initialisers of a selection from the arguments that all operations on figures have by the same
 * names, though each has a struct of its own. */
#define SELECTORS_OF(args)                                                                         \
    .indicator = (args)->indicator, .region = (args)->region, .period = (args)->period,            \
    .freq = (args)->freq, .topic = (args)->topic, .document = (args)->document,                    \
    .status = (args)->status, .extraction = (args)->extraction, .measure = (args)->measure,        \
    .breakdown = (args)->breakdown

/* Everything in `ret` lives as long as call->arena and the arguments. PROBLEM_NONE, or the problem
 * to return. */
MUST_USE enum problem_id select_observations(struct api_call *call,
                                             const struct selection *selection,
                                             struct observation_filter *ret);

/* The regions alone, for what is not a figure; a member of a group counts when it was one on any
 * day. 0, or a failure of the store. */
MUST_USE int select_regions(struct api_call *call, struct str_list list, struct id_choice *ret);

/* After a scan of `filter` was read to the end: hints about which entries there are - none, what
 * `latest` came to, breakdowns beside the totals. `matched` counts the entries of all pages. 0, or
 * a failure of the store. */
MUST_USE int select_hints(struct api_call *call, const struct observation_filter *filter,
                          struct observation_scan *scan, int64_t matched);

/* The same for what was read in another way: `latest` is NULL where nothing is common, `dimensions`
 * are those of breakdowns that the filter kept out, "a, b". */
void select_hints_about(struct api_call *call, const struct observation_filter *filter,
                        const struct period *latest, struct str dimensions, int64_t matched);

/* The hint of these which tells what `latest` came to; NULL: nothing is common. `found`: figures of
 * other periods were. */
void select_hint_latest(struct api_call *call, const struct period *latest, bool found);

/* Why the answer is empty was told already: what is restricted, or has no common period, may well
 * have been published. */
bool select_told_why(const struct api_call *call);
