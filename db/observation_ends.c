#include "db/observation_ends.h"

#include "base/err.h"

int observation_ends_open(struct arena *arena, struct observation_memo *memo, size_t first,
                          size_t last, struct observation_ends **ret)
{
    struct observation_ends *ends = arena_alloc(arena, sizeof *ends);
    struct observation_key *slots = arena_alloc(arena, (first + last) * sizeof *slots);

    if (ends == NULL || slots == NULL)
        return -ERR_NOMEM;
    ends->memo = memo;
    ends->first = first;
    ends->last = last;
    ends->slots = slots;
    *ret = ends;
    return 0;
}

/* Of the series that is read; what neither end holds is passed over. */
static int keep(struct observation_ends *ends, const struct observation_key *key)
{
    size_t i = ends->met++;
    struct observation_key *slot;
    int r;

    if (i >= ends->first && ends->last == 0)
        return 0;
    slot = &ends->slots[i < ends->first ? i : ends->first + (i - ends->first) % ends->last];
    *slot = *key;
    r = observation_memo_text(ends->memo, key->measure, &slot->measure);
    return r < 0 ? r : observation_memo_text(ends->memo, key->definition, &slot->definition);
}

/* Reads one series to its end: 1, 0 when there is none left. */
static int read_series(struct observation_ends *ends, observation_next_fn next, void *cls)
{
    int r = ends->pending ? 1 : next(cls, &ends->next);

    ends->met = 0;
    ends->at = 0;
    while (r > 0) {
        r = keep(ends, &ends->next);
        if (r < 0)
            return r;
        r = next(cls, &ends->next);
        if (r > 0 && !observation_same_series(&ends->slots[0], &ends->next))
            break;
    }
    if (r < 0)
        return r;
    ends->pending = r > 0;
    ends->n = ends->met < ends->first + ends->last ? ends->met : ends->first + ends->last;
    return ends->met > 0;
}

/* Where the one at `at` stands: the ring begins with the oldest that it holds. */
static size_t slot_of(const struct observation_ends *ends, size_t at)
{
    size_t passed = ends->met - ends->n;

    return at < ends->first ? at : ends->first + (passed + at - ends->first) % ends->last;
}

bool observation_ends_within(const struct observation_ends *ends, const struct observation_key *key)
{
    return ends->met > 0 && observation_same_series(&ends->slots[0], key);
}

int observation_ends_next(struct observation_ends *ends, observation_next_fn next, void *cls,
                          struct observation_key *ret)
{
    if (ends->at == ends->n) {
        int r = read_series(ends, next, cls);

        if (r <= 0)
            return r;
    }
    *ret = ends->slots[slot_of(ends, ends->at++)];
    return 1;
}
