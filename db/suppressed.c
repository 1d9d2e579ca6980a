#include "db/suppressed.h"

#include "base/err.h"
#include "db/statements.h"
#include "db/suppressed_impl.h"

enum { SUPPRESSED_LIST, SUPPRESSED_SHOWN, SUPPRESSED_HIDDEN };

#define ALL_IN_FORCE                                                                               \
    ROW_IN_FORCE("o")                                                                              \
    " AND " ROW_IN_FORCE("i") " AND " ROW_IN_FORCE("r") " AND " ROW_IN_FORCE("d")

static const struct stmt_spec specs[] =
    {
        [SUPPRESSED_LIST] =
            {
                /* of the index that has nothing else */
                .name = "suppressed_list",
                .sql = "SELECT " STMT_SCAN_MARK " o.indicator AS indicator, o.region AS region,"
                       " o.breakdown AS breakdown, o.definition AS definition, o.freq AS freq,"
                       " o.ends_on AS ends_on, o.starts_on AS starts_on, b.text AS text,"
                       " i.region_rule AS region_rule, i.time_rule AS time_rule,"
                       " n.code AS indicator_code, p.code AS region_code, r.parent AS parent,"
                       " CASE WHEN d.kind = 'register' THEN o.document ELSE 0 END AS register"
                       " FROM observation o JOIN breakdown b ON b.breakdown = o.breakdown"
                       " JOIN indicator i ON i.indicator = o.indicator"
                       " JOIN region r ON r.region = o.region"
                       " JOIN document d ON d.document = o.document"
                       " JOIN code n ON n.code_id = o.indicator JOIN code p ON p.code_id = o.region"
                       " WHERE o.status = 'Q' AND o.measure = 'level' AND " ALL_IN_FORCE
                       " ORDER BY o.indicator, o.region, o.ends_on",
                .params = (const char *const[]){"release", NULL},
                .columns = (const char *const[]){"indicator", "region", "breakdown", "definition",
                                                 "freq", "ends_on", "starts_on", "text",
                                                 "region_rule", "time_rule", "indicator_code",
                                                 "region_code", "parent", "register", NULL},
            },
        [SUPPRESSED_SHOWN] =
            {
                .name = "suppressed_shown",
                .sql = "SELECT count(*) AS n FROM observation o WHERE o.indicator = :indicator"
                       " AND o.region = :region AND o.breakdown = :breakdown"
                       " AND o.value_e6 IS NOT NULL" SAME_PLACE,
                .params = (const char *const[]){"release", "indicator",
                                                "region", "breakdown", PLACE_PARAMS, NULL},
                .columns = (const char *const[]){"n", NULL},
            },
        [SUPPRESSED_HIDDEN] =
            {
                .name = "suppressed_hidden",
                .sql = "SELECT count(*) AS n, sum(CASE WHEN EXISTS (SELECT 1 FROM observation o"
                       " WHERE o.indicator = :indicator AND o.region = r.region"
                       " AND o.breakdown = :breakdown AND o.value_e6 IS NOT NULL" SAME_PLACE
                       ") THEN 1 ELSE 0 END) AS shown FROM region r WHERE r.parent = :region"
                       " AND coalesce(r.valid_from, :ends_on) <= :ends_on"
                       " AND coalesce(r.valid_to, :ends_on) >= :ends_on"
                       " AND r.level <> 'zone' AND " ROW_IN_FORCE("r"),
                .params = (const char *const[]){"release", "indicator", "region", "breakdown",
                                                PLACE_PARAMS, NULL},
                .columns = (const char *const[]){"n", "shown", NULL},
            },
};
const struct stmt_group suppressed_statements = {"suppressed", specs, COUNT_OF(specs)};

/* limit: the figures that are kept back, some 200 bytes each, and the parts of one place */
enum { ARENA_BLOCK = 64 * 1024, ARENA_CAP = 256 * 1024 * 1024 };

void suppressed_bind_place(struct stmt *s, size_t at, const struct hidden *h, struct period period)
{
    static const struct str letters[] = {STR("A"), STR("H"), STR("Q"), STR("M"),
                                         STR("I"), STR("R"), STR("Y")};

    stmt_str(s, at, h->definition);
    stmt_str(s, at + 1, letters[period.freq]);
    stmt_i64(s, at + 2, period.ends_on);
    stmt_i64(s, at + 3, period.starts_on);
    stmt_i64(s, at + 4, h->reg);
}

/* Whether a value is shown for another region or period of the figure: 1, 0 not. */
static int is_shown(struct walk *walk, const struct hidden *h, int64_t region, struct period period)
{
    struct stmt *s = db_stmt(walk->db, &specs[SUPPRESSED_SHOWN]);
    int64_t n;

    stmt_i64(s, 0, walk->release);
    stmt_i64(s, 1, h->indicator);
    stmt_i64(s, 2, region);
    stmt_i64(s, 3, h->breakdown);
    suppressed_bind_place(s, 4, h, period);
    int r = row_count(s, &n);
    return r < 0 ? r : n > 0;
}

/* How many children a region has, and of how many of them a value is shown. */
static int count_children(struct walk *walk, const struct hidden *h, int64_t region, int64_t *ret_n,
                          int64_t *ret_shown)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(walk->db, &specs[SUPPRESSED_HIDDEN]);

    stmt_i64(s, 0, walk->release);
    stmt_i64(s, 1, h->indicator);
    stmt_i64(s, 2, region);
    stmt_i64(s, 3, h->breakdown);
    suppressed_bind_place(s, 4, h, h->period);
    int r = stmt_step(s);
    if (r <= 0)
        return r < 0 ? r : -ERR_INTERNAL;
    *ret_n = stmt_get_i64(s, 0);
    *ret_shown = *ret_n > 0 ? stmt_get_i64(s, 1) : 0;
    return 0;
}

static int by_regions(struct walk *walk, const struct hidden *h, const char **ret_how)
{
    int64_t n, shown;

    int r = count_children(walk, h, h->region, &n, &shown);
    if (r < 0)
        return r;
    if (n > 0 && shown == n) {
        *ret_how = "its districts, which are all shown";
        return 1;
    }
    r = h->parent != 0 ? is_shown(walk, h, h->parent, h->period) : 0;
    if (r <= 0)
        return r;
    r = count_children(walk, h, h->parent, &n, &shown);
    if (r < 0 || shown < n - 1)
        return r;
    *ret_how = "the region above it and the others in that, which are all shown";
    return 1;
}

/* Months of the kinds of period that divide a year evenly. */
static const int months_of[] = {[FREQ_A] = 12, [FREQ_H] = 6, [FREQ_Q] = 3};

/* The part of `freq` that lies `n` parts after the start of a period. */
static int part_of(struct period whole, enum freq freq, int n, struct period *ret)
{
    int32_t from, next;
    int months = months_of[freq];

    int r = date_add_months(whole.starts_on, (int64_t)n * months, &from);
    if (r == 0)
        r = date_add_months(from, months, &next);
    if (r == 0)
        *ret = (struct period){from, next - 1, freq};
    return r;
}

/* The year or half that a period is in. */
static int whole_of(struct period part, enum freq freq, struct period *ret)
{
    int year, month, day;

    date_to_civil(part.starts_on, &year, &month, &day);
    int32_t from = date_from_civil(year, 1, 1);
    return part_of((struct period){from, from, FREQ_A}, freq, (month - 1) / months_of[freq], ret);
}

/* How many parts of `freq` a whole has, and of how many of them a value is shown. */
static int count_periods(struct walk *walk, const struct hidden *h, struct period whole,
                         enum freq freq, int *ret_n, int *ret_shown)
{
    *ret_n = months_of[whole.freq] / months_of[freq];
    *ret_shown = 0;
    for (int i = 0; i < *ret_n; i++) {
        struct period part;
        int r = part_of(whole, freq, i, &part);
        if (r == 0)
            r = is_shown(walk, h, h->region, part);
        if (r < 0)
            return r;
        *ret_shown += r;
    }
    return 0;
}

static int by_periods(struct walk *walk, const struct hidden *h, const char **ret_how)
{
    int n, shown;

    if (h->period.freq > FREQ_Q)
        return 0;
    for (enum freq freq = h->period.freq + 1; freq <= FREQ_Q; freq++) {
        int r = count_periods(walk, h, h->period, freq, &n, &shown);
        if (r < 0)
            return r;
        *ret_how = "its halves or quarters, which are all shown";
        if (shown == n)
            return 1;
    }
    for (enum freq freq = FREQ_A; freq < h->period.freq; freq++) {
        struct period whole;
        int r = whole_of(h->period, freq, &whole);
        if (r == 0)
            r = is_shown(walk, h, h->region, whole);
        if (r > 0)
            r = count_periods(walk, h, whole, h->period.freq, &n, &shown) < 0 ? -ERR_INTERNAL : 1;
        if (r < 0)
            return r;
        *ret_how = "the year or half and the rest of it, which are shown";
        if (r > 0 && shown == n - 1)
            return 1;
    }
    return 0;
}

static int is_exposed(struct walk *walk, const struct hidden *h, const char **ret_how)
{
    int r = suppressed_by_parts(walk, h, ret_how);

    if (r == 0 && h->over_regions)
        r = by_regions(walk, h, ret_how);
    if (r == 0 && h->over_time)
        r = by_periods(walk, h, ret_how);
    return r;
}

/* The figures are listed first: looking at one reads with other statements. */
static int list_hidden(struct db *db, int64_t release, struct arena *arena, struct hidden **ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[SUPPRESSED_LIST]);
    struct hidden **last = ret;
    int r;

    *ret = NULL;
    stmt_i64(s, 0, release);
    while ((r = stmt_step(s)) > 0) {
        struct hidden *h = arena_alloc(arena, sizeof *h);
        struct str letter = stmt_get_str(s, 4);
        if (h == NULL)
            return -ERR_NOMEM;
        *h = (struct hidden){
            .indicator = stmt_get_i64(s, 0),
            .region = stmt_get_i64(s, 1),
            .breakdown = stmt_get_i64(s, 2),
            .definition = arena_copy(arena, stmt_get_str(s, 3)),
            .period = {row_date(s, 6), row_date(s, 5), FREQ_A},
            .text = arena_copy(arena, stmt_get_str(s, 7)),
            .over_regions = str_eq(stmt_get_str(s, 8), STR("sum")),
            .over_time = str_eq(stmt_get_str(s, 9), STR("sum")),
            .indicator_code = arena_copy(arena, stmt_get_str(s, 10)),
            .region_code = arena_copy(arena, stmt_get_str(s, 11)),
            .parent = stmt_is_null(s, 12) ? 0 : stmt_get_i64(s, 12),
            .reg = stmt_get_i64(s, 13),
        };
        if (letter.n != 1 || freq_from_letter(letter.p[0], &h->period.freq) < 0)
            return -ERR_CORRUPT;
        *last = h;
        last = &h->next;
    }
    return arena->failed ? -ERR_NOMEM : r;
}

static int look_at(struct walk *walk, const struct hidden *h,
                   int (*each)(void *cls, const struct suppressed_figure *), void *cls)
{
    char period[PERIOD_TEXT_MAX];
    const char *how;

    arena_reset(&walk->arena);
    int r = is_exposed(walk, h, &how);
    if (r <= 0)
        return r;
    const struct suppressed_figure figure = {
        .indicator = h->indicator_code,
        .region = h->region_code,
        .period = {period, period_format(h->period, period)},
        .breakdown = h->text,
        .how = how,
    };
    return each(cls, &figure);
}

int suppressed_exposed(struct db *db, int64_t release,
                       int (*each)(void *cls, const struct suppressed_figure *), void *cls)
{
    struct walk walk = {.db = db, .release = release};
    struct hidden *list;
    struct arena arena;

    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    arena_init(&walk.arena, ARENA_BLOCK, ARENA_CAP);
    int r = list_hidden(db, release, &arena, &list);
    for (const struct hidden *h = list; h != NULL && r == 0; h = h->next)
        r = look_at(&walk, h, each, cls);
    arena_finish(&walk.arena);
    arena_finish(&arena);
    return r;
}
