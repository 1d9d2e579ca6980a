/* Publishing: vintages, whole releases, drafts that come too late, and a kill at any moment. */

#include "tests/db/fixture.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#define ROW(year, value)                                                                           \
    "observation|patents_granted|120116|" year "||level|default|" value "|eq|" value "|" value     \
    "|piece|period|A|verbatim|" value "|report-2024|1|"

static const char *const first[] = {ROW("2023", "100"), ROW("2024", "200")};
static const char *const second[] = {ROW("2023", "101"), ROW("2024", "200"), ROW("2025", "300")};

/* The value of a year that a reader of a release sees, INT64_MIN for none. */
static int64_t value_at(struct db *db, int64_t release, int64_t starts_on)
{
    struct engine_stmt *s = NULL;
    int64_t value = INT64_MIN;

    int r = engine_prepare(db_engine(db),
                           "SELECT value_e6 FROM observation WHERE starts_on = :day"
                           " AND since <= :release AND :release < until",
                           &s);
    if (r == 0)
        r = engine_bind_i64(s, 0, starts_on);
    if (r == 0)
        r = engine_bind_i64(s, 1, release);
    if (r == 0 && engine_step(s) == 1)
        value = engine_get_i64(s, 0) / 1000000;
    if (r == 0 && engine_step(s) == 1)
        value = -1; /* two versions at once */
    engine_stmt_close(&s);
    return value;
}

enum { DAY_2023 = 19358, DAY_2024 = 19723, DAY_2025 = 20089 };

static void test_vintages(struct db *db)
{
    struct draft_counts counts = {0};
    struct release release;

    tap_is_int(fixture_release(db, first, COUNT_OF(first)), 2, "release 2");
    int64_t draft = fixture_load(db, second, COUNT_OF(second), &counts);
    tap_ok(draft > 0, "a draft");
    tap_ok(counts.inserted == 1 && counts.revised == 1 && counts.unchanged == 1,
           "one row new, one revised, one the same");
    tap_is_int(value_at(db, 2, DAY_2023), 100, "a draft changes nothing that is seen");
    tap_is_int(value_at(db, 3, DAY_2025), INT64_MIN, "not even at a later release");
    tap_is_int(fixture_publish(db, draft), 3, "release 3");
    tap_is_int(value_at(db, 2, DAY_2023), 100, "release 2 still has its value");
    tap_is_int(value_at(db, 3, DAY_2023), 101, "release 3 has the revised one");
    tap_is_int(value_at(db, 2, DAY_2024), 200, "an unchanged row is in both");
    tap_is_int(value_at(db, 3, DAY_2024), 200, "an unchanged row is in both");
    tap_is_int(value_at(db, 2, DAY_2025), INT64_MIN, "a new one is not in release 2");
    tap_is_int(value_at(db, 3, DAY_2025), 300, "but in release 3");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation"), 4, "four versions");
    tap_is_int(fixture_number(db, "SELECT max(since) FROM observation"), 3, "none of a draft");
    tap_is_int(fixture_number(db, "SELECT inserted * 100 + revised * 10 + unchanged FROM release"
                                  " WHERE release = 3"),
               111, "the release has the counts");
    tap_is_int(db_current_release(db, &release), 0, "the newest release");
    tap_is_int(release.id, 3, "is release 3");
    tap_is_str(str_from(release.label), STR("Release 3"), "with a label");
    tap_is_int((int64_t)strlen(release.digest), DB_DIGEST_LEN, "and a digest");
    tap_is_int(release.published_at, FIXTURE_NOW, "and its moment");
    tap_is_int(fixture_load(db, second, COUNT_OF(second), &counts), 0, "the same again: no draft");
}

static void test_list(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *s = releases_list(db, 3, 0);
    struct release_row row;
    int64_t n = 0;

    tap_ok(releases_next(s, &row) == 1 && row.id == 3, "the newest first");
    tap_ok(releases_next(s, &row) == 1 && row.id == 2, "then the one before");
    tap_is_str(row.label, STR("Release 2"), "with its label");
    tap_is_int((int64_t)row.note.n, 0, "and no note");
    stmt_reset(s);
    s = releases_list(db, 2, 2);
    tap_ok(releases_next(s, &row) == 1 && row.id == 1, "older than one");
    tap_is_int(releases_next(s, &row), 0, "the end");
    tap_ok(releases_count(db, 2, &n) == 0 && n == 2, "counted");
}

static int publish_two(struct db *db, int64_t a, int64_t b, int64_t *ret_draft,
                       int64_t *ret_discarded)
{
    int64_t drafts[] = {a, b};
    struct release_wish wish = {.drafts = drafts,
                                .n_drafts = 2,
                                .label = STR("two"),
                                .note = STR("both"),
                                .author = STR("office"),
                                .now = FIXTURE_NOW,
                                .actor = FIXTURE_ACTOR};
    struct release release;

    return release_publish(db, &wish, &release, ret_discarded, ret_draft);
}

static void test_drafts(struct db *db)
{
    static const char *const a[] = {ROW("2019", "19")};
    static const char *const b[] = {ROW("2018", "18")};
    static const char *const c[] = {ROW("2019", "20")};
    int64_t wrong = 0, discarded = 0;
    int64_t one = fixture_load(db, a, 1, NULL), two = fixture_load(db, b, 1, NULL);
    int64_t clash = fixture_load(db, c, 1, NULL);
    struct draft_info info;
    struct stmt *s = drafts_list(db);

    tap_ok(drafts_next(s, &info) == 1 && info.id == one && info.inserted == 1 && info.base == 3,
           "the first draft that waits");
    stmt_reset(s);
    tap_is_int(publish_two(db, one, clash, &wrong, &discarded), -ERR_INPUT,
               "two drafts that give one row");
    tap_is_int(wrong, clash, "the second is named");
    tap_is_int(fixture_number(db, "SELECT max(release) FROM release"), 3, "nothing was published");
    tap_is_int(publish_two(db, one, 99, &wrong, &discarded), -ERR_NOT_FOUND, "no such draft");
    tap_is_int(wrong, 99, "is named");
    tap_is_int(publish_two(db, one, one, &wrong, &discarded), -ERR_INPUT, "one draft named twice");
    tap_is_int(wrong, one, "is named");
    tap_is_int(publish_two(db, one, two, &wrong, &discarded), 0, "two drafts as one release");
    tap_is_int(discarded, 1, "the third came too late");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM release WHERE release = 4 AND inserted = 2"
                                  " AND label = 'two' AND note = 'both' AND author = 'office'"),
               1, "counts and texts of the release");
    tap_is_int(draft_discard(db, clash, FIXTURE_NOW, FIXTURE_ACTOR), -ERR_NOT_FOUND,
               "nor be discarded again");
    tap_is_int(fixture_publish(db, clash), -ERR_NOT_FOUND, "and can not be published");
    tap_is_int(fixture_publish(db, one), -ERR_NOT_FOUND, "nor one a second time");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE since > 4"), 0,
               "its rows are gone");
}

/* 200 characters are a label, in whatever script; 201 are none. */
static void test_label(struct db *db)
{
    char label[3 * 201 + 1];
    int64_t draft = 0, discarded = 0;
    struct release_wish wish = {
        .drafts = &draft, .n_drafts = 1, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    struct release release;
    static const char *const row[] = {ROW("2017", "17")};
    int64_t wrong = -1, newest = fixture_number(db, "SELECT max(release) FROM release");

    for (size_t i = 0; i < 201; i++)
        memcpy(label + 3 * i, "年", 3);
    draft = fixture_load(db, row, 1, NULL);
    wish.label = (struct str){label, 3 * 201};
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), -ERR_LIMIT,
               "a label of 201 characters");
    tap_is_int(wrong, 0, "no draft is to blame");
    wish.label.n = 3 * 200;
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), 0,
               "a label of 200 characters");
    tap_is_int(release.id, newest + 1, "is that of the next release");
}

/* However many drafts wait, a publish takes them, or throws them away when they came too late. */
static void test_many_drafts(struct db *db)
{
    enum { MANY = 200 };
    static const char *const row[] = {ROW("2016", "16")};
    int64_t drafts[MANY + 1], wrong = 0, discarded = 0;
    int64_t newest = fixture_number(db, "SELECT max(release) FROM release");
    int64_t first_draft = fixture_load(db, row, 1, NULL);
    struct release release;
    char sql[700];

    snprintf(sql, sizeof sql,
             "INSERT INTO draft (draft, state, base, created_at)"
             " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2 * %d)"
             " SELECT %d + i, 'open', %d, 0 FROM n;"
             "INSERT INTO region_group (region_group, since, until, name_zh, name_en)"
             " SELECT 120000, 1099511627776 + draft, 9223372036854775807, 'x', 'x'"
             " FROM draft WHERE draft > %d + %d",
             MANY, (int)first_draft, (int)newest, (int)first_draft, MANY);
    tap_is_int(engine_exec(db_engine(db), sql), 0, "400 more drafts, half of them with a row");
    for (int i = 0; i <= MANY; i++)
        drafts[i] = first_draft + i;
    struct release_wish wish = {
        .drafts = drafts, .n_drafts = MANY + 1, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), 0,
               "201 drafts as one release");
    tap_is_int(release.id, newest + 1, "the next one");
    tap_is_int(discarded, MANY, "200 others are discarded");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM draft WHERE state = 'open'"), 0,
               "none is open");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM region_group"), 0, "their rows are gone");
}

/* Rows enough that loading and publishing take some milliseconds. */
static int load_and_publish(struct db *db, int generation)
{
    CLEANUP(draft_close) struct draft *draft = NULL;
    struct draft_report report;
    size_t package;

    int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
    if (r == 0)
        r = draft_package(draft, STR("kill"), STR(""), false, &package);
    for (int year = 1900; year < 2100 && r == 0; year++) {
        char line[200];
        struct str cells[TABLE_COLUMNS_MAX];
        snprintf(line, sizeof line,
                 "observation|patents_granted|120000|%d||level|default|%d|eq|%d|%d|piece|"
                 "period|A|verbatim||report-2024|1|",
                 year, generation, generation, generation);
        const struct table *table = fixture_cells(line, cells);
        r = draft_row(draft, package, table, 2, cells);
    }
    if (r == 0)
        r = draft_finish(draft, true, &report);
    if (r == 0 && report.draft > 0)
        r = fixture_publish(db, report.draft) > 0 ? 0 : -ERR_INTERNAL;
    return r;
}

/* Publishes one generation after the other until it is killed. */
static void publish_forever(const char *path, int generation)
{
    struct db *db = NULL;

    if (db_open_writer(path, false, &db) < 0)
        _exit(1);
    for (;; generation++) {
        if (load_and_publish(db, generation) < 0)
            _exit(1);
    }
}

/* All 200 rows of the newest release are of one generation. */
static void check_whole(const char *path, int round, int64_t before, int64_t *newest)
{
    struct db *reader = NULL;
    struct release release;

    if (!tap_ok(db_open_reader(path, &reader) == 0 && db_current_release(reader, &release) == 0 &&
                    db_quick_check(reader, 0) == 0,
                "round %d: the store is sound", round)) {
        db_close(&reader);
        return;
    }
    int64_t rows = fixture_number(
        reader, "SELECT count(*) FROM observation o, (SELECT max(release) AS r FROM release)"
                " WHERE o.region = 120000 AND o.since <= r AND r < o.until");
    int64_t generations =
        fixture_number(reader, "SELECT count(DISTINCT value_e6) FROM observation o,"
                               " (SELECT max(release) AS r FROM release)"
                               " WHERE o.region = 120000 AND o.since <= r AND r < o.until");
    tap_ok((rows == 200 && generations == 1) || (rows == 0 && release.id == before),
           "round %d: release %d is whole", round, (int)release.id);
    tap_ok(release.id >= *newest, "round %d: no release is lost", round);
    *newest = release.id;
    db_close(&reader);
}

static void test_kill(const char *path, int64_t before)
{
    int64_t newest = before;
    unsigned seed = 20240101, range_ms = 60;

    for (int round = 0; round < 30; round++) {
        pid_t child = fork();
        if (child == 0)
            publish_forever(path, 1000 * (round + 1));
        seed = seed * 1103515245u + 12345u;
        struct timespec pause = {0, (long)(1 + seed / 65536 % range_ms) * 1000000};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        int status = 0;
        bool killed = waitpid(child, &status, 0) == child && WIFSIGNALED(status);
        tap_ok(killed, "round %d: killed at work", round);
        int64_t last = newest;
        check_whole(path, round, before, &newest);
        /* a slow machine gets more time, so that some publishes come to their end */
        if (newest == last && range_ms < 900)
            range_ms *= 2;
        else if (newest > last && range_ms > 60)
            range_ms /= 2;
    }
    tap_ok(newest > before, "releases were published in between (%d)", (int)(newest - before));
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_vintages(db);
    test_list(db);
    test_drafts(db);
    test_label(db);
    test_many_drafts(db);
    int64_t newest = fixture_number(db, "SELECT max(release) FROM release");
    db_close(&db);
    test_kill(f.path, newest);
    fixture_end(&f);
    return tap_done();
}
