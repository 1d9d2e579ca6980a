#include "base/moment.h"

#include "base/err.h"
#include "base/period.h"

#include <string.h>

enum { SECONDS_PER_MINUTE = 60, SECONDS_PER_HOUR = 3600, SECONDS_PER_DAY = 86400 };

/* Takes two digits, at most `max`, off the head. */
static int take_two(struct str *rest, int max, int *ret)
{
    int number;

    if (rest->n < 2 || rest->p[0] < '0' || rest->p[0] > '9' || rest->p[1] < '0' || rest->p[1] > '9')
        return -ERR_INPUT;
    number = (rest->p[0] - '0') * 10 + rest->p[1] - '0';
    if (number > max)
        return -ERR_INPUT;
    *rest = (struct str){rest->p + 2, rest->n - 2};
    *ret = number;
    return 0;
}

static bool take_sign(struct str *rest, char sign)
{
    if (rest->n == 0 || rest->p[0] != sign)
        return false;
    *rest = (struct str){rest->p + 1, rest->n - 1};
    return true;
}

/* "HH:MM" in seconds. */
static int take_clock(struct str *rest, int *ret)
{
    int hour, minute;

    if (take_two(rest, 23, &hour) < 0 || !take_sign(rest, ':') || take_two(rest, 59, &minute) < 0)
        return -ERR_INPUT;
    *ret = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE;
    return 0;
}

/* How far the local time is ahead, in seconds. */
static int take_offset(struct str *rest, int *ret)
{
    bool ahead;

    *ret = 0;
    if (take_sign(rest, 'Z'))
        return 0;
    ahead = take_sign(rest, '+') || take_sign(rest, ' ');
    if ((!ahead && !take_sign(rest, '-')) || take_clock(rest, ret) < 0)
        return -ERR_INPUT;
    if (!ahead)
        *ret = -*ret;
    return 0;
}

int moment_parse(struct str s, int64_t *ret)
{
    struct str rest = s, date = {0};
    int seconds = 0, clock = 0, offset = 0;
    int32_t day;
    int r;

    str_cut(&rest, 'T', &date);
    r = date_parse(date, &day);

    if (r < 0)
        return r;
    if (date.n == s.n) {
        *ret = (int64_t)(day + 1) * SECONDS_PER_DAY - 1;
        return 0;
    }
    if (take_clock(&rest, &clock) < 0 ||
        (take_sign(&rest, ':') && take_two(&rest, 59, &seconds) < 0) ||
        take_offset(&rest, &offset) < 0 || rest.n > 0)
        return -ERR_INPUT;
    *ret = (int64_t)day * SECONDS_PER_DAY + clock + seconds - offset;
    return 0;
}

size_t moment_format(int64_t moment, char out[MOMENT_TEXT_MAX])
{
    int64_t day = moment / SECONDS_PER_DAY;
    int of_day = (int)(moment % SECONDS_PER_DAY);
    char date[DATE_TEXT_MAX];
    size_t n;

    if (of_day < 0) {
        of_day += SECONDS_PER_DAY;
        day--;
    }
    n = date_format((int32_t)day, date);
    memcpy(out, date, n);
    const char clock[] = {
        'T',
        (char)('0' + of_day / 36000),
        (char)('0' + of_day / 3600 % 10),
        ':',
        (char)('0' + of_day / 600 % 6),
        (char)('0' + of_day / 60 % 10),
        ':',
        (char)('0' + of_day / 10 % 6),
        (char)('0' + of_day % 10),
        'Z',
        '\0',
    };
    memcpy(out + n, clock, sizeof clock);
    return n + sizeof clock - 1;
}
