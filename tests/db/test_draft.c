/* Loading: how cells are read, what is refused and why, new and same and different rows. */

#include "tests/db/fixture.h"

#define TEXT_100                                                                                   \
    "12345678901234567890123456789012345678901234567890"                                           \
    "12345678901234567890123456789012345678901234567890"
#define TEXT_400 TEXT_100 TEXT_100 TEXT_100 TEXT_100
#define TEXT_1300 TEXT_400 TEXT_400 TEXT_400 TEXT_100
#define OBSERVATION "observation|patents_granted|120116|2024||level|default|"
#define TAIL "|piece|period|A|verbatim|5|report-2024|1|"

#define TARGET_OF(id, position, tail)                                                              \
    "target|scheme|" position "|" id "|target|patents_granted|120116||" tail                       \
    "|not_stated|2024-01-01|2026-12-31||plain|||verbatim|9|report-2024|1"
#define TARGET(id, position) TARGET_OF(id, position, "level|ge|9|piece")

#define INDICATOR(units, dimensions)                                                               \
    "indicator|lone|独|Lone|patents|piece|" units "|flow|sum|sum|higher|0|" dimensions "||||"      \
    "public"

/* What the tests need beside fixture_catalogue. */
static const char *const more_rows[] = {
    "codelist_item|measure|rank|3|名次|rank",
    "codelist_item|measure|mean_annual_growth|4|年均|mean annual growth",
    "codelist_item|unit|rank|4|名|rank",
    "codelist_item|accumulation|ytd|2|累|year to date",
    "codelist_item|accumulation|stock|3|存|stock",
    "codelist_item|bound|ge|2|不少于|at least",
    "codelist|comparator|比|Comparators",
    "codelist|target_window|窗|Windows",
    "codelist|strength|强|Strengths",
    "codelist_item|comparator|ge|1|不少于|at least",
    "codelist_item|target_window|not_stated|1|未说明|not stated",
    "codelist_item|target_window|point_at_end|2|期末|at the end",
    "codelist_item|strength|plain|1|平|plain",
    "plan|scheme|规划|Scheme|120116|report-2024|2024-01-01|2026-12-31",
    TARGET("first", "1"),
    TARGET("second", "2"),
    ("target|scheme|5|parts|target|patents_granted|120116|patent_type=design|level|ge|9|piece"
     "|not_stated|2024-01-01|2026-12-31||plain|||verbatim|9|report-2024|1"),
    "relation|sum|和|a sum|report-2024",
    INDICATOR("piece;case", "patent_type;holder_type"),
    "definition|lone|default|默认|default",
    "observation|lone|120116|2018||level|default|5|eq|5|5" TAIL,
    ("observation|lone|120116|2018|holder_type=enterprise|level|default|2|eq|2|2|case|period|A|"
     "verbatim|2|report-2024|1|"),
};

/* Rows refused, each for the reason beside it. */
static const struct {
    const char *row, *column, *reason;
} refused[] = {
    {"observation|patents_grunted|120116|2024||level|default|5|eq|5|5" TAIL, "indicator",
     "names no indicator of the newest release or this load"},
    {"observation|patents_granted|120115|2024||level|default|5|eq|5|5" TAIL, "region",
     "names no region of the newest release or this load"},
    {"observation|patents_granted|Binhai|2024||level|default|5|eq|5|5" TAIL, "region",
     "names no region of the newest release or this load"},
    {"observation|patents_granted||2024||level|default|5|eq|5|5" TAIL, "region", "is empty"},
    {"observation|patents_granted|120116|2024-13||level|default|5|eq|5|5" TAIL, "period",
     "is not a period such as 2024, 2021-H1, 2024-Q3, 2024-09 or 2021-12-31"},
    {"observation|patents_granted|120116|2024|patent_type|level|default|5|eq|5|5" TAIL, "breakdown",
     "is not a list \"dimension=value;...\""},
    {"observation|patents_granted|120116|2024|age=old|level|default|5|eq|5|5" TAIL, "breakdown",
     "\"age\" is no dimension of the indicator"},
    {"observation|patents_granted|120116|2024|patent_type=plant|level|default|5|eq|5|5" TAIL,
     "breakdown", "\"plant\" is no item of the code list patent_type"},
    {"observation|patents_granted|120116|2024|patent_type=design;patent_type=invention|level|"
     "default|5|eq|5|5" TAIL,
     "breakdown", "names a dimension twice"},
    {"observation|patents_granted|120116|2024||share|default|5|eq|5|5" TAIL, "measure",
     "is no item of the code list measure"},
    {"observation|patents_granted|120116|2024||level|other|5|eq|5|5" TAIL, "definition",
     "is no definition of the indicator"},
    {OBSERVATION "5.1234567|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "1e3|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "05|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "12,34|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "1,2345|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION ",234|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "1 234|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "5%|eq|5|5" TAIL, "value", "is not a decimal with at most six places"},
    {OBSERVATION "10000000000000|eq|5|5" TAIL, "value", "is too large"},
    {OBSERVATION "5|about|5|5" TAIL, "bound", "is no item of the code list bound"},
    {OBSERVATION "5|eq|5|5|case|period|A|verbatim|5|report-2024|1|", "unit",
     "is no unit of the indicator"},
    {OBSERVATION "5|eq|5|5|pieces|period|A|verbatim|5|report-2024|1|", "unit",
     "is no item of the code list unit"},
    {OBSERVATION "5|eq|5|5|piece|period|A|verbatim|5|report-2023|1|", "document",
     "names no document of the newest release or this load"},
    {OBSERVATION "5|eq|5|5|piece|period|A|verbatim|5\x01|report-2024|1|", "raw",
     "holds a control character or a line break"},
    {OBSERVATION "5|eq|5|5|piece|period|A|verbatim|5\xe2\x80\x8b|report-2024|1|", "raw",
     "holds a character that can not be seen"},
    {OBSERVATION "5|eq|5|5|piece|period|A|verbatim|" TEXT_1300 "|report-2024|1|", "raw",
     "is longer than 1200 bytes"},
    {OBSERVATION "5|eq|6|6" TAIL, "lower", "is above the value"},
    {OBSERVATION "5|eq|4|4" TAIL, "upper", "is below the value"},
    {OBSERVATION "5|eq|6|4" TAIL, "lower", "is above the value"},
    {OBSERVATION "-5|eq|-5|-5" TAIL, "value", "is below zero, and the indicator is no ratio"},
    {OBSERVATION "5|ge|-9223372036854.775808|" TAIL, "lower", "is too large"},
    {OBSERVATION "5|eq|5|9200000000000.000001" TAIL, "upper", "is too large"},
    {OBSERVATION "5|eq||" TAIL, "lower", "is empty, which the bound does not allow"},
    {OBSERVATION "5|eq|5|" TAIL, "upper", "is empty, which the bound does not allow"},
    {OBSERVATION "|eq|||piece|period|A|verbatim||report-2024|1|", "value",
     "is empty, which needs a status of L, M, O or Q"},
    {OBSERVATION "|eq|5||piece|period|M|verbatim||report-2024|1|", "lower",
     "is the end of an interval without a value"},
    {OBSERVATION "|eq||5|piece|period|M|verbatim||report-2024|1|", "upper",
     "is the end of an interval without a value"},
    {OBSERVATION "5|eq|5|5|piece|period|M|verbatim|5|report-2024|1|", "status",
     "says that there is no value, and there is one"},
    {OBSERVATION "5|eq|5|5|piece|ytd|A|verbatim|5|report-2024|1|", "accumulation",
     "is a part of a year, and the period a whole one"},
    {OBSERVATION "5|eq|5|5|piece|stock|A|verbatim|5|report-2024|1|", "accumulation",
     "is stock, and the indicator counts what happens in a period"},
    {"observation|patents_granted|120116|2024||yoy|default|5|eq|5|5" TAIL, "unit",
     "is not percent, which the measure is in"},
    {"observation|patents_granted|120116|2024||rank|default|3|eq|3|3" TAIL, "unit",
     "is not rank, which the measure is in"},
    {"observation|patents_granted|120116|2024||rank|default|3.0|eq|3|3|rank|period|A|verbatim|3|"
     "report-2024|1|",
     "value", "is a rank with decimals"},
    {"region|1201 16|x|x|county|120000", "region",
     "is not a code of letters, digits, \"-\", \"_\" and \".\""},
    {"region|120117|x|x|town|120000", "level", "is no item of the code list region_level"},
    {"region|120117|x|x|county|120000|2024-02-30", "valid_from", "is not a date YYYY-MM-DD"},
    {"region|120117|x|x|county|129999", "parent",
     "names a row that neither the newest release nor this load has"},
    {"region_lineage|120000|120116|moved", "kind", "is none of merge;split;rename;recode"},
    {"region_lineage|120000|120116|merge||2024-1", "first_list", "is not a month YYYY-MM"},
    {"codelist_item|unit|x y|1|x|x", "item",
     "is not a code of letters, digits, \"-\", \"_\" and \".\""},
    {"codelist_item|unit|item|1.5|x|x", "position", "is not a whole number"},
    {"codelist_item|units|item|1|x|x", "codelist",
     "names no codelist of the newest release or this load"},
    {"definition|patents_granted|New One|x|x", "definition",
     "is not an id of lower-case letters, digits, \"-\" and \"_\""},
    {"codelist_item|unit|item|-1|x|x", "position", "is below zero"},
    {"region|120117|x|x|county|120000|2024-02-01|2024-01-01", "valid_to", "is before valid_from"},
    {"definition|patents_granted|new|x|x|||2024-02-01|2024-01-31", "valid_to",
     "is before valid_from"},
    {"document|x|x|x|x|x|120116|report|||2024-02-01|2024-01-31|primary|10", "published_on",
     "is before signed_on"},
    {"document|x|x|x|x|x|120116|report||||2024-01-31|primary|0", "publisher_rank",
     "is not between 1 and 99"},
    {"document|x|x|x|x|x|120116|report||||2024-01-31|primary|100", "publisher_rank",
     "is not between 1 and 99"},
    {TARGET_OF("third", "3", "mean_annual_growth|ge|9|piece"), "unit",
     "is neither percent nor percent_per_year, which the measure is in"},
    {"indicator|x|x|x|patents|piece|case|flow|sum|sum|higher|0|||||public", "units",
     "does not have the usual unit"},
    {"indicator|x|x|x|patents|piece|piece|flow|sum|sum|higher|7|||||public", "decimals",
     "is above 6"},
    {"indicator|x|x|x|patents|piece|piece;piece|flow|sum|sum|higher|0|||||public", "units",
     "names an item twice"},
    {TARGET_OF("third", "3", "yoy|ge|9|piece"), "unit", "is not percent, which the measure is in"},
    {TARGET_OF("third", "3", "rank|ge|9.5|rank"), "value", "is a rank with decimals"},
    {TARGET_OF("third", "-1", "level|ge|9|piece"), "position", "is below zero"},
    {"target|scheme|3|third|target|patents_granted|120116||level|ge|9|piece|point_at_end|"
     "2024-01-01|2026-12-31||plain|||verbatim|9|report-2024|1",
     "starts_on", "is not ends_on, which a point in time needs"},
    {"relation_term|sum|1|left|observation|patents_granted|120116|", "period",
     "is empty, and the term needs it"},
    {"relation_term|sum|1|left|observation||120116||2024", "indicator",
     "is empty, and the term needs it"},
    {"relation_term|sum|1|left|region_children|", "region", "is empty, and the term needs it"},
    {"relation_term|sum|1|left|target|", "target", "is empty, and the term needs it"},
    {"relation_term|sum|1|left|document_signatories|", "document",
     "is empty, and the term needs it"},
    {"relation_term|sum|1|left|constant|", "value", "is empty, and the term needs it"},
    {"relation_term|sum|1|left|constant||120116|||||1", "region", "is nothing that the term has"},
    {"indicator|x|x|x|patents|piece|piece;box|flow|sum|sum|higher|0|||||public", "units",
     "\"box\" is no item of the code list unit"},
};

static void test_refused(struct db *db)
{
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        CLEANUP(draft_close) struct draft *draft = NULL;
        struct draft_report report = {0};
        int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
        if (r == 0)
            r = fixture_rows(draft, &refused[i].row, 1);
        if (r == 0)
            r = draft_finish(draft, true, &report);
        tap_is_int(r, 0, "refused row %d: read to the end", (int)i);
        if (!tap_ok(report.total.rejected == 1 && report.draft == 0 && report.n_errors == 1,
                    "refused row %d: reported once, nothing kept", (int)i))
            continue;
        tap_is_str(report.errors[0].column, str_from(refused[i].column), "its column");
        tap_is_str(report.errors[0].reason, str_from(refused[i].reason), "its reason");
        tap_is_int(report.errors[0].line, 2, "its line");
    }
    tap_is_int(fixture_number(db, "SELECT count(*) FROM draft WHERE state = 'open'"), 0,
               "no draft is left of them");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM code WHERE code = '129999'"), 0,
               "and no identity");
}

/* An id has a hundred letters, and not one more. */
static void test_long_id(struct db *db)
{
    char row[200], id[102];
    const char *rows[] = {row};
    struct draft_counts counts = {0};

    memset(id, 'x', sizeof id);
    snprintf(row, sizeof row, "definition|patents_granted|%.100s|x|x", id);
    tap_ok(fixture_load(db, rows, 1, &counts) > 0, "an id of 100 letters");
    snprintf(row, sizeof row, "definition|patents_granted|%.101s|x|x", id);
    tap_is_int(fixture_load(db, rows, 1, &counts), 0, "an id of 101 letters");
    tap_is_int(counts.rejected, 1, "is refused");
}

/* A rule that only the table has refuses: the row as a whole. */
static void test_rules_of_table(struct db *db)
{
    char row[600], note[402];
    const char *rows[] = {row};
    struct draft_counts counts = {0};

    memset(note, 'x', sizeof note - 1);
    note[sizeof note - 1] = '\0';
    snprintf(row, sizeof row, "%s%s", OBSERVATION "5|eq|5|5" TAIL, note);
    tap_is_int(fixture_load(db, rows, 1, &counts), 0, "a check of the table: no draft");
    tap_is_int(counts.rejected, 1, "and one row rejected");
}

/* All faults of a row are reported, and not more than a hundred in all. */
static void test_reports(struct db *db)
{
    static const char *const bad =
        "observation|patents_granted|999999|2024-00||share|default|x|eq|5|5" TAIL;
    const char *rows[60];
    CLEANUP(draft_close) struct draft *draft = NULL;
    struct draft_report report = {0};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        rows[i] = bad;
    tap_is_int(draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft), 0, "a draft");
    tap_is_int(fixture_rows(draft, rows, COUNT_OF(rows)), 0, "sixty bad rows of four faults");
    tap_is_int(draft_finish(draft, true, &report), 0, "finish");
    tap_is_int(report.total.rejected, 60, "rows rejected");
    tap_is_int((int64_t)report.n_errors, DRAFT_ERRORS_MAX, "errors kept");
    tap_is_int(report.more_errors, 60 * 4 - DRAFT_ERRORS_MAX, "and how many more");
    tap_is_str(report.errors[3].column, STR("value"), "the fourth fault of the first row");
    tap_is_str(report.errors[3].value, STR("x"), "with the cell as read");
    tap_is_str(report.errors[0].package, STR("test"), "the package");
    tap_is_str(report.errors[0].table, STR("observation"), "the table");
}

static void test_long_value(struct db *db)
{
    CLEANUP(draft_close) struct draft *draft = NULL;
    struct draft_report report = {0};
    char longer[301];
    size_t package = 0;

    for (size_t i = 0; i < 100; i++)
        memcpy(longer + 3 * i, "长", 3);
    longer[300] = '\0';
    tap_ok(draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft) == 0 &&
               draft_package(draft, STR("p"), STR(""), true, &package) == 0,
           "a draft");
    draft_reject(draft, package, table_find(STR("plan")), 9, STR("plan"), str_from(longer),
                 STR("long"));
    tap_is_int(draft_finish(draft, true, &report), 0, "finish");
    tap_is_int((int64_t)report.errors[0].value.n, 78, "a long cell is cut between characters");
}

static void test_tolerant(struct db *db)
{
    static const char *const rows[] = {
        "observation|patents_granted| １２０１１６\t| ２０２３ | "
        "holder_type=enterprise;patent_type="
        "design |level|default|　１，２３４，５６７.５ |eq|1,234,567.45|１２３４５６７．５５" TAIL,
        "observation|patents_granted|120116|2021||yoy|default|-1,234|eq|-1234|-1234|percent|period|"
        "A|"
        "verbatim||report-2024|1|",
        "observation|patents_granted|120116|2023||yoy|default|-0.5|eq|-0.55|-0.45|percent|period|A|"
        "verbatim||report-2024|1|",
        "observation|patents_granted|120116|2022||level|default||eq|||piece|period|M|verbatim||"
        "report-2024|1|",
    };
    struct draft_counts counts = {0};

    tap_ok(fixture_release(db, rows, COUNT_OF(rows)) > 0, "tolerant reading");
    tap_is_int(fixture_number(db, "SELECT value_e6 FROM observation WHERE breakdown > 0"),
               INT64_C(1234567500000), "full-width digits and thousands separators");
    tap_is_int(fixture_number(db, "SELECT decimals FROM observation WHERE breakdown > 0"), 1,
               "with the decimals as written");
    tap_is_int(fixture_number(db, "SELECT upper_e6 FROM observation WHERE breakdown > 0"),
               INT64_C(1234567550000), "a full-width point");
    tap_is_int(
        fixture_number(db, "SELECT ends_on - starts_on FROM observation WHERE breakdown > 0"), 364,
        "a year in full-width digits");
    tap_is_int(fixture_number(db, "SELECT value_e6 FROM observation WHERE measure = 'yoy' AND"
                                  " starts_on = 18628"),
               -1234000000, "a negative number with a separator");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM observation WHERE value_e6 IS NULL"), 1,
               "a missing value with its status");
    const char *turned =
        "observation|patents_granted|120116|2023|patent_type=design;"
        "holder_type=enterprise|level|default|1234567.5|eq|1234567.45|1234567.55" TAIL;
    tap_is_int(fixture_load(db, &turned, 1, &counts), 0, "the same row written otherwise");
    tap_is_int(counts.unchanged, 1, "is unchanged");
}

static void test_later_rows(struct db *db)
{
    static const char *const rows[] = {
        "region|130102|长安区|Chang'an|county|130100",
        "region|130100|石家庄市|Shijiazhuang|province",
    };
    struct draft_counts counts = {0};

    tap_ok(fixture_load(db, rows, COUNT_OF(rows), &counts) > 0, "a row may name a later one");
    tap_is_int(counts.inserted, 2, "both are new");
}

static void test_twice(struct db *db)
{
    static const char *const rows[] = {
        OBSERVATION "5|eq|5|5" TAIL,
        OBSERVATION "6|eq|6|6" TAIL,
    };
    struct draft_counts counts = {0};

    tap_is_int(fixture_load(db, rows, COUNT_OF(rows), &counts), 0, "a key twice in a load");
    tap_ok(counts.inserted == 1 && counts.rejected == 1, "the second is rejected");
    const char *open[] = {rows[0]};
    tap_ok(fixture_load(db, open, 1, &counts) > 0, "but not in two drafts");
    tap_ok(fixture_load(db, open, 1, &counts) > 0 && counts.inserted == 1,
           "which do not see each other");
}

/* Also when the first of the two changes nothing. */
static void test_twice_after_same(struct db *db)
{
    static const char *const rows[] = {
        "definition|patents_granted|default|默认|default",
        "definition|patents_granted|default|别的|other",
        "definition|patents_granted|newer|新|newer",
    };
    struct draft_counts counts = {0};

    tap_is_int(fixture_load(db, rows, 2, &counts), 0, "a known row, then another under its key");
    tap_ok(counts.unchanged == 1 && counts.rejected == 1, "the second is rejected");
    const char *fine[] = {rows[0], rows[2]};
    tap_ok(fixture_load(db, fine, 2, &counts) > 0, "a known row and a new one");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM definition"), 3,
               "of the draft's only the new one is kept");
}

/* A target is one whatever its place in the plan. */
static void test_targets(struct db *db)
{
    static const char *const moved[] = {TARGET("first", "3")};
    static const char *const both[] = {TARGET("second", "2"), TARGET("second", "4")};
    struct draft_counts counts = {0};

    int64_t draft = fixture_load(db, moved, COUNT_OF(moved), &counts);
    tap_ok(draft > 0 && counts.revised == 1 && counts.inserted == 0, "another place revises");
    tap_ok(fixture_publish(db, draft) > 0, "and is published");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM target WHERE until = 9223372036854775807"),
               3, "each target is in force once");
    tap_is_int(fixture_load(db, both, COUNT_OF(both), &counts), 0, "a target at two places");
    tap_is_int(counts.rejected, 1, "is refused");
}

/* Loads of which the last row is refused at the end, when all rows are there. */
static void test_refused_at_end(struct db *db)
{
    static const struct {
        const char *rows[3];
        const char *column, *reason;
    } loads[] = {
        {{"region|120118|x|x|county|120118"}, "parent", "makes the region its own ancestor"},
        {{"region|120118|x|x|county|120116", "region|120119|x|x|county|120118",
          "region|120116|滨海新区|Binhai|county|120119"},
         "parent",
         "makes the region its own ancestor"},
        {{"region|120107|x|x|county|120000||2009-11-30",
          "observation|patents_granted|120107|2009||level|default|5|eq|5|5" TAIL,
          "observation|patents_granted|120107|2010||level|default|5|eq|5|5" TAIL},
         "region",
         "is a code that ended before the period: the figure belongs to its successor"},
        {{INDICATOR("piece", "patent_type;holder_type")},
         "",
         "no longer allows what is in force, such as the observation of 120116 up to 2018-12-31 in "
         "\"case\" of \"holder_type=enterprise\""},
        {{INDICATOR("piece;case", "patent_type")},
         "",
         "no longer allows what is in force, such as the observation of 120116 up to 2018-12-31 in "
         "\"case\" of \"holder_type=enterprise\""},
        {{"indicator|patents_granted|授权|patents "
          "granted|patents|piece|piece|flow|sum|sum|higher|0|"
          "||||public"},
         "",
         "no longer allows what is in force, such as the target parts up to 2026-12-31 in "
         "\"piece\" "
         "of \"patent_type=design\""},
    };

    for (size_t i = 0; i < COUNT_OF(loads); i++) {
        CLEANUP(draft_close) struct draft *draft = NULL;
        struct draft_report report = {0};
        size_t n = 0;
        while (n < COUNT_OF(loads[i].rows) && loads[i].rows[n] != NULL)
            n++;
        int r = draft_open(db, FIXTURE_NOW, FIXTURE_ACTOR, &draft);
        if (r == 0)
            r = fixture_rows(draft, loads[i].rows, n);
        if (r == 0)
            r = draft_finish(draft, true, &report);
        tap_is_int(r, 0, "load %d: read to the end", (int)i);
        if (!tap_ok(report.draft == 0 && report.n_errors > 0, "load %d: refused", (int)i))
            continue;
        tap_is_str(report.errors[0].column, str_from(loads[i].column), "the column");
        tap_is_str(report.errors[0].reason, str_from(loads[i].reason), "the reason");
        tap_is_int(report.errors[0].line, (int64_t)n + 1, "the line");
    }
}

/* What the same load sets right does not stand in the way. */
static void test_not_stranded(struct db *db)
{
    static const char *const rows[] = {
        INDICATOR("piece", "patent_type;holder_type"),
        "observation|lone|120116|2018|holder_type=enterprise|level|default|2|eq|2|2" TAIL,
    };
    struct draft_counts counts = {0};

    tap_ok(fixture_load(db, rows, COUNT_OF(rows), &counts) > 0, "units change with the figures");
    tap_is_int(counts.revised, 2, "both are revised");
}

static void test_nothing(struct db *db)
{
    struct draft_counts counts = {0};

    tap_is_int(fixture_load(db, fixture_catalogue, COUNT_OF(fixture_catalogue), &counts), 0,
               "the same again makes no draft");
    tap_is_int(counts.unchanged, COUNT_OF(fixture_catalogue), "every row is unchanged");
    tap_is_int(counts.inserted + counts.revised + counts.rejected, 0, "and no other");
}

static void test_identities(struct db *db)
{
    tap_is_int(fixture_number(db, "SELECT code_id FROM code WHERE code = '120116'"), 120116,
               "a region's number is its code");
    tap_is_int(fixture_number(db, "SELECT code_id FROM code WHERE list <> 'region'"
                                  " ORDER BY code_id LIMIT 1"),
               1000000001, "all others are above them");
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_identities(db);
    test_nothing(db);
    tap_ok(fixture_release(db, more_rows, COUNT_OF(more_rows)) > 0, "more rows");
    test_refused(db);
    test_long_id(db);
    test_rules_of_table(db);
    test_refused_at_end(db);
    test_not_stranded(db);
    test_reports(db);
    test_long_value(db);
    test_tolerant(db);
    test_later_rows(db);
    test_twice(db);
    test_twice_after_same(db);
    test_targets(db);
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
