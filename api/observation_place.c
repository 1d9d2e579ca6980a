#include "api/observation_place.h"

#include "api/cursor.h"
#include "base/err.h"
#include "base/period.h"

enum {
    KEY_INDICATOR,
    KEY_REGION,
    KEY_BREAKDOWN,
    KEY_MEASURE,
    KEY_DEFINITION,
    KEY_FREQ,
    KEY_ENDS_ON,
    KEY_STARTS_ON,
    KEY_DOCUMENT,
    KEY_SINCE,
    KEY_MATCHED,
    KEY_COUNT
};

static int parse_day(struct str text, int32_t *ret)
{
    int64_t day;
    int r = str_parse_i64(text, &day);

    if (r < 0 || day < INT32_MIN || day > INT32_MAX)
        return -ERR_INPUT;
    *ret = (int32_t)day;
    return 0;
}

static int parse_keys(const struct str *keys, struct observation_place *ret)
{
    struct observation_key *key = &ret->key;

    key->measure = keys[KEY_MEASURE];
    key->definition = keys[KEY_DEFINITION];
    if (keys[KEY_FREQ].n != 1 || freq_from_letter(keys[KEY_FREQ].p[0], &key->period.freq) < 0 ||
        str_parse_i64(keys[KEY_INDICATOR], &key->indicator) < 0 ||
        str_parse_i64(keys[KEY_REGION], &key->region) < 0 ||
        str_parse_i64(keys[KEY_BREAKDOWN], &key->breakdown) < 0 ||
        parse_day(keys[KEY_ENDS_ON], &key->period.ends_on) < 0 ||
        parse_day(keys[KEY_STARTS_ON], &key->period.starts_on) < 0 ||
        str_parse_i64(keys[KEY_DOCUMENT], &key->document) < 0 ||
        str_parse_i64(keys[KEY_SINCE], &key->since) < 0 ||
        str_parse_i64(keys[KEY_MATCHED], &ret->matched) < 0 || ret->matched < 0)
        return -ERR_INPUT;
    return 0;
}

/* Whether the indicator is one of those selected, which none that is restricted ever is. */
static bool find_rank(const struct observation_filter *filter, struct observation_key *key)
{
    for (size_t i = 0; i < filter->indicators.n; i++) {
        if (filter->indicators.v[i].id == key->indicator) {
            key->rank = i;
            return true;
        }
    }
    return false;
}

enum problem_id observation_place_read_computed(struct api_call *call, struct str text,
                                                const struct observation_filter *filter,
                                                struct observation_place *ret)
{
    struct observation_place place = {0};
    struct str keys[KEY_COUNT];
    enum problem_id problem = cursor_read(call, text, keys, COUNT_OF(keys));

    if (problem != PROBLEM_NONE)
        return problem;
    if (parse_keys(keys, &place) < 0 || !find_rank(filter, &place.key))
        return cursor_bad(call);
    *ret = place;
    return PROBLEM_NONE;
}

enum problem_id observation_place_read(struct api_call *call, struct str text,
                                       const struct observation_filter *filter,
                                       struct observation_place *ret)
{
    struct observation_place place;
    struct observation found;
    enum problem_id problem = observation_place_read_computed(call, text, filter, &place);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    /* An order by value needs the value at the place. */
    r = observation_get_vintage(call->db, call->arena, call->release->id, &place.key, &found);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return cursor_bad(call);
    place.key = found.key;
    *ret = place;
    return PROBLEM_NONE;
}

static struct str text_of_i64(struct arena *arena, int64_t v)
{
    return arena_printf(arena, "%lld", (long long)v);
}

enum problem_id observation_place_write(struct api_call *call,
                                        const struct observation_place *place)
{
    const struct observation_key *key = &place->key;
    char freq = freq_letter(key->period.freq);
    struct str keys[KEY_COUNT] = {
        [KEY_INDICATOR] = text_of_i64(call->arena, key->indicator),
        [KEY_REGION] = text_of_i64(call->arena, key->region),
        [KEY_BREAKDOWN] = text_of_i64(call->arena, key->breakdown),
        [KEY_MEASURE] = key->measure,
        [KEY_DEFINITION] = key->definition,
        [KEY_FREQ] = {&freq, 1},
        [KEY_ENDS_ON] = text_of_i64(call->arena, key->period.ends_on),
        [KEY_STARTS_ON] = text_of_i64(call->arena, key->period.starts_on),
        [KEY_DOCUMENT] = text_of_i64(call->arena, key->document),
        [KEY_SINCE] = text_of_i64(call->arena, key->since),
        [KEY_MATCHED] = text_of_i64(call->arena, place->matched),
    };

    return cursor_write(call, keys, COUNT_OF(keys));
}
