#include "api/select.h"

void select_hint_latest(struct api_call *call, const struct period *latest, bool found)
{
    char text[PERIOD_TEXT_MAX];

    if (latest == NULL) {
        hint_add(call, found ? HINT_LATEST_ADDS_NOTHING : HINT_NO_COMMON_PERIOD);
        return;
    }
    hint_add_about(call, HINT_LATEST_PERIOD,
                   arena_copy(call->arena, (struct str){text, period_format(*latest, text)}));
}

bool select_told_why(const struct api_call *call)
{
    for (size_t i = 0; i < call->hints.n; i++)
        if (call->hints.v[i].hint == HINT_RESTRICTED ||
            call->hints.v[i].hint == HINT_NO_COMMON_PERIOD)
            return true;
    return false;
}

void select_hints_about(struct api_call *call, const struct observation_filter *filter,
                        const struct period *latest, struct str dimensions, int64_t matched)
{
    bool totals = filter->breakdown.n == 0;

    if (filter->latest)
        select_hint_latest(call, latest, matched > 0);
    /* Over many indicators there always are some; beside a single one the reader may want them. */
    if (matched > 0 && (!totals || filter->indicators.n != 1))
        return;
    if (dimensions.n > 0)
        hint_add_about(call, totals ? HINT_TOTALS_ONLY : HINT_OTHER_BREAKDOWNS, dimensions);
    else if (matched == 0 && filter->vintages.since > 0)
        hint_add_about(call, HINT_NOTHING_SINCE,
                       arena_printf(call->arena, "%lld", (long long)filter->vintages.since));
    else if (matched == 0 && !select_told_why(call))
        hint_add(call, HINT_NO_DATA);
}

int select_hints(struct api_call *call, const struct observation_filter *filter,
                 struct observation_scan *scan, int64_t matched)
{
    struct period latest;
    bool found = observations_latest(scan, &latest);
    struct str dimensions;
    int r = observations_other_dimensions(scan, &dimensions);

    if (r == 0)
        select_hints_about(call, filter, found ? &latest : NULL, dimensions, matched);
    return r;
}
