/* GET /v1/changes: what releases changed among the figures. */
#include "db/changes.h"

#include "api/cursor.h"
#include "api/difference.h"
#include "api/envelope.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "base/err.h"
#include "db/releases.h"

/* limit: so many changes are counted; a first load of the whole country has millions, and counting
 * them would take longer than the page that was asked for. */
enum { COUNTED_MAX = 100000 };

/* limit: a page ends after so many figures that are not of the answer, some half a second; where a
 * release has millions and a narrow period is asked for, reading on would end at the deadline. */
enum { PASSED_MAX = 200000 };

/* What a cursor has for the count when the page stopped at a figure that ended, which may have a
 * successor elsewhere in the order. */
#define AT_ENDED INT64_MAX

/* One request. */
struct listing {
    struct api_call *call;
    struct observation_filter figures;
    struct period latest;
    struct change_filter filter;
    struct observation_memo *memo;
    size_t limit, taken;
    struct change after; /* the last entry of the page before */
    struct observation_place
        last;        /* the last entry of this page; `since` of its key is the release */
    int64_t matched; /* entries of all pages, where `counted` */
    bool counted;
    bool goes_on; /* this is not the first page */
    bool more;
    bool at_ended;          /* `last` is no entry but a figure that ended, where the page stopped */
    struct release release; /* the one that was written last */
    struct jw json;
};

static const struct str kind_names[CHANGE_KINDS] = {
    [CHANGE_INSERTED] = STR("inserted"),
    [CHANGE_REVISED] = STR("revised"),
    [CHANGE_DELETED] = STR("deleted"),
};

static unsigned kinds_of(const struct str_list *names)
{
    unsigned bits = 0;

    for (size_t i = 0; i < names->n; i++)
        for (unsigned kind = 0; kind < CHANGE_KINDS; kind++)
            if (str_eq(names->v[i], kind_names[kind]))
                bits |= 1U << kind;
    return bits;
}

/* Which releases are read: those after `since`, or the one that was named. */
static enum problem_id choose_releases(struct listing *listing, struct str release)
{
    struct api_call *call = listing->call;
    int64_t newest = call->release->id, id;
    int r;

    listing->filter.first = listing->figures.vintages.since + 1;
    listing->filter.last = newest;
    if (release.n == 0)
        return PROBLEM_NONE;
    r = str_parse_i64(release, &id);
    if (r == 0)
        r = id > newest ? 0 : release_get(call->db, id, &listing->release);
    if (r < 0 && r != -ERR_INPUT && r != -ERR_LIMIT)
        return api_fail(call, r);
    if (r <= 0) {
        api_violation(call, VIOLATION_QUERY, STR("release"), release, PROBLEM_UNKNOWN_CODE,
                      arena_printf(call->arena, "There is no such release; the newest is %lld.",
                                   (long long)newest),
                      (struct str_list){0}, STR("/v1/releases"));
        return api_invalid(call);
    }
    if (id > listing->filter.first)
        listing->filter.first = id;
    listing->filter.last = id;
    return PROBLEM_NONE;
}

/* What `period=latest` comes to is asked of the figures, not of what changed. */
static int find_latest(struct listing *listing)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct api_call *call = listing->call;
    int r = observations_open(call->db, call->arena, &listing->figures, listing->memo, &scan);

    if (r < 0)
        return r;
    if (observations_latest(scan, &listing->latest))
        listing->filter.latest = &listing->latest;
    select_hint_latest(call, listing->filter.latest, listing->figures.n_spans > 0);
    return 0;
}

static enum problem_id go_on(struct listing *listing, struct str cursor)
{
    struct api_call *call = listing->call;
    struct observation_place place;
    enum problem_id problem =
        observation_place_read_computed(call, cursor, &listing->figures, &place);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    if (place.key.since > call->release->id)
        return cursor_bad(call);
    r = changes_find(call->db, call->arena, place.key.since, &place.key, place.matched == AT_ENDED,
                     &listing->after);
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return cursor_bad(call);
    listing->filter.after = &listing->after;
    listing->counted = place.matched > 0 && place.matched != AT_ENDED;
    listing->matched = listing->counted ? place.matched : 0;
    listing->goes_on = true;
    return PROBLEM_NONE;
}

static enum problem_id begin(struct listing *listing, struct api_call *call,
                             const struct list_changes_args *args)
{
    const struct selection selection = {
        .indicator = args->indicator,
        .region = args->region,
        .period = args->period,
        .document = args->document,
        .since = args->since,
    };
    enum problem_id problem = select_observations(call, &selection, &listing->figures);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    listing->call = call;
    listing->limit = (size_t)args->limit;
    listing->filter.figures = &listing->figures;
    listing->filter.kinds = kinds_of(&args->kind);
    listing->filter.effort = PASSED_MAX;
    problem = choose_releases(listing, args->release);
    if (problem != PROBLEM_NONE)
        return problem;
    r = observation_memo_open(call->db, call->arena, call->release->id, &listing->memo);
    if (r == 0 && listing->figures.latest)
        r = find_latest(listing);
    if (r < 0)
        return api_fail(call, r);
    return args->cursor.n > 0 ? go_on(listing, args->cursor) : PROBLEM_NONE;
}

static int put_release(struct listing *listing, int64_t id)
{
    int r = 1;

    if (listing->release.id != id)
        r = release_get(listing->call->db, id, &listing->release);
    if (r <= 0)
        return r < 0 ? r : -ERR_CORRUPT;
    JW_KEY(&listing->json, "release");
    envelope_release(&listing->json, &listing->release);
    return 0;
}

static void put_place(struct jw *w, const struct api_call *call, const struct figure *figure)
{
    static const struct figure_fields place = {
        .v = {FIGURE_INDICATOR, FIGURE_INDICATOR_NAME, FIGURE_DEFINITION, FIGURE_REGION,
              FIGURE_REGION_NAME, FIGURE_PERIOD, FIGURE_BREAKDOWN, FIGURE_MEASURE, FIGURE_DOCUMENT},
        .n = 9,
    };

    figure_json_members(w, call, figure, &place);
}

static void put_difference(struct jw *w, const struct api_call *call, const struct figure *now,
                           const struct figure *before)
{
    struct difference difference;

    JW_KEY(w, "difference");
    if (now == NULL || before == NULL) {
        jw_null(w);
        return;
    }
    difference_of(STR("new"), now, STR("old"), before, &difference);
    difference_json(w, call, &difference);
}

static int name(struct listing *listing, struct figure *figure)
{
    int r = figure_name(listing->memo, &listing->figures.indicators, figure);

    if (r == 0)
        figure_note(listing->call, figure);
    return r;
}

static int put_figures(struct listing *listing, const struct change *change)
{
    struct api_call *call = listing->call;
    struct jw *w = &listing->json;
    bool has_old = change->kind != CHANGE_INSERTED, has_new = change->kind != CHANGE_DELETED;
    struct figure old = {0}, now = {0};
    int r = 0;

    if (has_old)
        r = changes_read_old(call->db, call->arena, change, &old.observation);
    if (r == 0 && has_old)
        r = name(listing, &old);
    if (r == 0 && has_new)
        r = changes_read_new(call->db, call->arena, change, &now.observation);
    if (r == 0 && has_new)
        r = name(listing, &now);
    if (r < 0)
        return r;
    put_place(w, call, has_new ? &now : &old);
    JW_KEY(w, "old");
    figure_json_brief(w, call, has_old ? &old : NULL);
    JW_KEY(w, "new");
    figure_json_brief(w, call, has_new ? &now : NULL);
    put_difference(w, call, has_new ? &now : NULL, has_old ? &old : NULL);
    return 0;
}

/* The page ends with this one, as far as is known. */
static int remember(struct listing *listing, const struct change *change)
{
    struct observation_key *last = &listing->last.key;
    int r;

    *last = change->key;
    last->since = change->release;
    r = observation_memo_text(listing->memo, change->key.measure, &last->measure);
    return r < 0 ? r
                 : observation_memo_text(listing->memo, change->key.definition, &last->definition);
}

static int put(struct listing *listing, const struct change *change)
{
    struct jw *w = &listing->json;
    int r = remember(listing, change);

    if (r < 0)
        return r;
    listing->taken++;
    jw_object_begin(w);
    r = put_release(listing, change->release);
    if (r < 0)
        return r;
    JW_KEY(w, "kind");
    jw_str(w, kind_names[change->kind]);
    r = put_figures(listing, change);
    jw_object_end(w);
    return r;
}

/* A page that is not full goes on from where the scan stopped, and nothing is known of the rest. */
static int stop(struct listing *listing, const struct change *change)
{
    listing->counted = false;
    if (listing->more)
        return 0;
    listing->more = true;
    listing->at_ended = change->kind == CHANGE_DELETED;
    return remember(listing, change);
}

/* The first page counts to the end, or until there are too many; later ones know the count. */
static int read_through(struct listing *listing, struct change_scan *scan)
{
    struct change change;
    int r;

    while ((r = changes_next(scan, &change)) > 0) {
        listing->more = listing->taken == listing->limit;
        if (listing->more && (listing->goes_on || listing->matched == COUNTED_MAX))
            break;
        if (!listing->goes_on)
            listing->matched++;
        if (!listing->more)
            r = put(listing, &change);
        if (r < 0)
            return r;
    }
    if (r < 0)
        return r;
    if (changes_stopped(scan, &change))
        return stop(listing, &change);
    if (!listing->goes_on)
        listing->counted = r == 0;
    return 0;
}

static enum problem_id finish(struct listing *listing)
{
    struct api_call *call = listing->call;

    if (listing->more) {
        enum problem_id problem;

        listing->last.matched = listing->at_ended  ? AT_ENDED
                                : listing->counted ? listing->matched
                                                   : 0;
        problem = observation_place_write(call, &listing->last);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    /* Of what is restricted there may be changes, which are not told. */
    if (listing->counted && listing->matched == 0 && listing->figures.indicators.n > 0)
        hint_add(call, HINT_NO_CHANGES);
    return envelope_list_end(call, &listing->json, listing->counted ? listing->matched : -1);
}

enum problem_id api_list_changes(struct api_call *call, const struct list_changes_args *args)
{
    CLEANUP(changes_close_p) struct change_scan *scan = NULL;
    struct listing listing = {0};
    enum problem_id problem = begin(&listing, call, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    envelope_list_begin(call, &listing.json);
    r = changes_open(call->db, call->arena, &listing.filter, &scan);
    if (r == 0)
        r = read_through(&listing, scan);
    return r < 0 ? api_fail(call, r) : finish(&listing);
}
