/* The place of an observation as a cursor: where a page of figures or of series ends. */
#pragma once

#include "api/api.h"
#include "db/observations.h"

#include <stdint.h>

/* A place in the order of a request. */
struct observation_place {
    /* The last entry of the page before. Its rank is that of the filter's list. */
    struct observation_key key;
    /* Entries over all pages, counted for the first one: later pages need not read to the end. */
    int64_t matched;
};

/* Reads the cursor `text` of this call; `filter` is what select_observations() made of the same
 * request. PROBLEM_NONE, or the problem to return. */
MUST_USE enum problem_id observation_place_read(struct api_call *call, struct str text,
                                                const struct observation_filter *filter,
                                                struct observation_place *ret);

/* Another page begins after `place`. PROBLEM_NONE, or the problem to return. */
MUST_USE enum problem_id observation_place_write(struct api_call *call,
                                                 const struct observation_place *place);

/* The same where the place is that of a series that was computed, of which no figure need be
 * stored. */
MUST_USE enum problem_id observation_place_read_computed(struct api_call *call, struct str text,
                                                         const struct observation_filter *filter,
                                                         struct observation_place *ret);
