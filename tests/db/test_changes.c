/* What releases changed, where the order of documents changes too: HTTP tests hold the rest against
 * a model. */

#include "db/changes.h"
#include "tests/db/fixture.h"

#define DOCUMENT(code, rank)                                                                       \
    "document|" code "|文|Paper|局|Office|120116|report||||2024-01-01|primary|" rank
#define FIGURE(year, value, document)                                                              \
    "observation|patents_granted|120116|" year "||level|default|" value "|eq|" value "|" value     \
    "|piece|period|A|verbatim|" value "|" document "|1|"

/* What is read, and how it goes on. */
struct reading {
    struct arena *arena;
    struct db *db;
    struct change_filter filter;
    struct change after;
    size_t stops;
};

/* The next change, through as many scans as it takes when each may pass `effort` figures. As
 * changes_next(). */
static int read_next(struct reading *reading, struct change_scan **scan, struct change *ret)
{
    struct change at;
    int r;

    while ((r = changes_next(*scan, ret)) == 0 && changes_stopped(*scan, &at)) {
        r = changes_find(reading->db, reading->arena, at.release, &at.key,
                         at.kind == CHANGE_DELETED, &reading->after);
        if (r <= 0)
            return -ERR_NOT_FOUND;
        reading->stops++;
        reading->filter.after = &reading->after;
        changes_close(*scan);
        r = changes_open(reading->db, reading->arena, &reading->filter, scan);
        if (r < 0)
            return r;
    }
    return r;
}

/* All changes up to a release as "3:2020=1>2", with "-" where there is no figure. */
static struct str read_some(struct arena *arena, struct db *db, int64_t release, unsigned kinds,
                            const struct period_span *span, size_t effort, size_t *ret_stops)
{
    CLEANUP(changes_close_p) struct change_scan *scan = NULL;
    static const struct str codes[] = {STR("patents_granted")};
    struct observation_filter figures = {
        .release = release, .spans = span, .n_spans = span != NULL};
    struct reading reading = {
        .arena = arena,
        .db = db,
        .filter = {
            .figures = &figures, .first = 2, .last = release, .kinds = kinds, .effort = effort}};
    struct observation old, now;
    struct change change;
    struct str text = STR("");

    int r = scope_indicators(db, arena, release, (struct str_list){codes, 1}, &figures.indicators);
    if (r == 0)
        r = changes_open(db, arena, &reading.filter, &scan);
    while (r >= 0 && (r = read_next(&reading, &scan, &change)) > 0) {
        char year[PERIOD_TEXT_MAX];
        period_format(change.key.period, year);
        if (change.kind != CHANGE_INSERTED && changes_read_old(db, arena, &change, &old) < 0)
            return STR("no old figure");
        if (change.kind != CHANGE_DELETED && changes_read_new(db, arena, &change, &now) < 0)
            return STR("no new figure");
        text = arena_printf(arena, "%.*s%s%d:%s=%d>%d", (int)text.n, text.p, text.n > 0 ? " " : "",
                            (int)change.release, year,
                            change.kind == CHANGE_INSERTED ? -1 : (int)(old.key.value_e6 / 1000000),
                            change.kind == CHANGE_DELETED ? -1 : (int)(now.key.value_e6 / 1000000));
    }
    *ret_stops = reading.stops;
    return r < 0 ? STR("failed") : text;
}

static struct str read_all(struct arena *arena, struct db *db, int64_t release)
{
    size_t stops;

    return read_some(arena, db, release, 0, NULL, 0, &stops);
}

/* A document that loses its rank brings its figures again, behind those of another one: each is one
 * revision, and the scan meets its two ends apart. */
static void test_rank(struct arena *arena, struct db *db)
{
    static const char *const first[] = {
        DOCUMENT("leader", "10"),     DOCUMENT("other", "20"),       FIGURE("2020", "1", "leader"),
        FIGURE("2020", "2", "other"), FIGURE("2021", "3", "leader"),
    };
    static const char *const second[] = {
        DOCUMENT("leader", "30"),
        FIGURE("2020", "1", "leader"),
        FIGURE("2021", "4", "leader"),
    };

    tap_is_int(fixture_release(db, first, COUNT_OF(first)), 2, "two documents");
    tap_is_int(fixture_release(db, second, COUNT_OF(second)), 3, "one of them loses its rank");
    tap_is_str(read_all(arena, db, 3),
               STR("3:2020=1>1 3:2021=3>4 2:2020=-1>1 2:2020=-1>2 2:2021=-1>3"),
               "each figure is revised once");
    tap_is_str(read_all(arena, db, 2), STR("2:2020=-1>1 2:2020=-1>2 2:2021=-1>3"),
               "the release before knows nothing of it");
}

/* However little a scan may pass, those that go on from where one stopped read the same: also over
 * a figure that ended, whose successor stands elsewhere. */
static void test_effort(struct arena *arena, struct db *db)
{
    static const char *const raised[] = {
        DOCUMENT("leader", "5"),
        FIGURE("2020", "8", "leader"),
        FIGURE("2021", "4", "leader"),
        FIGURE("2022", "9", "leader"),
    };
    static const struct period_span spans[] = {{18262, 18627}, {18628, 18992}, {18993, 19357}};
    size_t stops, whole;

    tap_is_int(fixture_release(db, raised, COUNT_OF(raised)), 4, "the document rises");
    for (unsigned kinds = 0; kinds < 1U << CHANGE_KINDS; kinds++) {
        for (size_t span = 0; span <= COUNT_OF(spans); span++) {
            const struct period_span *only = span < COUNT_OF(spans) ? &spans[span] : NULL;
            struct str all = read_some(arena, db, 4, kinds, only, 0, &whole);
            for (size_t effort = 1; effort < 5; effort++)
                tap_is_str(read_some(arena, db, 4, kinds, only, effort, &stops), all,
                           "kinds %u, span %zu, effort %zu", kinds, span, effort);
            tap_is_int((int64_t)whole, 0, "without a limit no scan stops");
        }
    }
    tap_is_str(read_some(arena, db, 4, 0, &spans[2], 1, &stops), STR("4:2022=-1>9"), "one change");
    tap_ok(stops > 3, "and a stop at every figure that is passed");
}

int main(void)
{
    struct fixture fixture;
    struct arena arena;
    struct db *db = fixture_store(&fixture);

    arena_init(&arena, 4096, 1 << 20);
    test_rank(&arena, db);
    test_effort(&arena, db);
    arena_finish(&arena);
    db_close(&db);
    fixture_end(&fixture);
    return tap_done();
}
