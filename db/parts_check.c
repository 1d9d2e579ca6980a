#include "db/parts_check.h"

#include "db/row.h"
#include "db/statements.h"

enum { PARTS_PLACES, PARTS_SUMS };

/* Sums stay within 64 bits: a part counts for 100,000 million at most, and a dimension has fewer
 * than ninety values. */
#define PART                                                                                       \
    "CASE WHEN o.lower_e6 IS NULL OR o.lower_e6 < 0 THEN 0 WHEN o.lower_e6 > 100000000000000000"   \
    " THEN 100000000000000000 ELSE o.lower_e6 END"
#define OF_ONE_PLACE                                                                               \
    " AND t.definition = o.definition AND t.freq = o.freq AND t.ends_on = o.ends_on"               \
    " AND t.starts_on = o.starts_on AND t.document = o.document AND t.unit = o.unit"

static const struct stmt_spec specs[] = {
    [PARTS_PLACES] =
        {
            .name = "parts_places",
            .sql = "SELECT DISTINCT o.indicator AS indicator, o.region AS region"
                   " FROM observation o WHERE o.since = :release",
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"indicator", "region", NULL},
        },
    [PARTS_SUMS] =
        {
            .name = "parts_sums",
            .sql = "SELECT n.code AS indicator_code, p.code AS region_code,"
                   " o.definition AS definition, m.code AS document_code,"
                   " b.dimension AS dimension, o.freq AS freq, o.ends_on AS ends_on,"
                   " o.starts_on AS starts_on, sum(" PART ") AS parts_e6, t.upper_e6 AS total_e6,"
                   " i.access AS access"
                   " FROM observation o"
                   " JOIN breakdown_item b ON b.breakdown = o.breakdown"
                   " JOIN dimension_rule d ON d.dimension = b.dimension"
                   " JOIN indicator i ON i.indicator = o.indicator"
                   " JOIN observation t ON t.indicator = o.indicator AND t.region = o.region"
                   " AND t.breakdown = 0 AND t.measure = 'level'" OF_ONE_PLACE
                   " JOIN code n ON n.code_id = o.indicator JOIN code p ON p.code_id = o.region"
                   " JOIN code m ON m.code_id = o.document"
                   " WHERE o.indicator = :indicator AND o.region = :region AND o.measure = 'level'"
                   " AND d.rule = 'partition' AND i.kind IN ('flow', 'stock', 'event')"
                   " AND NOT EXISTS (SELECT 1 FROM breakdown_item q"
                   " WHERE q.breakdown = o.breakdown AND q.dimension <> b.dimension)"
                   " AND " ROW_IN_FORCE("o") " AND " ROW_IN_FORCE("d") " AND " ROW_IN_FORCE(
                       "i") " AND " ROW_IN_FORCE("t") " GROUP BY n.code, p.code, o.definition, "
                                                      "m.code, b.dimension, o.freq, o.ends_on,"
                                                      " o.starts_on, t.upper_e6, i.access HAVING "
                                                      "sum(" PART ") > t.upper_e6",
            .params = (const char *const[]){"indicator", "region", "release", NULL},
            .columns = (const char *const[]){"indicator_code", "region_code", "definition",
                                             "document_code", "dimension", "freq", "ends_on",
                                             "starts_on", "parts_e6", "total_e6", "access", NULL},
        },
};
const struct stmt_group parts_check_statements = {"parts_check", specs, COUNT_OF(specs)};

static int check_place(struct db *db, int64_t release, int64_t indicator, int64_t region,
                       int (*each)(void *cls, const struct parts_fault *), void *cls)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[PARTS_SUMS]);
    int r;

    stmt_i64(s, 0, indicator);
    stmt_i64(s, 1, region);
    stmt_i64(s, 2, release);
    while ((r = stmt_step(s)) > 0) {
        struct parts_fault fault = {
            .indicator = stmt_get_str(s, 0),
            .region = stmt_get_str(s, 1),
            .definition = stmt_get_str(s, 2),
            .document = stmt_get_str(s, 3),
            .dimension = stmt_get_str(s, 4),
            .parts_e6 = stmt_get_i64(s, 8),
            .total_e6 = stmt_get_i64(s, 9),
            .restricted = !str_eq(stmt_get_str(s, 10), STR("public")),
        };
        r = row_period(s, 5, &fault.period);
        if (r == 0)
            r = each(cls, &fault);
        if (r < 0)
            return r;
    }
    return r;
}

int parts_check(struct db *db, int64_t release, int (*each)(void *cls, const struct parts_fault *),
                void *cls)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[PARTS_PLACES]);
    int r;

    stmt_i64(s, 0, release);
    while ((r = stmt_step(s)) > 0) {
        r = check_place(db, release, stmt_get_i64(s, 0), stmt_get_i64(s, 1), each, cls);
        if (r < 0)
            return r;
    }
    return r;
}
