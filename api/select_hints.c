#include "api/select.h"

static void hint_latest(struct api_call *call, const struct observation_scan *scan, bool found)
{
    struct period period;
    char text[PERIOD_TEXT_MAX];

    if (!observations_latest(scan, &period)) {
        hint_add(call, found ? HINT_LATEST_ADDS_NOTHING : HINT_NO_COMMON_PERIOD);
        return;
    }
    hint_add_about(call, HINT_LATEST_PERIOD,
                   arena_copy(call->arena, (struct str){text, period_format(period, text)}));
}

/* Why the answer is empty was told already: what is restricted, or has no common period, may well
 * have been published. */
static bool told_why(const struct api_call *call)
{
    for (size_t i = 0; i < call->hints.n; i++)
        if (call->hints.v[i].hint == HINT_RESTRICTED ||
            call->hints.v[i].hint == HINT_NO_COMMON_PERIOD)
            return true;
    return false;
}

int select_hints(struct api_call *call, const struct observation_filter *filter,
                 struct observation_scan *scan, int64_t matched)
{
    bool totals = filter->breakdown.n == 0;
    struct str dimensions;
    int r;

    if (filter->latest)
        hint_latest(call, scan, matched > 0);
    /* Over many indicators there always are some; beside a single one the reader may want them. */
    if (matched > 0 && (!totals || filter->indicators.n != 1))
        return 0;
    r = observations_other_dimensions(scan, &dimensions);
    if (r < 0)
        return r;
    if (dimensions.n > 0)
        hint_add_about(call, totals ? HINT_TOTALS_ONLY : HINT_OTHER_BREAKDOWNS, dimensions);
    else if (matched == 0 && filter->vintages.since > 0)
        hint_add_about(call, HINT_NOTHING_SINCE,
                       arena_printf(call->arena, "%lld", (long long)filter->vintages.since));
    else if (matched == 0 && !told_why(call))
        hint_add(call, HINT_NO_DATA);
    return 0;
}
