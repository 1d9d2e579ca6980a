/* A value that was computed here from published figures: never mistaken for a published one.
 *
 * It is null with a reason, or a value with bounds; it names its inputs. `value` is rounded half
 * away from zero to `decimals` places. `lower` and `upper` are rounded outward, with up to
 * DERIVED_MORE_PLACES more, so that they hold every result that the bounds of the inputs allow.
 *
 *     struct derived d;
 *     struct interval now, before;
 *     int r = 0;
 *     derived_begin(&d, STR("percent"), 1);
 *     if (derived_input(&d, STR("value"), figure, REASON_NO_VALUE, &now) &&
 *         derived_input(&d, STR("base"), base, REASON_NO_BASE, &before))
 *         r = interval_div(&now, &before, &now);
 *     derived_set(&d, r, &now);
 *     derived_json(w, call, &d);
 */
#pragma once

#include "api/api.h"
#include "api/figure.h"
#include "api/reason.h"
#include "base/dec.h"
#include "base/interval.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Places that bounds have beyond those of the value. */
enum { DERIVED_MORE_PLACES = 2 };

/* limit: inputs that one derived value names; sums of many name theirs otherwise */
enum { DERIVED_INPUTS_MAX = 4 };

struct derived {
    enum reason reason; /* REASON_NONE: there is a value */
    struct str unit;    /* code of the list "unit"; static, or as long as the figures */
    uint8_t decimals;
    bool has_value; /* also false where only bounds can be given */
    struct dec value;
    bool lower_known, upper_known;
    struct dec lower, upper;
    struct {
        struct str role; /* "base", "parent", "numerator": static */
        const struct figure *figure;
    } inputs[DERIVED_INPUTS_MAX];
    size_t n_inputs;
};

/* The true number behind a published figure, which must have a value. A bound worded "more than" or
 * "less than" is strict; a level that is open below ends at 0. */
struct interval derived_interval(const struct observation *observation);

/* A figure that was published before its time came. Nothing is computed from one unless it was
 * asked for. */
bool derived_is_forecast(const struct observation *observation);

/* Why two figures are not held against each other: they accumulate over different kinds of time, or
 * one is a total since a start, which is a day of its own, and the other one is of another region
 * or of other days. REASON_NONE: they go together. */
enum reason derived_apart_in_time(const struct observation *a, const struct observation *b);

/* The same of two figures of one indicator, which are in one unit too. Definitions are not looked
 * at: some compare them and say so. */
enum reason derived_apart(const struct observation *a, const struct observation *b);

/* What a rate in this unit is counted for: 100 for a percentage, 10,000 per 10,000 persons, else 1.
 */
int64_t derived_rate_base(struct str unit);

/* Starts without a value and without a reason. */
void derived_begin(struct derived *derived, struct str unit, uint8_t decimals);

/* Names a figure as input and gives its number. A figure that is NULL or has no value is a reason:
 * `missing` for NULL, REASON_NO_VALUE for the other; the first reason stays. False: there is one.
 */
bool derived_input(struct derived *derived, struct str role, const struct figure *figure,
                   enum reason missing, struct interval *ret);

/* What a failure of base/interval.h tells the reader: nothing is divided by 0, and what is too
 * large or may be negative where nothing is, is out of range. */
enum reason derived_failure(int r);

/* There is no value, for this reason, unless one was given before. */
void derived_refuse(struct derived *derived, enum reason reason);

/* The result, unless there is a reason already (it is then not read); `r` is what its computation
 * returned, see derived_failure(). */
void derived_set(struct derived *derived, int r, const struct interval *result);

/* The figure of the base period behind a level and its growth over that period in per cent, where
 * only these two were published: level / (1 + growth / 100). Either may be NULL. */
void derived_base(struct derived *derived, const struct figure *level, const struct figure *growth,
                  struct str unit, uint8_t decimals);

/* The numbers behind it: level / (1 + growth / 100), where nothing loses more than all of it. 0, or
 * as interval_div(). */
MUST_USE int derived_base_of(const struct interval *level, const struct interval *growth,
                             struct interval *ret);

/* Writes the object of schema Derived; or its members only, where an object has more of them. */
void derived_json(struct jw *w, const struct api_call *call, const struct derived *derived);
void derived_json_members(struct jw *w, const struct api_call *call, const struct derived *derived);

/* Writes the object of schema DerivedInput. */
void derived_input_json(struct jw *w, struct str role, const struct figure *figure);
