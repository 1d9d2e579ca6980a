/* The engine: what it can do, and what was closed down. */

#include "db/engine.h"
#include "tests/db/fixture.h"

#include <time.h>

static int prepared(struct engine *engine, const char *sql)
{
    struct engine_stmt *stmt = NULL;

    int r = engine_prepare(engine, sql, &stmt);
    engine_stmt_close(&stmt);
    return r;
}

/* Runs a statement without parameters to its end. */
static int ran(struct engine *engine, const char *sql)
{
    struct engine_stmt *stmt = NULL;

    int r = engine_prepare(engine, sql, &stmt);
    while (r >= 0 && (r = engine_step(stmt)) > 0)
        continue;
    engine_stmt_close(&stmt);
    return r;
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const char endless[] = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                              " SELECT count(*) AS c FROM n";

static void test_open(const struct fixture *f, struct engine **ret)
{
    struct engine *engine = NULL;
    struct engine_ids ids = {1, 1, false};

    tap_is_int(engine_open(f->path, ENGINE_READ, &engine), -ERR_NOT_FOUND, "read: no such file");
    tap_is_int(engine_open(f->path, ENGINE_WRITE, &engine), -ERR_NOT_FOUND, "write: no such file");
    tap_is_int(engine_open("", ENGINE_CREATE, &engine), -ERR_INPUT, "an empty path");
    tap_is_int(engine_open("file:x.db?mode=memory", ENGINE_CREATE, &engine), -ERR_INPUT,
               "a path that is a URI");
    tap_is_int(engine_open("/nowhere/at/all.db", ENGINE_CREATE, &engine), -ERR_IO,
               "a folder that is not there");
    tap_is_int(engine_open(f->folder, ENGINE_READ, &engine), -ERR_FOREIGN, "a folder is no store");
    tap_ok(engine == NULL, "nothing goes out on failure");
    tap_is_int(engine_open(f->path, ENGINE_CREATE, &engine), 0, "created");
    tap_is_int(engine_get_ids(engine, &ids), 0, "numbers of the head");
    tap_ok(ids.application_id == 0 && ids.schema_version == 0 && ids.empty, "0, 0, empty");
    tap_is_int(engine_start_writing(engine), 0, "start writing");
    *ret = engine;
}

static void test_statements(struct engine *e)
{
    struct engine_stmt *s = NULL;

    tap_is_int(
        engine_exec(
            e, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL CHECK (b <> 'x')) STRICT"),
        0, "a table");
    tap_is_int(engine_prepare(e, "INSERT INTO t (a, b) VALUES (:a, :b)", &s), 0, "prepare");
    tap_is_int((int64_t)engine_param_count(s), 2, "two parameters");
    tap_is_int(engine_param(s, "b"), 1, "by name");
    tap_is_int(engine_param(s, "c"), -ERR_NOT_FOUND, "a name that there is not");
    tap_is_str(str_from(engine_param_name(s, 0)), STR("a"), "and back");
    tap_ok(engine_bind_i64(s, 0, 7) == 0 && engine_bind_str(s, 1, STR("seven\0!")) == 0, "bind");
    tap_is_int(engine_step(s), 0, "insert");
    engine_reset(s);
    tap_ok(engine_bind_i64(s, 0, 8) == 0 && engine_bind_str(s, 1, STR("x")) == 0, "bind");
    tap_is_int(engine_step(s), -ERR_INPUT, "a check refuses");
    engine_reset(s);
    tap_ok(engine_bind_i64(s, 0, 8) == 0 && engine_bind_null(s, 1) == 0, "bind");
    tap_is_int(engine_step(s), -ERR_INPUT, "NOT NULL refuses");
    engine_reset(s);
    tap_ok(engine_bind_i64(s, 0, 8) == 0 && engine_bind_str(s, 1, (struct str){NULL, 0}) == 0,
           "bind the empty text");
    tap_is_int(engine_step(s), 0, "the empty text is not NULL");
    engine_stmt_close(&s);

    tap_is_int(engine_prepare(e, "SELECT a, b, NULL AS c FROM t ORDER BY a", &s), 0, "a query");
    tap_is_int((int64_t)engine_column_count(s), 3, "three columns");
    tap_is_str(str_from(engine_column_name(s, 1)), STR("b"), "a name");
    tap_is_int(engine_step(s), 1, "a row");
    tap_is_int(engine_get_i64(s, 0), 7, "a number");
    tap_is_str(engine_get_str(s, 1), STR("seven\0!"), "text with a NUL inside");
    tap_ok(engine_is_null(s, 2) && engine_get_i64(s, 2) == 0 && engine_get_str(s, 2).n == 0,
           "NULL");
    tap_is_int(engine_step(s), 1, "another row");
    tap_is_int(engine_step(s), 0, "the end");
    engine_stmt_close(&s);
    engine_stmt_close(&s);
    tap_ok(s == NULL, "closing twice does nothing");
}

static void test_transactions(struct engine *e)
{
    tap_is_int(engine_begin(e), 0, "begin");
    tap_is_int(ran(e, "DELETE FROM t"), 0, "delete");
    engine_rollback(e);
    engine_rollback(e);
    tap_is_int(ran(e, "INSERT INTO t (a, b) VALUES (7, 'again')"), -ERR_INPUT, "the row is back");
    tap_is_int(engine_begin(e), 0, "begin");
    tap_is_int(ran(e, "INSERT INTO t (a, b) VALUES (9, 'nine')"), 0, "insert");
    tap_is_int(engine_commit(e), 0, "commit");
    tap_is_int(engine_commit(e), -ERR_INTERNAL, "nothing to commit");
    tap_is_int(engine_checkpoint(e, true), 0, "checkpoint");
}

static void test_long_value(struct engine *e)
{
    static char text[1000001];
    struct engine_stmt *s = NULL;

    memset(text, 'a', sizeof text);
    tap_is_int(engine_prepare(e, "SELECT a FROM t WHERE b = :b", &s), 0, "a query");
    tap_is_int(engine_bind_str(s, 0, (struct str){text, sizeof text}), -ERR_LIMIT,
               "a value over 1 MB");
    engine_stmt_close(&s);
}

static void test_closed_down(struct engine *e)
{
    static const char *const refused[] = {
        "ATTACH DATABASE ':memory:' AS other",
        "DETACH DATABASE main",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA user_version",
        "CREATE TABLE other (a)",
        "CREATE TEMP TABLE other (a)",
        "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END",
        "DROP TABLE t",
        "ALTER TABLE t ADD COLUMN c TEXT",
        "VACUUM",
        "SELECT load_extension('x')",
        "SELECT fts3_tokenizer('simple')",
        "SELECT randomblob(8)",
        "SELECT zeroblob(8)",
        "SELECT printf('%s', b) FROM t",
        "SELECT name FROM pragma_table_list",
        "SELECT \"no such column\" FROM t",
        ("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5"
         " UNION ALL SELECT 6"),
        "UPDATE sqlite_schema SET sql = ''",
        "CREATE VIRTUAL TABLE v USING fts5(a)",
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++)
        tap_ok(ran(e, refused[i]) < 0, "refused: %s", refused[i]);
    tap_is_int(prepared(e, "SELECT a FROM t; SELECT b FROM t"), -ERR_INTERNAL, "text after it");
    tap_is_int(prepared(e, "SELECT a FROM t;\n "), 0, "a semicolon and blanks after it");
    tap_is_int(prepared(e, "SELECT max(a) FROM t WHERE length(b) > 1"), 0, "a plain query");
    tap_is_int(prepared(e, "SELECT fts3_tokenizer('simple')"), -ERR_INTERNAL,
               "refused before it runs");
    test_long_value(e);
}

static void test_deadline(struct engine *e)
{
    int64_t start = now_ms();

    engine_set_deadline(e, start + 50);
    tap_is_int(ran(e, endless), -ERR_TIMEOUT, "a query past its deadline");
    int64_t took = now_ms() - start;
    tap_ok(took >= 50 && took < 5000, "ends after the deadline and not long after (%d ms)",
           (int)took);
    tap_is_int(ran(e, endless), -ERR_TIMEOUT, "and the next one too");
    engine_set_deadline(e, 0);
    tap_is_int(ran(e, "SELECT a FROM t"), 0, "without a deadline it runs");
}

/* A statement that was never reset would keep the log from being copied, for good. */
static void test_checkpoint(struct engine *e)
{
    struct engine_stmt *s = NULL;

    tap_ok(engine_prepare(e, "SELECT a FROM t", &s) == 0 && engine_step(s) == 1, "a row");
    tap_is_int(engine_checkpoint(e, false), -ERR_BUSY, "a statement still runs: no checkpoint");
    engine_reset(s);
    tap_is_int(engine_checkpoint(e, false), 0, "it is reset: a checkpoint");
    engine_stmt_close(&s);
}

/* The database in memory has no log, and answers the wish for one with what it has instead. */
static void test_no_log(void)
{
    struct engine *engine = NULL;

    tap_is_int(engine_open(":memory:", ENGINE_CREATE, &engine), 0, "a database without a file");
    tap_is_int(engine_start_writing(engine), -ERR_IO, "can not keep a log, and is refused");
    engine_close(&engine);
}

static void test_messages(struct engine *e)
{
    tap_is_str(str_from(engine_message(e, 0)), STR(""), "nothing failed, nothing is said");
    tap_is_int(prepared(e, "SELECT x FROM t"), -ERR_INTERNAL, "no such column");
    tap_ok(strstr(engine_message(e, -ERR_INTERNAL), "no such column") != NULL, "is said");
    tap_ok(strstr(engine_message(e, 0), "no such column") != NULL,
           "also when the code is left out");
    tap_is_str(str_from(engine_message(e, -ERR_NOMEM)), STR(""), "but not of another failure");
}

static void test_reader(const struct fixture *f)
{
    struct engine *reader = NULL;

    tap_is_int(engine_open(f->path, ENGINE_READ, &reader), 0, "a reader");
    tap_is_int(ran(reader, "SELECT a FROM t"), 0, "reads");
    tap_ok(ran(reader, "INSERT INTO t (a, b) VALUES (10, 'ten')") < 0, "can not insert");
    tap_ok(ran(reader, "DELETE FROM t") < 0, "can not delete");
    tap_ok(engine_exec(reader, "CREATE TABLE u (a)") < 0, "can not change the schema");
    tap_ok(engine_set_ids(reader, 1, 1) < 0, "can not write the numbers of the head");
    engine_close(&reader);
}

int main(void)
{
    struct fixture f;
    struct engine *engine = NULL;

    fixture_begin(&f);
    test_open(&f, &engine);
    test_statements(engine);
    test_transactions(engine);
    test_closed_down(engine);
    test_deadline(engine);
    test_checkpoint(engine);
    test_messages(engine);
    test_no_log();
    test_reader(&f);
    tap_is_int(engine_check(engine, false), 0, "the file is sound");
    tap_is_int(engine_check(engine, true), 0, "and so are its indexes");
    engine_close(&engine);
    engine_close(&engine);
    fixture_end(&f);
    return tap_done();
}
