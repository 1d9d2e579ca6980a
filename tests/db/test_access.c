/* What is published of a load says nothing of restricted rows: two stores that differ in nothing
 * else have the same digests and the same counts. */

#include "tests/db/fixture.h"

#include <string.h>

#define INDICATOR(code, access)                                                                    \
    "indicator|" code "|名|name|patents|piece|piece|flow|sum|sum|higher|0|||||" access
#define FIGURE(code, year, value)                                                                  \
    "observation|" code "|120116|" year "||level|default|" value "|eq|" value "|" value            \
    "|piece|period|A|verbatim||report-2024|1|"
#define TARGET(id, code, value)                                                                    \
    "target|plan|1|" id "|target|" code "|120116||level|ge|" value                                 \
    "|piece|point_at_end|2030-12-31|2030-12-31||plain|||verbatim||report-2024|1"
#define RELATION(id) "relation|" id "|关|relation|report-2024"
#define TERM(id, position, code)                                                                   \
    "relation_term|" id "|" position "|left|observation|" code "|120116||2024"
#define CONSTANT(id, position, value)                                                              \
    "relation_term|" id "|" position "|right|constant|||||||" value

/* What every store begins with: an indicator that all may read, and one that none may. */
static const char *const begin[] = {
    "codelist|comparator|比|Comparators",
    "codelist|target_window|窗|Windows",
    "codelist|strength|强|Strengths",
    "codelist|org_type|类|Types",
    "codelist_item|comparator|ge|1|至少|at least",
    "codelist_item|target_window|point_at_end|1|末|at the end",
    "codelist_item|strength|plain|1|平|plain",
    "codelist_item|org_type|government|1|政|government",
    INDICATOR("open", "public"),
    INDICATOR("secret", "restricted"),
    "definition|open|default|默认|default",
    "definition|secret|default|默认|default",
    "department|office|局|Office|government|120116",
    "plan|plan|规|Plan|120116|report-2024|2026-01-01|2030-12-31",
};

/* The lines before a NULL. */
static size_t count_lines(const char *const *lines)
{
    size_t n = 0;

    while (lines[n] != NULL)
        n++;
    return n;
}

/* What readers are told of all releases of a store. */
struct told {
    char text[8192];
};

/* Adds the lines of a query that gives one text each. */
static void tell(struct db *db, const char *sql, struct told *told)
{
    struct engine_stmt *s = NULL;
    size_t n = strlen(told->text);

    if (engine_prepare(db_engine(db), sql, &s) < 0) {
        puts("Bail out! no such query");
        exit(1);
    }
    while (engine_step(s) == 1) {
        struct str line = engine_get_str(s, 0);
        n += (size_t)snprintf(told->text + n, sizeof told->text - n, "%.*s\n", (int)line.n, line.p);
    }
    engine_stmt_close(&s);
}

static int64_t load(struct db *db, const char *const *lines, bool complete,
                    struct draft_report *ret)
{
    CLEANUP(draft_close) struct draft *draft = NULL;

    int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
    if (r == 0 && complete)
        draft_complete(draft);
    if (r == 0)
        r = fixture_rows(draft, lines, count_lines(lines));
    if (r == 0)
        r = draft_finish(draft, true, ret);
    for (size_t i = 0; r == 0 && i < ret->n_errors; i++)
        tap_note("line %d, %s: %s", (int)ret->errors[i].line, ret->errors[i].column.p,
                 ret->errors[i].reason.p);
    return r < 0 ? r : ret->draft;
}

/* Loads one release after the other; the last one is said to be all of its document. */
static void story(const char *const *const *releases, size_t n, struct told *told,
                  struct draft_counts *ret_last)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    struct draft_report report;

    told->text[0] = '\0';
    if (fixture_release(db, begin, COUNT_OF(begin)) != 2) {
        puts("Bail out! no begin");
        exit(1);
    }
    for (size_t i = 0; i < n; i++) {
        int64_t draft = load(db, releases[i], i + 1 == n, &report);
        tap_is_int(fixture_publish(db, draft), (int64_t)i + 3, "release %d", (int)i + 3);
    }
    *ret_last = report.restricted;
    tell(db,
         "SELECT release || ' ' || inserted || ' ' || revised || ' ' || unchanged || ' ' || deleted"
         " || ' ' || digest FROM release ORDER BY release",
         told);
    tell(db,
         "SELECT draft || ' ' || inserted || ' ' || revised || ' ' || unchanged || ' ' || digest"
         " FROM draft_package ORDER BY draft",
         told);
    tell(db, "SELECT draft || ' withdraws ' || deleted FROM draft ORDER BY draft", told);
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE since > 1000"), 0,
               "no mark is left");
    db_close(&db);
    fixture_end(&f);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The same releases with other restricted rows, and with none. */
static void test_same(void)
{
    static const char *const public_first[] = {FIGURE("open", "2024", "5"),
                                               FIGURE("open", "2023", "4"),
                                               TARGET("t-open", "open", "8"),
                                               "target_unit|t-open|office|1",
                                               RELATION("r-open"),
                                               TERM("r-open", "1", "open"),
                                               CONSTANT("r-open", "2", "5"),
                                               NULL};
    const char *const *one[] = {
        LINES(FIGURE("open", "2024", "5"), FIGURE("open", "2023", "4"),
              FIGURE("secret", "2024", "9"), FIGURE("secret", "2023", "7"),
              FIGURE("secret", "2022", "7"), TARGET("t-open", "open", "8"),
              TARGET("t-secret", "secret", "3"), "target_unit|t-open|office|1",
              "target_unit|t-secret|office|1", RELATION("r-secret"), RELATION("r-open"),
              TERM("r-open", "1", "open"), CONSTANT("r-open", "2", "5"),
              TERM("r-secret", "1", "secret"), CONSTANT("r-secret", "2", "9")),
        LINES(FIGURE("open", "2024", "6"), FIGURE("secret", "2024", "10"),
              FIGURE("secret", "2023", "7"), CONSTANT("r-open", "2", "6"),
              CONSTANT("r-secret", "2", "10")),
        LINES(FIGURE("open", "2024", "6"), FIGURE("secret", "2024", "10"),
              FIGURE("secret", "2021", "1")),
    };
    const char *const *other[] = {
        LINES(FIGURE("open", "2024", "5"), FIGURE("open", "2023", "4"),
              FIGURE("secret", "2024", "8"), TARGET("t-open", "open", "8"),
              TARGET("t-secret", "secret", "4"), "target_unit|t-open|office|1", RELATION("r-open"),
              TERM("r-open", "1", "open"), CONSTANT("r-open", "2", "5")),
        LINES(FIGURE("open", "2024", "6"), CONSTANT("r-open", "2", "6")),
        LINES(FIGURE("open", "2024", "6"), FIGURE("secret", "2024", "8")),
    };
    const char *const *none[] = {
        public_first,
        LINES(FIGURE("open", "2024", "6"), CONSTANT("r-open", "2", "6")),
        LINES(FIGURE("open", "2024", "6")),
    };
    struct told a, b, c;
    struct draft_counts counts;

    story(one, COUNT_OF(one), &a, &counts);
    tap_ok(counts.inserted == 1 && counts.revised == 0 && counts.unchanged == 1 &&
               counts.deleted == 2,
           "whoever loads is told how many are restricted");
    story(other, COUNT_OF(other), &b, &counts);
    story(none, COUNT_OF(none), &c, &counts);
    tap_ok(counts.inserted + counts.revised + counts.unchanged + counts.deleted == 0, "here none");
    tap_is_str(str_from(b.text), str_from(a.text), "another restricted value changes nothing");
    tap_is_str(str_from(c.text), str_from(a.text), "nor that there is any");
    tap_ok(strstr(a.text, "\n5 0 0 1 1 ") != NULL, "a public figure is withdrawn, and counted");
}

/* What a load withdraws of both is counted by what readers may see when it is published. */
static void test_withdrawn(void)
{
#define OPEN_FIRST                                                                                 \
    FIGURE("open", "2021", "1"), FIGURE("open", "2022", "2"), FIGURE("open", "2023", "3"),         \
        FIGURE("open", "2024", "4")
#define SECRET_FIRST FIGURE("secret", "2022", "5"), FIGURE("secret", "2023", "6")
#define OPEN_LEFT FIGURE("open", "2024", "4"), FIGURE("open", "2023", "9")
    const char *const *both[] = {LINES(OPEN_FIRST, SECRET_FIRST),
                                 LINES(OPEN_LEFT, FIGURE("secret", "2024", "7"))};
    const char *const *none[] = {LINES(OPEN_FIRST), LINES(OPEN_LEFT)};
    const char *const *secret[] = {LINES(OPEN_FIRST, SECRET_FIRST),
                                   LINES(OPEN_FIRST, FIGURE("secret", "2022", "5"))};
    const char *const *closed[] = {
        LINES(OPEN_FIRST, SECRET_FIRST),
        LINES(INDICATOR("open", "restricted"), OPEN_LEFT, FIGURE("secret", "2022", "5"))};
    const char *const *opened[] = {
        LINES(OPEN_FIRST, SECRET_FIRST),
        LINES(INDICATOR("secret", "public"), OPEN_LEFT, FIGURE("secret", "2022", "5"))};
    struct told a, b;
    struct draft_counts counts;

    /* inserted, revised, unchanged, deleted: three more restricted ones are in none of them */
    story(both, 2, &a, &counts);
    tap_is_int(counts.deleted, 2, "two figures of four that are withdrawn are restricted");
    tap_ok(strstr(a.text, "\n4 0 1 1 2 ") != NULL && strstr(a.text, "\n4 withdraws 2\n") != NULL,
           "the release and its draft count the others");
    story(none, 2, &b, &counts);
    tap_is_str(str_from(b.text), str_from(a.text), "as where no figure is restricted");
    story(secret, 2, &a, &counts);
    tap_is_int(counts.deleted, 1, "only a restricted figure is withdrawn");
    tap_ok(strstr(a.text, "\n4 0 0 4 0 ") != NULL && strstr(a.text, "\n4 withdraws 0\n") != NULL,
           "which is not counted");
    /* the row of the indicator is a revision too */
    story(closed, 2, &a, &counts);
    tap_is_int(counts.deleted, 3, "withdrawn with what the load restricts");
    tap_ok(strstr(a.text, "\n4 0 1 0 0 ") != NULL && strstr(a.text, "\n4 withdraws 0\n") != NULL,
           "none is counted");
    story(opened, 2, &a, &counts);
    tap_is_int(counts.deleted, 0, "withdrawn with what the load opens");
    tap_ok(strstr(a.text, "\n4 0 2 2 3 ") != NULL && strstr(a.text, "\n4 withdraws 3\n") != NULL,
           "all are counted");
}

/* The same with another public value is another content. */
static void test_other(void)
{
    const char *const *one[] = {LINES(FIGURE("open", "2024", "5"))};
    const char *const *other[] = {LINES(FIGURE("open", "2024", "6"))};
    struct told a, b;
    struct draft_counts counts;

    story(one, 1, &a, &counts);
    story(other, 1, &b, &counts);
    tap_ok(strcmp(a.text, b.text) != 0, "another public value is another digest");
}

/* Access is decided with the figures: what holds when the load is published. */
static void test_decided(void)
{
    const char *const *closed[] = {LINES(FIGURE("open", "2023", "4")),
                                   LINES(INDICATOR("open", "restricted"),
                                         FIGURE("open", "2023", "4"), FIGURE("open", "2024", "5"))};
    const char *const *closed_other[] = {LINES(FIGURE("open", "2023", "4")),
                                         LINES(INDICATOR("open", "restricted"),
                                               FIGURE("open", "2023", "5"),
                                               FIGURE("open", "2022", "5"))};
    const char *const *opened[] = {LINES(FIGURE("secret", "2023", "4")),
                                   LINES(INDICATOR("secret", "public"),
                                         FIGURE("secret", "2023", "4"),
                                         FIGURE("secret", "2024", "5"))};
    const char *const *opened_other[] = {LINES(FIGURE("secret", "2023", "4")),
                                         LINES(INDICATOR("secret", "public"),
                                               FIGURE("secret", "2023", "4"),
                                               FIGURE("secret", "2024", "6"))};
    struct told a, b;
    struct draft_counts counts;

    story(closed, 2, &a, &counts);
    tap_ok(counts.inserted == 1 && counts.unchanged == 1,
           "a load that restricts counts its figures as such");
    story(closed_other, 2, &b, &counts);
    tap_is_str(str_from(b.text), str_from(a.text), "and tells nothing of them");
    tap_ok(strstr(a.text, "\n4 0 1 0 0 ") != NULL, "but of the indicator");
    story(opened, 2, &a, &counts);
    tap_ok(counts.inserted + counts.unchanged == 0 && strstr(a.text, "\n4 1 1 1 0 ") != NULL,
           "a load that opens tells of its figures");
    story(opened_other, 2, &b, &counts);
    tap_ok(strcmp(a.text, b.text) != 0, "whose values are in the digest");
}

/* One draft restricts what another one counts as public. */
static void test_two_drafts(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    struct draft_report report;

    tap_is_int(fixture_release(db, begin, COUNT_OF(begin)), 2, "two indicators");
    int64_t figures = load(db, LINES(FIGURE("open", "2024", "5")), false, &report);
    int64_t closes = load(db, LINES(INDICATOR("open", "restricted")), false, &report);
    int64_t drafts[2] = {figures, closes};
    struct release_wish wish = {
        .drafts = drafts, .n_drafts = 2, .now = FIXTURE_NOW, .actor = FIXTURE_ACTOR};
    struct release release;
    int64_t discarded, wrong = 0;

    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), -ERR_INPUT,
               "refused together");
    tap_is_int(wrong, closes, "the one that restricts is named");
    wish.drafts = &closes;
    wish.n_drafts = 1;
    tap_is_int(release_publish(db, &wish, &release, &discarded, &wrong), 0,
               "by itself it is published");
    tap_is_int(discarded, 1, "and the other one is to be loaded again");
    db_close(&db);
    fixture_end(&f);
}

int main(void)
{
    test_same();
    test_withdrawn();
    test_other();
    test_decided();
    test_two_drafts();
    return tap_done();
}
