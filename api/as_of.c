#include "api/as_of.h"

#include "base/err.h"
#include "base/moment.h"
#include "db/releases.h"

static void note(struct api_call *call, struct str name, struct str value, enum problem_id problem,
                 struct str detail)
{
    api_violation(call, VIOLATION_QUERY, name, value, problem, detail, (struct str_list){0},
                  STR("/v1/releases"));
}

static struct str text_of_moment(struct api_call *call, int64_t moment)
{
    char text[MOMENT_TEXT_MAX];

    return arena_copy(call->arena, (struct str){text, moment_format(moment, text)});
}

/* The number of the release that the text names, 0 before the first: 1, 0 when there is a fault,
 * which is noted, or a failure of the store. */
static int find(struct api_call *call, struct str name, struct str text, int64_t *ret)
{
    int64_t newest = call->newest->id, id, moment;
    struct release found;
    int r;

    if (str_parse_i64(text, &id) == 0) {
        *ret = id;
        r = id >= newest || id <= 0 ? id <= newest : release_get(call->db, id, &found);
        if (r != 0)
            return r;
        note(call, name, text, PROBLEM_UNKNOWN_CODE,
             arena_printf(call->arena, "There is no such release; the newest is %lld.",
                          (long long)newest));
        return 0;
    }
    r = moment_parse(text, &moment);
    if (r == 0) {
        r = release_at(call->db, newest, moment, ret);
        return r < 0 ? r : 1;
    }
    note(call, name, text, PROBLEM_INVALID_PARAMETER,
         STR("There is no such day or moment in the calendar."));
    return 0;
}

static int note_before_first(struct api_call *call, struct str text)
{
    struct release first;
    struct str moment;
    int r = release_first(call->db, &first);

    if (r < 0)
        return r;
    moment = text_of_moment(call, first.published_at);
    note(call, STR("asOf"), text, PROBLEM_INVALID_PARAMETER,
         arena_printf(call->arena, "Nothing was published yet: the first release is of %.*s.",
                      (int)moment.n, moment.p));
    return 0;
}

enum problem_id as_of_release(struct api_call *call, struct str text, struct as_of *ret)
{
    int64_t newest = call->newest->id, id, number;
    struct release *release;
    int r = find(call, STR("asOf"), text, &id);

    *ret = (struct as_of){.release = call->newest};
    if (r > 0 && id == 0)
        r = note_before_first(call, text);
    if (r <= 0)
        return r < 0 ? api_fail(call, r) : PROBLEM_NONE;
    ret->fixed = id < newest || str_parse_i64(text, &number) == 0;
    if (id == newest)
        return PROBLEM_NONE;
    release = arena_alloc(call->arena, sizeof *release);
    if (release == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    r = release_get(call->db, id, release);
    if (r <= 0)
        return api_fail(call, r < 0 ? r : -ERR_CORRUPT);
    ret->release = release;
    return PROBLEM_NONE;
}

enum problem_id as_of_since(struct api_call *call, struct str text, int64_t *ret)
{
    int64_t id = 0;
    int r = text.n > 0 ? find(call, STR("since"), text, &id) : 1;

    if (r < 0)
        return api_fail(call, r);
    if (r > 0 && id > call->release->id) {
        note(call, STR("since"), text, PROBLEM_INVALID_RANGE,
             arena_printf(call->arena, "This is release %lld, after release %lld, which is read.",
                          (long long)id, (long long)call->release->id));
        r = 0;
    }
    if (r == 0)
        return api_invalid(call);
    *ret = id;
    return PROBLEM_NONE;
}
