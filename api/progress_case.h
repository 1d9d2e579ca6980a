/* The parts of progress that all kinds of readings share: the case at hand, the verdict, and the
 * derived values beside it. For the files api/progress*.c. */
#pragma once

#include "api/progress.h"

struct progress_case {
    struct api_call *call;
    struct observation_memo *memo;
    const struct target_row *row;
    enum interval_comparator comparator;
    bool inverted; /* less is better */
    struct rational goal;
    struct str unit;   /* of the figures */
    uint8_t decimals;  /* of what is computed in this unit */
    int32_t on;        /* the day of judgement */
    int32_t starts_on; /* first day of the plan or of the window, whichever is earlier */
};

/* How an actual figure stands against the target and the line. */
struct standing {
    const struct progress_actual *actual;
    bool settles; /* the figure is that of the end: it decides */
    bool over;    /* the window is over */
    enum {
        STANDING_STATE,  /* may rise and fall until the end */
        STANDING_AMOUNT, /* only grows until the end */
        STANDING_MEAN,   /* of a part of the time: nothing of it is settled */
    } kind;
    bool falls; /* the line leads down to the target */
    /* Actual less expected; not read when there is a reason. */
    enum reason no_pace;
    struct interval gap;
};

/* Every rule of the lights stands here. */
struct verdict progress_judge(const struct progress_case *c, const struct standing *standing);

/* Begins a derived value with the inputs of an actual figure and a baseline (NULL: none), unless
 * these are more than one derived value names. Refused when there is no actual figure. */
void progress_begin(struct derived *derived, struct str unit, uint8_t decimals,
                    const struct progress_actual *actual, const struct progress_baseline *baseline);

/* Sets a result as derived_set() does; of an actual figure with only bounds it keeps only these. */
void progress_set(struct derived *derived, int r, const struct interval *result,
                  const struct progress_actual *actual);

/* Whether an attainment may be divided by it: it is not negative, nor can be. */
bool progress_may_divide(const struct interval *by);

/* The attainment: actual in per cent of the goal, or the goal in per cent of actual; what it is
 * divided by must not be negative. */
void progress_attain(const struct progress_case *c, const struct progress_actual *actual,
                     struct derived *ret);

/* The baseline of an amount that adds up from the day `first` on. */
struct progress_baseline progress_from_zero(int32_t first);

/* The straight line from the baseline to `goal` on the day `ends_on`: what is expected on the last
 * day of the actual figure, and the gap, in the reading and in the standing. */
void progress_line(const struct progress_case *c, struct progress_reading *reading,
                   struct rational goal, int32_t ends_on, struct standing *standing);

/* Where nothing adds up and nothing else is known of the time before: what is expected of a rate, a
 * duration or a growth is the goal all the time, of anything else nothing is. Fills as
 * progress_line(). */
void progress_level(const struct progress_case *c, struct progress_reading *reading,
                    struct rational goal, struct standing *standing);

/* goal - actual. */
void progress_remain(const struct progress_case *c, struct progress_reading *reading,
                     struct rational goal);

/* The yearly growth that makes 1 into `ratio` in `years`. */
void progress_rate(const struct interval *ratio, int years, struct derived *derived);

/* What 1 becomes by a yearly growth in per cent: (1 + growth / 100) ^ years. 0, or a failure of
 * rational_mul(). */
MUST_USE int progress_compound(struct rational growth, int years, struct rational *ret);

/* The attainment of the goal by the yearly growth that made 1 into `ratio`, of which `actual` is
 * the rounded number: as progress_attain(), rounded once. */
void progress_attain_growth(const struct progress_case *c, const struct interval *ratio, int years,
                            const struct progress_actual *actual, struct derived *ret);

/* How many whole years lie between two days, the ends of months alike; 0: these are not. */
int progress_whole_years(int32_t from, int32_t to);

/* First and last day of a calendar year. */
struct period_span progress_year_days(int year);
int progress_year_of(int32_t day);

/* Readings by kind: of a day; of an amount over the window; of each year; of their mean; of growth.
 * Each fills a reading that has its kind, days and unit. 0, or a failure of the store. */
MUST_USE int progress_point(const struct progress_case *c, struct progress_reading *reading);
MUST_USE int progress_cumulative(const struct progress_case *c, struct progress_reading *reading);
MUST_USE int progress_each_year(const struct progress_case *c, struct progress_reading *reading);
MUST_USE int progress_annual_mean(const struct progress_case *c, struct progress_reading *reading);
MUST_USE int progress_growth(const struct progress_case *c, struct progress_reading *reading);
