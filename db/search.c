#include "db/search.h"

#include "db/statements.h"

#define T_IN_FORCE " AND " ROW_IN_FORCE("t")
#define L_IN_FORCE " AND " ROW_IN_FORCE("l")
#define F_IN_FORCE " AND " ROW_IN_FORCE("f")
#define A_IN_FORCE " AND " ROW_IN_FORCE("a")
#define NAMED "SELECT c.code AS code, t.name_zh AS name_zh, t.name_en AS name_en"
#define TITLED "SELECT c.code AS code, t.title_zh AS name_zh, t.title_en AS name_en"
/* Columns that a type of thing does not have. */
#define NO_PLACE ", NULL AS level, NULL AS parent, NULL AS region, NULL AS valid_to"
#define REGION_ONLY ", NULL AS level, NULL AS parent, r.code AS region, NULL AS valid_to"
#define NO_OTHER ", NULL AS other_a, NULL AS other_b, NULL AS via"

#define SPEC(spec_name, text)                                                                      \
    {                                                                                              \
        .name = (spec_name), .sql = (text), .params = (const char *const[]){"release", NULL},      \
        .columns = search_columns                                                                  \
    }

static const char *const search_columns[] = {"code",    "name_zh", "name_en",  "level",
                                             "parent",  "region",  "valid_to", "other_a",
                                             "other_b", "via",     NULL};

static const struct stmt_spec specs[] = {
    [SEARCH_INDICATOR] =
        SPEC("search_indicators", NAMED NO_PLACE NO_OTHER
             " FROM code c JOIN indicator t ON t.indicator = c.code_id" T_IN_FORCE
             " WHERE c.list = 'indicator' AND " ROW_PUBLIC("t") " ORDER BY c.code"),
    /* What a code took the place of counts as another name of it; a rename has the name itself. */
    [SEARCH_REGION] =
        SPEC("search_regions",
             NAMED ", t.level AS level, p.code AS parent, NULL AS region, t.valid_to AS valid_to,"
                   " CASE WHEN l.kind = 'rename' THEN l.old_name_zh ELSE f.name_zh END AS other_a,"
                   " CASE WHEN l.kind = 'rename' THEN NULL ELSE f.name_en END AS other_b,"
                   " CASE WHEN l.kind = 'rename' THEN 'former-name' ELSE 'predecessor' END AS via"
                   " FROM code c JOIN region t ON t.region = c.code_id" T_IN_FORCE
                   " LEFT JOIN code p ON p.code_id = t.parent"
                   " LEFT JOIN region_lineage l ON l.to_region = t.region" L_IN_FORCE
                   " LEFT JOIN region f ON f.region = l.from_region" F_IN_FORCE
                   " WHERE c.list = 'region' ORDER BY c.code, l.from_region, l.kind"),
    [SEARCH_GROUP] =
        SPEC("search_groups", NAMED NO_PLACE NO_OTHER
             " FROM code c JOIN region_group t ON t.region_group = c.code_id" T_IN_FORCE
             " WHERE c.list = 'group' ORDER BY c.code"),
    [SEARCH_DOCUMENT] = SPEC("search_documents", TITLED REGION_ONLY
                             ", t.doc_no AS other_a, t.index_no AS other_b, 'number' AS via"
                             " FROM code c JOIN document t ON t.document = c.code_id" T_IN_FORCE
                             " JOIN code r ON r.code_id = t.region"
                             " WHERE c.list = 'document' ORDER BY c.code"),
    [SEARCH_DEPARTMENT] =
        SPEC("search_departments", NAMED REGION_ONLY
             ", a.alias AS other_a, NULL AS other_b, 'alias' AS via"
             " FROM code c JOIN department t ON t.department = c.code_id" T_IN_FORCE
             " JOIN code r ON r.code_id = t.region"
             " LEFT JOIN department_alias a ON a.department = t.department" A_IN_FORCE
             " WHERE c.list = 'department' ORDER BY c.code, a.alias"),
    [SEARCH_PLAN] = SPEC("search_plans", TITLED REGION_ONLY NO_OTHER
                         " FROM code c JOIN plan t ON t.plan = c.code_id" T_IN_FORCE
                         " JOIN code r ON r.code_id = t.region"
                         " WHERE c.list = 'plan' ORDER BY c.code"),
};

const struct stmt_group search_statements = {"search", specs, COUNT_OF(specs)};

struct stmt *search_scan(struct db *db, int64_t release, enum search_type type)
{
    struct stmt *stmt = db_stmt(db, &specs[type]);

    stmt_i64(stmt, 0, release);
    return stmt;
}

int search_next(struct stmt *stmt, struct search_row *ret)
{
    int r = stmt_step(stmt);

    if (r <= 0)
        return r;
    *ret = (struct search_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .level = stmt_get_str(stmt, 3),
        .parent = stmt_get_str(stmt, 4),
        .region = stmt_get_str(stmt, 5),
        .valid_to = row_day(stmt, 6),
        .other = {stmt_get_str(stmt, 7), stmt_get_str(stmt, 8)},
        .via = stmt_get_str(stmt, 9),
    };
    return 1;
}
