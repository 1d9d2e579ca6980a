#include "db/summaries.h"

#include "base/macros.h"
#include "db/row.h"
#include "db/statements.h"
#include "db/stmt.h"

/* The series that the release touched: with rows that it brought or ended. */
#define TOUCHED_SERIES                                                                             \
    "SELECT indicator, region, breakdown, measure, definition, freq FROM"                          \
    " observation WHERE since = :release UNION SELECT indicator, region,"                          \
    " breakdown, measure, definition, freq FROM observation WHERE until ="                         \
    " :release AND until < 9223372036854775807"

/* The sections that gained or lost places in the release, and how many. */
#define CHANGED_SECTIONS                                                                           \
    "SELECT t.indicator AS indicator, t.freq AS freq, t.ends_on AS ends_on,"                       \
    " t.starts_on AS starts_on, t.breakdown AS breakdown, t.measure AS"                            \
    " measure, t.definition AS definition, sum(CASE WHEN EXISTS (SELECT 1"                         \
    " FROM observation o WHERE o.indicator = t.indicator AND o.region ="                           \
    " t.region AND o.breakdown = t.breakdown AND o.measure = t.measure AND"                        \
    " o.definition = t.definition AND o.freq = t.freq AND o.ends_on ="                             \
    " t.ends_on AND o.starts_on = t.starts_on AND o.since <= :release AND"                         \
    " :release < o.until) THEN 1 ELSE 0 END - CASE WHEN EXISTS (SELECT 1 FROM"                     \
    " observation o WHERE o.indicator = t.indicator AND o.region = t.region"                       \
    " AND o.breakdown = t.breakdown AND o.measure = t.measure AND"                                 \
    " o.definition = t.definition AND o.freq = t.freq AND o.ends_on ="                             \
    " t.ends_on AND o.starts_on = t.starts_on AND o.since < :release AND"                          \
    " :release <= o.until) THEN 1 ELSE 0 END) AS change FROM (SELECT"                              \
    " indicator, region, breakdown, measure, definition, freq, ends_on,"                           \
    " starts_on FROM observation WHERE since = :release UNION SELECT"                              \
    " indicator, region, breakdown, measure, definition, freq, ends_on,"                           \
    " starts_on FROM observation WHERE until = :release AND until <"                               \
    " 9223372036854775807) t GROUP BY t.indicator, t.freq, t.ends_on,"                             \
    " t.starts_on, t.breakdown, t.measure, t.definition"

enum {
    SERIES_CLOSE,
    SERIES_ADD,
    SECTION_CHANGED,
    SECTION_CLOSE,
    SECTION_ADD,
    SERIES_WRONG,
    SECTION_WRONG,
};

static const char *const by_release[] = {"release", NULL};
static const char *const no_columns[] = {NULL};
static const char *const one_number[] = {"n", NULL};

static const struct stmt_spec specs[] = {
    [SERIES_CLOSE] =
        {
            .name = "series_summary_close",
            .sql =
                "UPDATE series_summary SET until = :release WHERE (indicator, region, "
                "breakdown, measure, definition, freq)"
                " IN (SELECT n.indicator, n.region, n.breakdown, n.measure, n.definition, n.freq "
                "FROM (" TOUCHED_SERIES ") n " STMT_SCAN_MARK ") AND until = 9223372036854775807",
            .params = by_release,
            .columns = no_columns,
        },
    [SERIES_ADD] =
        {
            .name = "series_summary_add",
            .sql = "INSERT INTO series_summary (indicator, region, breakdown, measure, definition, "
                   "freq, figures,"
                   " first_place, last_place, since, until)"
                   " SELECT n.indicator, n.region, n.breakdown, n.measure, n.definition, n.freq,"
                   " n.figures, n.first_place, n.last_place, :release, 9223372036854775807 FROM ("
                   "SELECT p.indicator AS indicator, p.region AS region, p.breakdown AS"
                   " breakdown, p.measure AS measure, p.definition AS definition, p.freq AS"
                   " freq, count(*) AS figures, min(p.ends_on * 1048576 + p.ends_on -"
                   " p.starts_on) AS first_place, max(p.ends_on * 1048576 + p.ends_on -"
                   " p.starts_on) AS last_place FROM (SELECT DISTINCT o.indicator AS"
                   " indicator, o.region AS region, o.breakdown AS breakdown, o.measure AS"
                   " measure, o.definition AS definition, o.freq AS freq, o.ends_on AS"
                   " ends_on, o.starts_on AS starts_on FROM (" TOUCHED_SERIES ") t " STMT_SCAN_MARK
                   " CROSS JOIN observation o"
                   " WHERE o.indicator = t.indicator AND o.region = t.region AND o.breakdown"
                   " = t.breakdown AND o.measure = t.measure AND o.definition = t.definition"
                   " AND o.freq = t.freq AND o.since <= :release AND :release < o.until) p"
                   " GROUP BY p.indicator, p.region, p.breakdown, p.measure, p.definition,"
                   " p.freq"
                   ") n",
            .params = by_release,
            .columns = no_columns,
        },
    [SECTION_CHANGED] =
        {
            .name = "section_summary_changed",
            .sql =
                "SELECT n.indicator AS indicator, n.freq AS freq, n.ends_on AS ends_on,"
                " n.starts_on AS starts_on, n.breakdown AS breakdown, n.measure AS measure,"
                " n.definition AS definition, n.change + coalesce((SELECT s.figures FROM"
                " section_summary s WHERE s.indicator = n.indicator AND s.freq = n.freq"
                " AND s.ends_on = n.ends_on AND s.starts_on = n.starts_on"
                " AND s.breakdown = n.breakdown AND s.measure = n.measure"
                " AND s.definition = n.definition AND s.until = 9223372036854775807), 0)"
                " AS figures FROM (" CHANGED_SECTIONS ") n " STMT_SCAN_MARK " WHERE n.change <> 0",
            .params = by_release,
            .columns = (const char *const[]){"indicator", "freq", "ends_on", "starts_on",
                                             "breakdown", "measure", "definition", "figures", NULL},
        },
    [SECTION_CLOSE] =
        {
            .name = "section_summary_close",
            .sql = "UPDATE section_summary SET until = :release WHERE indicator = :indicator"
                   " AND freq = :freq AND ends_on = :ends_on AND starts_on = :starts_on"
                   " AND breakdown = :breakdown AND measure = :measure"
                   " AND definition = :definition AND until = 9223372036854775807",
            .params = (const char *const[]){"indicator", "freq", "ends_on", "starts_on",
                                            "breakdown", "measure", "definition", "release", NULL},
            .columns = no_columns,
        },
    [SECTION_ADD] =
        {
            .name = "section_summary_add",
            .sql = "INSERT INTO section_summary (indicator, freq, ends_on, starts_on, breakdown,"
                   " measure, definition, figures, since, until) VALUES (:indicator, :freq,"
                   " :ends_on, :starts_on, :breakdown, :measure, :definition, :figures, :release,"
                   " 9223372036854775807)",
            .params = (const char *const[]){"indicator", "freq",
                                            "ends_on", "starts_on", "breakdown",
                                            "measure", "definition", "release", "figures", NULL},
            .columns = no_columns,
        },
    [SERIES_WRONG] =
        {
            .name = "series_summary_wrong",
            .sql = "SELECT (SELECT count(*) FROM ("
                   "SELECT p.indicator AS indicator, p.region AS region, p.breakdown AS"
                   " breakdown, p.measure AS measure, p.definition AS definition, p.freq AS"
                   " freq, count(*) AS figures, min(p.ends_on * 1048576 + p.ends_on -"
                   " p.starts_on) AS first_place, max(p.ends_on * 1048576 + p.ends_on -"
                   " p.starts_on) AS last_place FROM (SELECT DISTINCT indicator, region,"
                   " breakdown, measure, definition, freq, ends_on, starts_on FROM"
                   " observation /*scan*/ WHERE since <= :release AND :release < until) p"
                   " GROUP BY p.indicator, p.region, p.breakdown, p.measure, p.definition,"
                   " p.freq"
                   " EXCEPT "
                   "SELECT indicator, region, breakdown, measure, definition, freq,"
                   " figures, first_place, last_place FROM series_summary WHERE since <="
                   " :release AND :release < until"
                   ")) + (SELECT count(*) FROM ("
                   "SELECT indicator, region, breakdown, measure, definition, freq,"
                   " figures, first_place, last_place FROM series_summary WHERE since <="
                   " :release AND :release < until"
                   " EXCEPT "
                   "SELECT p.indicator AS indicator, p.region AS region, p.breakdown AS"
                   " breakdown, p.measure AS measure, p.definition AS definition, p.freq AS"
                   " freq, count(*) AS figures, min(p.ends_on * 1048576 + p.ends_on -"
                   " p.starts_on) AS first_place, max(p.ends_on * 1048576 + p.ends_on -"
                   " p.starts_on) AS last_place FROM (SELECT DISTINCT indicator, region,"
                   " breakdown, measure, definition, freq, ends_on, starts_on FROM"
                   " observation /*scan*/ WHERE since <= :release AND :release < until) p"
                   " GROUP BY p.indicator, p.region, p.breakdown, p.measure, p.definition,"
                   " p.freq"
                   ")) AS n",
            .params = by_release,
            .columns = one_number,
        },
    [SECTION_WRONG] =
        {
            .name = "section_summary_wrong",
            .sql = "SELECT (SELECT count(*) FROM ("
                   "SELECT p.indicator AS indicator, p.freq AS freq, p.ends_on AS ends_on,"
                   " p.starts_on AS starts_on, p.breakdown AS breakdown, p.measure AS"
                   " measure, p.definition AS definition, count(*) AS figures FROM (SELECT"
                   " DISTINCT indicator, region, breakdown, measure, definition, freq,"
                   " ends_on, starts_on FROM observation /*scan*/ WHERE since <= :release"
                   " AND :release < until) p GROUP BY p.indicator, p.freq, p.ends_on,"
                   " p.starts_on, p.breakdown, p.measure, p.definition"
                   " EXCEPT "
                   "SELECT indicator, freq, ends_on, starts_on, breakdown, measure,"
                   " definition, figures FROM section_summary WHERE since <= :release AND"
                   " :release < until"
                   ")) + (SELECT count(*) FROM ("
                   "SELECT indicator, freq, ends_on, starts_on, breakdown, measure,"
                   " definition, figures FROM section_summary WHERE since <= :release AND"
                   " :release < until"
                   " EXCEPT "
                   "SELECT p.indicator AS indicator, p.freq AS freq, p.ends_on AS ends_on,"
                   " p.starts_on AS starts_on, p.breakdown AS breakdown, p.measure AS"
                   " measure, p.definition AS definition, count(*) AS figures FROM (SELECT"
                   " DISTINCT indicator, region, breakdown, measure, definition, freq,"
                   " ends_on, starts_on FROM observation /*scan*/ WHERE since <= :release"
                   " AND :release < until) p GROUP BY p.indicator, p.freq, p.ends_on,"
                   " p.starts_on, p.breakdown, p.measure, p.definition"
                   ")) AS n",
            .params = by_release,
            .columns = one_number,
        },
};

const struct stmt_group summaries_statements = {"summaries", specs, COUNT_OF(specs)};

/* The columns of a changed section: what names it, then its figures. */
enum {
    SECTION_INDICATOR,
    SECTION_FREQ,
    SECTION_ENDS_ON,
    SECTION_STARTS_ON,
    SECTION_BREAKDOWN,
    SECTION_MEASURE,
    SECTION_DEFINITION,
    SECTION_FIGURES,
};

/* A statement on the section at hand: its names come first, then the release. */
static struct stmt *on_section(struct db *db, size_t spec, struct stmt *section, int64_t release)
{
    struct stmt *s = db_stmt(db, &specs[spec]);

    stmt_i64(s, SECTION_INDICATOR, stmt_get_i64(section, SECTION_INDICATOR));
    stmt_str(s, SECTION_FREQ, stmt_get_str(section, SECTION_FREQ));
    stmt_i64(s, SECTION_ENDS_ON, stmt_get_i64(section, SECTION_ENDS_ON));
    stmt_i64(s, SECTION_STARTS_ON, stmt_get_i64(section, SECTION_STARTS_ON));
    stmt_i64(s, SECTION_BREAKDOWN, stmt_get_i64(section, SECTION_BREAKDOWN));
    stmt_str(s, SECTION_MEASURE, stmt_get_str(section, SECTION_MEASURE));
    stmt_str(s, SECTION_DEFINITION, stmt_get_str(section, SECTION_DEFINITION));
    stmt_i64(s, SECTION_DEFINITION + 1, release);
    return s;
}

/* Finding the sections is what takes long, so that it is done once for both works on them. */
static int publish_sections(struct db *db, int64_t release)
{
    CLEANUP(stmt_reset_p) struct stmt *section = db_stmt(db, &specs[SECTION_CHANGED]);
    int r;

    stmt_i64(section, 0, release);
    while ((r = stmt_step(section)) > 0) {
        int64_t figures = stmt_get_i64(section, SECTION_FIGURES);
        r = stmt_run(on_section(db, SECTION_CLOSE, section, release));
        if (r == 0 && figures > 0) {
            struct stmt *add = on_section(db, SECTION_ADD, section, release);
            stmt_i64(add, SECTION_DEFINITION + 2, figures);
            r = stmt_run(add);
        }
        if (r < 0)
            return r;
    }
    return r;
}

int summaries_publish(struct db *db, int64_t release)
{
    static const int order[] = {SERIES_CLOSE, SERIES_ADD};
    int r = 0;

    for (size_t i = 0; i < COUNT_OF(order) && r == 0; i++) {
        struct stmt *stmt = db_stmt(db, &specs[order[i]]);
        stmt_i64(stmt, 0, release);
        r = stmt_run(stmt);
    }
    return r < 0 ? r : publish_sections(db, release);
}

int summaries_check(struct db *db, int64_t release, int64_t *ret)
{
    int64_t series, sections;
    struct stmt *stmt = db_stmt(db, &specs[SERIES_WRONG]);

    stmt_i64(stmt, 0, release);
    int r = row_count(stmt, &series);
    if (r < 0)
        return r;
    stmt = db_stmt(db, &specs[SECTION_WRONG]);
    stmt_i64(stmt, 0, release);
    r = row_count(stmt, &sections);
    if (r < 0)
        return r;
    *ret = series + sections;
    return 0;
}
