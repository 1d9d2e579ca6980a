/* GET /v1/conflicts: places at which documents say different things. */
#include "db/conflicts.h"

#include "api/difference.h"
#include "api/envelope.h"
#include "api/observation_place.h"
#include "api/select.h"
#include "base/err.h"

/* How figures of two documents stand to each other. */
enum agreement { AGREE, UNDETERMINED, DIFFER };

static const struct str agreement_names[] = {
    [AGREE] = STR("agree"), [UNDETERMINED] = STR("undetermined"), [DIFFER] = STR("differ")};

/* limit: the figures of one place while it is looked at; ten documents take some 8 KiB */
enum { SCRATCH_BLOCK = 16 * 1024, SCRATCH_MAX = 4 * 1024 * 1024 };

/* One request. */
struct listing {
    struct api_call *call;
    struct observation_filter filter;
    struct period latest; /* what `period=latest` came to, if it did */
    bool has_latest;
    struct observation_memo *memo;
    struct arena scratch; /* of one place */
    bool all;             /* also where the figures agree */
    size_t limit, taken;
    bool goes_on, more;
    struct observation_place after, last;
    struct jw json;
};

static void listing_end(struct listing *listing)
{
    arena_finish(&listing->scratch);
}

/* What `period=latest` comes to is asked of the figures, not of the conflicts. */
static int find_latest(struct listing *listing)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct api_call *call = listing->call;
    int r = observations_open(call->db, call->arena, &listing->filter, listing->memo, &scan);

    if (r < 0)
        return r;
    listing->has_latest = observations_latest(scan, &listing->latest);
    select_hint_latest(call, listing->has_latest ? &listing->latest : NULL,
                       listing->filter.n_spans > 0);
    return 0;
}

static enum problem_id begin(struct listing *listing, struct api_call *call,
                             const struct list_conflicts_args *args)
{
    const struct selection selection = {
        .indicator = args->indicator,
        .region = args->region,
        .period = args->period,
        .document = args->document,
    };
    enum problem_id problem = select_observations(call, &selection, &listing->filter);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    arena_init(&listing->scratch, SCRATCH_BLOCK, SCRATCH_MAX);
    listing->call = call;
    listing->all = args->all;
    listing->limit = (size_t)args->limit;
    r = observation_memo_open(call->db, call->arena, call->release->id, &listing->memo);
    if (r == 0 && listing->filter.latest)
        r = find_latest(listing);
    if (r < 0)
        return api_fail(call, r);
    listing->goes_on = args->cursor.n > 0;
    if (!listing->goes_on)
        return PROBLEM_NONE;
    problem = observation_place_read(call, args->cursor, &listing->filter, &listing->after);
    if (problem == PROBLEM_NONE)
        listing->filter.first_rank = listing->after.key.rank;
    return problem;
}

/* One of the figures is of a document that was asked for. */
static bool has_document(const struct observation_filter *filter,
                         const struct conflict_figures *figures)
{
    for (size_t i = 0; i < figures->n; i++)
        if (id_choice_takes(&filter->documents, figures->v[i].document))
            return true;
    return false;
}

static bool is_open(const struct observation *observation)
{
    return !observation->lower.known || !observation->upper.known;
}

static enum agreement compare(const struct observation *a, const struct observation *b)
{
    bool alike = str_eq(a->unit, b->unit) && str_eq(a->accumulation, b->accumulation);

    if (!a->key.has_value && !b->key.has_value)
        return str_eq(a->status, b->status) ? AGREE : DIFFER;
    if (!alike || !a->key.has_value || !b->key.has_value)
        return UNDETERMINED;
    struct interval x = derived_interval(a), y = derived_interval(b);
    switch (interval_compare(&x, &y)) {
    case INTERVAL_BEFORE:
    case INTERVAL_AFTER:
        return DIFFER;
    case INTERVAL_SAME:
        return AGREE;
    case INTERVAL_OVERLAP:
        break;
    }
    return is_open(a) || is_open(b) ? UNDETERMINED : AGREE;
}

/* The worst that one of the others says of the default. */
static enum agreement compare_all(const struct conflict_figures *figures)
{
    enum agreement worst = AGREE;

    for (size_t i = 1; i < figures->n; i++) {
        enum agreement one = compare(&figures->v[0], &figures->v[i]);
        worst = one > worst ? one : worst;
    }
    return worst;
}

static void put_place(struct jw *w, const struct api_call *call, const struct figure *figure)
{
    static const struct figure_fields fields = {
        .v = {FIGURE_INDICATOR, FIGURE_INDICATOR_NAME, FIGURE_DEFINITION, FIGURE_REGION,
              FIGURE_REGION_NAME, FIGURE_PERIOD, FIGURE_BREAKDOWN, FIGURE_MEASURE},
        .n = 8,
    };

    figure_json_members(w, call, figure, &fields);
}

static int put_other(struct listing *listing, const struct figure *first, struct figure *other)
{
    struct jw *w = &listing->json;
    struct difference difference;
    int r = figure_name(listing->memo, &listing->filter.indicators, other);

    if (r < 0)
        return r;
    figure_note(listing->call, other);
    difference_of(STR("default"), first, STR("other"), other, &difference);
    jw_object_begin(w);
    JW_KEY(w, "agreement");
    jw_str(w, agreement_names[compare(&first->observation, &other->observation)]);
    JW_KEY(w, "figure");
    figure_json_brief(w, listing->call, other);
    JW_KEY(w, "difference");
    difference_json(w, listing->call, &difference);
    jw_object_end(w);
    return 0;
}

static int put_conflict(struct listing *listing, const struct conflict_figures *figures,
                        enum agreement agreement)
{
    struct figure first = {.observation = figures->v[0]};
    struct jw *w = &listing->json;
    int r = figure_name(listing->memo, &listing->filter.indicators, &first);

    if (r < 0)
        return r;
    figure_note(listing->call, &first);
    jw_object_begin(w);
    put_place(w, listing->call, &first);
    JW_KEY(w, "agreement");
    jw_str(w, agreement_names[agreement]);
    JW_KEY(w, "default");
    figure_json_brief(w, listing->call, &first);
    JW_KEY(w, "others");
    jw_array_begin(w);
    for (size_t i = 1; i < figures->n && r == 0; i++) {
        struct figure other = {.observation = figures->v[i]};
        r = put_other(listing, &first, &other);
    }
    jw_array_end(w);
    jw_object_end(w);
    return r;
}

/* Keeps the place as the last one of the page, beyond the scratch. */
static int remember(struct listing *listing, const struct observation_key *key)
{
    int r;

    listing->last.key = *key;
    r = observation_memo_text(listing->memo, key->measure, &listing->last.key.measure);
    return r < 0 ? r
                 : observation_memo_text(listing->memo, key->definition,
                                         &listing->last.key.definition);
}

/* Looks at one place, and writes it when it is of the answer and of this page. */
static int take(struct listing *listing, const struct observation_key *place)
{
    struct api_call *call = listing->call;
    struct conflict_figures figures;
    enum agreement agreement;
    int r;

    if (!id_choice_takes(&listing->filter.regions, place->region) ||
        !observation_filter_takes_period(
            &listing->filter, listing->has_latest ? &listing->latest : NULL, place->period))
        return 0;
    arena_reset(&listing->scratch);
    r = conflict_figures_read(call->db, &listing->scratch, call->release->id, place, &figures);
    if (r < 0)
        return r;
    /* what a rival stood against may have been withdrawn since */
    if (figures.n < 2 || !has_document(&listing->filter, &figures))
        return 0;
    agreement = compare_all(&figures);
    if (agreement == AGREE && !listing->all)
        return 0;
    listing->last.matched++;
    if (listing->taken == listing->limit) {
        listing->more = true;
        return 0;
    }
    listing->taken++;
    r = put_conflict(listing, &figures, agreement);
    return r < 0 ? r : remember(listing, &figures.v[0].key);
}

/* Starts the places of one indicator where the regions that were chosen begin, and the page. */
static struct stmt *start_places(struct listing *listing, const struct observation_key *key)
{
    const struct id_choice *regions = &listing->filter.regions;
    const struct observation_key *after = &listing->after.key;
    int64_t first = INT64_MIN, last = INT64_MAX;

    if (regions->only && regions->ids.n > 0) {
        first = regions->ids.v[0];
        last = regions->ids.v[regions->ids.n - 1];
    }
    if (listing->goes_on && key->rank == after->rank && after->region > first)
        first = after->region;
    return conflict_places(listing->call->db, listing->call->release->id, key->indicator, first,
                           last);
}

/* The places of one indicator after `after`, each once. */
static int read_indicator(struct listing *listing, size_t rank)
{
    struct observation_key key = {.rank = rank, .indicator = listing->filter.indicators.v[rank].id};
    struct observation_key before = key;
    CLEANUP(stmt_reset_p) struct stmt *stmt = start_places(listing, &key);
    bool any = false;
    int r;

    while ((r = conflict_places_next(stmt, &key)) > 0) {
        if (listing->goes_on && observation_key_cmp(&key, &listing->after.key) <= 0)
            continue;
        if (any && observation_key_cmp(&key, &before) == 0)
            continue;
        any = true;
        before = key;
        r = observation_memo_text(listing->memo, key.measure, &before.measure);
        if (r == 0)
            r = observation_memo_text(listing->memo, key.definition, &before.definition);
        if (r == 0)
            r = take(listing, &before);
        if (r < 0 || (listing->goes_on && listing->more))
            return r;
    }
    return r;
}

static int read_all(struct listing *listing)
{
    const struct indicator_list *indicators = &listing->filter.indicators;
    int r = 0;

    for (size_t i = listing->filter.first_rank; i < indicators->n && r == 0; i++)
        if (!indicators->v[i].restricted && !(listing->goes_on && listing->more))
            r = read_indicator(listing, i);
    /* later pages know the count and stop */
    if (listing->goes_on)
        listing->last.matched = listing->after.matched;
    return r;
}

enum problem_id api_list_conflicts(struct api_call *call, const struct list_conflicts_args *args)
{
    CLEANUP(listing_end) struct listing listing = {0};
    enum problem_id problem = begin(&listing, call, args);
    int r;

    if (problem != PROBLEM_NONE)
        return problem;
    envelope_list_begin(call, &listing.json);
    r = read_all(&listing);
    if (r < 0)
        return api_fail(call, r);
    if (listing.more) {
        problem = observation_place_write(call, &listing.last);
        if (problem != PROBLEM_NONE)
            return problem;
    }
    if (listing.last.matched == 0 && !select_told_why(call))
        hint_add(call, HINT_NO_CONFLICTS);
    return envelope_list_end(call, &listing.json, listing.last.matched);
}
