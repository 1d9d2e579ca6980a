/* GET /v1/availability: which figures there are, counted by any of their keys. */
#include "db/availability.h"

#include "api/cursor.h"
#include "api/envelope.h"
#include "api/figure.h"
#include "api/select.h"
#include "base/err.h"
#include "db/observation_filter.h"

#include <string.h>

/* What is counted by. In the order of `by=`, an enum of the contract. */
enum key {
    KEY_INDICATOR,
    KEY_REGION,
    KEY_PERIOD,
    KEY_BREAKDOWN,
    KEY_MEASURE,
    KEY_DEFINITION,
    KEY_FREQ,
    KEY_TOPIC,
    KEYS
};

static const struct str key_names[KEYS] = {
    STR("indicator"), STR("region"),     STR("period"), STR("breakdown"),
    STR("measure"),   STR("definition"), STR("freq"),   STR("topic"),
};

/* One combination of keys. The texts last as long as the request. */
struct group {
    struct str keys[KEYS];
    int64_t figures;
    struct period first, last;
};

/* One request: groups are kept in order, as many as a page has and one more. What would come later
 * is dropped: it can not come back before the page is full. */
struct counting {
    struct api_call *call;
    struct observation_filter filter;
    struct str_pair every; /* breakdown[*]=* */
    struct observation_memo *memo;
    enum key by[KEYS];
    size_t n_by;
    bool goes_on;
    struct str after[KEYS];
    bool *counted; /* of each indicator of the filter, whether it has figures */
    struct group **groups;
    size_t n, limit;
};

/* What is counted at once: a series, a section or a figure. */
struct item {
    size_t rank; /* of the indicator in the filter */
    struct availability_row row;
};

static bool counts_by(const struct counting *counting, enum key key)
{
    for (size_t i = 0; i < counting->n_by; i++)
        if (counting->by[i] == key)
            return true;
    return false;
}

static int compare(const struct counting *counting, const struct str *a, const struct str *b)
{
    int order = 0;

    for (size_t i = 0; i < counting->n_by && order == 0; i++)
        order = str_cmp(a[i], b[i]);
    return order;
}

/* The first place whose group is not before these keys. */
static size_t place_of(const struct counting *counting, const struct str *keys)
{
    size_t low = 0, high = counting->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(counting, counting->groups[middle]->keys, keys) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add(struct group *group, const struct item *item)
{
    const struct availability_row *row = &item->row;

    if (group->figures == 0 || availability_place(row->first) < availability_place(group->first))
        group->first = row->first;
    if (group->figures == 0 || availability_place(row->last) > availability_place(group->last))
        group->last = row->last;
    group->figures += row->figures;
}

/* Makes room for a group at `at`: that of the last group, when the page is full. */
static struct group *insert(struct counting *counting, size_t at)
{
    bool full = counting->n == counting->limit + 1;
    struct group *group = full ? counting->groups[counting->n - 1]
                               : arena_alloc(counting->call->arena, sizeof *group);
    size_t n = full ? counting->n - 1 : counting->n;

    if (group == NULL)
        return NULL;
    memmove(counting->groups + at + 1, counting->groups + at, (n - at) * sizeof *counting->groups);
    counting->groups[at] = group;
    counting->n = n + 1;
    memset(group, 0, sizeof *group);
    return group;
}

static int period_text(struct counting *counting, struct period period, struct str *ret)
{
    char text[PERIOD_TEXT_MAX];
    size_t n = period_format(period, text);

    return observation_memo_text(counting->memo, (struct str){text, n}, ret);
}

/* The text of one key, which lasts. */
static int key_text(struct counting *counting, enum key key, const struct item *item,
                    struct str *ret)
{
    static const char letters[] = "AHQMIRY";
    const struct observation_indicator *indicator = &counting->filter.indicators.v[item->rank];
    const struct availability_row *row = &item->row;
    const struct memo_region *region;
    struct memo_breakdown *breakdown;
    int r = 0;

    switch (key) {
    case KEY_INDICATOR:
        *ret = indicator->code;
        break;
    case KEY_REGION:
        r = observation_memo_region(counting->memo, row->region, &region);
        if (r == 0)
            *ret = region->code;
        break;
    case KEY_PERIOD:
        return period_text(counting, row->first, ret);
    case KEY_BREAKDOWN:
        r = observation_memo_breakdown(counting->memo, row->breakdown, &breakdown);
        if (r == 0)
            *ret = breakdown->text;
        break;
    case KEY_MEASURE:
        return observation_memo_text(counting->memo, row->measure, ret);
    case KEY_DEFINITION:
        return observation_memo_text(counting->memo, row->definition, ret);
    case KEY_FREQ:
        *ret = (struct str){letters + row->first.freq, 1};
        break;
    case KEY_TOPIC:
        *ret = indicator->topic;
        break;
    case KEYS:
        return -ERR_INTERNAL;
    }
    return r;
}

static int count(struct counting *counting, const struct item *item)
{
    struct str keys[KEYS];
    struct group *group;
    size_t at;

    counting->counted[item->rank] = true;
    for (size_t i = 0; i < counting->n_by; i++) {
        int r = key_text(counting, counting->by[i], item, &keys[i]);
        if (r < 0)
            return r;
    }
    if (counting->goes_on && compare(counting, keys, counting->after) <= 0)
        return 0;
    at = place_of(counting, keys);
    if (at == counting->limit + 1)
        return 0;
    if (at < counting->n && compare(counting, counting->groups[at]->keys, keys) == 0) {
        add(counting->groups[at], item);
        return 0;
    }
    group = insert(counting, at);
    if (group == NULL)
        return -ERR_NOMEM;
    memcpy(group->keys, keys, counting->n_by * sizeof *keys);
    add(group, item);
    return 0;
}

/* What the filter says of a kept count, beside region and period. 1, 0 or negative. */
static int takes(struct counting *counting, const struct item *item)
{
    const struct observation_filter *filter = &counting->filter;
    const struct availability_row *row = &item->row;
    struct memo_breakdown *breakdown;
    int r;

    if ((filter->freqs != 0 && (filter->freqs & 1U << row->first.freq) == 0) ||
        !text_choice_takes(&filter->measures, row->measure) ||
        (row->region != 0 && !id_choice_takes(&filter->regions, row->region)))
        return 0;
    r = observation_memo_breakdown(counting->memo, row->breakdown, &breakdown);
    return r < 0 ? r : breakdown_matches(breakdown->text, &filter->breakdown);
}

static bool takes_period(const struct observation_filter *filter, struct period period)
{
    for (size_t i = 0; i < filter->n_spans; i++)
        if (filter->spans[i].from <= period.starts_on && period.ends_on <= filter->spans[i].to)
            return true;
    return filter->n_spans == 0;
}

static int count_kept(struct counting *counting, size_t rank, struct stmt *kept, bool sections)
{
    CLEANUP(stmt_reset_p) struct stmt *stmt = kept;
    struct item item = {.rank = rank};
    int r;

    while ((r = availability_next(stmt, &item.row)) > 0) {
        if (sections && !takes_period(&counting->filter, item.row.first))
            continue;
        r = takes(counting, &item);
        if (r > 0)
            r = count(counting, &item);
        if (r < 0)
            return r;
    }
    return r;
}

/* Series of one indicator: of each region that was asked for, or of all. */
static int count_series(struct counting *counting, size_t rank)
{
    struct db *db = counting->call->db;
    const struct observation_filter *filter = &counting->filter;
    const struct id_list *ids = &filter->regions.ids;
    int64_t indicator = filter->indicators.v[rank].id;
    int r = 0;

    if (!filter->regions.only || ids->n > REGION_SEEKS_MAX)
        return count_kept(counting, rank,
                          availability_series(db, filter->release, indicator, INT64_MIN, INT64_MAX),
                          false);
    for (size_t i = 0; i < ids->n && r == 0; i++)
        r = count_kept(counting, rank,
                       availability_series(db, filter->release, indicator, ids->v[i], ids->v[i]),
                       false);
    return r;
}

static int count_all_kept(struct counting *counting, bool sections)
{
    const struct observation_filter *filter = &counting->filter;
    int r = 0;

    for (size_t rank = 0; rank < filter->indicators.n && r == 0; rank++) {
        const struct observation_indicator *indicator = &filter->indicators.v[rank];

        if (indicator->restricted)
            continue;
        r = sections ? count_kept(counting, rank,
                                  availability_sections(counting->call->db, filter->release,
                                                        indicator->id),
                                  true)
                     : count_series(counting, rank);
    }
    return r;
}

/* The figures themselves. */
static int count_figures(struct counting *counting)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    int r = observations_open(counting->call->db, counting->call->arena, &counting->filter,
                              counting->memo, &scan);

    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        struct item item = {.rank = key.rank,
                            .row = {.region = key.region,
                                    .breakdown = key.breakdown,
                                    .measure = key.measure,
                                    .definition = key.definition,
                                    .first = key.period,
                                    .last = key.period,
                                    .figures = 1}};
        r = count(counting, &item);
    }
    return r;
}

/* From whichever has what is asked for, and is the least to read. */
static int count_all(struct counting *counting)
{
    const struct observation_filter *filter = &counting->filter;
    bool regions =
        counts_by(counting, KEY_REGION) || filter->regions.only || filter->regions.ids.n > 0;
    bool periods = counts_by(counting, KEY_PERIOD) || filter->n_spans > 0 || filter->latest;
    bool others = filter->documents.only || filter->documents.ids.n > 0 ||
                  filter->statuses.texts.n > 0 || filter->extractions.texts.n > 0 || filter->latest;

    if (others || (regions && periods))
        return count_figures(counting);
    return count_all_kept(counting, periods);
}

static enum problem_id begin(struct counting *counting, struct api_call *call,
                             const struct list_availability_args *args)
{
    struct selection selection = {SELECTORS_OF(args)};
    enum problem_id problem;
    int r;

    /* all there is, not only the widest */
    if (selection.breakdown.n == 0)
        selection.breakdown = (struct str_map){&counting->every, 1};
    problem = select_observations(call, &selection, &counting->filter);
    if (problem != PROBLEM_NONE)
        return problem;
    counting->call = call;
    counting->limit = (size_t)args->limit;
    for (size_t i = 0; i < args->by.n; i++)
        for (enum key key = 0; key < KEYS; key++)
            if (str_eq(args->by.v[i], key_names[key]) && !counts_by(counting, key))
                counting->by[counting->n_by++] = key;
    if (counting->n_by == 0)
        counting->by[counting->n_by++] = KEY_INDICATOR;
    counting->groups = arena_alloc(call->arena, (counting->limit + 1) * sizeof *counting->groups);
    counting->counted = arena_alloc(call->arena, counting->filter.indicators.n + 1);
    if (counting->groups == NULL || counting->counted == NULL)
        return PROBLEM_OUT_OF_MEMORY;
    r = observation_memo_open(call->db, call->arena, call->release->id, &counting->memo);
    if (r < 0)
        return api_fail(call, r);
    counting->goes_on = args->cursor.n > 0;
    return counting->goes_on ? cursor_read(call, args->cursor, counting->after, counting->n_by)
                             : PROBLEM_NONE;
}

static void put_group(struct jw *w, const struct counting *counting, const struct group *group)
{
    jw_object_begin(w);
    for (size_t i = 0; i < counting->n_by; i++) {
        jw_key(w, key_names[counting->by[i]]);
        if (counting->by[i] == KEY_BREAKDOWN)
            envelope_breakdown(w, group->keys[i]);
        else
            jw_str(w, group->keys[i]);
    }
    JW_KEY(w, "figures");
    jw_i64(w, group->figures);
    JW_KEY(w, "first_period");
    figure_json_period(w, group->first);
    JW_KEY(w, "last_period");
    figure_json_period(w, group->last);
    jw_object_end(w);
}

enum problem_id api_list_availability(struct api_call *call,
                                      const struct list_availability_args *args)
{
    struct counting counting = {.every = {STR("*"), STR("*")}};
    enum problem_id problem = begin(&counting, call, args);
    struct jw w;
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    r = count_all(&counting);
    if (r == 0)
        r = availability_synthetic(call->db, call->release->id, &counting.filter.indicators,
                                   counting.counted, &call->synthetic);
    if (r < 0)
        return api_fail(call, r);
    envelope_list_begin(call, &w);
    for (size_t i = 0; i < counting.n && i < counting.limit; i++)
        put_group(&w, &counting, counting.groups[i]);
    jw_array_end(&w);
    if (counting.n > counting.limit) {
        problem = cursor_write(call, counting.groups[counting.limit - 1]->keys, counting.n_by);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    if (counting.n == 0)
        hint_add(call, HINT_NO_DATA);
    return envelope_end(call, &w);
}
