/* What the statements of the catalogue answer on a store small enough to check by hand; regions
 * stand in test_regions.c. */
#include "db/codelists.h"
#include "db/codes.h"
#include "db/departments.h"
#include "db/documents.h"
#include "db/indicators.h"
#include "db/plans.h"
#include "db/search.h"
#include "db/targets.h"
#include "tests/db/catalogue.h"

static struct joined indicators(struct db *db, struct indicator_filter filter, int64_t *ret_n)
{
    CLEANUP(stmt_reset_p) struct stmt *s = indicators_list(db, 2, &filter, STR(""), 100);
    struct joined joined = {0};
    struct indicator_row row;

    while ((joined.r = indicators_next(s, &row)) > 0)
        join(&joined, row.code);
    if (indicators_count(db, 2, &filter, ret_n) < 0)
        *ret_n = -1;
    return joined;
}

static void test_indicators(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    CLEANUP(stmt_reset_p) struct stmt *d = indicators_definitions(db, 2, STR("a_count"));
    struct joined joined;
    struct indicator_row row;
    struct definition_row definition;
    int64_t n;

    joined = indicators(db, (struct indicator_filter){0}, &n);
    tap_is_str(text_of(&joined), STR("a_count b_ratio c_secret"),
               "indicators, restricted ones too");
    tap_is_int(n, 3, "and their count");
    joined = indicators(db, (struct indicator_filter){.topics = STR(";stock;people;")}, &n);
    tap_is_str(text_of(&joined), STR("a_count c_secret"), "a topic is a whole word");
    tap_is_int(n, 2, "and their count");
    joined = indicators(db, (struct indicator_filter){.kind = STR("ratio")}, &n);
    tap_is_str(text_of(&joined), STR("b_ratio"), "indicators of a kind");

    tap_is_int(indicators_get(db, 2, STR("b_ratio"), &s, &row), 1, "one indicator");
    tap_is_str(row.numerator, STR("a_count"), "with its numerator");
    tap_is_str(row.weight, STR(""), "without a weight");
    tap_ok(!row.restricted, "public");

    tap_is_int(definitions_next(d, &definition), 1, "a definition");
    tap_is_str(definition.code, STR("b-old"), "the oldest first");
    tap_ok(!definition.valid_from.known && definition.valid_to.day == 15000, "with its days");
    tap_is_int(definitions_next(d, &definition), 1, "another definition");
    tap_is_str(definition.text.zh, STR(""), "without a text");

    tap_ok(indicators_observations(db, 1, STR("a_count"), false, &n) == 0 && n == 1,
           "figures at 1");
    tap_ok(indicators_observations(db, 2, STR("a_count"), false, &n) == 0 && n == 2,
           "figures at 2");
    tap_ok(indicators_observations(db, 2, STR("c_secret"), false, &n) == 0 && n == 0,
           "figures of a restricted indicator are not counted");
    tap_ok(indicators_observations(db, 2, STR("c_secret"), true, &n) == 0 && n == 1,
           "but for who may read them");
}

static void test_documents(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    CLEANUP(stmt_reset_p) struct stmt *list = NULL;
    CLEANUP(stmt_reset_p) struct stmt *bodies = documents_departments(db, 2, STR("annual"));
    struct document_filter filter = {.region = STR("900102"), .reliability = STR("weak")};
    struct document_department_row body;
    struct document_ref_row ref;
    struct document_row row;
    struct joined joined = {0};
    int64_t n = -1;

    tap_is_int(documents_get(db, 2, STR("annual"), &s, &row), 1, "a document");
    tap_is_int(row.observations, 1, "with its figures that can be read, of this release");
    tap_is_int(row.targets, 3, "with its targets and parameters, without restricted ones");
    tap_is_str(row.region, STR("900101"), "with its region");
    tap_ok(row.published_on.known && !row.signed_on.known, "with the day that is known");

    list = documents_list(db, 2, &filter, STR(""), 10);
    while ((joined.r = documents_next(list, &row)) > 0)
        join(&joined, row.code);
    tap_is_str(text_of(&joined), STR("notice"), "documents of a region and reliability");
    tap_ok(documents_count(db, 2, &filter, &n) == 0 && n == 1, "are counted alike");
    filter.reliability = STR("primary");
    tap_ok(documents_count(db, 2, &filter, &n) == 0 && n == 0, "both must hold");

    joined = (struct joined){0};
    while ((joined.r = document_departments_next(bodies, &body)) > 0) {
        join(&joined, body.department);
        join(&joined, body.role);
    }
    tap_is_str(text_of(&joined), STR("dep-a publisher dep-b publisher dep-a responsible"),
               "bodies by role, then as the document has them");

    stmt_reset(s);
    tap_is_int(documents_get_ref(db, 2, STR("notice"), &s, &ref), 1, "a document by reference");
    tap_is_str(ref.publisher.en, STR("Bureau"), "with its publisher");
}

static struct joined departments(struct db *db, int64_t release, struct department_filter filter)
{
    CLEANUP(stmt_reset_p) struct stmt *s = departments_list(db, release, &filter, STR(""), 10);
    struct joined joined = {0};
    struct department_row row;
    int64_t n = -1, listed = 0;

    while ((joined.r = departments_next(s, &row)) > 0) {
        join(&joined, row.code);
        listed++;
    }
    tap_ok(departments_count(db, release, &filter, &n) == 0 && n == listed,
           "departments are counted as they are listed");
    return joined;
}

static void test_departments(struct db *db)
{
    static const struct {
        int64_t release;
        struct str name, expected;
    } cases[] = {
        {2, STR(""), STR("dep-a dep-b")},   {2, STR("甲局"), STR("dep-a")},
        {2, STR("Bureau A"), STR("dep-a")}, {2, STR("甲"), STR("dep-a")},
        {2, STR("Bureau"), STR("")},        {1, STR("旧名"), STR("dep-a")},
        {2, STR("旧名"), STR("")},
    };
    CLEANUP(stmt_reset_p) struct stmt *s = departments_aliases(db, 2, STR("dep-a"));
    struct joined joined;
    struct str alias;

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        joined =
            departments(db, cases[i].release, (struct department_filter){.name = cases[i].name});
        tap_is_str(text_of(&joined), cases[i].expected, "departments by name, case %zu", i);
    }
    joined = departments(db, 2, (struct department_filter){.region = STR("900102")});
    tap_is_str(text_of(&joined), STR("dep-b"), "departments of a region");
    joined = (struct joined){0};
    while ((joined.r = departments_next_alias(s, &alias)) > 0)
        join(&joined, alias);
    tap_is_str(text_of(&joined), STR("A 甲"), "other names of this release");
}

static void test_codelists(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *s = codelists_list(db, 2, STR(""), 10);
    CLEANUP(stmt_reset_p) struct stmt *items = NULL;
    struct codelist_item_row item;
    struct codelist_row row;
    struct joined joined = {0};
    int64_t n;

    while ((joined.r = codelists_next(s, &row)) > 0)
        join(&joined, row.code);
    tap_is_str(text_of(&joined), STR("group topic unit"), "code lists, that of the groups too");
    tap_ok(codelists_count(db, 2, &n) == 0 && n == 3, "are counted");
    tap_ok(codelists_count(db, 1, &n) == 0 && n == 2, "are counted as of then");

    stmt_reset(s);
    tap_is_int(codelists_get(db, 1, STR("group"), &s, &row), 1, "the list of groups");
    tap_is_int(row.items, 1, "counts the groups of then");
    stmt_reset(s);
    tap_is_int(codelists_get(db, 2, STR("no"), &s, &row), 0, "a list that is not there");

    items = codelists_items(db, 2, STR("unit"));
    joined = (struct joined){0};
    while ((joined.r = codelists_next_item(items, &item)) > 0)
        join(&joined, item.code);
    tap_is_str(text_of(&joined), STR("case piece"), "codes in the order of the list");
    stmt_reset(items);
    items = codelists_items(db, 2, STR("group"));
    tap_is_int(codelists_next_item(items, &item), 1, "a group is a code");
    tap_is_str(item.note.en, STR("note"), "with its note");

    tap_is_int(codes_known(db, STR("codelist"), STR("group"), 1), 1, "the list of groups is known");
    tap_is_int(codes_known(db, STR("codelist"), STR("topic"), 1), 0, "a later list is not yet");
}

static struct joined targets(struct db *db, struct target_filter filter, int64_t position,
                             struct str after)
{
    CLEANUP(stmt_reset_p) struct stmt *s = targets_list(db, 2, &filter, position, after, 10);
    struct joined joined = {0};
    struct target_row row;

    while ((joined.r = targets_next(s, &row)) > 0)
        join(&joined, row.code);
    return joined;
}

static void test_targets(struct db *db)
{
    struct target_filter filter = {.plan = STR("plan-1")};
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    CLEANUP(stmt_reset_p) struct stmt *units = targets_departments(db, 2, STR("t-2"));
    struct target_department_row unit;
    struct target_row row;
    struct joined joined = {0};
    int64_t n = -1;

    while ((joined.r = target_departments_next(units, &unit)) > 0)
        join(&joined, unit.department);
    tap_is_str(text_of(&joined), STR("dep-b dep-a"), "departments in the document's order");
    joined = targets(db, filter, INT64_MIN, STR(""));
    tap_is_str(text_of(&joined), STR("t-1 t-2 t-3"), "targets in order, without restricted ones");
    tap_ok(targets_count(db, 2, &filter, &n) == 0 && n == 3, "are counted alike");
    joined = targets(db, filter, 1, STR("t-1"));
    tap_is_str(text_of(&joined), STR("t-2 t-3"), "a page begins within one place");
    filter.kind = STR("parameter");
    joined = targets(db, filter, INT64_MIN, STR(""));
    tap_is_str(text_of(&joined), STR("t-3"), "parameters alone");
    filter.indicator = STR("c_secret");
    joined = targets(db, filter, INT64_MIN, STR(""));
    tap_is_str(text_of(&joined), STR(""), "none of a restricted indicator");

    filter = (struct target_filter){.plan = STR("plan-1")};
    s = targets_list(db, 2, &filter, 1, STR("t-1"), 1);
    if (!tap_is_int(targets_next(s, &row), 1, "one target"))
        return;
    tap_ok(row.value.v == 125 && row.value.scale == 1, "with its value as published");
    tap_ok(row.has_baseline && row.baseline.v == 10 && row.baseline.scale == 0, "and its base");
    tap_is_str(row.window, STR("point_at_end"), "and its window");
    tap_ok(row.starts_on == 20818 && row.ends_on == 20818, "a point");
    tap_is_str(row.breakdown, STR(""), "for a total");
}

static void test_one_target(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    CLEANUP(stmt_reset_p) struct stmt *of = targets_of_department(db, 2, STR("dep-a"), STR(""), 10);
    struct target_row row;
    int64_t n = -1;

    tap_ok(targets_get(db, 2, STR("t-1"), &s, &row) == 1 && str_eq(row.plan, STR("plan-1")),
           "a target by its code");
    stmt_reset_p(&s);
    tap_is_int(targets_get(db, 2, STR("t-3"), &s, &row), 0, "a parameter is no target");
    stmt_reset_p(&s);
    tap_is_int(targets_get(db, 2, STR("t-4"), &s, &row), 0,
               "one of a restricted indicator neither");
    tap_is_int(codes_known(db, STR("target"), STR("t-4"), 2), 0, "and its code is not known");
    tap_is_int(codes_known(db, STR("target"), STR("t-1"), 2), 1, "as that of a target is");
    tap_ok(targets_next(of, &row) == 1 && str_eq(row.code, STR("t-2")), "a department's target");
    tap_is_int(targets_next(of, &row), 0, "is its only one");
    tap_ok(targets_of_department_count(db, 2, STR("dep-a"), &n) == 0 && n == 1, "as is counted");
}

static void test_plans(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    CLEANUP(stmt_reset_p) struct stmt *list = plans_list(db, 2, STR(""), STR("plan-1"), 10);
    struct plan_row row;
    int64_t n;

    tap_is_int(plans_get(db, 2, STR("plan-1"), &s, &row), 1, "a plan");
    tap_is_int(row.targets, 2, "counts its targets, without restricted ones");
    tap_is_int(row.parameters, 1, "and its parameters apart");
    tap_is_str(row.document, STR("annual"), "names its document");
    tap_ok(plans_next(list, &row) == 1 && str_eq(row.code, STR("plan-2")), "the next plan");
    tap_is_int(plans_next(list, &row), 0, "is the last");
    tap_ok(plans_count(db, 1, STR(""), &n) == 0 && n == 1, "plans are counted as of then");
    tap_ok(plans_count(db, 2, STR("900102"), &n) == 0 && n == 1, "plans of a region");
}

/* The codes that may be found, each followed by its first other name. */
static struct joined searched(struct db *db, int64_t release, enum search_type type)
{
    CLEANUP(stmt_reset_p) struct stmt *s = search_scan(db, release, type);
    struct joined joined = {0};
    struct search_row row;

    while ((joined.r = search_next(s, &row)) > 0) {
        join(&joined, row.code);
        if (row.other[0].n > 0)
            join(&joined, row.other[0]);
    }
    return joined;
}

static void test_search(struct db *db)
{
    static const struct {
        enum search_type type;
        int64_t release;
        const char *expected;
    } cases[] = {
        {SEARCH_INDICATOR, 2, "a_count b_ratio"},
        {SEARCH_REGION, 2, "900000 900101 900102 山区 900102 西区 900103 Z-ONE"},
        {SEARCH_GROUP, 1, "PAIR"},
        {SEARCH_GROUP, 2, "ALONE PAIR"},
        {SEARCH_DOCUMENT, 2, "annual No. 1 notice"},
        {SEARCH_DEPARTMENT, 1, "dep-a A dep-a 旧名 dep-a 甲 dep-b"},
        {SEARCH_DEPARTMENT, 2, "dep-a A dep-a 甲 dep-b"},
        {SEARCH_PLAN, 1, "plan-1"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct joined joined = searched(db, cases[i].release, cases[i].type);

        tap_is_str(text_of(&joined), str_from(cases[i].expected), "what may be found, case %zu", i);
    }
}

static void run(struct db *db)
{
    test_indicators(db);
    test_documents(db);
    test_departments(db);
    test_codelists(db);
    test_targets(db);
    test_one_target(db);
    test_plans(db);
    test_search(db);
}

int main(void)
{
    return with_catalogue(run);
}
