/* Points in the history of releases, also where a clock was set back, and what a later release
 * closes in all of them. */

#include "db/observation_scope.h"
#include "db/releases.h"
#include "tests/db/catalogue.h"

static const char more_releases[] =
    "INSERT INTO release (release, label, published_at, inserted, revised, unchanged, digest) "
    "VALUES"
    " (3, 'third', 5000, 0, 0, 0,"
    " '3333333333333333333333333333333333333333333333333333333333333333'),"
    " (4, 'clock set back', 4000, 0, 0, 0,"
    " '4444444444444444444444444444444444444444444444444444444444444444'),"
    " (5, 'same second', 4000, 0, 0, 0,"
    " '5555555555555555555555555555555555555555555555555555555555555555');";

static void test_moments(struct db *db)
{
    static const struct {
        int64_t newest, moment, release;
    } cases[] = {
        {2, 0, 0},
        {2, 999, 0},
        {2, 1000, 1},
        {2, 1999, 1},
        {2, 2000, 2},
        {2, 9999, 2},
        {1, 2000, 1},
        {5, 2000, 2},
        {5, 3999, 2},
        /* Dated before release 3, which stays what was the newest until then. */
        {5, 4000, 2},
        {5, 4999, 2},
        {5, 5000, 5},
        {3, 5000, 3},
        {3, 4999, 2},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t release = -1;
        int r = release_at(db, cases[i].newest, cases[i].moment, &release);

        tap_is_int(r < 0 ? r : release, cases[i].release, "of %d, at %d", (int)cases[i].newest,
                   (int)cases[i].moment);
    }
}

static void test_numbers(struct db *db)
{
    struct release release = {.id = 42};

    tap_is_int(release_get(db, 2, &release), 1, "a release by its number");
    tap_is_int(release.id, 2, "it is that one");
    tap_is_int(release.published_at, 2000, "with its moment");
    tap_is_str(str_from(release.label), STR("second"), "and its label");
    tap_is_int(release_get(db, 6, &release), 0, "one that is not there");
    tap_is_int(release.id, 2, "leaves what was there");
}

static int is_restricted(struct db *db, int64_t release, struct str code)
{
    struct str_list codes = {&code, 1};
    struct indicator_list list;
    struct arena arena;
    int r;

    arena_init(&arena, 4096, 1 << 20);
    r = scope_indicators(db, &arena, release, codes, &list);
    if (r == 0)
        r = list.n == 1 ? list.v[0].restricted : -1;
    arena_finish(&arena);
    return r;
}

static void is_epoch(struct db *db, int64_t release, const char *digest, const char *what)
{
    struct access_epoch epoch = {.release = -1};

    tap_is_int(db_access_epoch(db, &epoch), 0, "the epoch can be read");
    tap_is_int(epoch.release, release, "%s", what);
    tap_is_str(str_from(epoch.digest), str_from(digest), "its digest");
}

/* What is restricted today must not come out of an older release; what a draft would restrict is
 * open until it is published. */
static void test_restricted_later(struct db *db)
{
    static const char restrict_it[] =
        "UPDATE indicator SET until = 3 WHERE indicator = 21;"
        "INSERT INTO indicator SELECT indicator, 3, 9223372036854775807, name_zh, name_en, topic,"
        " unit, units, kind, region_rule, time_rule, direction, decimals, dimensions, numerator,"
        " denominator, weight, 'restricted', note_zh, note_en FROM indicator WHERE indicator = 21";
    static const char draft_it[] =
        "UPDATE indicator SET since = 1099511627777 WHERE indicator = 21 AND since = 3;"
        "UPDATE indicator SET until = 9223372036854775807 WHERE indicator = 21 AND since = 1";

    tap_is_int(is_restricted(db, 1, STR("a_count")), 0, "public at first");
    is_epoch(db, 0, "", "nobody's access has changed");
    tap_is_int(engine_exec(db_engine(db), restrict_it), 0, "a release restricts it");
    is_epoch(db, 3, "3333333333333333333333333333333333333333333333333333333333333333",
             "which begins an epoch");
    tap_is_int(is_restricted(db, 3, STR("a_count")), 1, "restricted from then on");
    tap_is_int(is_restricted(db, 1, STR("a_count")), 1, "and in every release before");
    tap_is_int(engine_exec(db_engine(db), draft_it), 0, "only a draft restricts it");
    tap_is_int(is_restricted(db, 1, STR("a_count")), 0, "which closes nothing yet");
    is_epoch(db, 0, "", "and begins no epoch");
}

static void test_all(struct db *db)
{
    tap_is_int(engine_exec(db_engine(db), more_releases), 0, "releases with a clock set back");
    test_moments(db);
    test_numbers(db);
    test_restricted_later(db);
}

int main(void)
{
    return with_catalogue(test_all);
}
