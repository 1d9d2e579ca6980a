/* Calendars of series: the coarsest that holds what was published, and the way along it. */
#include "api/dense.h"
#include "base/str.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct period parse(const char *text)
{
    struct period period;

    if (period_parse(str_from(text), &period) < 0) {
        printf("Bail out! %s is no period\n", text);
        exit(1);
    }
    return period;
}

/* Months between the periods of the calendar that holds those in `codes`, separated by blanks. */
static void step_is(const char *codes, unsigned expected)
{
    struct str rest = str_from(codes), code;
    struct dense dense = {0};

    for (bool first = true; str_cut(&rest, ' ', &code); first = false) {
        struct period period;

        if (period_parse(code, &period) < 0)
            tap_ok(false, "%s is no period", codes);
        if (first)
            dense = dense_begin(period.freq);
        dense_hold(&dense, period);
    }
    tap_is_int(dense.step, expected, "calendar of %s", codes);
}

/* The period after `from` on the calendar of `from` alone, or of `step` months. */
static void next_is(const char *from, unsigned step, const char *expected)
{
    struct period next = dense_next((struct dense){step}, parse(from));
    char text[PERIOD_TEXT_MAX];

    period_format(next, text);
    tap_is_str(str_from(text), str_from(expected), "after %s by %u", from, step);
    tap_ok(next.starts_on == parse(expected).starts_on && next.ends_on == parse(expected).ends_on,
           "with its days");
}

int main(void)
{
    step_is("2016 2021", 12);
    step_is("2021-H1 2022-H2", 6);
    step_is("2024-Q1 2024-Q3", 3);
    step_is("2024-02 2024-09", 1);
    step_is("2024-01-01/2026-12-31", 0);
    step_is("2016-12-31 2021-12-31", 12);
    step_is("2016-12-31 2019-06-30 2021-12-31", 6);
    step_is("2016-12-31 2019-09-30", 3);
    step_is("2016-12-31 2020-02-29", 1);
    step_is("2016-12-31 2021-02-28", 1);
    step_is("2020-02-28 2021-12-31", 0);
    step_is("2016-12-31 2020-11-01 2021-12-31", 0);
    step_is("2023-YTD-12 2024-YTD-12", 12);
    step_is("2023-YTD-06 2023-YTD-12", 6);
    step_is("2023-YTD-03 2023-YTD-12", 3);
    step_is("2023-YTD-05", 1);

    next_is("2023", 12, "2024");
    next_is("2021-H2", 6, "2022-H1");
    next_is("2021-H1", 6, "2021-H2");
    next_is("2024-Q4", 3, "2025-Q1");
    next_is("2024-Q1", 3, "2024-Q2");
    next_is("2024-01", 1, "2024-02");
    next_is("2023-12", 1, "2024-01");
    next_is("2023-12-31", 12, "2024-12-31");
    next_is("2023-12-31", 6, "2024-06-30");
    next_is("2024-01-31", 1, "2024-02-29");
    next_is("2023-09-30", 3, "2023-12-31");
    next_is("2023-YTD-12", 3, "2024-YTD-03");
    next_is("2023-YTD-09", 3, "2023-YTD-12");
    next_is("2023-YTD-12", 12, "2024-YTD-12");
    return tap_done();
}
