/* Embargo and rollback: what is restored is exactly what was, and what is not out is nowhere. */

#include "db/audit.h"
#include "db/check.h"
#include "db/orphans.h"
#include "db/precedence.h"
#include "db/record_check.h"
#include "db/summaries.h"
#include "db/table_sql.h"
#include "tests/db/fixture.h"

#define ROW(year, value)                                                                           \
    "observation|patents_granted|120116|" year "||level|default|" value "|eq|" value "|" value     \
    "|piece|period|A|verbatim|" value "|report-2024|1|"
#define INDICATOR(access)                                                                          \
    "indicator|patents_granted|授权|patents granted|patents|piece|piece|flow|sum|sum|higher|0|"  \
    "patent_type;holder_type||||" access

enum { LATER = FIXTURE_NOW + 3600 };

/* Who was told what. */
struct told {
    int refusals;
    enum release_refusal why;
    int64_t other;
};

static void take_refusal(void *cls, enum release_refusal why, const struct release *other)
{
    struct told *told = cls;

    told->refusals++;
    told->why = why;
    told->other = other == NULL ? 0 : other->id;
}

static struct release_wish wish_at(int64_t now, int64_t embargo, struct told *told)
{
    return (struct release_wish){.now = now,
                                 .actor = FIXTURE_ACTOR,
                                 .embargo = embargo,
                                 .refused = take_refusal,
                                 .cls = told};
}

/* Publishes one draft at a moment. Gives the release, or a negative code. */
static int64_t publish_at(struct db *db, int64_t draft, int64_t now, int64_t embargo,
                          struct told *told)
{
    struct release_wish wish = wish_at(now, embargo, told);
    struct release release;
    int64_t discarded, wrong;

    wish.drafts = &draft;
    wish.n_drafts = 1;
    int r = release_publish(db, &wish, &release, &discarded, &wrong);
    return r < 0 ? r : release.id;
}

/* Gives the release that restores, 0 where all were cancelled, or a negative code. */
static int64_t back(struct db *db, int64_t now, int64_t id, int64_t through, struct told *told)
{
    struct release_wish wish = wish_at(now, 0, told);
    struct release release;
    int64_t cancelled, discarded;

    int r = release_rollback(db, &wish, id, through, &release, &cancelled, &discarded);
    return r < 0 ? r : release.id;
}

static void append(char *sql, size_t size, const char *text)
{
    size_t n = strlen(sql);

    snprintf(sql + n, size - n, "%s", text);
}

static void append_in_force(char *sql, size_t size, const struct table *table,
                            const struct sql_columns *columns, int64_t release)
{
    char where[120];

    append(sql, size, "SELECT ");
    for (size_t i = 0; i < columns->n; i++) {
        append(sql, size, i > 0 ? ", " : "");
        append(sql, size, columns->v[i]);
    }
    append(sql, size, " FROM ");
    append(sql, size, table->name);
    snprintf(where, sizeof where, " WHERE since <= %lld AND %lld < until", (long long)release,
             (long long)release);
    append(sql, size, where);
}

/* Rows in force at one of two releases and not at the other, in all tables, every column held. */
static int64_t differences(struct db *db, int64_t a, int64_t b)
{
    struct arena arena;
    int64_t n = 0;

    arena_init(&arena, 16384, 1 << 20);
    for (size_t i = 0; i < tables_n; i++) {
        struct sql_columns columns;
        for (int side = 0; side < 2; side++) {
            char sql[3000] = "SELECT count(*) FROM (";
            if (sql_columns_of(&tables[i], &arena, &columns) < 0)
                return -1;
            append_in_force(sql, sizeof sql, &tables[i], &columns, side == 0 ? a : b);
            append(sql, sizeof sql, " EXCEPT ");
            append_in_force(sql, sizeof sql, &tables[i], &columns, side == 0 ? b : a);
            append(sql, sizeof sql, ")");
            n += fixture_number(db, sql);
        }
        arena_reset(&arena);
    }
    arena_finish(&arena);
    return n;
}

static int count_orphans(void *cls, const struct orphans *orphans)
{
    int64_t *n = cls;

    *n += orphans->n;
    return 0;
}

/* What `iprstat check` looks at, of one release. */
static int64_t faults(struct db *db, int64_t release)
{
    int64_t overlaps = -1, misplaced = -1, miscounted = -1, stale = -1, orphans = 0, dangling = -1;

    if (check_integrity(db, &dangling) < 0 || check_vintages(db, &overlaps) < 0 ||
        precedence_faults(db, release, &misplaced) < 0 ||
        summaries_check(db, release, &miscounted) < 0 || record_check(db, release, &stale) < 0 ||
        orphans_find(db, release, count_orphans, &orphans) < 0)
        return -1;
    return dangling + overlaps + misplaced + miscounted + stale + orphans;
}

static void is_restored(struct db *db, int64_t got, int64_t expected, int64_t was, const char *what)
{
    tap_is_int(got, expected, "%s: the release that restores", what);
    tap_is_int(differences(db, got, was), 0, "%s: every row of every table as it was", what);
    tap_is_int(faults(db, got), 0, "%s: sound", what);
}

static const char *const first[] = {ROW("2023", "100"), ROW("2024", "200")};
static const char *const second[] = {ROW("2023", "101"), ROW("2025", "300"),
                                     "region|120118|静海区|Jinghai|county|120000"};

/* Loads all of the document, so that what does not come is withdrawn. */
static int64_t release_complete(struct db *db, const char *const *lines, size_t n)
{
    CLEANUP(draft_close) struct draft *draft = NULL;
    struct draft_report report;

    int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
    if (r == 0) {
        draft_complete(draft);
        r = fixture_rows(draft, lines, n);
    }
    if (r == 0)
        r = draft_finish(draft, true, &report);
    return r < 0 ? r : fixture_publish(db, report.draft);
}

static void test_rollback(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    struct told told = {0};

    tap_is_int(fixture_release(db, first, COUNT_OF(first)), 2, "release 2");
    tap_is_int(fixture_release(db, second, COUNT_OF(second)), 3, "release 3 revises and adds");
    tap_ok(differences(db, 2, 3) > 0, "which is another state");
    is_restored(db, back(db, FIXTURE_NOW, 3, 0, &told), 4, 2, "of what revised and added");
    tap_is_int(fixture_number(db, "SELECT inserted * 100 + revised * 10 + deleted FROM release"
                                  " WHERE release = 4"),
               11, "one figure was revised, one withdrawn");
    tap_is_int(fixture_number(db, "SELECT rolled_back_from FROM release WHERE release = 4"), 3,
               "it says of which");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE since = 3"), 2,
               "the vintages stay");
    is_restored(db, back(db, FIXTURE_NOW, 4, 0, &told), 5, 3, "of a rollback");
    is_restored(db, back(db, FIXTURE_NOW, 5, 0, &told), 6, 4, "twice in a row");
    tap_is_int(release_complete(db, second, 1), 7, "release 7 withdraws");
    tap_ok(differences(db, 6, 7) > 0, "which is another state");
    is_restored(db, back(db, FIXTURE_NOW, 7, 0, &told), 8, 6, "of what withdrew");
    tap_is_int(back(db, FIXTURE_NOW, 3, 0, &told), -ERR_INPUT, "of one that is not the newest");
    tap_ok(told.why == RELEASE_SUPERSEDED && told.other == 8, "the newest is named");
    tap_is_int(back(db, FIXTURE_NOW, 3, 7, &told), -ERR_INPUT, "through one that is not");
    tap_is_int(back(db, FIXTURE_NOW, 3, 8, &told), -ERR_INPUT, "to what is in force");
    tap_is_int(told.why, RELEASE_UNCHANGED, "changes nothing");
    tap_is_int(back(db, FIXTURE_NOW, 9, 0, &told), -ERR_NOT_FOUND, "of none");
    tap_is_int(back(db, FIXTURE_NOW, 8, 9, &told), -ERR_NOT_FOUND, "through none");
    is_restored(db, back(db, FIXTURE_NOW, 2, 8, &told), 9, 1, "of many at once");
    is_restored(db, back(db, FIXTURE_NOW, 1, 9, &told), 10, 0, "of the first one");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM region WHERE until > 1000"), 0,
               "nothing is in force");
    is_restored(db, back(db, FIXTURE_NOW, 10, 0, &told), 11, 9, "and all of it again");
    tap_is_int(fixture_release(db, first, COUNT_OF(first)), 12, "and loads go on");
    db_close(&db);
    fixture_end(&f);
}

static void test_trial_and_drafts(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    struct told told = {0};
    struct release_wish wish = wish_at(FIXTURE_NOW, 0, &told);
    struct release release;
    int64_t cancelled = 0, discarded = 0;

    fixture_release(db, first, COUNT_OF(first));
    int64_t draft = fixture_load(db, second, COUNT_OF(second), NULL);
    wish.trial = true;
    tap_is_int(release_rollback(db, &wish, 2, 0, &release, &cancelled, &discarded), 0, "a trial");
    tap_ok(release.id == 3 && discarded == 1, "says what would be");
    tap_is_int(fixture_number(db, "SELECT max(release) FROM release"), 2, "and changes nothing");
    wish.trial = false;
    tap_is_int(release_rollback(db, &wish, 2, 0, &release, &cancelled, &discarded), 0, "for good");
    tap_is_int(discarded, 1, "the draft that was made on it is discarded");
    tap_is_int(fixture_publish(db, draft), -ERR_NOT_FOUND, "and can not be published");
    db_close(&db);
    fixture_end(&f);
}

static int64_t current_at(struct db *db, int64_t now)
{
    struct release release;

    return release_current(db, now, &release) < 0 ? -1 : release.id;
}

static void test_embargo(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    struct told told = {0};
    struct release release;
    int64_t at = 0;

    fixture_release(db, first, COUNT_OF(first));
    int64_t draft = fixture_load(db, second, COUNT_OF(second), NULL);
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, FIXTURE_NOW, &told), -ERR_INPUT, "a moment past");
    tap_is_int(told.why, RELEASE_EMBARGO_PAST, "is refused");
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, LATER, &told), 3, "a moment to come");
    tap_is_int(current_at(db, FIXTURE_NOW), 2, "the release before is current");
    tap_is_int(current_at(db, LATER - 1), 2, "until the last second");
    tap_is_int(current_at(db, LATER), 3, "and then the new one");
    tap_is_int(current_at(db, FIXTURE_NOW - 9999), 2, "a clock set back hides no other");
    tap_ok(db_newest_release(db, &release) == 0 && release.id == 3, "the newest of all");
    tap_ok(release_at(db, 2, LATER + 5, &at) == 0 && at == 2, "asOf never gives it");

    static const char *const third[] = {ROW("2025", "301")};
    draft = fixture_load(db, third, 1, NULL);
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, 0, &told), -ERR_INPUT, "one that came before it");
    tap_ok(told.why == RELEASE_EMBARGO_PENDING && told.other == 3, "is refused");
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, LATER - 1, &told), -ERR_INPUT, "nor sooner");
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, LATER, &told), 4, "at the same moment");
    tap_is_int(current_at(db, LATER - 1), 2, "neither is there before");
    tap_is_int(current_at(db, LATER), 4, "both are there then");

    int64_t last = fixture_load(db, (const char *const[]){ROW("2026", "1")}, 1, NULL);
    tap_ok(last > 0, "a draft on it");
    tap_is_int(back(db, FIXTURE_NOW, 3, 4, &told), 0, "both are cancelled, and no release says so");
    tap_is_int(differences(db, 2, 4), 0, "nothing of them is there");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE since > 2"), 0,
               "in no row");
    tap_is_int(faults(db, 2), 0, "the store is sound");
    tap_is_int(current_at(db, LATER), 2, "they never appear");
    tap_is_int(release_get(db, 3, &release), 0, "no release 3");
    tap_is_int(fixture_publish(db, last), -ERR_NOT_FOUND, "the draft is discarded");
    tap_is_int(back(db, FIXTURE_NOW, 3, 0, &told), -ERR_NOT_FOUND, "nor can they be taken back");
    tap_is_int(fixture_release(db, second, COUNT_OF(second)), 5, "their numbers are gone");
    tap_ok(release_at(db, 5, FIXTURE_NOW - 1, &at) == 0 && at == 0, "asOf before");
    tap_ok(release_before(db, 5, &release) == 0 && release.id == 2, "release 2 is before 5");

    draft = fixture_load(db, third, 1, NULL);
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, LATER, &told), 6, "one that appears");
    is_restored(db, back(db, LATER + 1, 6, 0, &told), 7, 5,
                "after its moment it is an ordinary one");
    draft = fixture_load(db, third, 1, NULL);
    tap_is_int(publish_at(db, draft, LATER + 2, LATER + 9, &told), 8, "another one");
    is_restored(db, back(db, LATER + 3, 5, 8, &told), 9, 2, "with one that is out and one not");
    tap_is_int(fixture_number(db, "SELECT sum(cancelled) FROM release WHERE release IN (8, 3, 4)"),
               3, "which was cancelled");
    db_close(&db);
    fixture_end(&f);
}

/* What is closed is closed in every release. */
static void test_access(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    static const char *const closed[] = {INDICATOR("restricted")}, *const open[] = {
                                                                       INDICATOR("public")};
    struct told told = {0};

    fixture_release(db, first, COUNT_OF(first));
    int64_t draft = fixture_load(db, closed, 1, NULL);
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, LATER, &told), -ERR_INPUT, "closed later");
    tap_is_int(told.why, RELEASE_EMBARGO_ACCESS, "is refused");
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, 0, &told), 3, "closed at once");
    tap_is_int(back(db, FIXTURE_NOW, 1, 3, &told), -ERR_INPUT, "all taken back");
    tap_is_int(told.why, RELEASE_REOPENS, "would open it in release 1");
    draft = fixture_load(db, open, 1, NULL);
    tap_is_int(publish_at(db, draft, FIXTURE_NOW, LATER, &told), -ERR_INPUT, "nor opened later");
    tap_is_int(draft_discard(db, draft, FIXTURE_NOW, FIXTURE_ACTOR), 0, "that draft is discarded");
    is_restored(db, back(db, FIXTURE_NOW, 3, 0, &told), 4, 2, "of what restricted");
    is_restored(db, back(db, FIXTURE_NOW, 4, 0, &told), 5, 3, "and restricted again");
    tap_is_int(fixture_release(db, second, 2), 6, "restricted figures");
    is_restored(db, back(db, FIXTURE_NOW, 6, 0, &told), 7, 5, "of restricted figures");
    tap_is_int(fixture_number(db, "SELECT inserted + revised + deleted FROM release"
                                  " WHERE release = 7"),
               0, "of which no count tells");
    struct audit_report report;
    tap_is_int(audit_verify(db, STR(""), NULL, NULL, &report), 0, "the audit is read");
    tap_is_int(report.faults, 0, "and holds");
    db_close(&db);
    fixture_end(&f);
}

int main(void)
{
    test_rollback();
    test_trial_and_drafts();
    test_embargo();
    test_access();
    return tap_done();
}
