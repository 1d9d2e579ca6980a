#include "db/codelists.h"

#include "db/statements.h"

enum { CODELIST_LIST, CODELIST_COUNT, CODELIST_GET, CODELIST_ITEMS, CODELIST_GROUPS };

/* Groups of regions are few: they are read whole. */
#define CODELIST_LISTS                                                                             \
    "FROM (SELECT c.code AS code, l.name_zh AS name_zh, l.name_en AS name_en,"                     \
    " l.source AS source, (SELECT count(*) FROM codelist_item i"                                   \
    " WHERE i.codelist = l.codelist AND " ROW_IN_FORCE(                                            \
        "i") ") AS items FROM code c"                                                              \
             " JOIN codelist l ON l.codelist = c.code_id AND " ROW_IN_FORCE(                       \
                 "l") " WHERE c.list = 'codelist'"                                                 \
                      " UNION ALL SELECT 'group', '地区组', 'Region groups', NULL, (SELECT "    \
                      "count(*)"                                                                   \
                      " FROM region_group g " STMT_SCAN_MARK                                       \
                      " WHERE " ROW_IN_FORCE("g") ")) AS lists"
#define CODELIST_SELECT                                                                            \
    "SELECT code AS code, name_zh AS name_zh, name_en AS name_en,"                                 \
    " source AS source, items AS items " CODELIST_LISTS

static const char *const codelist_columns[] = {"code",   "name_zh", "name_en",
                                               "source", "items",   NULL};
static const char *const item_columns[] = {"code",    "name_zh", "name_en",
                                           "note_zh", "note_en", NULL};
static const char *const by_code[] = {"release", "code", NULL};

static const struct stmt_spec specs[] = {
    [CODELIST_LIST] =
        {
            .name = "codelist_list",
            .sql = CODELIST_SELECT " WHERE code > :after ORDER BY code LIMIT :limit",
            .params = (const char *const[]){"release", "after", "limit", NULL},
            .columns = codelist_columns,
        },
    [CODELIST_COUNT] =
        {
            .name = "codelist_count",
            .sql = "SELECT count(*) AS n " CODELIST_LISTS,
            .params = (const char *const[]){"release", NULL},
            .columns = (const char *const[]){"n", NULL},
        },
    [CODELIST_GET] =
        {
            .name = "codelist_get",
            .sql = CODELIST_SELECT " WHERE code = :code",
            .params = by_code,
            .columns = codelist_columns,
        },
    [CODELIST_ITEMS] =
        {
            .name = "codelist_items",
            .sql = "SELECT e.code AS code, i.name_zh AS name_zh, i.name_en AS name_en,"
                   " i.note_zh AS note_zh, i.note_en AS note_en"
                   " FROM code c JOIN codelist_item i ON i.codelist = c.code_id"
                   " AND " ROW_IN_FORCE(
                       "i") " JOIN code e ON e.code_id = i.item WHERE c.list = 'codelist'"
                            " AND c.code = :code ORDER BY i.position, e.code",
            .params = by_code,
            .columns = item_columns,
        },
    [CODELIST_GROUPS] =
        {
            .name = "codelist_groups",
            .sql = "SELECT c.code AS code, g.name_zh AS name_zh, g.name_en AS name_en,"
                   " g.note_zh AS note_zh, g.note_en AS note_en"
                   " FROM code c JOIN region_group g ON g.region_group = c.code_id"
                   " AND " ROW_IN_FORCE("g") " WHERE c.list = 'group' ORDER BY c.code",
            .params = (const char *const[]){"release", NULL},
            .columns = item_columns,
        },
};

const struct stmt_group codelists_statements = {"codelists", specs, COUNT_OF(specs)};

struct stmt *codelists_list(struct db *db, int64_t release, struct str after, int64_t limit)
{
    struct stmt *stmt = db_stmt(db, &specs[CODELIST_LIST]);
    stmt_i64(stmt, 0, release);
    stmt_str(stmt, 1, after);
    stmt_i64(stmt, 2, limit);
    return stmt;
}

int codelists_next(struct stmt *stmt, struct codelist_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct codelist_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .source = stmt_get_str(stmt, 3),
        .items = stmt_get_i64(stmt, 4),
    };
    return 1;
}

int codelists_count(struct db *db, int64_t release, int64_t *ret)
{
    struct stmt *stmt = db_stmt(db, &specs[CODELIST_COUNT]);
    stmt_i64(stmt, 0, release);
    return row_count(stmt, ret);
}

int codelists_get(struct db *db, int64_t release, struct str code, struct stmt **ret_stmt,
                  struct codelist_row *ret)
{
    *ret_stmt = row_by_code(db, &specs[CODELIST_GET], release, code);
    return codelists_next(*ret_stmt, ret);
}

struct stmt *codelists_items(struct db *db, int64_t release, struct str code)
{
    struct stmt *groups;

    if (!str_eq(code, STR("group")))
        return row_by_code(db, &specs[CODELIST_ITEMS], release, code);
    groups = db_stmt(db, &specs[CODELIST_GROUPS]);
    stmt_i64(groups, 0, release);
    return groups;
}

int codelists_next_item(struct stmt *stmt, struct codelist_item_row *ret)
{
    int r = stmt_step(stmt);
    if (r <= 0)
        return r;
    *ret = (struct codelist_item_row){
        .code = stmt_get_str(stmt, 0),
        .names = row_names(stmt, 1),
        .note = row_names(stmt, 3),
    };
    return 1;
}
