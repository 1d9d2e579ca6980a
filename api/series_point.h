/* Figures of a series as /v1/series shows them: published ones, and such as were computed from
 * them. */
#pragma once

#include "api/api.h"
#include "api/reason.h"
#include "db/observations.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct series_point {
    /* Its text lasts. Of a computed one the raw numeral, the place and the document are empty. Its
     * key has the region that is shown. */
    struct observation observation;
    int64_t source;                       /* number of the region that it was published for */
    const struct memo_region *region;     /* the same, named */
    const struct memo_document *document; /* NULL: computed */
    enum reason reason;                   /* why the value of a computed one is not there */
    /* What a computed one was made of, each of it published or itself computed. */
    const struct series_point *const *inputs;
    size_t n_inputs;
    bool left_out; /* by `first` or `last`: not shown, and no gap either */
};

/* Zero-initialised is empty. */
struct series_points {
    struct series_point *v;
    size_t n, room;
};

/* Room for `n` points, so that pointers to them stay; the list is empty after it. -ERR_NOMEM. */
MUST_USE int series_points_reserve(struct series_points *points, struct arena *arena, size_t n);

/* Reads one observation into `ret`, with text that lasts. 0, or a failure of the store. */
MUST_USE int series_point_read(struct observation_memo *memo, const struct observation *row,
                               struct series_point *ret);

/* Notes what an answer that shows this point must say beside it. */
void series_point_note(struct api_call *call, const struct series_point *point);

/* Whether the series breaks here: its document says so of the figure or of one that it was made of.
 */
bool series_point_breaks(const struct series_point *point);

/* The document that all of it stands in; empty: several, or none. */
struct str series_point_document(const struct series_point *point);

/* "published" or "records", where all of it is the one; empty: both, or there is nothing. */
struct str series_point_origin(const struct series_point *point);

/* Whether anything in it is made up. */
bool series_point_synthetic(const struct series_point *point);

/* Inputs that are gathered for one point after another; room for all of one place is made before,
 * so that pointers stay. */
struct series_inputs {
    const struct series_point **v;
    size_t n, room;
};
MUST_USE int series_inputs_reserve(struct series_inputs *inputs, struct arena *arena, size_t n);

/* The one figure of another region or period that stands for this place. */
void series_point_pass(struct series_point *ret, const struct series_point *const *input);

/* The sum of `n` figures, exact and with its bounds, at the place of `ret->observation.key`. It has
 * a reason in place of a value where one has none, or they are no levels, or of different units or
 * accumulations. */
void series_point_sum(struct series_point *ret, const struct series_point *const *inputs, size_t n);

/* There is no value, for this reason; the inputs tell what there is. */
void series_point_refuse(struct series_point *ret, const struct series_point *const *inputs,
                         size_t n, enum reason reason);
