#include "base/day_counts.h"

#include "base/err.h"

#include <string.h>

int day_counts_add(struct arena *arena, struct day_counts *counts, int64_t days)
{
    if (days < 0)
        return -ERR_INPUT;
    if (days >= DAY_COUNTS_MAX || counts->n == UINT32_MAX)
        return -ERR_LIMIT;
    if ((size_t)days >= counts->room) {
        size_t room = counts->room * 2 > (size_t)days + 1 ? counts->room * 2 : (size_t)days + 64;
        uint32_t *v = arena_alloc(arena, room * sizeof *v);

        if (v == NULL)
            return -ERR_NOMEM;
        if (counts->room > 0)
            memcpy(v, counts->v, counts->room * sizeof *v);
        counts->v = v;
        counts->room = room;
    }
    counts->v[days]++;
    counts->n++;
    return 0;
}

/* The value at a place in ascending order, places counting from 0. */
static int64_t value_at(const struct day_counts *counts, int64_t place)
{
    size_t days = 0;

    while (place >= counts->v[days])
        place -= counts->v[days++];
    return (int64_t)days;
}

static int put_percentile(const struct day_counts *counts, int percent, struct dec *ret)
{
    int64_t place = (counts->n - 1) * percent / 100, rest = (counts->n - 1) * percent % 100;
    int64_t at = value_at(counts, place);
    struct rational exact = rational_from_int(at);
    int r = 0;

    if (rest > 0) {
        int64_t step = value_at(counts, place + 1) - at;

        r = rational_add(exact, rational_from_dec((struct dec){step * rest, 2}), &exact);
    }
    return r < 0 ? r : rational_round(exact, 1, ROUND_NEAREST, ret);
}

static int put_mean(const struct day_counts *counts, struct dec *ret)
{
    struct rational mean;
    int64_t sum = 0; /* at most 2^32 times the longest duration */
    int r;

    for (size_t days = 0; days < counts->room; days++)
        sum += (int64_t)days * counts->v[days];
    r = rational_div(rational_from_int(sum), rational_from_int(counts->n), &mean);
    return r < 0 ? r : rational_round(mean, 1, ROUND_NEAREST, ret);
}

int day_counts_spread(const struct day_counts *counts, struct spread *ret)
{
    struct spread spread = {.n = counts->n};
    int r;

    if (counts->n == 0) {
        *ret = spread;
        return 0;
    }
    spread.min = value_at(counts, 0);
    spread.max = value_at(counts, counts->n - 1);
    r = put_mean(counts, &spread.mean);
    if (r == 0)
        r = put_percentile(counts, 25, &spread.p25);
    if (r == 0)
        r = put_percentile(counts, 50, &spread.median);
    if (r == 0)
        r = put_percentile(counts, 75, &spread.p75);
    if (r == 0)
        r = put_percentile(counts, 90, &spread.p90);
    if (r == 0)
        *ret = spread;
    return r;
}
