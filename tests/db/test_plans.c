/* Every statement that reads, by the plan that the engine makes of it: no full scan that is not
 * marked. */

#include "db/engine.h"
#include "db/register_sql.h"
#include "db/statements.h"
#include "db/table_read.h"
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

/* 1 when the plan scans just if it is said to, 0 when it breaks that, negative when there is no
 * plan. A permission that is not needed would hide the scan that somebody adds later. */
static int keeps(struct engine *engine, const struct stmt_spec *spec, bool scan_expected)
{
    bool scans = false;

    int r = engine_plan(engine, spec->sql, is_scan, &scans);
    if (r < 0)
        return r;
    if (scan_expected && !scans)
        tap_note("nothing is scanned");
    return scans == scan_expected;
}

static int keeps_rule(struct engine *engine, const struct stmt_spec *spec)
{
    return keeps(engine, spec, strstr(spec->sql, STMT_SCAN_MARK) != NULL);
}

static void test_rule_itself(struct engine *engine)
{
    static const struct stmt_spec scan = {.sql = "SELECT raw FROM observation WHERE raw = 'x'"};
    static const struct stmt_spec index_scan = {.sql = "SELECT count(*) FROM observation"};
    static const struct stmt_spec marked = {.sql = "SELECT /*scan*/ name_zh FROM region"};
    static const struct stmt_spec seek = {.sql = "SELECT name_zh FROM region WHERE region = 1"};

    tap_is_int(keeps_rule(engine, &scan), 0, "a scan of a table is found");
    tap_is_int(keeps_rule(engine, &index_scan), 0, "a scan of an index is found");
    tap_is_int(keeps_rule(engine, &marked), 1, "a marked scan is let through");
    static const struct stmt_spec needless = {.sql = "SELECT /*scan*/ name_zh FROM region"
                                                     " WHERE region = 1"};
    tap_is_int(keeps_rule(engine, &seek), 1, "a seek is no scan");
    tap_is_int(keeps_rule(engine, &needless), 0, "a mark on a seek is found");
}

/* Tables that grow with every case, request or agency. A load looks in each of them for rows of its
 * draft, of one document, and for what ended, so that they have indexes of these; the others are as
 * small as what somebody writes down by hand. */
static bool is_large(const struct table *table)
{
    static const char *const names[] = {
        "observation",
        "dispute",
        "dispute_suspension",
        "mediation",
        "judicial_confirmation",
        "preexam_request",
        "agency",
        "credit_event",
        "credit_grade",
        "credit_reminder",
        "credit_repair",
        "credit_objection",
        "enforcement_case",
        "inspection",
        "agency_interview",
        "enforcement_lead",
        "dishonesty_record",
        "credit_commitment",
        "reporting_duty",
        "submission",
        "pledge",
        "insurance_policy",
        "patent_transaction",
        "overseas_case",
        "visit",
        "visit_problem",
        "expert",
    };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strcmp(names[i], table->name) == 0)
            return true;
    }
    return false;
}

/* policy_measure has an index of its document for the list of its measures. */
static bool has_documents_indexed(const struct table *table)
{
    return is_large(table) || strcmp(table->name, "policy_measure") == 0;
}

/* The generated ones, of every kind on every table: what goes by key is never a scan, what looks
 * for the rows of a draft is one but on large tables, and what compares all versions always is. */
static void test_generated(struct engine *engine)
{
    enum scan { SCAN_NEVER, SCAN_SMALL, SCAN_ALWAYS };
    static const struct {
        enum table_stmt which;
        const char *name;
        enum scan scan;
    } kinds[] = {
        {TABLE_FIND, "find", SCAN_NEVER},          {TABLE_INSERT, "insert", SCAN_NEVER},
        {TABLE_RESOLVE, "resolve", SCAN_NEVER},    {TABLE_CLOSE, "close", SCAN_SMALL},
        {TABLE_TRIM, "trim", SCAN_SMALL},          {TABLE_MOVE, "move", SCAN_SMALL},
        {TABLE_DROP, "drop", SCAN_SMALL},          {TABLE_WITHDRAW, "withdraw", SCAN_NEVER},
        {TABLE_OVERLAPS, "overlaps", SCAN_ALWAYS}, {TABLE_WITHDRAW_OF, "withdraw of", SCAN_SMALL},
        {TABLE_REOPEN, "reopen", SCAN_SMALL},      {TABLE_MARKED, "marked", SCAN_SMALL},
        {TABLE_ENDED, "ended", SCAN_SMALL},
    };
    struct arena arena;

    arena_init(&arena, 64 * 1024, 8 * 1024 * 1024);
    for (size_t t = 0; t < tables_n; t++) {
        bool figures = str_eq(str_from(tables[t].name), STR("observation"));
        for (size_t k = 0; k < COUNT_OF(kinds); k++) {
            struct stmt_spec spec;
            bool of_document = kinds[k].which == TABLE_WITHDRAW_OF;
            bool small = !(of_document ? has_documents_indexed(&tables[t]) : is_large(&tables[t]));
            bool scan = kinds[k].scan == SCAN_ALWAYS || (kinds[k].scan == SCAN_SMALL && small);
            if (kinds[k].which == TABLE_RESOLVE && tables[t].identity == NULL)
                continue;
            if (kinds[k].which == TABLE_WITHDRAW && !figures)
                continue;
            if (of_document && !figures && !table_is_records(&tables[t]))
                continue;
            int r = table_stmt_spec(&arena, &tables[t], kinds[k].which, &spec);
            tap_is_int(r < 0 ? r : keeps(engine, &spec, scan), 1, "%s: %s", tables[t].name,
                       kinds[k].name);
        }
    }
    arena_finish(&arena);
}

/* True for a plan line that gathers all rows before the first comes out. */
static int is_sort(void *cls, struct str line)
{
    bool *sorts = cls;

    *sorts = *sorts || str_eq(line, STR("USE TEMP B-TREE FOR ORDER BY"));
    return 0;
}

/* The reading of a whole table goes on by key, and sorts no more than the rows of one key's lead.
 */
static void test_reading(struct engine *engine)
{
    struct arena arena;

    arena_init(&arena, 64 * 1024, 8 * 1024 * 1024);
    for (size_t t = 0; t < tables_n; t++) {
        struct table_read read;
        bool sorts = false;
        int r = table_read_spec(&arena, &tables[t], &read);

        tap_is_int(r < 0 ? r : keeps_rule(engine, &read.spec), 1, "%s: read", tables[t].name);
        if (r == 0)
            r = engine_plan(engine, read.spec.sql, is_sort, &sorts);
        tap_ok(r == 0 && !sorts, "%s: read in order", tables[t].name);
    }
    arena_finish(&arena);
}

/* A register is a table of records: its last column is the document that they come from. */
static bool is_register(const struct table *table)
{
    const struct table_column *last = &table->columns[table->n_columns - 1];

    return strcmp(last->name, "document") == 0 && table->columns[0].key &&
           strcmp(table->name, "relation") != 0;
}

/* The list of a register, from the first record and after one, and its count: by key, but where the
 * key begins with no identity. */
static void test_registers(struct engine *engine)
{
    static const struct str after[REGISTER_KEYS_MAX] = {STR("1"), STR("1"), STR("1"),
                                                        STR("1"), STR("1"), STR("1")};
    struct arena arena;
    size_t n = 0;

    arena_init(&arena, 64 * 1024, 32 * 1024 * 1024);
    for (size_t t = 0; t < tables_n; t++) {
        const struct table *table = &tables[t];
        struct register_query query = {.table = table, .limit = 1};
        struct register_members members;
        struct register_stmt *made;

        if (!is_register(table))
            continue;
        n++;
        int r = registers_members(&arena, table, &members);
        if (r == 0)
            r = register_sql_list(&arena, 1, &query, &members, &made);
        tap_is_int(r < 0 ? r : keeps_rule(engine, &made->spec), 1, "%s: list", table->name);
        query.after = after;
        query.n_after = registers_key_length(table);
        r = register_sql_list(&arena, 1, &query, &members, &made);
        tap_ok(r == 0 && made->n_keys == query.n_after && made->n_keys <= REGISTER_KEYS_MAX,
               "%s: a key of %zu", table->name, made->n_keys);
        r = register_sql_count(&arena, 1, &query, &made);
        tap_is_int(r < 0 ? r : keeps_rule(engine, &made->spec), 1, "%s: count", table->name);
        r = register_sql_day(&arena, 1, table, &made);
        /* which of two small tables is scanned depends on the indexes of the register */
        tap_ok(r == 0 && keeps_rule(engine, &made->spec) >= 0, "%s: day", table->name);
    }
    tap_ok(n > 0, "there are registers");
    arena_finish(&arena);
}

/* The index that a plan goes by, when it holds all that is asked for. */
struct covering {
    const char *index;
    bool used;
};

static int is_covering(void *cls, struct str line)
{
    struct covering *covering = cls;
    const char *at = memmem(line.p, line.n, "USING COVERING INDEX ", 21);

    if (at != NULL && str_starts((struct str){at + 21, (size_t)(line.p + line.n - at) - 21},
                                 str_from(covering->index)))
        covering->used = true;
    return 0;
}

static const struct stmt_spec *find_spec(const char *name)
{
    for (size_t g = 0; g < stmt_groups_n; g++)
        for (size_t i = 0; i < stmt_groups[g]->n; i++)
            if (strcmp(stmt_groups[g]->specs[i].name, name) == 0)
                return &stmt_groups[g]->specs[i];
    return NULL;
}

/* What a release changed is found without reading what it did not change, and conflicts without
 * what nobody contradicts; neither reads the rows. */
static void test_indexes(struct engine *engine)
{
    static const struct {
        const char *statement, *index;
    } cases[] = {
        {"changes_came", "observation_by_release (since=? AND indicator=? AND region>?"},
        {"changes_ended", "observation_ended (until=? AND indicator=? AND region>?"},
        {"conflict_places", "observation_rivals (rival=? AND indicator=? AND region>?"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct covering covering = {.index = cases[i].index};
        const struct stmt_spec *spec = find_spec(cases[i].statement);
        bool sorts = false;

        tap_is_int(spec == NULL ? -1 : engine_plan(engine, spec->sql, is_covering, &covering), 0,
                   "%s has a plan", cases[i].statement);
        tap_ok(covering.used, "%s goes by %s", cases[i].statement, cases[i].index);
        tap_ok(spec != NULL && engine_plan(engine, spec->sql, is_sort, &sorts) == 0 && !sorts,
               "%s comes in order", cases[i].statement);
    }
}

static int is_by_dispute(void *cls, struct str line)
{
    bool *seeks = cls;

    *seeks = *seeks || str_starts(line, STR("SEARCH m USING PRIMARY KEY (dispute=?"));
    return 0;
}

/* Lists of cases are counted by an index where nothing but a region and days are asked for, and
 * those of one dispute are found by it. */
static void test_cases(struct engine *engine)
{
    static const struct {
        const char *statement, *index;
    } counts[] = {
        {"dispute_count_all", "dispute_in_order"},
        {"dispute_count_all_of_region", "dispute_by_filing"},
        {"mediation_count_all", "mediation_in_order"},
        {"mediation_count_all_of_region", "mediation_by_opening"},
    };
    static const char *const of_dispute[] = {"mediation_wished_of_dispute",
                                             "mediation_count_of_dispute"};

    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct covering covering = {.index = counts[i].index};
        const struct stmt_spec *spec = find_spec(counts[i].statement);

        tap_ok(spec != NULL && engine_plan(engine, spec->sql, is_covering, &covering) == 0 &&
                   covering.used,
               "%s goes by %s", counts[i].statement, counts[i].index);
    }
    for (size_t i = 0; i < COUNT_OF(of_dispute); i++) {
        const struct stmt_spec *spec = find_spec(of_dispute[i]);
        bool seeks = false;

        tap_ok(spec != NULL && engine_plan(engine, spec->sql, is_by_dispute, &seeks) == 0 && seeks,
               "%s goes by the dispute", of_dispute[i]);
    }
}

static int is_by_region(void *cls, struct str line)
{
    bool *seeks = cls;

    *seeks = *seeks || (str_starts(line, STR("SEARCH t USING ")) &&
                        memmem(line.p, line.n, "(region=?", 9) != NULL);
    return 0;
}

/* The count of a register goes by the index of what it is asked for. */
static void test_register_filters(struct engine *engine)
{
    static const char *const names[] = {"agency", "enforcement_case", "pledge",
                                        "visit",  "preexam_request",  "expert"};
    static const struct str regions[] = {STR(";120104;120103;")};
    static const struct register_test tests[] = {
        {.column = "region", .op = REGISTER_ONLY_REGIONS, .texts = {regions, 1}},
    };
    struct arena arena;

    arena_init(&arena, 64 * 1024, 8 * 1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct register_query query = {.table = table_find(str_from(names[i])),
                                       .tests = tests,
                                       .n_tests = COUNT_OF(tests),
                                       .limit = 1};
        struct register_stmt *made;
        bool seeks = false;
        int r = query.table == NULL ? -1 : register_sql_count(&arena, 1, &query, &made);

        if (r == 0)
            r = engine_plan(engine, made->spec.sql, is_by_region, &seeks);
        tap_ok(r == 0 && seeks, "%s: counted by region", names[i]);
    }
    arena_finish(&arena);
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    test_rule_itself(db_engine(db));
    test_generated(db_engine(db));
    test_reading(db_engine(db));
    test_registers(db_engine(db));
    test_register_filters(db_engine(db));
    test_indexes(db_engine(db));
    test_cases(db_engine(db));
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
