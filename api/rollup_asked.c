/* Figures of exactly the period that was asked for, beside those of its parts. */
#include "api/rollup_impl.h"

/* A year, half, quarter or month; other kinds share their days without being the period. */
static bool is_reporting(enum freq freq)
{
    switch (freq) {
    case FREQ_A:
    case FREQ_H:
    case FREQ_Q:
    case FREQ_M:
        return true;
    case FREQ_I:
    case FREQ_R:
    case FREQ_Y:
        return false;
    }
    return false;
}

static bool is_all_of(struct period period, struct period_span span)
{
    return is_reporting(period.freq) && period.starts_on == span.from && period.ends_on == span.to;
}

static bool is_part_of(struct period period, struct period_span span)
{
    return period.starts_on >= span.from && period.ends_on <= span.to && !is_all_of(period, span);
}

/* Whether one of the figures from `at` to `end` says something of the whole span. */
static bool has_all_of(struct rollup_slice figures, size_t at, size_t end, struct period_span span)
{
    bool has = false;

    for (; at < end; at++)
        has = has || (figures.v[at].has_value && is_all_of(figures.v[at].period, span));
    return has;
}

/* limit: periods of one group, as many as `period` may name, and the year that it is grouped by */
enum { ASKED_MAX = 21 };

struct asked {
    struct period_span v[ASKED_MAX];
    size_t n;
};

/* Not where a part of it was asked for too, which would be left out for the whole. */
static void add_whole(struct asked *asked, const struct rollup *all, struct period_span span)
{
    for (size_t i = 0; i < all->n_spans; i++) {
        struct period_span other = all->spans[i];
        bool apart = other.from > span.to || other.to < span.from;

        if (!apart && (other.from > span.from || other.to < span.to))
            return;
    }
    if (asked->n < ASKED_MAX)
        asked->v[asked->n++] = span;
}

static struct asked periods_of(const struct rollup *all, const struct rollup_scope *scope)
{
    struct asked asked = {.n = 0};

    if (scope->has_year)
        add_whole(&asked, all,
                  (struct period_span){date_from_civil(scope->year, 1, 1),
                                       date_from_civil(scope->year, 12, 31)});
    for (size_t i = 0; i < all->n_spans; i++)
        add_whole(&asked, all, all->spans[i]);
    return asked;
}

static bool is_part_of_any(struct period period, const struct asked *whole)
{
    for (size_t i = 0; i < whole->n; i++)
        if (is_part_of(period, whole->v[i]))
            return true;
    return false;
}

void rollup_take_asked(const struct rollup *all, const struct rollup_scope *scope,
                       struct rollup_slice *figures)
{
    struct asked asked = periods_of(all, scope);
    size_t n = 0;

    for (size_t at = 0, end; at < figures->n; at = end) {
        struct asked whole = {.n = 0};

        end = rollup_region_end(*figures, at);
        for (size_t i = 0; i < asked.n; i++)
            if (has_all_of(*figures, at, end, asked.v[i]))
                whole.v[whole.n++] = asked.v[i];
        for (size_t i = at; i < end; i++)
            if (!is_part_of_any(figures->v[i].period, &whole))
                figures->v[n++] = figures->v[i];
    }
    figures->n = n;
}
