#include "db/codes.h"

#include "db/row.h"
#include "db/statements.h"

#define KNOWN(list, table, column)                                                                 \
    "SELECT 1 AS found FROM code c JOIN " table " t ON t." column                                  \
    " = c.code_id AND " ROW_IN_FORCE("t") " WHERE c.list = '" list "' AND c.code = :code LIMIT 1"
#define LIST(list, table, column)                                                                  \
    "SELECT c.code AS code FROM code c JOIN " table " t ON t." column                              \
    " = c.code_id AND " ROW_IN_FORCE("t") " WHERE c.list = '" list "' ORDER BY c.code"
/* Parameters of plans are no targets, and a target of a restricted indicator is not told of. */
#define TARGET_FROM                                                                                \
    "FROM code c JOIN target t ON t.target = c.code_id AND t.kind = 'target'"                      \
    " JOIN indicator i ON i.indicator = t.indicator WHERE c.list = 'target'"                       \
    " AND " ROW_IN_FORCE("t") " AND " ROW_IN_FORCE("i") " AND " ROW_PUBLIC("i")
#define ITEM_FROM                                                                                  \
    "FROM code l JOIN code c ON c.list = :list"                                                    \
    " JOIN codelist_item t ON t.codelist = l.code_id AND t.item = c.code_id AND " ROW_IN_FORCE(    \
        "t") " WHERE l.list = 'codelist' AND l.code = :list"

#define POPULATION_FROM                                                                            \
    "FROM code c JOIN definition t ON t.indicator = c.code_id AND " ROW_IN_FORCE(                  \
        "t") " WHERE c.list = 'indicator' AND c.code = 'population_resident'"

static const char *const code_params[] = {"release", "code", NULL};
static const char *const release_params[] = {"release", NULL};
static const char *const found_columns[] = {"found", NULL};
static const char *const code_columns[] = {"code", NULL};

#define KNOWN_SPEC(list, table, column)                                                            \
    {                                                                                              \
        .name = "code_known_" list, .sql = KNOWN(list, table, column), .params = code_params,      \
        .columns = found_columns                                                                   \
    }
#define LIST_SPEC(list, table, column)                                                             \
    {                                                                                              \
        .name = "code_list_" list, .sql = LIST(list, table, column), .params = release_params,     \
        .columns = code_columns                                                                    \
    }

/* Identities of registers that requests name; the list, its table and its column bear one name. */
#define REGISTER_LISTS(X)                                                                          \
    X("institution")                                                                               \
    X("policy_measure")                                                                            \
    X("agency")                                                                                    \
    X("credit_catalogue_item")                                                                     \
    X("reporting_form")                                                                            \
    X("reporter")                                                                                  \
    X("risk_pool")                                                                                 \
    X("visit")                                                                                     \
    X("market")                                                                                    \
    X("typical_case")                                                                              \
    X("publication")                                                                               \
    X("geographical_indication")                                                                   \
    X("designation")                                                                               \
    X("work_programme")                                                                            \
    X("assessment_scheme")                                                                         \
    X("preexam_request")                                                                           \
    X("agreement")

#define REGISTER_NAME(list) STR(list),
#define REGISTER_SPECS(list) KNOWN_SPEC(list, list, list), LIST_SPEC(list, list, list),

/* Lists that have a table of their own. The statements of each stand at its number, KNOWN first.
 * The list of region groups is a code list too, though no row says so; populations are the
 * definitions of one indicator. */
static const struct str tables[] = {STR("region"),     STR("group"),
                                    STR("indicator"),  STR("document"),
                                    STR("department"), STR("plan"),
                                    STR("target"),     STR("codelist"),
                                    STR("population"), REGISTER_LISTS(REGISTER_NAME)};

static const struct stmt_spec specs[] = {
    KNOWN_SPEC("region", "region", "region"),
    LIST_SPEC("region", "region", "region"),
    KNOWN_SPEC("group", "region_group", "region_group"),
    LIST_SPEC("group", "region_group", "region_group"),
    KNOWN_SPEC("indicator", "indicator", "indicator"),
    LIST_SPEC("indicator", "indicator", "indicator"),
    KNOWN_SPEC("document", "document", "document"),
    LIST_SPEC("document", "document", "document"),
    KNOWN_SPEC("department", "department", "department"),
    LIST_SPEC("department", "department", "department"),
    KNOWN_SPEC("plan", "plan", "plan"),
    LIST_SPEC("plan", "plan", "plan"),
    {
        .name = "code_known_target",
        .sql = "SELECT 1 AS found " TARGET_FROM " AND c.code = :code LIMIT 1",
        .params = code_params,
        .columns = found_columns,
    },
    {
        .name = "code_list_target",
        .sql = "SELECT c.code AS code " TARGET_FROM " ORDER BY c.code",
        .params = release_params,
        .columns = code_columns,
    },
    {
        .name = "code_known_codelist",
        .sql = "SELECT 1 AS found FROM code c JOIN codelist t ON t.codelist = c.code_id"
               " AND " ROW_IN_FORCE("t") " WHERE c.list = 'codelist' AND c.code = :code"
                                         " UNION ALL SELECT 1 FROM release WHERE release = "
                                         ":release AND :code = 'group'",
        .params = code_params,
        .columns = found_columns,
    },
    {
        .name = "code_list_codelist",
        .sql = "SELECT c.code AS code FROM code c JOIN codelist t ON t.codelist = c.code_id"
               " AND " ROW_IN_FORCE("t") " WHERE c.list = 'codelist'"
                                         " UNION ALL SELECT 'group' FROM release WHERE release = "
                                         ":release ORDER BY code",
        .params = release_params,
        .columns = code_columns,
    },
    {
        .name = "code_known_population",
        .sql = "SELECT 1 AS found " POPULATION_FROM " AND t.definition = :code LIMIT 1",
        .params = code_params,
        .columns = found_columns,
    },
    {
        .name = "code_list_population",
        .sql = "SELECT t.definition AS code " POPULATION_FROM " ORDER BY t.definition",
        .params = release_params,
        .columns = code_columns,
    },
    REGISTER_LISTS(REGISTER_SPECS) /* in the order of their names */
    {
        .name = "code_known_item",
        .sql = "SELECT 1 AS found " ITEM_FROM " AND c.code = :code LIMIT 1",
        .params = (const char *const[]){"release", "code", "list", NULL},
        .columns = found_columns,
    },
    {
        .name = "code_list_item",
        .sql = "SELECT c.code AS code " ITEM_FROM " ORDER BY t.position, c.code",
        .params = (const char *const[]){"release", "list", NULL},
        .columns = code_columns,
    },
};

const struct stmt_group codes_statements = {"codes", specs, COUNT_OF(specs)};

enum { ITEM = COUNT_OF(tables) };

static size_t find_table(struct str list)
{
    size_t i = 0;

    while (i < ITEM && !str_eq(tables[i], list))
        i++;
    return i;
}

int codes_known(struct db *db, struct str list, struct str code, int64_t release)
{
    size_t table = find_table(list);
    CLEANUP(stmt_reset_p) struct stmt *s = db_stmt(db, &specs[2 * table]);

    stmt_i64(s, 0, release);
    stmt_str(s, 1, code);
    if (table == ITEM)
        stmt_str(s, 2, list);
    return stmt_step(s);
}

struct stmt *codes_list(struct db *db, struct str list, int64_t release)
{
    size_t table = find_table(list);
    struct stmt *s = db_stmt(db, &specs[2 * table + 1]);

    stmt_i64(s, 0, release);
    if (table == ITEM)
        stmt_str(s, 1, list);
    return s;
}

int codes_next(struct stmt *stmt, struct str *ret)
{
    int r = stmt_step(stmt);

    if (r > 0)
        *ret = stmt_get_str(stmt, 0);
    return r;
}
