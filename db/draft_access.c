/* What is published of a load, and what only the one who loads is told; db/draft_impl.h has the
 * rule. */

#include "db/draft_impl.h"

#include "base/err.h"
#include "db/row.h"
#include "db/statements.h"

enum {
    INDICATOR_ACCESS,
    TARGET_INDICATOR,
    RELATION_INDICATORS,
    WITHDRAWN,
    RESTRICTS,
    CHANGES_ACCESS
};

#define VISIBLE(t)                                                                                 \
    t ".until = 9223372036854775807 AND (" t ".since < 1099511627776 OR " t ".since = :draft)"
/* Of two visible versions of a row of `table`, which `match` tells, the draft's counts. */
#define NEWEST(t, table, match)                                                                    \
    VISIBLE(t)                                                                                     \
    " AND NOT EXISTS (SELECT 1 FROM " table " own WHERE " match                                    \
    " AND own.since = :draft AND own.until = 9223372036854775807"                                  \
    " AND own.since > " t ".since)"
#define NEWEST_INDICATOR NEWEST("i", "indicator", "own.indicator = i.indicator")
#define NEWEST_TARGET NEWEST("g", "target", "own.target = g.target")
#define NEWEST_TERM                                                                                \
    NEWEST("m", "relation_term", "own.relation = m.relation AND own.position = m.position")

static const struct stmt_spec specs[] =
    {
        [INDICATOR_ACCESS] =
            {
                .name = "draft_indicator_access",
                .sql = "SELECT i.access FROM indicator i WHERE i.indicator = :indicator"
                       " AND " VISIBLE("i") " ORDER BY i.since DESC LIMIT 1",
                .params = (const char *const[]){"indicator", "draft", NULL},
                .columns = (const char *const[]){"access", NULL},
            },
        [TARGET_INDICATOR] =
            {
                .name = "draft_target_indicator",
                .sql = "SELECT g.indicator FROM target g WHERE g.target = :target"
                       " AND " VISIBLE("g") " ORDER BY g.since DESC LIMIT 1",
                .params = (const char *const[]){"target", "draft", NULL},
                .columns = (const char *const[]){"indicator", NULL},
            },
        [RELATION_INDICATORS] =
            {
                .name = "draft_relation_indicators",
                .sql = "SELECT m.indicator FROM relation_term m WHERE m.relation = :relation"
                       " AND m.indicator IS NOT NULL AND " NEWEST_TERM
                       " UNION SELECT g.indicator FROM relation_term m JOIN target g"
                       " ON g.target = m.target WHERE m.relation = :relation"
                       " AND " NEWEST_TERM " AND " NEWEST_TARGET,
                .params = (const char *const[]){"relation", "draft", NULL},
                .columns = (const char *const[]){"indicator", NULL},
            },
        [WITHDRAWN] =
            {
                .name = "draft_withdrawn_restricted",
                .sql = "SELECT count(*) AS n FROM observation o JOIN indicator i"
                       " ON i.indicator = o.indicator WHERE o.since = :draft AND o.until = :until"
                       " AND i.access <> 'public' AND " NEWEST_INDICATOR,
                .params = (const char *const[]){"draft", "until", NULL},
                .columns = (const char *const[]){"n", NULL},
            },
        [RESTRICTS] =
            {
                .name = "draft_restricts",
                .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM indicator n JOIN indicator i"
                       " ON i.indicator = n.indicator WHERE n.since = :draft"
                       " AND n.access <> 'public' AND i.since < 1099511627776"
                       " AND i.until = 9223372036854775807 AND i.access = 'public'",
                .params = (const char *const[]){"draft", NULL},
                .columns = (const char *const[]){"n", NULL},
            },
        [CHANGES_ACCESS] =
            {
                .name = "draft_changes_access",
                .sql = "SELECT " STMT_SCAN_MARK " count(*) AS n FROM indicator n JOIN indicator i"
                       " ON i.indicator = n.indicator WHERE n.since = :draft"
                       " AND i.since < 1099511627776 AND i.access <> n.access",
                .params = (const char *const[]){"draft", NULL},
                .columns = (const char *const[]){"n", NULL},
            },
};
const struct stmt_group draft_access_statements = {"draft_access", specs, COUNT_OF(specs)};

/* Whether readers may see what is said of an indicator: 1, 0 not. */
static int is_public(struct draft *draft, int64_t indicator)
{
    if (draft->access_of != indicator) {
        CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[INDICATOR_ACCESS]);
        stmt_i64(s, 0, indicator);
        stmt_i64(s, 1, draft->since);
        int r = stmt_step(s);
        if (r < 0)
            return r;
        draft->access_of = indicator;
        draft->access_public = r > 0 && str_eq(stmt_get_str(s, 0), STR("public"));
    }
    return draft->access_public;
}

static int is_public_target(struct draft *draft, int64_t target)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[TARGET_INDICATOR]);

    stmt_i64(s, 0, target);
    stmt_i64(s, 1, draft->since);
    int r = stmt_step(s);
    return r <= 0 ? r : is_public(draft, stmt_get_i64(s, 0));
}

static int is_public_relation(struct draft *draft, int64_t relation)
{
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(draft->db, &specs[RELATION_INDICATORS]);
    int r;

    stmt_i64(s, 0, relation);
    stmt_i64(s, 1, draft->since);
    while ((r = stmt_step(s)) > 0) {
        r = is_public(draft, stmt_get_i64(s, 0));
        if (r <= 0)
            return r;
    }
    return r < 0 ? r : 1;
}

int64_t *draft_counted(struct draft_counts *counts, enum draft_standing standing)
{
    switch (standing) {
    case DRAFT_ROW_NEW:
        return &counts->inserted;
    case DRAFT_ROW_SAME:
        break;
    case DRAFT_ROW_REVISED:
        return &counts->revised;
    }
    return &counts->unchanged;
}

static void digest_row(struct sha256 *digest, const struct table *table, const struct str *cells)
{
    sha256_update(digest, str_from(table->name));
    for (size_t i = 0; i < table->n_columns; i++) {
        sha256_update(digest, STR("\x1f"));
        if (!table->columns[i].restricted)
            sha256_update(digest, cells[i]);
    }
    sha256_update(digest, STR("\n"));
}

/* Keeps a row of a relation for the end of the load. */
static int relate(struct draft *draft, size_t package, const struct table *table,
                  const struct str *cells, int64_t relation, enum draft_standing standing)
{
    struct draft_related *related = arena_alloc(&draft->arena, sizeof *related);
    struct sha256 digest;

    if (related == NULL)
        return -ERR_NOMEM;
    *related = (struct draft_related){
        .next = draft->related, .package = package, .relation = relation, .standing = standing};
    sha256_init(&digest);
    digest_row(&digest, table, cells);
    sha256_hex(&digest, related->digest);
    draft->related = related;
    return 0;
}

int draft_access_row(struct draft *draft, size_t package, const struct table *table,
                     const struct str *cells, const struct row_values *row,
                     enum draft_standing standing)
{
    const struct sql_columns *columns = &draft->tables[table - tables].columns;
    struct str name = str_from(table->name);
    int r = 1;

    if (str_eq(name, STR("relation")) || str_eq(name, STR("relation_term")))
        return relate(draft, package, table, cells, row_value(columns, row, "relation")->i,
                      standing);
    if (str_eq(name, STR("indicator")))
        draft->access_of = 0; /* its access may be another now */
    else if (str_eq(name, STR("observation")) || str_eq(name, STR("target")) ||
             str_eq(name, STR("policy_measure_indicator")))
        r = is_public(draft, row_value(columns, row, "indicator")->i);
    else if (str_eq(name, STR("target_unit")))
        r = is_public_target(draft, row_value(columns, row, "target")->i);
    if (r < 0)
        return r;
    ++*draft_counted(
        r > 0 && !draft->unseen ? &draft->packages[package].counts : &draft->restricted, standing);
    if (r > 0)
        digest_row(&draft->packages[package].digest, table, cells);
    return 0;
}

int draft_access_finish(struct draft *draft)
{
    for (const struct draft_related *at = draft->related; at != NULL; at = at->next) {
        struct draft_package *package = &draft->packages[at->package];
        int r = is_public_relation(draft, at->relation);
        if (r < 0)
            return r;
        ++*draft_counted(r > 0 ? &package->counts : &draft->restricted, at->standing);
        if (r > 0)
            sha256_update(&package->digest, str_from(at->digest));
    }
    return 0;
}

int draft_access_withdrawn(struct draft *draft, int64_t *ret)
{
    struct stmt *s = db_stmt(draft->db, &specs[WITHDRAWN]);

    stmt_i64(s, 0, draft->since);
    stmt_i64(s, 1, DRAFT_WITHDRAWN);
    return row_count(s, ret);
}

int draft_restricts(struct db *db, int64_t draft)
{
    struct stmt *s = db_stmt(db, &specs[RESTRICTS]);
    int64_t n;

    stmt_i64(s, 0, DB_DRAFT_BASE + draft);
    int r = row_count(s, &n);
    return r < 0 ? r : n > 0;
}

int draft_changes_access(struct db *db, int64_t draft)
{
    struct stmt *s = db_stmt(db, &specs[CHANGES_ACCESS]);
    int64_t n;

    stmt_i64(s, 0, DB_DRAFT_BASE + draft);
    int r = row_count(s, &n);
    return r < 0 ? r : n > 0;
}
