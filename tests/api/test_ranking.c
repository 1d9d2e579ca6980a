/* Places in an order: by hand, and against a comparison of each with each. */

#include "api/ranking.h"
#include "base/interval.h"
#include "tests/tap.h"

#define OPEN                                                                                       \
    {                                                                                              \
        .known = false                                                                             \
    }
#define AT(n)                                                                                      \
    {                                                                                              \
        .known = true, .e6 = (n)                                                                   \
    }
#define EXACT(n)                                                                                   \
    {                                                                                              \
        .lower = AT(n), .upper = AT(n)                                                             \
    }
#define WITHIN(a, b)                                                                               \
    {                                                                                              \
        .lower = AT(a), .upper = AT(b)                                                             \
    }
#define AT_LEAST(n)                                                                                \
    {                                                                                              \
        .lower = AT(n), .upper = OPEN                                                              \
    }
#define MORE_THAN(n)                                                                               \
    {                                                                                              \
        .lower = AT(n), .upper = OPEN, .lower_strict = true                                        \
    }
#define LESS_THAN(n)                                                                               \
    {                                                                                              \
        .lower = AT(0), .upper = AT(n), .upper_strict = true                                       \
    }

enum { ENTRIES_MAX = 5 };

/* Expected: "place best-worst" of each in turn, "=" behind one that is tied. */
static const struct {
    const char *what;
    enum ranking_first first;
    int64_t missing;
    size_t n;
    struct ranking_entry v[ENTRIES_MAX];
    const char *expected;
} cases[] = {
    {"nothing", RANKING_LARGEST, 3, 0, {{.best = 0}}, ""},
    {"one", RANKING_LARGEST, 0, 1, {EXACT(5)}, "1 1-1"},
    {"exact ones", RANKING_LARGEST, 0, 3, {EXACT(5), EXACT(7), EXACT(-1)}, "2 2-2,1 1-1,3 3-3"},
    {"the smallest first",
     RANKING_SMALLEST,
     0,
     3,
     {EXACT(5), EXACT(7), EXACT(-1)},
     "2 2-2,3 3-3,1 1-1"},
    {"ties share a place: 1, 2, 2, 4",
     RANKING_LARGEST,
     0,
     4,
     {EXACT(9), EXACT(5), EXACT(5), EXACT(1)},
     "1 1-1,2 2-2=,2 2-2=,4 4-4"},
    {"all the same",
     RANKING_SMALLEST,
     0,
     3,
     {EXACT(5), EXACT(5), EXACT(5)},
     "1 1-1=,1 1-1=,1 1-1="},
    {"missing ones may be ahead of all",
     RANKING_LARGEST,
     2,
     2,
     {EXACT(5), EXACT(4)},
     "1 1-3,2 2-4"},
    {"bounds that do not meet decide",
     RANKING_LARGEST,
     0,
     2,
     {WITHIN(4, 5), WITHIN(6, 7)},
     "2 2-2,1 1-1"},
    {"bounds that overlap do not",
     RANKING_LARGEST,
     0,
     3,
     {WITHIN(4, 6), WITHIN(5, 7), EXACT(1)},
     "0 1-2,0 1-2,3 3-3"},
    {"the same bounds are not the same number",
     RANKING_LARGEST,
     0,
     2,
     {WITHIN(4, 5), WITHIN(4, 5)},
     "0 1-2,0 1-2"},
    {"bounds that touch may be equal",
     RANKING_LARGEST,
     0,
     2,
     {WITHIN(4, 5), WITHIN(5, 6)},
     "0 1-2,1 1-1"},
    {"5, and at most 5: which is not ahead of it",
     RANKING_LARGEST,
     0,
     2,
     {EXACT(5), WITHIN(0, 5)},
     "1 1-1,0 1-2"},
    {"the smallest first: 5, and at least 5",
     RANKING_SMALLEST,
     1,
     2,
     {EXACT(5), AT_LEAST(5)},
     "1 1-2,0 1-3"},
    {"a number within bounds", RANKING_LARGEST, 0, 2, {EXACT(5), WITHIN(4, 6)}, "0 1-2,0 1-2"},
    {"in a chain only neighbours are open",
     RANKING_LARGEST,
     0,
     4,
     {WITHIN(7, 9), WITHIN(5, 8), WITHIN(3, 6), WITHIN(1, 2)},
     "0 1-2,0 1-3,0 2-3,4 4-4"},
    {"at least 5, and 5", RANKING_LARGEST, 0, 2, {AT_LEAST(5), EXACT(5)}, "1 1-1,0 1-2"},
    {"more than 5, and 5", RANKING_LARGEST, 0, 2, {MORE_THAN(5), EXACT(5)}, "1 1-1,2 2-2"},
    {"less than 5, and 5", RANKING_LARGEST, 0, 2, {LESS_THAN(5), EXACT(5)}, "2 2-2,1 1-1"},
    {"less than 5, more than 5",
     RANKING_SMALLEST,
     0,
     2,
     {LESS_THAN(5), MORE_THAN(5)},
     "1 1-1,2 2-2"},
    {"at least 500 of which nobody knows how many",
     RANKING_LARGEST,
     1,
     3,
     {AT_LEAST(500), EXACT(600), EXACT(400)},
     "0 1-3,0 1-3,3 3-4"},
    {"a tie beside one that overlaps both",
     RANKING_LARGEST,
     0,
     3,
     {EXACT(5), EXACT(5), WITHIN(4, 6)},
     "0 1-2=,0 1-2=,0 1-3"},
    {"nothing is known of one",
     RANKING_LARGEST,
     0,
     3,
     {EXACT(2), EXACT(1), {.best = 0}},
     "0 1-2,0 2-3,0 1-3"},
};

static size_t print_entry(char *text, size_t room, const struct ranking_entry *entry, bool comma)
{
    return (size_t)snprintf(text, room, "%s%" PRId64 " %" PRId64 "-%" PRId64 "%s", comma ? "," : "",
                            entry->place, entry->best, entry->worst, entry->tied ? "=" : "");
}

static void test_cases(struct arena *arena)
{
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        struct ranking_entry v[ENTRIES_MAX];
        char text[200] = "";
        size_t at = 0;

        memcpy(v, cases[c].v, sizeof v);
        if (!tap_is_int(ranking_compute(arena, cases[c].first, v, cases[c].n, cases[c].missing), 0,
                        "%s", cases[c].what))
            continue;
        for (size_t i = 0; i < cases[c].n; i++)
            at += print_entry(text + at, sizeof text - at, &v[i], i > 0);
        tap_is_str(str_from(text), str_from(cases[c].expected), "%s: places", cases[c].what);
    }
}

static struct interval interval_of(const struct ranking_entry *entry)
{
    return (struct interval){
        .value = rational_from_int(0),
        .lower = {entry->lower.known, entry->lower_strict, rational_from_e6(entry->lower.e6)},
        .upper = {entry->upper.known, entry->upper_strict, rational_from_e6(entry->upper.e6)},
    };
}

/* One of numbers that may be `other` lies ahead of one that may be `mine`: ends decide, strict or
 * not, since between two numbers there are others. */
static bool may_be_ahead(const struct ranking_entry *other, const struct ranking_entry *mine,
                         enum ranking_first first)
{
    const struct ranking_entry *high = first == RANKING_LARGEST ? other : mine;
    const struct ranking_entry *low = first == RANKING_LARGEST ? mine : other;

    return !high->upper.known || !low->lower.known || high->upper.e6 > low->lower.e6;
}

/* The same by comparing each with each. */
static bool agrees(const struct ranking_entry *v, size_t n, enum ranking_first first, size_t i)
{
    enum interval_order ahead = first == RANKING_LARGEST ? INTERVAL_AFTER : INTERVAL_BEFORE;
    struct interval mine = interval_of(&v[i]);
    int64_t best = 1, worst = 1;
    bool tied = false;

    for (size_t j = 0; j < n; j++) {
        struct interval other = interval_of(&v[j]);
        enum interval_order order = interval_compare(&other, &mine);

        if (j == i)
            continue;
        best += order == ahead;
        worst += may_be_ahead(&v[j], &v[i], first);
        tied |= order == INTERVAL_SAME;
    }
    return v[i].best == best && v[i].worst == worst && v[i].tied == tied &&
           v[i].place == (best == worst ? best : 0);
}

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % below;
}

static void test_each_with_each(struct arena *arena)
{
    enum { ROUNDS = 2000, MOST = 12 };
    uint64_t state = 20260101;
    int wrong = 0;

    for (int round = 0; round < ROUNDS; round++) {
        enum ranking_first first = draw(&state, 2) ? RANKING_LARGEST : RANKING_SMALLEST;
        struct ranking_entry v[MOST];
        size_t n = 1 + draw(&state, MOST);

        for (size_t i = 0; i < n; i++) {
            int64_t lower = draw(&state, 8), width = draw(&state, 2) ? draw(&state, 4) : 0;

            v[i] = (struct ranking_entry){
                .lower = {draw(&state, 10) > 0, lower},
                .upper = {draw(&state, 10) > 0, lower + width},
                .lower_strict = width > 1 && draw(&state, 3) == 0,
                .upper_strict = width > 1 && draw(&state, 3) == 0,
            };
        }
        if (ranking_compute(arena, first, v, n, 0) < 0)
            wrong++;
        for (size_t i = 0; i < n; i++)
            wrong += !agrees(v, n, first, i);
        arena_reset(arena);
    }
    tap_is_int(wrong, 0, "%d generated orders agree with a comparison of each with each", ROUNDS);
}

static void test_no_room(void)
{
    struct ranking_entry v[64] = {{.best = 0}};
    struct arena small;

    arena_init(&small, 64, 64);
    tap_ok(ranking_compute(&small, RANKING_LARGEST, v, COUNT_OF(v), 0) < 0, "no room is told");
    arena_finish(&small);
}

int main(void)
{
    struct arena arena;

    arena_init(&arena, 4096, 1024 * 1024);
    test_cases(&arena);
    test_each_with_each(&arena);
    test_no_room();
    arena_finish(&arena);
    return tap_done();
}
