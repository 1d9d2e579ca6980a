/* Summaries: the few published figures of one region and one period, side by side.
 *
 * A figure belongs to a summary when it is a total of exactly the days asked for, or a stock at
 * their end. What was not published is null; parts never stand in for a total. Failures of the
 * store are kept in `r` and asked for once, before the answer ends.
 *
 *     struct summary s;
 *     enum problem_id problem = summary_begin(&s, call, args->region, args->period);
 *     const struct figure *handled;
 *     if (problem != PROBLEM_NONE)
 *         return problem;
 *     handled = summary_find(&s, STR("patent_dispute_cases_handled"), STR("level"));
 *     summary_put(&s, STR("handled"), handled);
 *     return summary_end(&s);
 */
#pragma once

#include "api/api.h"
#include "api/figure.h"
#include "base/period.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stdint.h>

struct summary {
    struct api_call *call;
    struct jw json;
    struct observation_memo *memo;
    int64_t region;
    struct period period;
    size_t found; /* figures */
    int r;        /* 0, or the first failure */
};

/* Begins the answer: its object, with region, region_name and period in it. The codes exist, as the
 * contract of a handler says. PROBLEM_NONE, or the problem to return. */
MUST_USE enum problem_id summary_begin(struct summary *summary, struct api_call *call,
                                       struct str region, struct str period);

/* The total of an indicator, in call->arena; NULL: none was published, or the store failed. Of
 * several the most reliable one, with a hint. Its document and hints are noted. */
const struct figure *summary_find(struct summary *summary, struct str indicator,
                                  struct str measure);

/* Figures of an indicator by exactly these dimensions ("*": each code), at most `max` of them into
 * `ret`; how many. */
size_t summary_find_parts(struct summary *summary, struct str indicator, struct str_map breakdown,
                          struct figure *ret, size_t max);

/* Whether a count of records can not be what was published: it lies outside its bounds. */
bool summary_differs(const struct figure *published, int64_t count);

/* A member of the answer: the figure, or null. */
void summary_put(struct summary *summary, struct str name, const struct figure *figure);

/* Ends the answer; hints that there is no data when no figure was found. What a handler returns. */
MUST_USE enum problem_id summary_end(struct summary *summary);
