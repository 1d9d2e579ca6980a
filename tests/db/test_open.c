/* Opening: a new store, no store, somebody else's file, a damaged, a newer and an older one, two
 * writers. */

#include "db/lock.h"
#include "db/migrate.h"
#include "tests/db/fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int reader_code(const char *path)
{
    struct db *db = NULL;

    int r = db_open_reader(path, &db);
    db_close(&db);
    return r;
}

static int writer_code(const char *path, bool create)
{
    struct db *db = NULL;

    int r = db_open_writer(path, create, &db);
    db_close(&db);
    return r;
}

static void write_at(const char *path, off_t at, const char *bytes, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);

    if (fd < 0 || pwrite(fd, bytes, n, at) != (ssize_t)n)
        puts("Bail out! a file can not be written");
    close(fd);
}

static off_t size_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : -1;
}

static void test_new(void)
{
    struct fixture f;
    struct db *db = NULL;
    struct release release = {.id = 5};

    fixture_begin(&f);
    tap_is_int(reader_code(f.path), -ERR_NOT_FOUND, "reader: no such file");
    tap_is_int(writer_code(f.path, false), -ERR_NOT_FOUND, "writer: no such file");
    tap_ok(size_of(f.path) < 0, "which is not made by that");
    tap_is_int(db_open_writer(f.path, true, &db), 0, "made when wanted");
    tap_is_int(fixture_number(db, "SELECT count(*) FROM breakdown"), 1, "with its schema");
    tap_is_int(db_current_release(db, &release), 0, "the newest release");
    tap_ok(release.id == 0 && release.label[0] == '\0', "is none");
    db_close(&db);
    tap_is_int(reader_code(f.path), 0, "a reader opens it");
    tap_is_int(writer_code(f.path, false), 0, "and a writer again");
    fixture_end(&f);
}

static void test_foreign(void)
{
    struct fixture f;
    struct engine *engine = NULL;
    struct engine_ids ids = {0};

    fixture_begin(&f);
    write_at(f.path, 0, "just a text, and longer than a page head would be: ............", 64);
    tap_is_int(reader_code(f.path), -ERR_FOREIGN, "reader: a text file");
    tap_is_int(writer_code(f.path, true), -ERR_FOREIGN, "writer: a text file");
    unlink(f.path);

    write_at(f.path, 0, "", 0);
    tap_is_int(reader_code(f.path), -ERR_FOREIGN, "reader: an empty file");
    tap_is_int(writer_code(f.path, false), -ERR_FOREIGN, "writer: an empty file");
    unlink(f.path);

    tap_ok(engine_open(f.path, ENGINE_CREATE, &engine) == 0 &&
               engine_exec(engine, "CREATE TABLE theirs (a)") == 0 &&
               engine_set_ids(engine, 4711, 1) == 0,
           "a file of another program");
    engine_close(&engine);
    off_t size = size_of(f.path);
    tap_is_int(reader_code(f.path), -ERR_FOREIGN, "reader: refuses it");
    tap_is_int(writer_code(f.path, true), -ERR_FOREIGN, "writer: refuses it");
    tap_ok(engine_open(f.path, ENGINE_READ, &engine) == 0 && engine_get_ids(engine, &ids) == 0 &&
               ids.application_id == 4711 && size_of(f.path) == size,
           "and leaves it as it was");
    engine_close(&engine);
    fixture_end(&f);
}

/* The bytes of a file up to `max`; their number, -1 when there is no such file. */
static ssize_t read_file(const char *path, char *bytes, size_t max)
{
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return -1;
    ssize_t n = read(fd, bytes, max);
    close(fd);
    return n;
}

/* Another program's file whose log was not copied yet, as after a power cut. */
static void write_foreign_log(const char *path)
{
    int status = 1;
    pid_t child = fork();

    if (child == 0) {
        struct engine *engine = NULL;
        _exit(engine_open(path, ENGINE_CREATE, &engine) == 0 && engine_start_writing(engine) == 0 &&
                      engine_set_ids(engine, 4711, 1) == 0 &&
                      engine_exec(engine, "CREATE TABLE theirs (a)") == 0
                  ? 0
                  : 1); /* without closing, which would copy the log */
    }
    tap_ok(child > 0 && waitpid(child, &status, 0) == child && status == 0,
           "a file of another program with a log");
}

static void test_foreign_log(void)
{
    static char file[64 * 1024], log[64 * 1024], now[64 * 1024];
    struct fixture f;
    char log_path[128], lock_path[128];

    fixture_begin(&f);
    snprintf(log_path, sizeof log_path, "%s-wal", f.path);
    snprintf(lock_path, sizeof lock_path, "%s.lock", f.path);
    write_foreign_log(f.path);
    ssize_t n_file = read_file(f.path, file, sizeof file);
    ssize_t n_log = read_file(log_path, log, sizeof log);
    tap_ok(n_file > 0 && n_log > 0, "both have content");
    tap_is_int(writer_code(f.path, true), -ERR_FOREIGN, "writer: refuses it");
    tap_is_int(writer_code(f.path, false), -ERR_FOREIGN, "writer: refuses it");
    tap_is_int(reader_code(f.path), -ERR_FOREIGN, "reader: refuses it");
    tap_ok(read_file(f.path, now, sizeof now) == n_file && memcmp(now, file, (size_t)n_file) == 0,
           "the file is the same, byte for byte");
    tap_ok(read_file(log_path, now, sizeof now) == n_log && memcmp(now, log, (size_t)n_log) == 0,
           "and so is its log");
    tap_ok(size_of(lock_path) < 0, "no lock is left beside it");
    fixture_end(&f);
}

/* One store, whatever name it goes by, has one lock. */
static void test_names(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    char link_path[128], dots[192], nowhere[128];

    snprintf(link_path, sizeof link_path, "%s/link.db", f.folder);
    snprintf(nowhere, sizeof nowhere, "%s/nowhere.db", f.folder);
    snprintf(dots, sizeof dots, "%s/../%s/./store.db", f.folder, strrchr(f.folder, '/') + 1);
    tap_ok(symlink("store.db", link_path) == 0 && symlink("gone.db", nowhere) == 0, "links");
    tap_is_int(writer_code(link_path, false), -ERR_BUSY, "a second writer by a link");
    tap_is_int(writer_code(dots, true), -ERR_BUSY, "a second writer by another path");
    db_close(&db);
    tap_is_int(writer_code(link_path, false), 0, "free by the link too");
    tap_is_int(writer_code(nowhere, true), -ERR_IO, "a link to nothing is refused");
    char here[4096];
    if (getcwd(here, sizeof here) != NULL && chdir(f.folder) == 0) {
        tap_is_int(db_open_writer("new.db", true, &db), 0, "a new store by its bare name");
        snprintf(dots, sizeof dots, "%s/new.db", f.folder);
        tap_is_int(writer_code(dots, false), -ERR_BUSY, "and by its whole path");
        db_close(&db);
        tap_is_int(chdir(here), 0, "back");
    }
    fixture_end(&f);
}

/* After a load nothing runs any more that would keep the log from being copied. */
static void test_log(void)
{
    static const char *const rows[] = {
        "observation|patents_granted|120116|2024|patent_type=design|level|default|1|eq|1|1|piece|"
        "period|A|verbatim|1|report-2024|1|",
    };
    static char bytes[8 * 1024 * 1024];
    struct fixture f;
    struct db *db = fixture_store(&f), *copy = NULL;
    struct release release = {.id = 0};
    char path[128];

    tap_is_int(fixture_release(db, rows, COUNT_OF(rows)), 2, "a release");
    ssize_t n = read_file(f.path, bytes, sizeof bytes);
    snprintf(path, sizeof path, "%s/copy.db", f.folder);
    write_at(path, 0, bytes, n > 0 ? (size_t)n : 0);
    tap_ok(db_open_reader(path, &copy) == 0 && db_current_release(copy, &release) == 0 &&
               release.id == 2,
           "the main file alone has it, with the writer still open");
    db_close(&copy);
    tap_is_int(engine_checkpoint(db_engine(db), true), 0, "a checkpoint");
    snprintf(path, sizeof path, "%s-wal", f.path);
    tap_is_int(size_of(path), 0, "leaves an empty log");
    db_close(&db);
    fixture_end(&f);
}

static void test_versions(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);

    tap_is_int(engine_set_ids(db_engine(db), DB_APPLICATION_ID, migrate_version() + 1), 0,
               "a store of a later version");
    db_close(&db);
    tap_is_int(reader_code(f.path), -ERR_NEWER, "reader: newer");
    tap_is_int(writer_code(f.path, false), -ERR_NEWER, "writer: newer");
    fixture_end(&f);
}

static void test_migrations(void)
{
    static const struct migration steps[] = {
        {1, "CREATE TABLE one (a);"},
        {2, "CREATE TABLE two (a); INSERT INTO two VALUES (2);"},
        {3, "CREATE TABLE three (a); CREATE TABLE two (a);"},
    };
    struct fixture f;
    struct engine *engine = NULL;
    struct engine_ids ids = {0};

    fixture_begin(&f);
    tap_is_int(engine_open(f.path, ENGINE_CREATE, &engine), 0, "an empty file");
    tap_is_int(migrate_run(engine, steps, 2, 0), 0, "two steps");
    tap_ok(engine_get_ids(engine, &ids) == 0 && ids.schema_version == 2 &&
               ids.application_id == DB_APPLICATION_ID,
           "version 2");
    tap_is_int(migrate_run(engine, steps, 2, 2), 0, "nothing left to do");
    tap_ok(migrate_run(engine, steps, 3, 2) < 0, "a step that fails");
    tap_ok(engine_get_ids(engine, &ids) == 0 && ids.schema_version == 2, "leaves version 2");
    tap_ok(engine_exec(engine, "INSERT INTO three VALUES (1)") < 0, "and nothing of itself");
    engine_close(&engine);
    tap_is_int(migrations[0].version, 1, "the first step of the program leads to version 1");
    for (size_t i = 1; i < migrations_n; i++)
        tap_is_int(migrations[i].version, migrations[i - 1].version + 1,
                   "and the next to one more");
    fixture_end(&f);
}

/* An older store: a reader can only wait for the writer that brings it up to date. */
static void test_older(void)
{
    struct fixture f;
    struct engine *engine = NULL;

    fixture_begin(&f);
    tap_ok(engine_open(f.path, ENGINE_CREATE, &engine) == 0 &&
               engine_set_ids(engine, DB_APPLICATION_ID, 0) == 0,
           "a store before its first step");
    engine_close(&engine);
    tap_is_int(reader_code(f.path), -ERR_BUSY, "a reader waits");
    tap_is_int(writer_code(f.path, false), 0, "a writer updates it");
    tap_is_int(reader_code(f.path), 0, "a reader reads");
    fixture_end(&f);
}

static void test_damaged(void)
{
    static char garbage[4096];
    struct fixture f;
    struct db *db = fixture_store(&f);

    /* a page that is not read to open the store, as the last one may be */
    int64_t page = fixture_number(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'plan'");
    db_close(&db);
    memset(garbage, 0x5a, sizeof garbage);
    tap_is_int(db_open_reader(f.path, &db), 0, "a sound store");
    tap_is_int(db_quick_check(db, 0), 0, "passes the check");
    db_close(&db);
    write_at(f.path, (off_t)(page - 1) * 4096, garbage, sizeof garbage);
    tap_is_int(db_open_reader(f.path, &db), 0, "a store with one damaged page");
    tap_is_int(db_full_check(db), -ERR_CORRUPT, "does not pass");
    tap_ok(db_explain(db, -ERR_CORRUPT)[0] != '\0', "and the engine says why");
    tap_is_str(str_from(db_explain(db, -ERR_NOMEM)), STR(""), "but nothing of another failure");
    db_close(&db);
    for (off_t at = 4096 * 8; at < size_of(f.path); at += 4096 * 4)
        write_at(f.path, at, garbage, sizeof garbage);
    int r = db_open_reader(f.path, &db);
    if (r == 0)
        r = db_quick_check(db, 10000);
    tap_is_int(r, -ERR_CORRUPT, "damaged pages are found");
    db_close(&db);

    write_at(f.path, 100, garbage, 3000);
    tap_is_int(reader_code(f.path), -ERR_CORRUPT, "reader: a damaged schema");
    tap_is_int(writer_code(f.path, false), -ERR_CORRUPT, "writer: a damaged schema");
    if (truncate(f.path, 5000) == 0)
        tap_ok(reader_code(f.path) < 0, "a file cut short");
    fixture_end(&f);
}

static void test_lock(void)
{
    struct fixture f;
    struct db *db = fixture_store(&f);
    int status = 0;

    tap_is_int(writer_code(f.path, false), -ERR_BUSY, "a second writer in this process");
    pid_t child = fork();
    if (child == 0)
        _exit(writer_code(f.path, true) == -ERR_BUSY ? 0 : 1);
    tap_ok(child > 0 && waitpid(child, &status, 0) == child && status == 0,
           "a second writer in another process");
    tap_is_int(reader_code(f.path), 0, "readers are not held up");
    db_close(&db);
    tap_is_int(writer_code(f.path, false), 0, "free again");

    child = fork();
    if (child == 0) {
        struct db *mine = NULL;
        (void)!db_open_writer(f.path, false, &mine);
        _exit(0); /* without closing */
    }
    tap_ok(child > 0 && waitpid(child, &status, 0) == child, "a writer that just ends");
    tap_is_int(writer_code(f.path, false), 0, "leaves no lock behind");
    fixture_end(&f);
}

int main(void)
{
    test_new();
    test_foreign();
    test_foreign_log();
    test_names();
    test_log();
    test_versions();
    test_migrations();
    test_older();
    test_damaged();
    test_lock();
    return tap_done();
}
