/* Rules of the loader that look at other rows, at a row's own time or at the end of the load. */

#include "db/draft_impl.h"

#include "base/err.h"
#include "base/period.h"
#include "db/statements.h"

enum { REGION_PARENT, REGION_END, INDICATOR_KIND, STRANDED_OBSERVATION, STRANDED_TARGET };

#define OPEN(t) t ".until = 9223372036854775807"
#define VISIBLE(t) OPEN(t) " AND (" t ".since < 1099511627776 OR " t ".since = :draft)"
/* True when the list "a;b" lacks the item. */
#define LACKS(list, item)                                                                          \
    "replace(';' || " list " || ';', ';' || " item " || ';', '') = ';' || " list " || ';'"
/* A row of the figure `t` that the new version `n` of its indicator does not allow. */
#define WRONG_UNIT(t) "(" t ".measure = 'level' AND " LACKS("n.units", t ".unit") ")"
#define WRONG_DIMENSION(t)                                                                         \
    "EXISTS (SELECT 1 FROM breakdown_item p WHERE p.breakdown = " t ".breakdown"                   \
    " AND " LACKS("n.dimensions", "p.dimension") ")"

/* Names of what is visible, for text that is joined below. */
#define REGION_VISIBLE VISIBLE("r")
#define INDICATOR_VISIBLE VISIBLE("i")
#define FIGURE_VISIBLE VISIBLE("f")
#define REVISION_OPEN OPEN("d")
#define STRANDED_SELECT "SELECT c.code, f.ends_on, f.unit, b.text AS breakdown FROM indicator n"
#define STRANDED_WHERE                                                                             \
    " JOIN breakdown b ON b.breakdown = f.breakdown"                                               \
    " WHERE n.indicator = :indicator AND n.since = :draft AND " OPEN("n")
#define FORBIDDEN WRONG_UNIT("f") " OR " WRONG_DIMENSION("f")

static const char *const stranded_columns[] = {"code", "ends_on", "unit", "breakdown", NULL};

static const struct stmt_spec specs[] = {
    [REGION_PARENT] =
        {
            .name = "draft_region_parent",
            .sql = "SELECT r.parent FROM region r WHERE r.region = :region AND " REGION_VISIBLE
                   " ORDER BY r.since DESC LIMIT 1",
            .params = (const char *const[]){"region", "draft", NULL},
            .columns = (const char *const[]){"parent", NULL},
        },
    [REGION_END] =
        {
            .name = "draft_region_end",
            .sql = "SELECT r.valid_to FROM region r WHERE r.region = :region AND " REGION_VISIBLE
                   " ORDER BY r.since DESC LIMIT 1",
            .params = (const char *const[]){"region", "draft", NULL},
            .columns = (const char *const[]){"valid_to", NULL},
        },
    [INDICATOR_KIND] =
        {
            .name = "draft_indicator_kind",
            .sql = "SELECT i.kind FROM indicator i"
                   " WHERE i.indicator = :indicator AND " INDICATOR_VISIBLE
                   " ORDER BY i.since DESC LIMIT 1",
            .params = (const char *const[]){"indicator", "draft", NULL},
            .columns = (const char *const[]){"kind", NULL},
        },
    [STRANDED_OBSERVATION] =
        {
            /* not one that this load revises */
            .name = "draft_stranded_observation",
            .sql = STRANDED_SELECT
            " JOIN observation f ON f.indicator = n.indicator AND " FIGURE_VISIBLE
            " JOIN code c ON c.code_id = f.region" STRANDED_WHERE " AND (" FORBIDDEN
            " OR (n.kind = 'flow' AND f.accumulation = 'stock'))"
            " AND (f.since = :draft OR NOT EXISTS (SELECT 1 FROM observation d"
            " WHERE d.indicator = f.indicator AND d.region = f.region"
            " AND d.breakdown = f.breakdown AND d.measure = f.measure"
            " AND d.definition = f.definition AND d.freq = f.freq"
            " AND d.ends_on = f.ends_on AND d.starts_on = f.starts_on"
            " AND d.document = f.document"
            " AND d.since = :draft AND " REVISION_OPEN ")) LIMIT 1",
            .params = (const char *const[]){"draft", "indicator", NULL},
            .columns = stranded_columns,
        },
    [STRANDED_TARGET] =
        {
            .name = "draft_stranded_target",
            .sql = STRANDED_SELECT
            " JOIN target f ON f.indicator = n.indicator AND " FIGURE_VISIBLE
            " JOIN code c ON c.code_id = f.target" STRANDED_WHERE " AND (" FORBIDDEN ")"
            " AND (f.since = :draft OR NOT EXISTS (SELECT 1 FROM target d"
            " WHERE d.target = f.target AND d.since = :draft AND " REVISION_OPEN ")) LIMIT 1",
            .params = (const char *const[]){"draft", "indicator", NULL},
            .columns = stranded_columns,
        },
};
const struct stmt_group draft_rules_statements = {"draft_rules", specs, COUNT_OF(specs)};

/* A stock of what only happens: 1, 0 not. */
static int is_stock_of_flow(struct draft *draft, const struct sql_columns *columns,
                            const struct row_values *row)
{
    if (!str_eq(row_value(columns, row, "accumulation")->s, STR("stock")))
        return 0;
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[INDICATOR_KIND]);
    stmt_i64(s, 0, row_value(columns, row, "indicator")->i);
    stmt_i64(s, 1, draft->since);
    int r = stmt_step(s);
    return r <= 0 ? r : str_eq(stmt_get_str(s, 0), STR("flow"));
}

/* A figure of a time in which the region's code was no longer in force: 1, 0 not. A figure of a
 * time before the code is none: reports restate earlier years for the regions of today. */
static int is_after_region(struct draft *draft, const struct sql_columns *columns,
                           const struct row_values *row)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[REGION_END]);
    stmt_i64(s, 0, row_value(columns, row, "region")->i);
    stmt_i64(s, 1, draft->since);
    int r = stmt_step(s);
    if (r <= 0 || stmt_is_null(s, 0))
        return r < 0 ? r : 0;
    return row_value(columns, row, "starts_on")->i > stmt_get_i64(s, 0);
}

/* A level below zero of what is counted, paid or lasts: 1, 0 not. Ratios may be below zero. */
static int is_negative_count(struct draft *draft, const struct sql_columns *columns,
                             const struct row_values *row)
{
    const struct value *value = row_value(columns, row, "value_e6");

    if (value->kind != VALUE_I64 || value->i >= 0 ||
        !str_eq(row_value(columns, row, "measure")->s, STR("level")))
        return 0;
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[INDICATOR_KIND]);
    stmt_i64(s, 0, row_value(columns, row, "indicator")->i);
    stmt_i64(s, 1, draft->since);
    int r = stmt_step(s);
    return r <= 0 ? r : !str_eq(stmt_get_str(s, 0), STR("ratio"));
}

int draft_rules_row(struct draft *draft, const struct table *table, const struct row_values *row,
                    const char **ret_column, const char **ret_reason)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    int r;

    if (!str_eq(str_from(table->name), STR("observation")))
        return draft_record_rules_row(draft, table, row, ret_column, ret_reason);
    r = is_stock_of_flow(draft, columns, row);
    if (r != 0) {
        *ret_column = "accumulation";
        *ret_reason = "is stock, and the indicator counts what happens in a period";
        return r;
    }
    r = is_negative_count(draft, columns, row);
    if (r != 0) {
        *ret_column = "value";
        *ret_reason = "is below zero, and the indicator is no ratio";
        return r;
    }
    r = is_after_region(draft, columns, row);
    if (r != 0) {
        *ret_column = "region";
        *ret_reason = "is a code that ended before the period: the figure belongs to its successor";
    }
    return r;
}

bool draft_rules_wanted(const struct draft *draft, const struct table *table,
                        const struct row_values *row, bool revised)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;

    if (str_eq(str_from(table->name), STR("region")) ||
        str_eq(str_from(table->name), STR("agency")))
        return row_value(columns, row, "parent")->kind != VALUE_NULL;
    return revised && str_eq(str_from(table->name), STR("indicator"));
}

static void reject(struct draft *draft, const struct draft_noted *noted, const char *column,
                   struct str value, struct str reason)
{
    --*noted->counted;
    draft_reject(draft, noted->package, noted->table, noted->line, str_from(column), value, reason);
}

int draft_rules_parent(struct draft *draft, int64_t region, int64_t *ret)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[REGION_PARENT]);

    stmt_i64(s, 0, region);
    stmt_i64(s, 1, draft->since);
    int r = stmt_step(s);
    if (r < 0)
        return r;
    *ret = r == 0 || stmt_is_null(s, 0) ? 0 : stmt_get_i64(s, 0);
    return 0;
}

/* Walks the parents of a region, which must come to an end. */
static int check_region(struct draft *draft, const struct draft_noted *noted)
{
    int64_t at = noted->id;

    for (int i = 0; i <= REGIONS_ABOVE_MAX; i++) {
        int r = draft_rules_parent(draft, at, &at);
        if (r < 0 || at == 0)
            return r;
        if (at == noted->id) {
            reject(draft, noted, "parent", STR(""), STR("makes the region its own ancestor"));
            return 0;
        }
    }
    reject(draft, noted, "parent", STR(""),
           arena_printf(&draft->row_arena,
                        "puts more than %d regions above the region, or a circle",
                        REGIONS_ABOVE_MAX));
    return 0;
}

static int check_agency(struct draft *draft, const struct draft_noted *noted)
{
    const char *reason;
    int r = draft_record_rules_agency(draft, noted->id, &reason);

    if (r > 0)
        reject(draft, noted, "parent", STR(""), str_from(reason));
    return r < 0 ? r : 0;
}

/* Looks for one figure that the new version of an indicator no longer allows. 1 when there was one.
 */
static int check_stranded(struct draft *draft, const struct draft_noted *noted, size_t which,
                          const char *what)
{
    char date[DATE_TEXT_MAX];

    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[which]);
    stmt_i64(s, 0, draft->since);
    stmt_i64(s, 1, noted->id);
    int r = stmt_step(s);
    if (r <= 0)
        return r;
    struct str code = stmt_get_str(s, 0), unit = stmt_get_str(s, 2), part = stmt_get_str(s, 3);
    size_t n = date_format((int32_t)stmt_get_i64(s, 1), date);
    reject(draft, noted, "", STR(""),
           arena_printf(&draft->row_arena,
                        "no longer allows what is in force, such as the %s %.*s up to %.*s in "
                        "\"%.*s\" of \"%.*s\"",
                        what, (int)code.n, code.p, (int)n, date, (int)unit.n, unit.p, (int)part.n,
                        part.p));
    return 1;
}

int draft_rules_finish(struct draft *draft)
{
    for (const struct draft_noted *noted = draft->noted; noted != NULL; noted = noted->next) {
        int r;
        arena_reset(&draft->row_arena);
        if (str_eq(str_from(noted->table->name), STR("region"))) {
            r = check_region(draft, noted);
        } else if (str_eq(str_from(noted->table->name), STR("agency"))) {
            r = check_agency(draft, noted);
        } else {
            r = check_stranded(draft, noted, STRANDED_OBSERVATION, "observation of");
            if (r == 0)
                r = check_stranded(draft, noted, STRANDED_TARGET, "target");
        }
        if (r < 0)
            return r;
    }
    return draft->row_arena.failed || draft->arena.failed ? -ERR_NOMEM : 0;
}
