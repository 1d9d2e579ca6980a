#include "db/observations.h"

#include "base/err.h"
#include "db/observation_ends.h"
#include "db/observation_latest.h"
#include "db/stmt.h"

/* limit: breakdowns noted as kept out; they only serve to name dimensions in a hint */
enum { OTHERS_MAX = 32 };

struct observation_scan {
    struct db *db;
    struct arena *arena;
    const struct observation_filter *filter;
    struct observation_memo *memo;

    struct stmt *rows; /* runs when not NULL */
    size_t indicator;  /* the next one to read, when no rows run; else the one being read */
    size_t region;     /* the next one to seek, when each is sought */
    struct observation_key key; /* of the current row */
    size_t passed;              /* rows that were not taken */
    bool spent, stopped;
    struct observation_key end; /* of the last row, once the effort is spent */
    bool placed;
    struct observation_key place; /* of the last figure that came first at its place */

    bool has_latest;
    struct period latest;

    struct observation_ends *ends; /* NULL: all of each series */
    struct observation_key given;  /* with ends */

    int64_t others[OTHERS_MAX];
    size_t n_others;
};

static bool each_sought(const struct observation_scan *scan)
{
    return scan->filter->regions.only && scan->filter->regions.ids.n <= REGION_SEEKS_MAX;
}

/* What is left of an indicator's regions after filter->after. */
static int64_t first_region(const struct observation_scan *scan)
{
    const struct observation_key *after = scan->filter->after;

    return after != NULL && after->rank == scan->indicator ? after->region : INT64_MIN;
}

/* Starts the rows of the next indicator, or of its next region. False: all were read. */
static bool open_rows(struct observation_scan *scan)
{
    const struct observation_filter *filter = scan->filter;
    const struct id_list *regions = &filter->regions.ids;
    int64_t id;

    if (each_sought(scan) && scan->region == regions->n) {
        scan->region = 0;
        scan->indicator++;
    }
    while (scan->indicator < filter->indicators.n &&
           filter->indicators.v[scan->indicator].restricted)
        scan->indicator++;
    if (scan->indicator >= filter->indicators.n || (filter->regions.only && regions->n == 0))
        return false;
    id = filter->indicators.v[scan->indicator].id;
    if (each_sought(scan)) {
        int64_t region;

        /* The region of filter->after is read again, and those before it are not. */
        while (scan->region + 1 < regions->n && regions->v[scan->region] < first_region(scan))
            scan->region++;
        region = regions->v[scan->region++];
        scan->rows = observation_rows(scan->db, filter->release, filter->vintages.history, id,
                                      region, region);
    } else {
        scan->rows = observation_rows(scan->db, filter->release, filter->vintages.history, id,
                                      first_region(scan), INT64_MAX);
    }
    return true;
}

static void end_rows(struct observation_scan *scan)
{
    stmt_reset(scan->rows);
    scan->rows = NULL;
    if (!each_sought(scan))
        scan->indicator++;
}

static void note_other(struct observation_scan *scan, int64_t breakdown)
{
    for (size_t i = 0; i < scan->n_others; i++)
        if (scan->others[i] == breakdown)
            return;
    if (scan->n_others < OTHERS_MAX)
        scan->others[scan->n_others++] = breakdown;
}

/* Nothing wider was published for the same place: 1 or 0. */
static int is_widest(struct observation_scan *scan)
{
    struct observation_key wider = scan->key;
    const struct id_list *breakdowns;
    int r = observation_memo_wider(scan->memo, scan->key.breakdown, &breakdowns);

    for (size_t i = 0; r == 0 && i < breakdowns->n; i++) {
        wider.breakdown = breakdowns->v[i];
        r = observation_exists(scan->db, scan->filter->release, &wider);
    }
    return r < 0 ? r : r == 0;
}

/* Has exactly the dimensions asked for: 1 or 0. */
static int is_asked(struct observation_scan *scan)
{
    struct memo_breakdown *known;
    int r = observation_memo_breakdown(scan->memo, scan->key.breakdown, &known);

    if (r < 0)
        return r;
    if (known->asker != scan) {
        known->asker = scan;
        known->selected = breakdown_matches(known->text, &scan->filter->breakdown);
    }
    return known->selected;
}

/* 1 or 0; looked at last, so that what it keeps out is what it alone keeps out. */
static int takes_breakdown(struct observation_scan *scan)
{
    bool asked = scan->filter->breakdown.n > 0;
    int r;

    if (!asked && scan->key.breakdown == 0)
        return 1;
    r = asked ? is_asked(scan) : is_widest(scan);
    if (r == 0)
        note_other(scan, scan->key.breakdown);
    return r;
}

/* Keeps a text of the current row beyond it; mostly it is the one that was kept before. */
static int keep_text(struct observation_scan *scan, struct str text, struct str *kept)
{
    return str_eq(text, *kept) ? 0 : observation_memo_text(scan->memo, text, kept);
}

static int keep_place(struct observation_scan *scan, struct observation_key *kept)
{
    struct str measure = kept->measure, definition = kept->definition;
    int r = keep_text(scan, scan->key.measure, &measure);

    if (r == 0)
        r = keep_text(scan, scan->key.definition, &definition);
    *kept = scan->key;
    kept->measure = measure;
    kept->definition = definition;
    return r;
}

/* Of the documents asked for, another one comes first at the place of the current row: 1 or 0. */
static int comes_after(struct observation_scan *scan)
{
    if (scan->filter->vintages.history)
        return 0;
    if (scan->placed && observation_key_cmp(&scan->place, &scan->key) == 0)
        return 1;
    scan->placed = true;
    return keep_place(scan, &scan->place);
}

static int takes_row(struct observation_scan *scan)
{
    const struct observation_filter *filter = scan->filter;
    const struct observation_key *key = &scan->key;
    bool takes = (each_sought(scan) || id_choice_takes(&filter->regions, key->region)) &&
                 observation_filter_takes_period(filter, scan->has_latest ? &scan->latest : NULL,
                                                 key->period) &&
                 vintage_choice_takes(&filter->vintages, filter->release, key) &&
                 text_choice_takes(&filter->measures, key->measure) &&
                 value_tests_hold(filter->tests, filter->n_tests, key) &&
                 text_choice_takes(&filter->statuses, observation_row_status(scan->rows)) &&
                 text_choice_takes(&filter->extractions, observation_row_extraction(scan->rows));

    return takes ? takes_breakdown(scan) : 0;
}

static bool is_before(const struct observation_scan *scan, const struct observation_key *key)
{
    const struct observation_key *after = scan->filter->after;

    /* Without history nothing more of the place comes, whatever the documents beside it. */
    return after != NULL && (scan->filter->vintages.history ? observation_vintage_cmp(key, after)
                                                            : observation_key_cmp(key, after)) <= 0;
}

/* Another scan has read the current row. The ends of a series are only known when all of it is
 * read. */
static bool is_read(const struct observation_scan *scan)
{
    return is_before(scan, &scan->key) &&
           (scan->ends == NULL || !observation_same_series(&scan->key, scan->filter->after));
}

/* The current row may be taken: 1 or 0. */
static int judge(struct observation_scan *scan)
{
    int r;

    if (!id_choice_takes(&scan->filter->documents, scan->key.document))
        return 0;
    r = comes_after(scan);
    return r < 0 ? r : r > 0 ? 0 : takes_row(scan);
}

/* The effort is spent, and what comes is of another place: 1 or 0. Until then a document that is
 * asked for may come. */
static int is_enough(struct observation_scan *scan)
{
    if (!scan->spent)
        return 0;
    if (observation_key_cmp(&scan->end, &scan->key) != 0 &&
        (scan->ends == NULL || !observation_ends_within(scan->ends, &scan->key))) {
        scan->stopped = true;
        return 1;
    }
    return keep_place(scan, &scan->end);
}

/* Counts the current row, which was not taken, unless an earlier scan has counted it. */
static int pass(struct observation_scan *scan)
{
    if (scan->spent || is_before(scan, &scan->key) || ++scan->passed != scan->filter->effort)
        return 0;
    scan->spent = true;
    return keep_place(scan, &scan->end);
}

/* The next row that the filter takes into scan->key: 1, 0 at the end. */
static int next_row(struct observation_scan *scan)
{
    while (!scan->stopped) {
        int r;

        if (scan->rows == NULL && !open_rows(scan))
            return 0;
        r = stmt_step(scan->rows);
        if (r < 0)
            return r;
        if (r == 0) {
            end_rows(scan);
            continue;
        }
        r = observation_map_key(scan->rows, &scan->key);
        if (r < 0)
            return r;
        scan->key.rank = scan->indicator;
        if (is_read(scan))
            continue;
        r = is_enough(scan);
        if (r > 0)
            return 0;
        r = r < 0 ? r : judge(scan);
        if (r == 0)
            r = pass(scan);
        if (r != 0)
            return r;
    }
    return 0;
}

static int next_of_all(void *cls, struct observation_key *ret)
{
    struct observation_scan *scan = cls;
    int r = next_row(scan);

    if (r > 0)
        *ret = scan->key;
    return r;
}

int observations_next(struct observation_scan *scan, struct observation_key *ret)
{
    int r;

    if (scan->ends == NULL)
        return next_of_all(scan, ret);
    do {
        r = observation_ends_next(scan->ends, next_of_all, scan, &scan->given);
    } while (r > 0 && is_before(scan, &scan->given));
    if (r > 0)
        *ret = scan->given;
    return r;
}

int observations_read(struct observation_scan *scan, struct observation *ret)
{
    int r;

    if (scan->ends == NULL) {
        ret->key = scan->key;
        observation_map_rest(scan->rows, ret);
        return 0;
    }
    r = observation_get_vintage(scan->db, scan->arena, scan->filter->release, &scan->given, ret);
    return r == 0 ? -ERR_CORRUPT : r < 0 ? r : 0;
}

static int next_of(void *cls, struct observation_key *ret)
{
    return observations_next(cls, ret);
}

/* The selected series are all that the filter takes when its periods, values and ends are left
 * aside. */
static int find_latest(struct observation_scan *scan)
{
    CLEANUP(observations_close_p) struct observation_scan *all = NULL;
    struct observation_filter series = *scan->filter;
    int r;

    series.first_rank = 0;
    series.n_spans = 0;
    series.latest = false;
    series.n_tests = 0;
    series.vintages = (struct vintage_choice){0};
    series.first = 0;
    series.last = 0;
    series.after = NULL;
    series.effort = 0;
    r = observations_open(scan->db, scan->arena, &series, scan->memo, &all);
    return r < 0 ? r
                 : observation_find_latest(next_of, all, scan->arena, scan->memo, &scan->latest);
}

int observations_open(struct db *db, struct arena *arena, const struct observation_filter *filter,
                      struct observation_memo *memo, struct observation_scan **ret)
{
    struct observation_scan *scan = arena_alloc(arena, sizeof *scan);
    int r;

    if (scan == NULL)
        return -ERR_NOMEM;
    scan->db = db;
    scan->arena = arena;
    scan->filter = filter;
    scan->memo = memo;
    scan->indicator = filter->first_rank;
    if (filter->first > 0 || filter->last > 0) {
        r = observation_ends_open(arena, memo, filter->first, filter->last, &scan->ends);
        if (r < 0)
            return r;
    }
    if (filter->after != NULL)
        scan->indicator = filter->after->rank;
    if (filter->latest && filter->latest_known) {
        scan->has_latest = filter->latest_found != NULL;
        scan->latest = scan->has_latest ? *filter->latest_found : (struct period){0};
    } else if (filter->latest) {
        r = find_latest(scan);
        if (r < 0)
            return r;
        scan->has_latest = r > 0;
    }
    *ret = scan;
    return 0;
}

void observations_close(struct observation_scan *scan)
{
    if (scan == NULL)
        return;
    stmt_reset(scan->rows);
    scan->rows = NULL;
}

void observations_close_p(struct observation_scan **scan)
{
    observations_close(*scan);
}

bool observations_stopped(const struct observation_scan *scan, struct observation_key *ret)
{
    if (scan->stopped)
        *ret = scan->end;
    return scan->stopped;
}

bool observations_latest(const struct observation_scan *scan, struct period *ret)
{
    if (scan->has_latest)
        *ret = scan->latest;
    return scan->has_latest;
}

int observations_other_dimensions(struct observation_scan *scan, struct str *ret)
{
    return observation_memo_dimensions(scan->memo, scan->others, scan->n_others, ret);
}
