/* Every statement that reads, by the plan that the engine makes of it: no full scan that is not
 * marked. */

#include "db/engine.h"
#include "db/statements.h"
#include "db/table_sql.h"
#include "tests/db/fixture.h"

/* True for a plan line that reads a whole table or index. */
static int is_scan(void *cls, struct str line)
{
    bool *scans = cls;

    if (str_starts(line, STR("SCAN ")) && !str_eq(line, STR("SCAN CONSTANT ROW"))) {
        *scans = true;
        tap_note("%.*s", (int)line.n, line.p);
    }
    return 0;
}

/* 1 when the plan keeps the rule, 0 when it breaks it, negative when there is no plan. */
static int keeps_rule(struct engine *engine, const struct stmt_spec *spec)
{
    bool scans = false;

    int r = engine_plan(engine, spec->sql, is_scan, &scans);
    if (r < 0)
        return r;
    return !scans || strstr(spec->sql, STMT_SCAN_MARK) != NULL;
}

static void test_rule_itself(struct engine *engine)
{
    static const struct stmt_spec scan = {.sql = "SELECT note FROM observation WHERE note = 'x'"};
    static const struct stmt_spec index_scan = {.sql = "SELECT count(*) FROM observation"};
    static const struct stmt_spec marked = {.sql = "SELECT /*scan*/ name_zh FROM region"};
    static const struct stmt_spec seek = {.sql = "SELECT name_zh FROM region WHERE region = 1"};

    tap_is_int(keeps_rule(engine, &scan), 0, "a scan of a table is found");
    tap_is_int(keeps_rule(engine, &index_scan), 0, "a scan of an index is found");
    tap_is_int(keeps_rule(engine, &marked), 1, "a marked scan is let through");
    tap_is_int(keeps_rule(engine, &seek), 1, "a seek is no scan");
}

/* The generated ones: finding by key is never a scan; finding the rows of a draft is one on the
 * small tables only. */
static void test_generated(struct engine *engine)
{
    static const struct {
        enum table_stmt which;
        const char *name;
        bool by_key;
    } kinds[] = {
        {TABLE_FIND, "find", true},    {TABLE_RESOLVE, "resolve", true},
        {TABLE_CLOSE, "close", false}, {TABLE_MOVE, "move", false},
        {TABLE_DROP, "drop", false},   {TABLE_TRIM, "trim", false},
    };
    struct arena arena;

    arena_init(&arena, 64 * 1024, 8 * 1024 * 1024);
    for (size_t t = 0; t < tables_n; t++) {
        for (size_t k = 0; k < COUNT_OF(kinds); k++) {
            struct stmt_spec spec;
            bool big = str_eq(str_from(tables[t].name), STR("observation"));
            if (kinds[k].which == TABLE_RESOLVE ? tables[t].identity == NULL
                                                : !big && !kinds[k].by_key)
                continue;
            int r = table_stmt_spec(&arena, &tables[t], kinds[k].which, &spec);
            tap_is_int(r < 0 ? r : keeps_rule(engine, &spec), 1, "%s: %s", tables[t].name,
                       kinds[k].name);
        }
    }
    arena_finish(&arena);
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_rule_itself(db_engine(db));
    test_generated(db_engine(db));
    for (size_t g = 0; g < stmt_groups_n; g++) {
        for (size_t i = 0; i < stmt_groups[g]->n; i++) {
            const struct stmt_spec *spec = &stmt_groups[g]->specs[i];
            tap_is_int(keeps_rule(db_engine(db), spec), 1, "%s: %s", stmt_groups[g]->name,
                       spec->name);
        }
    }
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
