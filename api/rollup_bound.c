/* What a result says of itself in one word, by its ends and by the figures it is made of. */
#include "api/rollup_impl.h"

static const struct str codes[ROLLUP_BOUNDS] = {STR("eq"), STR("ge"), STR("gt"),
                                                STR("le"), STR("lt"), STR("approx")};

enum rollup_bound rollup_bound_of(struct str code)
{
    size_t i = 0;

    while (i < ROLLUP_APPROX && !str_eq(codes[i], code))
        i++;
    return (enum rollup_bound)i;
}

struct str rollup_bound_code(uint8_t bound)
{
    return codes[bound];
}

/* The figures that a result is made of. */
struct inputs {
    size_t n;
    uint8_t first; /* bound of the first one */
    bool eq;       /* all of them are */
};

static struct inputs inputs_of(struct rollup_result *ret)
{
    struct inputs inputs = {.eq = true};

    for (size_t role = 0; role < ROLLUP_ROLES; role++) {
        for (size_t i = 0; i < ret->used[role].n; i++) {
            const struct rollup_figure *figure = &ret->used[role].v[i];

            if (!figure->has_value)
                continue;
            if (inputs.n++ == 0)
                inputs.first = figure->bound;
            inputs.eq = inputs.eq && figure->bound == ROLLUP_EQ;
            ret->inexact = ret->inexact || figure->repaired || figure->bound != ROLLUP_EQ;
        }
    }
    return inputs;
}

/* Which end the value is. */
static enum rollup_bound end_of(const struct interval *is)
{
    bool least = is->lower.known && rational_cmp(is->lower.at, is->value) == 0;
    bool most = is->upper.known && rational_cmp(is->upper.at, is->value) == 0;

    if (least && most)
        return ROLLUP_EQ;
    if (least)
        return is->lower.strict ? ROLLUP_GT : ROLLUP_GE;
    if (most)
        return is->upper.strict ? ROLLUP_LT : ROLLUP_LE;
    return ROLLUP_APPROX;
}

void rollup_set_bound(struct rollup_result *ret)
{
    struct inputs inputs = inputs_of(ret);
    bool ended = ret->is.lower.known && ret->is.upper.known;
    bool whole = ret->complete || !ret->judged;

    ret->bound = (struct str){0};
    if (ret->reason != REASON_NONE || (!ret->is.lower.known && !ret->is.upper.known))
        return;
    if (!ret->has_value)
        ret->bound = codes[ret->is.upper.known ? ROLLUP_LE : ROLLUP_GE];
    else if (whole && inputs.n == 1)
        ret->bound = codes[inputs.first];
    else if (inputs.eq && (whole || ended))
        ret->bound = codes[ROLLUP_EQ];
    else
        ret->bound = codes[end_of(&ret->is)];
}
