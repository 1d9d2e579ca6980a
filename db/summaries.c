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

enum { SERIES_CLOSE, SERIES_ADD, SECTION_ADD, SECTION_CLOSE, SERIES_WRONG, SECTION_WRONG };

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
    [SECTION_ADD] =
        {
            .name = "section_summary_add",
            .sql =
                "INSERT INTO section_summary (indicator, freq, ends_on, starts_on, breakdown, "
                "measure, definition, figures,"
                " since, until) SELECT n.indicator, n.freq, n.ends_on, n.starts_on, "
                "n.breakdown, n.measure, n.definition,"
                " n.change + coalesce(s.figures, 0), :release, 9223372036854775807"
                " FROM (" CHANGED_SECTIONS ") n " STMT_SCAN_MARK " LEFT JOIN section_summary s ON"
                " s.indicator = n.indicator AND s.freq = n.freq AND s.ends_on = n.ends_on"
                " AND s.starts_on = n.starts_on AND s.breakdown = n.breakdown AND"
                " s.measure = n.measure AND s.definition = n.definition"
                " AND s.until = 9223372036854775807"
                " WHERE n.change <> 0 AND n.change + coalesce(s.figures, 0) > 0",
            .params = by_release,
            .columns = no_columns,
        },
    [SECTION_CLOSE] =
        {
            .name = "section_summary_close",
            .sql = "UPDATE section_summary SET until = :release WHERE (indicator, freq, ends_on, "
                   "starts_on, breakdown, measure, definition)"
                   " IN (SELECT indicator, freq, ends_on, starts_on, breakdown, measure, definition"
                   " FROM (" CHANGED_SECTIONS ") n " STMT_SCAN_MARK " WHERE n.change <> 0)"
                   " AND until = 9223372036854775807 AND since < :release",
            .params = by_release,
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

int summaries_publish(struct db *db, int64_t release)
{
    /* A section's new version is counted from the one before, so that is closed last. */
    static const int order[] = {SERIES_CLOSE, SERIES_ADD, SECTION_ADD, SECTION_CLOSE};
    int r = 0;

    for (size_t i = 0; i < COUNT_OF(order) && r == 0; i++) {
        struct stmt *stmt = db_stmt(db, &specs[order[i]]);
        stmt_i64(stmt, 0, release);
        r = stmt_run(stmt);
    }
    return r;
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
