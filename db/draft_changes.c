#include "db/draft_changes.h"

#include "db/draft.h"
#include "db/row.h"
#include "db/statements.h"

enum { CHANGES_OF_DRAFT, CHANGES_COUNT };

/* A figure `n` of the draft and the one `o` in force under its key. An indicator that is restricted
 * now, or becomes so with the draft, is left out. */
#define CHANGED                                                                                    \
    " FROM observation n"                                                                          \
    " JOIN observation o ON o.indicator = n.indicator AND o.region = n.region"                     \
    " AND o.breakdown = n.breakdown AND o.measure = n.measure AND o.definition = n.definition"     \
    " AND o.freq = n.freq AND o.ends_on = n.ends_on AND o.starts_on = n.starts_on"                 \
    " AND o.document = n.document AND o.until = 9223372036854775807"                               \
    " AND o.since < 1099511627776"
#define OPEN_TO_ALL                                                                                \
    " WHERE n.since = :draft AND NOT EXISTS (SELECT 1 FROM indicator i"                            \
    " WHERE i.indicator = n.indicator AND i.access <> 'public'"                                    \
    " AND i.until = 9223372036854775807 AND (i.since < 1099511627776 OR i.since = :draft))"

static const struct stmt_spec specs[] = {
    [CHANGES_OF_DRAFT] =
        {
            .name = "draft_changes",
            .sql = "SELECT c.code AS indicator_code, r.code AS region_code, b.text AS breakdown,"
                   " n.measure AS measure, n.definition AS definition, d.code AS document_code,"
                   " n.freq AS freq, n.ends_on AS ends_on, n.starts_on AS starts_on,"
                   " n.until AS until, o.value_e6 AS old_e6, o.decimals AS old_decimals,"
                   " o.status AS old_status, n.value_e6 AS new_e6, n.decimals AS new_decimals,"
                   " n.status AS new_status" CHANGED " JOIN code c ON c.code_id = n.indicator"
                   " JOIN code r ON r.code_id = n.region JOIN code d ON d.code_id = n.document"
                   " JOIN breakdown b ON b.breakdown = n.breakdown" OPEN_TO_ALL
                   " ORDER BY n.indicator, n.region, n.breakdown, n.measure, n.definition, n.freq,"
                   " n.ends_on, n.starts_on, n.precedence, n.document LIMIT :limit",
            .params = (const char *const[]){"draft", "limit", NULL},
            .columns =
                (const char *const[]){"indicator_code", "region_code", "breakdown", "measure",
                                      "definition", "document_code", "freq", "ends_on", "starts_on",
                                      "until", "old_e6", "old_decimals", "old_status", "new_e6",
                                      "new_decimals", "new_status", NULL},
        },
    [CHANGES_COUNT] =
        {
            .name = "draft_changes_count",
            .sql = "SELECT count(*) AS n" CHANGED OPEN_TO_ALL,
            .params = (const char *const[]){"draft", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
};
const struct stmt_group draft_changes_statements = {"draft_changes", specs, COUNT_OF(specs)};

/* Columns `column` and the two after it. */
static struct draft_figure map_figure(struct stmt *s, size_t column)
{
    return (struct draft_figure){
        .known = !stmt_is_null(s, column),
        .value_e6 = stmt_get_i64(s, column),
        .decimals = (uint8_t)stmt_get_i64(s, column + 1),
        .status = stmt_get_str(s, column + 2),
    };
}

static bool is_same(const struct draft_figure *a, const struct draft_figure *b)
{
    return a->known == b->known && a->value_e6 == b->value_e6 && a->decimals == b->decimals &&
           str_eq(a->status, b->status);
}

int draft_changes(struct db *db, int64_t draft, int64_t limit,
                  int (*each)(void *cls, const struct draft_change *), void *cls)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[CHANGES_OF_DRAFT]);
    int r;

    stmt_i64(s, 0, DB_DRAFT_BASE + draft);
    stmt_i64(s, 1, limit);
    while ((r = stmt_step(s)) > 0) {
        struct draft_change change = {
            .indicator = stmt_get_str(s, 0),
            .region = stmt_get_str(s, 1),
            .breakdown = stmt_get_str(s, 2),
            .measure = stmt_get_str(s, 3),
            .definition = stmt_get_str(s, 4),
            .document = stmt_get_str(s, 5),
            .withdrawn = stmt_get_i64(s, 9) == DRAFT_WITHDRAWN,
            .before = map_figure(s, 10),
            .after = map_figure(s, 13),
        };
        change.same = !change.withdrawn && is_same(&change.before, &change.after);
        r = row_period(s, 6, &change.period);
        if (r == 0)
            r = each(cls, &change);
        if (r < 0)
            return r;
    }
    return r;
}

int draft_changes_count(struct db *db, int64_t draft, int64_t *ret)
{
    struct stmt *s = db_stmt(db, &specs[CHANGES_COUNT]);

    stmt_i64(s, 0, DB_DRAFT_BASE + draft);
    return row_count(s, ret);
}
