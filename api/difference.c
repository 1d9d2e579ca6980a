#include "api/difference.h"

/* Notes both figures as inputs and gives their numbers. False: there is a reason. */
static bool take_both(struct derived *ret, struct str role, const struct figure *figure,
                      struct str other_role, const struct figure *other, struct interval *a,
                      struct interval *b)
{
    /* both are named, also where the first one is the reason */
    bool first = derived_input(ret, role, figure, REASON_NO_VALUE, a);
    bool second = derived_input(ret, other_role, other, REASON_NO_VALUE, b);

    enum reason apart = derived_apart(&figure->observation, &other->observation);

    if (apart != REASON_NONE)
        derived_refuse(ret, apart);
    return first && second && ret->reason == REASON_NONE;
}

void difference_of(struct str role, const struct figure *figure, struct str other_role,
                   const struct figure *other, struct difference *ret)
{
    struct interval a, b;
    uint8_t places = figure->observation.decimals;
    int r = 0;

    if (other->observation.decimals > places)
        places = other->observation.decimals;
    derived_begin(&ret->absolute,
                  derive_is_percent(figure) ? STR("percentage_point") : figure->observation.unit,
                  places);
    if (take_both(&ret->absolute, role, figure, other_role, other, &a, &b))
        r = interval_sub(&a, &b, &a);
    derived_set(&ret->absolute, r, &a);

    r = 0;
    derived_begin(&ret->relative, STR("percent"), DERIVE_RATE_DECIMALS);
    if (take_both(&ret->relative, role, figure, other_role, other, &a, &b)) {
        if (derive_is_percent(figure))
            derived_refuse(&ret->relative, REASON_RATE_CHANGES_IN_POINTS);
        else if (!str_eq(figure->observation.key.measure, STR("level")))
            derived_refuse(&ret->relative, REASON_NOT_A_LEVEL);
        a = derived_interval(&figure->observation);
        b = derived_interval(&other->observation);
        r = derive_growth(&a, &b, &a);
    }
    derived_set(&ret->relative, r, &a);
}

void difference_json(struct jw *w, const struct api_call *call, const struct difference *difference)
{
    jw_object_begin(w);
    JW_KEY(w, "absolute");
    derived_json(w, call, &difference->absolute);
    JW_KEY(w, "relative");
    derived_json(w, call, &difference->relative);
    jw_object_end(w);
}
