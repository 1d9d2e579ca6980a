#include "db/observation_latest.h"

#include "base/err.h"

/* Periods common to the series read so far, in order. While a series is read, those before `kept`
 * were met in it and those before `at` were passed. */
struct common {
    struct arena *arena;
    struct period *v;
    size_t n, room, kept, at;
};

static int add(struct common *common, struct period period)
{
    struct period *v = arena_grow(common->arena, common->v, common->n, &common->room, sizeof *v);

    if (v == NULL)
        return -ERR_NOMEM;
    common->v = v;
    common->v[common->n++] = period;
    return 0;
}

static bool before(const struct period *a, const struct period *b)
{
    return a->ends_on != b->ends_on ? a->ends_on < b->ends_on : a->starts_on < b->starts_on;
}

/* The periods of a series come in order too, so one pass over both finds what they share. */
static void meet(struct common *common, struct period period)
{
    while (common->at < common->n && before(&common->v[common->at], &period))
        common->at++;
    if (common->at < common->n && !before(&period, &common->v[common->at]) &&
        common->v[common->at].freq == period.freq)
        common->v[common->kept++] = common->v[common->at++];
}

static void end_series(struct common *common)
{
    common->n = common->kept;
    common->kept = 0;
    common->at = 0;
}

/* The series of the row before, with text that lasts longer than the row. */
static int remember(struct observation_memo *memo, const struct observation_key *key,
                    struct observation_key *ret)
{
    int r;

    *ret = *key;
    r = observation_memo_text(memo, key->measure, &ret->measure);
    return r < 0 ? r : observation_memo_text(memo, key->definition, &ret->definition);
}

static int walk(observation_next_fn next, void *cls, struct observation_memo *memo,
                struct common *common)
{
    struct observation_key key, series;
    size_t n_series = 0;
    int r;

    while ((r = next(cls, &key)) > 0) {
        if (n_series == 0 || !observation_same_series(&series, &key)) {
            if (n_series > 1)
                end_series(common);
            if (n_series > 0 && common->n == 0)
                return 0;
            n_series++;
            r = remember(memo, &key, &series);
            if (r < 0)
                return r;
        }
        if (n_series == 1) {
            r = add(common, key.period);
            if (r < 0)
                return r;
        } else {
            meet(common, key.period);
        }
    }
    if (n_series > 1)
        end_series(common);
    return r;
}

int observation_find_latest(observation_next_fn next, void *cls, struct arena *arena,
                            struct observation_memo *memo, struct period *ret)
{
    struct common common = {.arena = arena};
    int r = walk(next, cls, memo, &common);

    if (r < 0)
        return r;
    if (common.n == 0)
        return 0;
    *ret = common.v[common.n - 1];
    return 1;
}
