#include "db/changes_impl.h"

#include "base/err.h"
#include "base/order.h"
#include "db/row.h"
#include "db/statements.h"

enum { CHANGES_CAME, CHANGES_ENDED };

enum {
    COLUMN_INDICATOR,
    COLUMN_REGION,
    COLUMN_BREAKDOWN,
    COLUMN_MEASURE,
    COLUMN_DEFINITION,
    COLUMN_FREQ,
    COLUMN_ENDS_ON,
    COLUMN_STARTS_ON,
    COLUMN_PRECEDENCE,
    COLUMN_DOCUMENT,
    COLUMN_SINCE,
};

/* Only what identifies a figure, which the indexes by release hold. */
#define CHANGES_SELECT                                                                             \
    "SELECT o.indicator AS indicator, o.region AS region, o.breakdown AS breakdown,"               \
    " o.measure AS measure, o.definition AS definition, o.freq AS freq, o.ends_on AS ends_on,"     \
    " o.starts_on AS starts_on, o.precedence AS precedence, o.document AS document,"               \
    " o.since AS since FROM observation o WHERE"
#define CHANGES_PART                                                                               \
    " AND o.indicator = :indicator AND o.region BETWEEN :region_first AND :region_last"            \
    " ORDER BY o.region, o.breakdown, o.measure, o.definition, o.freq, o.ends_on, o.starts_on,"    \
    " o.precedence, o.document"

static const char *const part_params[] = {"release", "indicator", "region_first", "region_last",
                                          NULL};
static const char *const key_columns[] = {"indicator",  "region",   "breakdown", "measure",
                                          "definition", "freq",     "ends_on",   "starts_on",
                                          "precedence", "document", "since",     NULL};

static const struct stmt_spec specs[] = {
    [CHANGES_CAME] =
        {
            .name = "changes_came",
            .sql = CHANGES_SELECT " o.since = :release" CHANGES_PART,
            .params = part_params,
            .columns = key_columns,
        },
    /* The second condition is what the index is made for. */
    [CHANGES_ENDED] =
        {
            .name = "changes_ended",
            .sql =
                CHANGES_SELECT " o.until = :release AND o.until < 9223372036854775807" CHANGES_PART,
            .params = part_params,
            .columns = key_columns,
        },
};

const struct stmt_group changes_statements = {"changes", specs, COUNT_OF(specs)};

/* The figures that came with a release, or that ended with it, in order. */
struct side {
    struct stmt *rows; /* runs when not NULL */
    bool held;         /* `key` is of the current row, which has not been told */
    struct observation_key key;
};

struct change_scan {
    struct db *db;
    const struct change_filter *filter;
    int64_t release;         /* the one that is read */
    size_t indicator;        /* as is */
    size_t region;           /* the next one to seek, when each is sought */
    bool begun;              /* some rows were started */
    struct side came, ended; /* run together */
    bool all_new;            /* nothing ended there, so that what came replaced nothing */
    size_t passed;           /* figures that told of nothing */
    bool stopped;            /* at this figure, for the effort */
    struct change at;
};

static bool each_sought(const struct change_scan *scan)
{
    const struct id_choice *regions = &scan->filter->figures->regions;

    return regions->only && regions->ids.n <= REGION_SEEKS_MAX;
}

static struct stmt *start(struct change_scan *scan, size_t spec, int64_t first, int64_t last)
{
    struct stmt *stmt = db_stmt(scan->db, &specs[spec]);

    stmt_i64(stmt, 0, scan->release);
    stmt_i64(stmt, 1, scan->filter->figures->indicators.v[scan->indicator].id);
    stmt_i64(stmt, 2, first);
    stmt_i64(stmt, 3, last);
    return stmt;
}

static void end_rows(struct change_scan *scan)
{
    stmt_reset(scan->came.rows);
    stmt_reset(scan->ended.rows);
    scan->came = scan->ended = (struct side){0};
}

static void skip_restricted(struct change_scan *scan)
{
    const struct indicator_list *indicators = &scan->filter->figures->indicators;

    while (scan->indicator < indicators->n && indicators->v[scan->indicator].restricted)
        scan->indicator++;
}

/* To the next region, indicator, release that there may be changes of. False: there is none. */
static bool move_on(struct change_scan *scan)
{
    const struct observation_filter *figures = scan->filter->figures;
    const struct indicator_list *indicators = &figures->indicators;

    if (indicators->n == 0 || (figures->regions.only && figures->regions.ids.n == 0))
        return false;
    if (scan->begun && !(each_sought(scan) && scan->region < figures->regions.ids.n)) {
        scan->region = 0;
        scan->indicator++;
    }
    skip_restricted(scan);
    if (scan->indicator >= indicators->n) {
        scan->indicator = 0;
        scan->release--;
        skip_restricted(scan);
    }
    return scan->indicator < indicators->n && scan->release >= scan->filter->first;
}

/* Starts the next rows on both sides. False: all were read. */
static bool start_rows(struct change_scan *scan)
{
    const struct id_list *regions = &scan->filter->figures->regions.ids;
    const struct change *after = scan->filter->after;
    int64_t first = INT64_MIN, last = INT64_MAX;

    if (!move_on(scan))
        return false;
    scan->begun = true;
    if (after != NULL && after->release == scan->release && after->key.rank == scan->indicator)
        first = after->key.region;
    if (each_sought(scan)) {
        while (scan->region + 1 < regions->n && regions->v[scan->region] < first)
            scan->region++;
        first = last = regions->v[scan->region++];
    }
    if (scan->filter->kinds != 1U << CHANGE_DELETED)
        scan->came.rows = start(scan, CHANGES_CAME, first, last);
    scan->ended.rows = start(scan, CHANGES_ENDED, first, last);
    return true;
}

static int map_key(const struct change_scan *scan, struct stmt *stmt, struct observation_key *ret)
{
    struct str freq = stmt_get_str(stmt, COLUMN_FREQ);

    *ret = (struct observation_key){
        .rank = scan->indicator,
        .indicator = stmt_get_i64(stmt, COLUMN_INDICATOR),
        .region = stmt_get_i64(stmt, COLUMN_REGION),
        .breakdown = stmt_get_i64(stmt, COLUMN_BREAKDOWN),
        .measure = stmt_get_str(stmt, COLUMN_MEASURE),
        .definition = stmt_get_str(stmt, COLUMN_DEFINITION),
        .period = {.ends_on = row_date(stmt, COLUMN_ENDS_ON),
                   .starts_on = row_date(stmt, COLUMN_STARTS_ON)},
        .precedence = stmt_get_i64(stmt, COLUMN_PRECEDENCE),
        .document = stmt_get_i64(stmt, COLUMN_DOCUMENT),
        .since = stmt_get_i64(stmt, COLUMN_SINCE),
    };
    if (freq.n != 1 || freq_from_letter(freq.p[0], &ret->period.freq) < 0)
        return -ERR_CORRUPT;
    return 0;
}

/* Has the next row of a side at hand, if there is one. */
static int hold(const struct change_scan *scan, struct side *side)
{
    int r;

    if (side->held || side->rows == NULL)
        return 0;
    r = stmt_step(side->rows);
    if (r <= 0) {
        stmt_reset(side->rows);
        side->rows = NULL;
        return r;
    }
    side->held = true;
    return map_key(scan, side->rows, &side->key);
}

/* The order within a release; since does not count. */
static int compare(const struct observation_key *a, const struct observation_key *b)
{
    int order = observation_key_cmp(a, b);

    if (order == 0)
        order = order_i64(a->precedence, b->precedence);
    return order != 0 ? order : order_i64(a->document, b->document);
}

/* Told by the page before. The rows begin anew with the region of that page's end. */
static bool is_told(const struct change_scan *scan, const struct observation_key *key)
{
    const struct change *after = scan->filter->after;

    return after != NULL && after->release == scan->release && compare(key, &after->key) <= 0;
}

static bool takes_key(const struct change_scan *scan, const struct observation_key *key)
{
    const struct observation_filter *figures = scan->filter->figures;

    return !is_told(scan, key) && id_choice_takes(&figures->regions, key->region) &&
           id_choice_takes(&figures->documents, key->document) &&
           observation_filter_takes_period(figures, scan->filter->latest, key->period);
}

static bool is_wanted(const struct change_scan *scan, enum change_kind kind)
{
    unsigned kinds = scan->filter->kinds;

    return kinds == 0 || (kinds & 1U << kind) != 0;
}

/* The change that the figure at hand tells of: 1, or 0 when it tells of none that is wanted. What
 * ended at the very place of what came was consumed with it (`replaced`). */
static int judge(const struct change_scan *scan, const struct side *side, bool replaced,
                 struct change *ret)
{
    bool came = side == &scan->came;
    int r = replaced;

    if (!takes_key(scan, &side->key))
        return 0;
    if (!replaced && !(came && scan->all_new))
        r = came ? changes_ended_at(scan->db, scan->release, &side->key)
                 : changes_came_at(scan->db, scan->release, &side->key);
    if (r < 0)
        return r;
    /* A figure that has a successor is told with it. */
    if (!came && r > 0)
        return 0;
    ret->kind = !came ? CHANGE_DELETED : r > 0 ? CHANGE_REVISED : CHANGE_INSERTED;
    ret->release = scan->release;
    ret->key = side->key;
    return is_wanted(scan, ret->kind);
}

/* Notes that a figure told of nothing, and whether it was one too many. A scan that goes on must
 * get further than the one before. */
static void pass(struct change_scan *scan, const struct side *side)
{
    if (is_told(scan, &side->key))
        return;
    scan->stopped = ++scan->passed == scan->filter->effort;
    scan->at = (struct change){
        .kind = side == &scan->came ? CHANGE_INSERTED : CHANGE_DELETED,
        .release = scan->release,
        .key = side->key,
    };
}

/* The first of both sides, which have a row at hand or are at their end: as judge(). */
static int tell_first(struct change_scan *scan, struct change *ret)
{
    struct side *came = &scan->came, *ended = &scan->ended;
    int order = !ended->held ? -1 : !came->held ? 1 : compare(&came->key, &ended->key);
    struct side *first = order <= 0 ? came : ended;
    int r;

    first->held = false;
    if (order == 0)
        ended->held = false;
    r = judge(scan, first, order == 0, ret);
    if (r == 0)
        pass(scan, first);
    return r;
}

/* Starts the next rows, and leaves out those of which no change is wanted. 1, 0 when all were
 * read. */
static int go_on(struct change_scan *scan)
{
    int r;

    end_rows(scan);
    if (!start_rows(scan))
        return 0;
    r = hold(scan, &scan->ended);
    if (r < 0)
        return r;
    scan->all_new = !scan->ended.held;
    if (scan->all_new && !is_wanted(scan, CHANGE_INSERTED))
        end_rows(scan);
    return 1;
}

int changes_next(struct change_scan *scan, struct change *ret)
{
    while (!scan->stopped) {
        int r = hold(scan, &scan->came);

        if (r == 0)
            r = hold(scan, &scan->ended);
        if (r < 0)
            return r;
        if (scan->came.held || scan->ended.held) {
            r = tell_first(scan, ret);
            if (r != 0)
                return r;
        } else {
            r = go_on(scan);
            if (r <= 0)
                return r;
        }
    }
    return 0;
}

bool changes_stopped(const struct change_scan *scan, struct change *ret)
{
    if (scan->stopped)
        *ret = scan->at;
    return scan->stopped;
}

int changes_open(struct db *db, struct arena *arena, const struct change_filter *filter,
                 struct change_scan **ret)
{
    struct change_scan *scan = arena_alloc(arena, sizeof *scan);

    if (scan == NULL)
        return -ERR_NOMEM;
    scan->db = db;
    scan->filter = filter;
    scan->release = filter->last;
    if (filter->after != NULL) {
        scan->release = filter->after->release;
        scan->indicator = filter->after->key.rank;
    }
    *ret = scan;
    return 0;
}

void changes_close(struct change_scan *scan)
{
    if (scan != NULL)
        end_rows(scan);
}

void changes_close_p(struct change_scan **scan)
{
    changes_close(*scan);
}
