#include "api/violation.h"

#include <string.h>

/* limit: 200 bytes of a wrong value are enough to recognise it by. */
enum { VALUE_SHOWN_MAX = 200 };

static struct str shorten(struct str value)
{
    if (value.n <= VALUE_SHOWN_MAX)
        return value;
    value.n = VALUE_SHOWN_MAX;
    while (value.n > 0 && ((unsigned char)value.p[value.n] & 0xC0) == 0x80)
        value.n--;
    return value;
}

void violation_add(struct violation_list *list, struct arena *arena, struct violation violation)
{
    size_t room = list->room == 0 ? VIOLATIONS_MAX : list->room;

    if (list->v == NULL)
        list->v = arena_alloc(arena, room * sizeof *list->v);
    if (list->v == NULL || list->n == room) {
        list->cut = true;
        return;
    }
    /* A header field may bring bytes that no answer can show. */
    violation.value = str_utf8_valid(violation.value) ? shorten(violation.value) : (struct str){0};
    list->v[list->n++] = violation;
}

enum problem_id violation_problem(const struct violation_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        if (list->v[i].in == VIOLATION_PATH)
            return PROBLEM_NOT_FOUND;
    }
    return list->n > 0 ? list->v[0].problem : PROBLEM_NONE;
}

/* How far apart the two are, or -1 when they are not near: twice the edits, and one more
 * unless one begins with the other, which is a slip at the end rather than another word. */
static int farness(struct str word, struct str candidate)
{
    int most = word.n < 6 ? 1 : (int)(word.n / 3);
    int distance = str_distance(word, candidate, most);
    bool begins = word.n >= 3 && (str_starts(candidate, word) || str_starts(word, candidate));

    if (distance > most && !begins)
        return -1;
    return 2 * distance + (begins ? 0 : 1);
}

void nearest_offer(struct nearest *nearest, struct arena *arena, struct str candidate)
{
    int distance = candidate.n > 0 ? farness(nearest->word, candidate) : -1;
    size_t i = nearest->n;

    if (distance < 0)
        return;
    while (i > 0 && nearest->best[i - 1].distance > distance)
        i--;
    if (i == NEAREST_MAX)
        return;
    if (nearest->n < NEAREST_MAX)
        nearest->n++;
    memmove(&nearest->best[i + 1], &nearest->best[i],
            (nearest->n - 1 - i) * sizeof nearest->best[0]);
    nearest->best[i].candidate = arena_copy(arena, candidate);
    nearest->best[i].distance = distance;
}

struct str_list nearest_list(const struct nearest *nearest, struct arena *arena)
{
    struct str *v = arena_alloc(arena, NEAREST_MAX * sizeof *v);

    if (v == NULL)
        return (struct str_list){0};
    for (size_t i = 0; i < nearest->n; i++)
        v[i] = nearest->best[i].candidate;
    return (struct str_list){v, nearest->n};
}
