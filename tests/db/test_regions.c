/* What the statements of regions answer on a store small enough to check by hand. */
#include "db/regions.h"
#include "tests/db/catalogue.h"

static struct joined regions(struct db *db, int64_t release, struct region_filter filter,
                             const char *after, int64_t limit)
{
    CLEANUP(stmt_reset_p)
    struct stmt *s = regions_list(db, release, &filter, str_from(after), limit);
    struct joined joined = {0};
    struct region_row row;

    while ((joined.r = regions_next(s, &row)) > 0)
        join(&joined, row.code);
    return joined;
}

static int64_t count_regions(struct db *db, int64_t release, struct region_filter filter)
{
    int64_t n = -1;

    return regions_count(db, release, &filter, &n) < 0 ? -1 : n;
}

#define EVER .first_day = INT64_MIN, .last_day = INT64_MAX

static void check_filter(struct db *db, struct region_filter filter, struct str expected, int64_t n,
                         const char *what)
{
    struct joined joined = regions(db, 2, filter, "", 100);

    tap_is_str(text_of(&joined), expected, "regions %s", what);
    tap_is_int(count_regions(db, 2, filter), n, "regions %s are counted alike", what);
}

static void test_region_filters(struct db *db)
{
    struct joined page;

    check_filter(db, (struct region_filter){EVER}, STR("900000 900101 900102 900103 Z-ONE"), 5,
                 "without filter, and none of a draft");
    check_filter(db, (struct region_filter){.level = STR("county"), EVER},
                 STR("900101 900102 900103"), 3, "by level");
    check_filter(db, (struct region_filter){.parent = STR("900102"), EVER}, STR("Z-ONE"), 1,
                 "by parent");
    check_filter(
        db, (struct region_filter){.parent = STR("900000"), .first_day = 14000, .last_day = 14000},
        STR("900101 900103"), 2, "on the last day of a code");
    check_filter(
        db, (struct region_filter){.parent = STR("900000"), .first_day = 14001, .last_day = 14001},
        STR("900101 900102"), 2, "on the first day of a code");
    check_filter(db, (struct region_filter){.group = STR("PAIR"), EVER}, STR("900101 900102"), 2,
                 "by group");
    check_filter(
        db, (struct region_filter){.group = STR("PAIR"), .first_day = 15001, .last_day = 15001},
        STR("900101"), 1, "by group after a member left it");
    check_filter(db, (struct region_filter){.name_prefix = STR("东"), EVER}, STR("900101 900102"),
                 2, "by the beginning of a Chinese name");
    check_filter(db, (struct region_filter){.name_prefix = STR("east h"), EVER}, STR("900102"), 1,
                 "by the beginning of an English name");
    check_filter(db, (struct region_filter){.name_prefix = STR("%"), EVER}, STR(""), 0,
                 "by a text that is no pattern");
    page = regions(db, 2, (struct region_filter){EVER}, "900101", 2);
    tap_is_str(text_of(&page), STR("900102 900103"), "a page begins after its key");
}

static void test_region_versions(struct db *db)
{
    static const struct {
        int64_t release;
        struct str zh;
    } cases[] = {{1, STR("旧区")}, {2, STR("东区")}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(stmt_reset_p) struct stmt *s = NULL;
        struct region_row row;

        if (tap_is_int(regions_get(db, cases[i].release, STR("900101"), &s, &row), 1,
                       "a region is there at release %d", (int)cases[i].release))
            tap_is_str(row.names.zh, cases[i].zh, "with its name of then");
    }
    CLEANUP(stmt_reset_p) struct stmt *s = NULL;
    struct region_row row;
    tap_is_int(regions_get(db, 2, STR("900104"), &s, &row), 0, "a draft's region is not there");
}

static void test_region_surroundings(struct db *db)
{
    CLEANUP(stmt_reset_p) struct stmt *children = regions_children(db, 2, STR("900000"));
    CLEANUP(stmt_reset_p) struct stmt *before = regions_predecessors(db, 2, STR("900102"));
    CLEANUP(stmt_reset_p) struct stmt *after = NULL;
    CLEANUP(stmt_reset_p) struct stmt *groups = regions_groups(db, 2, STR("900102"));
    struct joined joined = {0};
    struct lineage_row lineage;
    struct region_group_row group;
    struct str code;

    while ((joined.r = regions_next_child(children, &code)) > 0)
        join(&joined, code);
    tap_is_str(text_of(&joined), STR("900101 900102"), "children are those in force");

    tap_is_int(lineage_next(before, &lineage), 1, "a rename is a predecessor");
    tap_is_str(lineage.old_name, STR("山区"), "with its old name");
    tap_ok(!lineage.changed_on.known, "and no day where none is known");
    tap_is_int(lineage_next(before, &lineage), 1, "a merged code is a predecessor");
    tap_is_str(lineage.code, STR("900103"), "with its code");
    tap_is_int(lineage.changed_on.day, 14001, "and its day");
    tap_is_int(lineage_next(before, &lineage), 0, "there are no more predecessors");

    after = regions_successors(db, 2, STR("900102"));
    tap_is_int(lineage_next(after, &lineage), 0, "a rename is no successor");
    stmt_reset(after);
    after = regions_successors(db, 2, STR("900103"));
    tap_is_int(lineage_next(after, &lineage), 1, "a dead code has a successor");
    tap_is_str(lineage.names.en, STR("East Hill"), "with its name");

    tap_is_int(region_groups_next(groups, &group), 1, "a region is in a group");
    tap_is_str(group.code, STR("ALONE"), "not in the one it left");
    tap_is_str(group.confidence, STR("unverified"), "with the confidence of that");
    tap_is_int(region_groups_next(groups, &group), 0, "and in no other");
}

static void expect_dead(struct db *db, struct str code, int found, struct str successors)
{
    struct arena arena;
    struct str codes = {0};

    arena_init(&arena, 1024, 4096);
    tap_is_int(regions_went_into(db, &arena, 2, code, &codes), found, "%.*s is dead: %d",
               (int)code.n, code.p, found);
    tap_is_str(codes, successors, "what it went into");
    arena_finish(&arena);
}

static void test_dead_codes(struct db *db)
{
    expect_dead(db, STR("900103"), 1, STR("900102 (2008-05-02)"));
    expect_dead(db, STR("900102"), 0, STR(""));
    expect_dead(db, STR("900101"), 0, STR(""));
    expect_dead(db, STR("900104"), 0, STR(""));
}

static void run(struct db *db)
{
    test_region_filters(db);
    test_region_versions(db);
    test_region_surroundings(db);
    test_dead_codes(db);
}

int main(void)
{
    return with_catalogue(run);
}
