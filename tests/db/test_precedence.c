/* Several documents at one place: which comes first, who is a rival, and a store of before that. */

#include "db/migrate.h"
#include "db/observations.h"
#include "db/precedence.h"
#include "tests/db/fixture.h"

extern const char schema_sql[];

#define DOCUMENT(code, published, rank)                                                            \
    "document|" code "|文|Paper|局|Office|120116|report||||" published "|primary|" rank
#define FIGURE(year, value, document)                                                              \
    "observation|patents_granted|120116|" year "||level|default|" value "|eq|" value "|" value     \
    "|piece|period|A|verbatim|" value "|" document "|1|"

/* Year and value of all that a reader gets at a release, "2020=1 2021=2". */
static struct str read_all(struct arena *arena, struct db *db, int64_t release,
                           const char *document)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_filter filter = {.release = release};
    static const struct str codes[] = {STR("patents_granted")};
    struct observation_memo *memo;
    struct observation_key key;
    struct str text = STR("");

    int r = observation_memo_open(db, arena, release, &memo);
    if (r == 0)
        r = scope_indicators(db, arena, release, (struct str_list){codes, 1}, &filter.indicators);
    if (r == 0 && document != NULL) {
        int64_t id = 0;
        r = scope_code(db, STR("document"), str_from(document), &id);
        filter.documents.only = true;
        r = r < 0 ? r : id_list_add(arena, &filter.documents.ids, id);
    }
    if (r == 0)
        r = observations_open(db, arena, &filter, memo, &scan);
    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        char year[PERIOD_TEXT_MAX];
        period_format(key.period, year);
        text = arena_printf(arena, "%.*s%s%s=%d", (int)text.n, text.p, text.n > 0 ? " " : "", year,
                            (int)(key.value_e6 / 1000000));
    }
    return r < 0 ? STR("failed") : text;
}

/* Earlier publications of a higher rank, later ones of the same, and none at all. */
static void test_order(struct db *db)
{
    static const char *const first[] = {
        DOCUMENT("office", "2023-01-01", "10"), DOCUMENT("paper", "2024-01-01", "50"),
        DOCUMENT("later", "2024-06-01", "50"),  DOCUMENT("undated", "", "50"),
        FIGURE("2020", "50", "paper"),          FIGURE("2021", "51", "paper"),
        FIGURE("2022", "52", "paper"),          FIGURE("2021", "41", "undated"),
    };
    static const char *const second[] = {
        FIGURE("2020", "10", "office"),
        FIGURE("2020", "60", "later"),
        FIGURE("2021", "61", "later"),
        FIGURE("2022", "42", "undated"),
    };
    static const char *const third[] = {FIGURE("2020", "11", "office")};
    CLEANUP(arena_finish) struct arena arena;
    struct draft_counts counts;

    arena_init(&arena, 4096, 1 << 20);
    tap_is_int(fixture_release(db, first, COUNT_OF(first)), 2, "two documents speak of 2021");
    tap_is_str(read_all(&arena, db, 2, NULL), STR("2020=50 2021=51 2022=52"),
               "that without a day comes last");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE rival = 1"), 2,
               "both are rivals, having come together");
    int64_t draft = fixture_load(db, second, COUNT_OF(second), &counts);
    tap_ok(counts.inserted == 4 && counts.revised == 0, "another document revises nothing");
    tap_is_int(fixture_publish(db, draft), 3, "they are published");
    tap_is_str(read_all(&arena, db, 3, NULL), STR("2020=10 2021=61 2022=52"),
               "the rank decides, then the later day");
    tap_is_str(read_all(&arena, db, 2, NULL), STR("2020=50 2021=51 2022=52"),
               "the release before says what it said");
    tap_is_str(read_all(&arena, db, 3, "paper"), STR("2020=50 2021=51 2022=52"),
               "a document says what it says, whatever comes first");
    tap_is_str(read_all(&arena, db, 3, "undated"), STR("2021=41 2022=42"), "and another one too");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE rival = 1"), 6,
               "who comes to another's place is a rival");
    fixture_load(db, third, COUNT_OF(third), &counts);
    tap_ok(counts.inserted == 0 && counts.revised == 1, "a document revises its own");
}

/* Two drafts that do not know of each other, published as one release. */
static void test_drafts(struct db *db)
{
    static const char *const one[] = {FIGURE("2010", "1", "paper")};
    static const char *const two[] = {FIGURE("2010", "2", "later")};
    int64_t drafts[2] = {fixture_load(db, one, 1, NULL), fixture_load(db, two, 1, NULL)};
    struct release_wish wish = {
        .drafts = drafts, .n_drafts = 2, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    struct release release;
    int64_t discarded, wrong;

    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), 0,
               "two drafts for one place");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE rival = 1"
                                  " AND starts_on = 14610"),
               2, "are rivals");
}

static void note_stale(void *cls, struct str document)
{
    struct str *stale = cls;

    *stale = str_eq(document, STR("later")) ? STR("later") : STR("another");
}

/* A rank that changes takes the figures with it, or nothing changes. */
static void test_stale(struct db *db)
{
    static const char *const rank[] = {DOCUMENT("later", "2024-06-01", "5")};
    static const char *const title[] = {
        "document|later|新|New|局|Office|120116|report||||2024-06-01|primary|50"};
    static const char *const whole[] = {
        DOCUMENT("later", "2024-06-01", "5"),
        FIGURE("2020", "60", "later"),
        FIGURE("2021", "61", "later"),
        FIGURE("2010", "2", "later"),
    };
    CLEANUP(arena_finish) struct arena arena;
    struct str stale = STR("");
    struct release_wish wish = {.n_drafts = 1,
                                .now = FIXTURE_NOW,
                                .actor = FIXTURE_ACTOR,
                                .stale = note_stale,
                                .cls = &stale};
    struct release release;
    struct draft_counts counts;
    int64_t discarded, wrong = -1;

    arena_init(&arena, 4096, 1 << 20);
    int64_t draft = fixture_load(db, rank, 1, NULL);
    wish.drafts = &draft;
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), -ERR_INPUT,
               "a rank without its figures is refused");
    tap_ok(wrong == 0 && str_eq(stale, STR("later")), "with the document");
    int64_t newest = fixture_release(db, title, 1);
    tap_ok(newest > 0, "a title alone may change");
    draft = fixture_load(db, whole, COUNT_OF(whole), &counts);
    tap_is_int(counts.revised, 4, "the figures are revised with the document");
    tap_is_int(fixture_publish(db, draft), newest + 1, "which is published");
    tap_is_str(read_all(&arena, db, newest, NULL), STR("2010=2 2020=10 2021=61 2022=52"),
               "the office came first");
    tap_is_str(read_all(&arena, db, newest + 1, NULL), STR("2010=2 2020=60 2021=61 2022=52"),
               "the new rank comes before it");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation a JOIN observation b"
                                  " ON a.document = b.document AND a.ends_on = b.ends_on"
                                  " AND a.since < b.since AND a.until > b.since"),
               0, "no document has two figures at one place");
}

/* What only a fault of the program, or somebody else's hand, can do. */
static void test_faults(struct db *db)
{
    int64_t newest = fixture_number(db, "SELECT max(release) FROM release"), n = -1;

    tap_is_int(precedence_faults(db, newest, &n), 0, "the figures are looked at");
    tap_is_int(n, 0, "all stand where their documents put them");
    tap_is_int(engine_exec(db_engine(db), "UPDATE observation SET precedence = 7 WHERE since = 2"
                                          " AND ends_on = 18627 AND until > 1000"),
               0, "one is moved");
    tap_ok(precedence_faults(db, newest, &n) == 0 && n == 1, "it is found");
    tap_is_int(engine_exec(db_engine(db), "UPDATE observation SET rival = 0 WHERE ends_on = 14974"),
               0, "two rivals lose their mark");
    tap_ok(precedence_faults(db, newest, &n) == 0 && n == 2, "the pair is found");
}

/* A store of schema version 1, with a draft that waits. */
static const char first_rows[] =
    "INSERT INTO release VALUES (1, 'one', NULL, NULL, 5, 3, 0, 0,"
    " '1111111111111111111111111111111111111111111111111111111111111111'),"
    " (2, 'two', NULL, NULL, 6, 0, 1, 0,"
    " '2222222222222222222222222222222222222222222222222222222222222222');"
    "INSERT INTO draft VALUES (1, 'published', 0, 1, 4), (2, 'published', 1, 2, 5),"
    " (3, 'open', 2, NULL, 6);"
    "INSERT INTO code VALUES (7, 'indicator', 'patents_granted'), (8, 'document', 'dated'),"
    " (9, 'document', 'undated'), (120116, 'region', '120116');"
    "INSERT INTO region VALUES (120116, 1, 9223372036854775807, '滨海', 'Binhai', 'county', NULL,"
    " NULL, NULL, NULL);"
    "INSERT INTO indicator VALUES (7, 1, 9223372036854775807, '授', 'granted', 'patents', 'piece',"
    " 'piece', 'flow', 'sum', 'sum', 'higher', 0, '', NULL, NULL, NULL, 'public', NULL, NULL);"
    "INSERT INTO document VALUES"
    " (8, 1, 9223372036854775807, '文', 'Paper', '局', 'Office', 120116, 'report', NULL, NULL,"
    " NULL, 20000, 'primary', NULL, NULL),"
    " (8, 1099511627779, 9223372036854775807, '文', 'Paper', '局', 'Office', 120116, 'report',"
    " NULL, NULL, NULL, 20001, 'primary', NULL, NULL),"
    " (9, 1, 9223372036854775807, '文', 'Note', '局', 'Office', 120116, 'report', NULL, NULL,"
    " NULL, NULL, 'primary', NULL, NULL);"
    /* 2020: the dated one revised what the undated had said; the draft revises it once more */
    "INSERT INTO observation VALUES"
    " (7, 120116, 0, 'level', 'd', 'A', 18627, 18262, 1, 2, 5000000, 0, 'eq', 5000000, 5000000,"
    " 'piece', 'period', 'A', 'verbatim', '5', 9, '1', 'n'),"
    " (7, 120116, 0, 'level', 'd', 'A', 18627, 18262, 2, 9223372036854775807, 6000000, 0, 'eq',"
    " 6000000, 6000000, 'piece', 'period', 'A', 'verbatim', '6', 8, '1', NULL),"
    " (7, 120116, 0, 'level', 'd', 'A', 18627, 18262, 1099511627779, 9223372036854775807, 7000000,"
    " 0, 'eq', 7000000, 7000000, 'piece', 'period', 'A', 'verbatim', '7', 8, '1', NULL),"
    " (7, 120116, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 8000000, 1, 'ge',"
    " 8000000, NULL, 'piece', 'period', 'A', 'verbatim', '8', 9, '2', NULL);"
    "INSERT INTO code VALUES (10, 'plan', 'plan'), (11, 'target', 'target');"
    "INSERT INTO plan VALUES (10, 1, 9223372036854775807, '划', 'Plan', 120116, 8, 19000, 20000);"
    "INSERT INTO target VALUES (11, 1, 9223372036854775807, 10, 1, 'target', 7, 120116, 0, 'level',"
    " 'ge', 9000000, 0, 'piece', 'not_stated', 19000, 20000, NULL, NULL, 'plain', 'open',"
    " 'verbatim', '9', 8, '3');";

static void make_first(const char *path)
{
    static const struct migration step = {1, schema_sql};
    struct engine *engine = NULL;

    tap_ok(engine_open(path, ENGINE_CREATE, &engine) == 0 &&
               migrate_run(engine, &step, 1, 0) == 0 && engine_exec(engine, first_rows) == 0,
           "a store of version 1 with rows");
    engine_close(&engine);
}

static void test_migration(void)
{
    CLEANUP(arena_finish) struct arena arena;
    struct fixture f;
    struct db *db = NULL;

    arena_init(&arena, 4096, 1 << 20);
    fixture_begin(&f);
    make_first(f.path);
    tap_is_int(db_open_reader(f.path, &db), -ERR_BUSY, "a reader waits for its writer");
    tap_is_int(db_open_writer(f.path, false, &db), 0, "which brings it up to date");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation"), 3,
               "all that is published is there");
    tap_is_str(read_all(&arena, db, 1, NULL), STR("2020=5 2021=8"), "release 1 says what it said");
    tap_is_str(read_all(&arena, db, 2, NULL), STR("2020=6 2021=8"), "and release 2 too");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE rival = 1"), 0,
               "there are no rivals");
    tap_is_int(fixture_number(db, "SELECT precedence FROM observation WHERE since = 2"),
               500000000 + 5000000 - 20000, "the day of the document");
    tap_is_int(fixture_number(db, "SELECT max(precedence) FROM observation WHERE since = 1"),
               509999999, "none of that without a day");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM draft WHERE state = 'discarded'"), 1,
               "a draft that waited is discarded");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM document WHERE since > 2"), 0,
               "with all of its rows");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE decimals = 1"
                                  " AND bound = 'ge' AND upper_e6 IS NULL AND raw = '8'"
                                  " AND locator = '2' AND status = 'A' AND unit = 'piece'"),
               1, "nothing else of a row changes");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE note_en = 'n'"
                                  " AND note_zh IS NULL AND raw = '5'"),
               1, "a note of before is the English one");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE note_en IS NULL"), 2,
               "and only that");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM target WHERE ambiguity_en = 'open'"
                                  " AND ambiguity_zh IS NULL AND raw = '9'"),
               1, "so is an ambiguity");
    tap_is_int(fixture_publish(db, 3), -ERR_NOT_FOUND,
               "what it called a revision is not published beside what it would have revised");
    tap_is_int(db_full_check(db), 0, "the file is sound");
    int64_t dangling = -1;
    tap_is_int(engine_check_references(db_engine(db), &dangling), 0, "its references");
    tap_is_int(dangling, 0, "lead somewhere");
    db_close(&db);
    fixture_end(&f);
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_order(db);
    test_drafts(db);
    test_stale(db);
    test_faults(db);
    db_close(&db);
    fixture_end(&f);
    test_migration();
    return tap_done();
}
