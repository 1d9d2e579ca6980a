/* What releases changed, where the order of documents changes too: HTTP tests hold the rest against
 * a model. */

#include "db/changes.h"
#include "tests/db/fixture.h"

#define DOCUMENT(code, rank)                                                                       \
    "document|" code "|文|Paper|局|Office|120116|report||||2024-01-01|primary|" rank
#define FIGURE(year, value, document)                                                              \
    "observation|patents_granted|120116|" year "||level|default|" value "|eq|" value "|" value     \
    "|piece|period|A|verbatim|" value "|" document "|1|"

/* All changes up to a release as "3:2020=1>2", with "-" where there is no figure. */
static struct str read_all(struct arena *arena, struct db *db, int64_t release)
{
    CLEANUP(changes_close_p) struct change_scan *scan = NULL;
    static const struct str codes[] = {STR("patents_granted")};
    struct observation_filter figures = {.release = release};
    struct change_filter filter = {.figures = &figures, .first = 2, .last = release};
    struct observation old, now;
    struct change change;
    struct str text = STR("");

    int r = scope_indicators(db, arena, release, (struct str_list){codes, 1}, &figures.indicators);
    if (r == 0)
        r = changes_open(db, arena, &filter, &scan);
    while (r >= 0 && (r = changes_next(scan, &change)) > 0) {
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
    return r < 0 ? STR("failed") : text;
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

int main(void)
{
    struct fixture fixture;
    struct arena arena;
    struct db *db = fixture_store(&fixture);

    arena_init(&arena, 4096, 1 << 20);
    test_rank(&arena, db);
    arena_finish(&arena);
    db_close(&db);
    fixture_end(&fixture);
    return tap_done();
}
