/* Records of statements: the ones of the program are all right, and wrong ones are refused. */

#include "db/statements.h"
#include "db/stmt.h"
#include "tests/db/fixture.h"

#define NAMES(...)                                                                                 \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }
#define NO_NAMES                                                                                   \
    (const char *const[])                                                                          \
    {                                                                                              \
        NULL                                                                                       \
    }

#define SELECT_REGION "SELECT name_zh FROM region WHERE region = :region"

static const struct stmt_spec good = {"good", SELECT_REGION, NAMES("region"), NAMES("name_zh")};

static const struct stmt_spec stray = {"stray", "SELECT 1 AS n", NO_NAMES, NAMES("n")};

static const struct {
    struct stmt_spec spec;
    const char *why;
} wrong[] = {
    {{"unknown_param", SELECT_REGION, NAMES("regoin"), NAMES("name_zh")},
     "a recorded parameter is not in the SQL"},
    {{"missing_param", SELECT_REGION, NO_NAMES, NAMES("name_zh")},
     "the SQL has another number of parameters"},
    {{"surplus_param", SELECT_REGION, NAMES("region", "release"), NAMES("name_zh")},
     "the SQL has another number of parameters"},
    {{"param_twice", "SELECT 1 AS n WHERE :a = :b", NAMES("a", "a"), NAMES("n")},
     "a parameter is recorded twice"},
    {{"numbered_param", "SELECT name_zh FROM region WHERE region = ?1", NAMES("region"),
      NAMES("name_zh")},
     "a recorded parameter is not in the SQL"},
    {{"other_column", SELECT_REGION, NAMES("region"), NAMES("name_en")},
     "a column has another name or place"},
    {{"missing_column", SELECT_REGION, NAMES("region"), NO_NAMES},
     "the SQL has another number of columns"},
    {{"surplus_column", SELECT_REGION, NAMES("region"), NAMES("name_zh", "name_en")},
     "the SQL has another number of columns"},
    {{"trailing_text", "SELECT 1 AS n; SELECT 2", NO_NAMES, NAMES("n")},
     "the engine does not take the SQL as one statement"},
    {{"no_such_table", "SELECT 1 AS n FROM regions", NO_NAMES, NAMES("n")},
     "the engine does not take the SQL as one statement"},
    {{"nothing", "", NO_NAMES, NO_NAMES}, "the engine does not take the SQL as one statement"},
};

static void test_wrong(struct db *db)
{
    struct arena arena;

    arena_init(&arena, 4096, 1024 * 1024);
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct stmt *stmt = NULL;
        const char *why = NULL;
        int r = stmt_open(db_engine(db), &arena, &wrong[i].spec, &stmt, &why);
        tap_is_int(r, -ERR_INTERNAL, "%s is refused", wrong[i].spec.name);
        tap_is_str(str_from(why), str_from(wrong[i].why), "%s: the reason", wrong[i].spec.name);
        stmt_close(&stmt);
    }
    arena_finish(&arena);
}

static void test_use(struct db *db)
{
    struct arena arena;
    struct stmt *s = NULL;
    const char *why;

    arena_init(&arena, 4096, 1024 * 1024);
    tap_is_int(stmt_open(db_engine(db), &arena, &good, &s, &why), 0, "a right record is taken");
    tap_is_int(stmt_step(s), -ERR_INTERNAL, "a step with a parameter not bound fails");
    stmt_i64(s, 0, 120116);
    tap_is_int(stmt_step(s), 1, "a row");
    tap_is_str(stmt_get_str(s, 0), STR("滨海新区"), "its text");
    tap_is_int(stmt_step(s), 0, "no second row");
    stmt_reset(s);
    tap_is_int(stmt_step(s), -ERR_INTERNAL, "reset forgets the bindings");
    stmt_i64(s, 1, 5);
    stmt_i64(s, 0, 120116);
    tap_is_int(stmt_step(s), -ERR_INTERNAL, "a parameter that there is not, fails");
    stmt_reset(s);
    stmt_i64(s, 0, 5);
    tap_is_int(stmt_step(s), 0, "a reset ends the failure");
    stmt_close(&s);
    arena_finish(&arena);
}

static void test_registry(struct db *db)
{
    tap_is_int(stmt_step(db_stmt(db, &stray)), -ERR_INTERNAL,
               "a record that is not registered fails");
    for (size_t a = 0; a < stmt_groups_n; a++) {
        for (size_t i = 0; i < stmt_groups[a]->n; i++) {
            const struct stmt_spec *spec = &stmt_groups[a]->specs[i];
            size_t same = 0;
            for (size_t b = 0; b < stmt_groups_n; b++) {
                for (size_t k = 0; k < stmt_groups[b]->n; k++)
                    same += strcmp(spec->name, stmt_groups[b]->specs[k].name) == 0;
            }
            tap_is_int((int64_t)same, 1, "the name %s stands once", spec->name);
        }
    }
}

int main(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f); /* which prepares every registered record */

    test_wrong(db);
    test_use(db);
    test_registry(db);
    db_close(&db);
    fixture_end(&f);
    return tap_done();
}
