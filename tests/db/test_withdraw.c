/* What a document no longer says: withdrawn by a load that is said to be all of it. */

#include "tests/db/fixture.h"

#define RANKED(code, rank)                                                                         \
    "document|" code "|文|Paper|局|Office|120116|report||||2024-01-01|primary|" rank
#define DOCUMENT(code) RANKED(code, "10")
#define FIGURE(year, value, document)                                                              \
    "observation|patents_granted|120116|" year "||level|default|" value "|eq|" value "|" value     \
    "|piece|period|A|verbatim|" value "|" document "|1|"

/* As fixture_load(), by a load that has all of its documents. */
static int64_t load_complete(struct db *db, const char *const *lines, size_t n, bool keep,
                             struct draft_counts *ret)
{
    CLEANUP(draft_close) struct draft *draft = NULL;
    struct draft_report report = {.draft = -1};

    int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
    if (r == 0) {
        draft_complete(draft);
        r = fixture_rows(draft, lines, n);
    }
    if (r == 0)
        r = draft_finish(draft, keep, &report);
    if (r < 0)
        return r;
    *ret = report.total;
    tap_is_int(report.tables[table_find(STR("observation")) - tables].deleted, report.total.deleted,
               "all of them are observations");
    return report.draft;
}

/* How many figures are in force at a release. */
static int64_t in_force(struct db *db, int64_t release)
{
    char sql[128];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM observation WHERE since <= %d AND %d < until",
             (int)release, (int)release);
    return fixture_number(db, sql);
}

static void test_withdrawn(struct db *db)
{
    static const char *const first[] = {
        DOCUMENT("one"),
        DOCUMENT("two"),
        DOCUMENT("three"),
        FIGURE("2020", "1", "one"),
        FIGURE("2021", "2", "one"),
        FIGURE("2022", "3", "one"),
        FIGURE("2021", "4", "two"),
        FIGURE("2022", "5", "two"),
        FIGURE("2020", "6", "three"),
    };
    static const char *const second[] = {FIGURE("2020", "1", "one"), FIGURE("2021", "9", "one"),
                                         FIGURE("2023", "7", "one"), FIGURE("2022", "5", "two")};
    struct draft_counts counts;

    tap_is_int(fixture_release(db, first, COUNT_OF(first)), 2, "three documents");
    tap_is_int(in_force(db, 2), 6, "with six figures");
    tap_is_int(load_complete(db, second, COUNT_OF(second), false, &counts), 0, "a dry run");
    tap_ok(counts.inserted == 1 && counts.revised == 1 && counts.unchanged == 2 &&
               counts.deleted == 2,
           "counts what it would withdraw");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation"), 6, "and keeps nothing");
    int64_t draft = load_complete(db, second, COUNT_OF(second), true, &counts);
    tap_ok(draft > 0 && counts.deleted == 2, "the load");
    tap_is_int(in_force(db, 2), 6, "before it is published nothing is withdrawn");
    tap_is_int(fixture_publish(db, draft), 3, "it is published");
    tap_is_int(in_force(db, 2), 6, "release 2 says what it said");
    tap_is_int(in_force(db, 3), 5, "release 3 has one more and two less");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE until = 3"), 3,
               "one revised, two withdrawn");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE since > 3"), 0,
               "no mark is left");
    tap_is_int(fixture_number(db, "SELECT deleted FROM release WHERE release = 3"), 2,
               "the release counts them");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE document ="
                                  " (SELECT code_id FROM code WHERE code = 'three')"
                                  " AND until = 9223372036854775807"),
               1, "a document that the load does not speak of keeps its figure");
}

static void test_again(struct db *db)
{
    static const char *const all[] = {FIGURE("2022", "5", "two")};
    static const char *const back[] = {FIGURE("2021", "4", "two")};
    struct draft_counts counts;

    tap_is_int(load_complete(db, all, COUNT_OF(all), true, &counts), 0,
               "the same once more is nothing to publish");
    tap_is_int(counts.deleted, 0, "there is nothing left to withdraw");
    tap_is_int(fixture_release(db, back, COUNT_OF(back)), 4, "a figure that comes back");
    tap_is_int(fixture_number(db, "SELECT inserted FROM release WHERE release = 4"), 1, "is new");
    int64_t draft = load_complete(db, all, COUNT_OF(all), true, &counts);
    tap_ok(draft > 0 && counts.deleted == 1 && counts.inserted + counts.revised == 0,
           "a draft that only withdraws");
    struct release_wish wish = {
        .drafts = &draft, .n_drafts = 1, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR, .trial = true};
    struct release release;
    int64_t discarded, wrong;
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), 0, "a trial");
    tap_is_int(in_force(db, 4), 6, "takes nothing away");
    tap_is_int(fixture_publish(db, draft), 5, "it is published");
    tap_is_int(in_force(db, 5), 5, "and withdraws");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM draft WHERE deleted > 0"), 2,
               "each draft says how many");
}

/* A row that is refused would make all others of its document look withdrawn. */
static void test_rejected(struct db *db)
{
    static const char *const wrong[] = {FIGURE("2022", "5", "two"), FIGURE("20x2", "5", "one")};
    struct draft_counts counts;

    tap_is_int(load_complete(db, wrong, COUNT_OF(wrong), true, &counts), 0,
               "a load with a wrong row is not kept");
    tap_ok(counts.rejected == 1 && counts.deleted == 0, "and withdraws nothing");
}

/* One draft withdraws what another one, published with it, revises. */
static void test_two_drafts(struct db *db)
{
    static const char *const revises[] = {FIGURE("2020", "11", "one")};
    static const char *const withdraws[] = {FIGURE("2021", "9", "one")};
    struct draft_counts counts;
    int64_t drafts[2] = {fixture_load(db, revises, 1, NULL),
                         load_complete(db, withdraws, 1, true, &counts)};
    struct release_wish wish = {
        .drafts = drafts, .n_drafts = 2, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    struct release release;
    int64_t discarded, wrong = 0, swapped[2] = {drafts[1], drafts[0]};

    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), -ERR_INPUT,
               "two drafts that do not agree about a figure");
    tap_is_int(wrong, drafts[1], "the second is named");
    wish.drafts = swapped;
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), -ERR_INPUT,
               "in either order");
    tap_is_int(wrong, drafts[0], "the second is named");
}

/* One draft withdraws a figure that another one, published with it, brings again at another rank:
 * nothing is withdrawn. */
static void test_brought_again(struct db *db)
{
    static const char *const first[] = {DOCUMENT("four"), FIGURE("2015", "1", "four"),
                                        FIGURE("2016", "2", "four")};
    static const char *const withdraws[] = {FIGURE("2015", "1", "four")};
    static const char *const ranks[] = {RANKED("four", "20"), FIGURE("2015", "1", "four"),
                                        FIGURE("2016", "2", "four")};
    struct draft_counts counts;
    int64_t newest = fixture_release(db, first, COUNT_OF(first)), before = in_force(db, newest);
    int64_t drafts[2] = {load_complete(db, withdraws, 1, true, &counts),
                         fixture_load(db, ranks, COUNT_OF(ranks), NULL)};
    struct release_wish wish = {
        .drafts = drafts, .n_drafts = 2, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    struct release release;
    int64_t discarded, wrong;

    tap_is_int(counts.deleted, 1, "a draft withdraws a figure");
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), 0,
               "with one that brings it at another rank");
    tap_is_int(in_force(db, release.id), before, "it is in force");
    tap_is_int(fixture_number(db, "SELECT deleted FROM release ORDER BY release DESC LIMIT 1"), 0,
               "and the release counts nothing as withdrawn");
    tap_is_int(fixture_number(db,
                              "SELECT count(*) FROM observation WHERE until = 9223372036854775807"
                              " AND since > (SELECT max(release) FROM release)"),
               0, "no mark is left");
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_withdrawn(db);
    test_again(db);
    test_rejected(db);
    test_two_drafts(db);
    test_brought_again(db);
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
