#include "base/percentile.h"

#include "base/err.h"
#include "base/order.h"

#include <stdlib.h>

int percentile_of(const int64_t *sorted, size_t n, int percent, struct rational *ret)
{
    size_t place, rest;
    struct rational at, step;
    int r;

    if (n == 0 || percent < 0 || percent > 100)
        return -ERR_INPUT;
    place = (n - 1) * (size_t)percent / 100;
    rest = (n - 1) * (size_t)percent % 100;
    at = rational_from_int(sorted[place]);
    if (rest == 0) {
        *ret = at;
        return 0;
    }
    r = rational_sub(rational_from_int(sorted[place + 1]), at, &step);
    if (r == 0)
        r = rational_mul(step, rational_from_dec((struct dec){(int64_t)rest, 2}), &step);
    return r < 0 ? r : rational_add(at, step, ret);
}

static int compare(const void *a, const void *b)
{
    return order_i64(*(const int64_t *)a, *(const int64_t *)b);
}

static int put_percentile(const int64_t *sorted, size_t n, int percent, struct dec *ret)
{
    struct rational exact;
    int r = percentile_of(sorted, n, percent, &exact);

    return r < 0 ? r : rational_round(exact, 1, ROUND_NEAREST, ret);
}

static int put_mean(const int64_t *values, size_t n, struct dec *ret)
{
    struct rational sum = rational_from_int(0);
    int r = 0;

    for (size_t i = 0; r == 0 && i < n; i++)
        r = rational_add(sum, rational_from_int(values[i]), &sum);
    if (r == 0)
        r = rational_div(sum, rational_from_int((int64_t)n), &sum);
    return r < 0 ? r : rational_round(sum, 1, ROUND_NEAREST, ret);
}

int spread_of(int64_t *values, size_t n, struct spread *ret)
{
    struct spread spread = {.n = (int64_t)n};
    int r;

    if (n == 0) {
        *ret = spread;
        return 0;
    }
    qsort(values, n, sizeof *values, compare);
    spread.min = values[0];
    spread.max = values[n - 1];
    r = put_mean(values, n, &spread.mean);
    if (r == 0)
        r = put_percentile(values, n, 25, &spread.p25);
    if (r == 0)
        r = put_percentile(values, n, 50, &spread.median);
    if (r == 0)
        r = put_percentile(values, n, 75, &spread.p75);
    if (r == 0)
        r = put_percentile(values, n, 90, &spread.p90);
    if (r == 0)
        *ret = spread;
    return r;
}

int percent_of(int64_t part, int64_t whole, struct dec *ret)
{
    struct rational share;
    int r = rational_div(rational_from_int(part), rational_from_int(whole), &share);

    if (r == 0)
        r = rational_mul(share, rational_from_int(100), &share);
    return r < 0 ? r : rational_round(share, 1, ROUND_NEAREST, ret);
}
