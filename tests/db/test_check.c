/* The checks find what they are for: broken relations, wrong references, versions that overlap; and
 * count by kind. */

#include "db/check.h"
#include "tests/db/fixture.h"

static const char *const rows[] = {
    "codelist_item|topic|other|2|他|other",
    "indicator|secret|密|secret|other|case|case|flow|sum|sum|higher|0|||||restricted",
    "definition|secret|default|默认|default",
    "document|quoted|文|Quoted|局|Office|120116|news|||||weak|5",
    "codelist|org_type|类|Types",
    "codelist_item|org_type|government|1|政|government",
    "department|office-a|局|Office A|government|120000",
    "department|office-b|局|Office B|government|120000",
    "document_department|report-2024|office-a|signatory|1",
    "document_department|report-2024|office-b|signatory|2",
    "document_department|quoted|office-b|publisher|1",
    "observation|patents_granted|120116|2024||level|default|12|eq|12|12|piece|period|A|verbatim|12|"
    "report-2024|1|",
    "observation|patents_granted|120116|2024|patent_type=invention|level|default|11|eq|11|11|piece|"
    "period|A|verbatim|11|report-2024|1|",
    "observation|patents_granted|120116|2024|patent_type=design|level|default|1|eq|1|1|piece|"
    "period|A|verbatim|1|report-2024|1|",
    "observation|patents_granted|120116|2024||yoy|default|5.5|eq|5.45|5.55|percent|period|A|"
    "verbatim||report-2024|1|",
    "observation|secret|120116|2024||level|default|3|eq|3|3|case|period|A|verbatim|3|report-2024|"
    "1|",
    "observation|patents_granted|120000|2024||level|default|7|eq|7|7|piece|period|A|verbatim|7|"
    "quoted|1|",
    /* comes first, but what the relation's own document says counts */
    "observation|patents_granted|120116|2024||level|default|99|eq|99|99|piece|period|A|verbatim|99|"
    "quoted|1|",
    "relation|holds|和|the sum|report-2024",
    "relation|broken|和|a wrong sum|report-2024",
    "relation|incomplete|和|a sum without a figure|report-2024",
    "relation|counted|和|counted things|report-2024",
    "relation_term|holds|1|left|observation|patents_granted|120116||2024",
    "relation_term|holds|2|right|observation|patents_granted|120116|patent_type=invention|2024",
    "relation_term|holds|3|right|observation|patents_granted|120116|patent_type=design|2024",
    "relation_term|broken|1|left|observation|patents_granted|120116||2024",
    "relation_term|broken|2|right|constant|||||||12.000001",
    "relation_term|incomplete|1|left|observation|patents_granted|120116||2023",
    "relation_term|incomplete|2|right|constant|||||||0",
    "relation_term|counted|1|left|region_children||120000",
    "relation_term|counted|2|left|constant|||||||1",
    "relation_term|counted|3|right|document_signatories||||||report-2024",
};

struct seen {
    int relations, documents;
};

static int see_relation(void *cls, const struct check_relation *relation)
{
    static const struct {
        struct str code;
        bool complete, holds;
        int64_t left_e6, right_e6;
    } expected[] = {
        {STR("broken"), true, false, 12000000, 12000001},
        {STR("counted"), true, true, 2000000, 2000000},
        {STR("holds"), true, true, 12000000, 12000000},
        {STR("incomplete"), false, false, 0, 0},
    };
    struct seen *seen = cls;
    size_t i = (size_t)seen->relations++;

    if (!tap_ok(i < COUNT_OF(expected), "a relation that was expected"))
        return 0;
    tap_is_str(relation->code, expected[i].code, "its code");
    tap_is_int(relation->complete, expected[i].complete, "complete or not");
    tap_is_int(relation->holds, expected[i].holds, "holds or not");
    tap_is_int(relation->left_e6, expected[i].left_e6, "left sum");
    tap_is_int(relation->right_e6, expected[i].right_e6, "right sum");
    tap_is_str(relation->document, STR("report-2024"), "its document");
    return 0;
}

static int see_document(void *cls, const struct check_document *d)
{
    struct seen *seen = cls;

    if (seen->documents++ == 0) {
        tap_is_str(d->code, STR("report-2024"), "the primary document first");
        tap_ok(d->primary && d->actuals == 4 && d->growth_rates == 1 && d->ranks == 0 &&
                   d->targets == 0 && d->restricted == 1,
               "four actuals, one growth rate, one of them restricted");
    } else {
        tap_is_str(d->code, STR("quoted"), "then the other");
        tap_ok(!d->primary && d->actuals == 2 && d->restricted == 0, "two actuals");
    }
    return 0;
}

static int stop(void *cls, UNUSED const struct check_relation *relation)
{
    ++*(int *)cls;
    return -ERR_LIMIT;
}

struct told {
    int calls;
    char code[32];
};

static void tell(void *cls, const struct check_relation *relation)
{
    struct told *told = cls;

    told->calls++;
    snprintf(told->code, sizeof told->code, "%.*s", (int)relation->code.n, relation->code.p);
}

static int publish(struct db *db, int64_t draft, bool allow, bool trial, struct told *told)
{
    struct release_wish wish = {
        .drafts = &draft,
        .n_drafts = 1,
        .now = FIXTURE_NOW,
        .actor = FIXTURE_ACTOR,
        .allow_conflicts = allow,
        .trial = trial,
        .conflict = tell,
        .cls = told,
    };
    struct release release;
    int64_t discarded, wrong = -1;

    int r = release_publish(db, &wish, &release, &discarded, &wrong);
    tap_ok(r == 0 || wrong == 0, "no draft is to blame");
    return r;
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    struct seen seen = {0};
    struct told told = {0};
    int64_t n = -1;
    int calls = 0;

    int64_t draft = fixture_load(db, rows, COUNT_OF(rows), NULL);
    tap_is_int(publish(db, draft, false, false, &told), -ERR_INPUT, "a relation is not kept");
    tap_is_str(str_from(told.code), STR("broken"), "that one is told");
    tap_is_int(told.calls, 1, "not the one without a figure");
    tap_is_int(fixture_number(db, "SELECT max(release) FROM release"), 1, "nothing is published");
    tap_is_int(publish(db, draft, true, true, &told), 0, "a trial");
    tap_is_int(told.calls, 2, "tells it too");
    tap_is_int(fixture_number(db, "SELECT max(release) FROM release"), 1, "and publishes nothing");
    tap_is_int(publish(db, draft, true, false, &told), 0, "published all the same");
    tap_is_int(fixture_number(db, "SELECT max(release) FROM release"), 2, "is release 2");
    tap_is_int(draft_discard(db, draft, FIXTURE_NOW, FIXTURE_ACTOR), -ERR_NOT_FOUND,
               "a published draft is not discarded");
    tap_is_int(check_relations(db, 2, see_relation, &seen), 0, "relations");
    tap_is_int(seen.relations, 4, "four of them");
    tap_is_int(check_documents(db, 2, see_document, &seen), 0, "documents");
    tap_is_int(seen.documents, 2, "two of them");
    tap_is_int(check_relations(db, 1, see_relation, &seen), 0, "at release 1");
    tap_is_int(seen.relations, 4, "there were none");
    tap_is_int(check_relations(db, 2, stop, &calls), -ERR_LIMIT, "a caller may stop");
    tap_is_int(calls, 1, "at once");

    tap_ok(check_integrity(db, &n) == 0 && n == 0, "a sound file without dangling references");
    tap_ok(check_vintages(db, &n) == 0 && n == 0, "no versions overlap");
    tap_is_int(engine_exec(db_engine(db),
                           "INSERT INTO region_group (region_group, since, until, name_zh, name_en)"
                           " VALUES (120000, 1, 9, 'x', 'x'), (120000, 5, 12, 'x', 'x')"),
               0, "two versions that overlap");
    tap_ok(check_vintages(db, &n) == 0 && n == 1, "are found");
    tap_is_int(engine_exec(db_engine(db), "PRAGMA foreign_keys = OFF;"
                                          "DELETE FROM breakdown WHERE text <> ''"),
               0, "references to what is not there");
    tap_ok(check_integrity(db, &n) == 0 && n > 0, "are found");
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
