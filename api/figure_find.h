/* The published figures of one indicator, region and period: which of all that lie in the period
 * are meant by it.
 *
 * A figure is meant when it is of exactly the days asked for, or a stock at their end; the better
 * fit alone counts.
 */
#pragma once

#include "api/api.h"
#include "api/figure.h"
#include "base/period.h"
#include "db/observations.h"

#include <stddef.h>
#include <stdint.h>

/* What is looked for. */
struct figure_find {
    struct api_call *call;
    struct observation_memo *memo;
    struct indicator_list indicators; /* one, which is not restricted */
    int64_t region;
    struct period period;
    struct str measure;
    struct str_map breakdown; /* exactly these dimensions; none: the total */
};

/* How well an observation fits the period asked for: 3 the same period, 2 the same days, 1 a stock
 * at their end, 0 not at all. */
int figure_fit(const struct period *asked, const struct observation *row);

/* How reliable a figure is, more is better: a first-hand one, then one without a reservation about
 * its status. */
int figure_reliability(const struct observation *row, const struct memo_document *document);

/* Reads the figures that fit best, at most `max` of them, into `ret`; their text is in
 * call->arena. What more there is, is left out. 0, or a failure of the store. `ret_others`, unless
 * NULL: dimensions of figures of other breakdowns, as figure_other_dimensions(). */
MUST_USE int figure_find(const struct figure_find *find, struct figure *ret, size_t max,
                         size_t *ret_n, struct str *ret_others);

/* Where no breakdown was asked for, the widest figures are read, and those may be parts: adds the
 * breakdown of one that fits, each once; a place has a handful. -ERR_NOMEM. */
MUST_USE int figure_add_part(struct arena *arena, const struct period *asked,
                             const struct observation *row, struct id_list *parts);

/* After the reading: the dimensions of these parts, or of the breakdowns that the filter kept out,
 * "a, b"; empty: there were none. 0, or a failure of the store. */
MUST_USE int figure_other_dimensions(struct observation_scan *scan,
                                     const struct observation_filter *filter,
                                     struct observation_memo *memo, const struct id_list *parts,
                                     struct str *ret);
