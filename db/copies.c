#include "db/copies.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/statements.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* limit: one statement */
enum { ARENA_BLOCK = 1024, ARENA_CAP = 16 * 1024 };

enum { COPY_NEWEST };

/* Also of those that readers do not see yet. */
static const struct stmt_spec specs[] = {
    [COPY_NEWEST] =
        {
            .name = "copy_newest",
            .sql = "SELECT /*scan*/ release, digest FROM release ORDER BY release DESC LIMIT 1",
            .params = (const char *const[]){NULL},
            .columns = (const char *const[]){"release", "digest", NULL},
        },
};
const struct stmt_group copies_statements = {"copies", specs, COUNT_OF(specs)};

static int failure_of_file(void)
{
    return errno == ENOSPC || errno == EDQUOT ? -ERR_FULL : -ERR_IO;
}

/* Whether rows may stand in a log beside the file. */
static bool has_log(const char *path)
{
    char log[PATH_MAX];
    struct stat st;
    int n = snprintf(log, sizeof log, "%s-wal", path);

    return n > 0 && (size_t)n < sizeof log && stat(log, &st) == 0 && st.st_size > 0;
}

int copy_open_source(const char *path, bool at_rest, struct engine **ret, int64_t *ret_version)
{
    struct engine *engine = NULL;
    int r = engine_look(path, ENGINE_READ);

    if (r == 0)
        r = engine_is_copy(path);
    if (r == 0 && at_rest && !has_log(path))
        r = 1;
    if (r >= 0)
        r = engine_open(path, r == 1 ? ENGINE_IMMUTABLE : ENGINE_READ, &engine);
    if (r == 0)
        r = db_check_ids(engine, false, ret_version);
    if (r < 0)
        engine_close(&engine);
    else
        *ret = engine;
    return r;
}

int copy_file_open(const char *path, const char *end, unsigned mode, struct copy_file *ret)
{
    struct copy_file file = COPY_FILE_NONE;
    int n = snprintf(file.path, sizeof file.path, "%s%s", path, end);

    if (n < 0 || (size_t)n >= sizeof file.path)
        return -ERR_LIMIT;
    file.fd = open(file.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file.fd < 0)
        return failure_of_file();
    if (flock(file.fd, LOCK_EX | LOCK_NB) != 0) {
        close(file.fd);
        return -ERR_BUSY;
    }
    /* what an interrupted one left may be someone else's to read */
    if (fchmod(file.fd, (mode_t)mode & 0777) != 0 || ftruncate(file.fd, 0) != 0) {
        int r = failure_of_file();
        close(file.fd);
        return r;
    }
    *ret = file;
    return 0;
}

int copy_sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    int n = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);

    if (n >= PATH_MAX)
        return -ERR_LIMIT;
    memcpy(folder, slash == NULL ? "." : path, (size_t)n);
    folder[n] = '\0';
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -ERR_IO;
    int r = fsync(fd) == 0 ? 0 : failure_of_file();
    close(fd);
    return r;
}

/* A file system that can not refuse by itself leaves a moment between the look and the move. */
static int move_beside(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno == EINVAL && access(to, F_OK) != 0 && errno == ENOENT)
        return rename(from, to) == 0 ? 0 : failure_of_file();
    return errno == EEXIST ? -ERR_INPUT : failure_of_file();
}

int copy_file_keep(struct copy_file *file, const char *path, bool replace)
{
    int r = fsync(file->fd) == 0 ? 0 : failure_of_file();

    if (r == 0 && replace)
        r = rename(file->path, path) == 0 ? 0 : failure_of_file();
    else if (r == 0)
        r = move_beside(file->path, path);
    if (r < 0)
        return r;
    close(file->fd);
    *file = COPY_FILE_NONE;
    return copy_sync_folder(path);
}

void copy_file_drop(struct copy_file *file)
{
    if (file->fd < 0)
        return;
    unlink(file->path);
    close(file->fd);
    *file = COPY_FILE_NONE;
}

static int read_newest(struct engine *engine, struct copy_facts *facts)
{
    struct arena arena;
    struct stmt *stmt = NULL;
    const char *why;

    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    int r = stmt_open(engine, &arena, &specs[COPY_NEWEST], &stmt, &why);
    if (r == 0)
        r = stmt_step(stmt);
    if (r > 0) {
        struct str digest = stmt_get_str(stmt, 1);
        facts->release = stmt_get_i64(stmt, 0);
        if (digest.n != DB_DIGEST_LEN)
            r = -ERR_CORRUPT;
        else
            memcpy(facts->digest, digest.p, digest.n);
    }
    stmt_close(&stmt);
    arena_finish(&arena);
    return r < 0 ? r : 0;
}

/* Structure and references of the copy by itself. */
static int check_copy(struct engine *copy, char why[static COPY_WHY_MAX])
{
    int64_t dangling = 0;
    int r = engine_check(copy, true);

    if (r < 0)
        snprintf(why, COPY_WHY_MAX, "%s", engine_message(copy, r));
    else
        r = engine_check_references(copy, &dangling);
    if (dangling > 0) {
        snprintf(why, COPY_WHY_MAX, "a row names another one that is not there");
        r = -ERR_CORRUPT;
    }
    return r;
}

static int compare(struct engine *from, struct engine *copy, struct copy_facts *ret,
                   char why[static COPY_WHY_MAX])
{
    struct copy_facts facts = {0}, other = {0};
    int r = db_check_ids(from, false, &facts.schema_version);

    if (r == 0)
        r = db_check_ids(copy, false, &other.schema_version);
    if (r == 0)
        r = read_newest(from, &facts);
    if (r == 0)
        r = read_newest(copy, &other);
    if (r == 0)
        r = engine_compare(from, copy, &facts.rows);
    if (r < 0)
        return r;
    if (r != 1 || facts.schema_version != other.schema_version || facts.release != other.release ||
        strcmp(facts.digest, other.digest) != 0) {
        snprintf(why, COPY_WHY_MAX, "the copy is not what was copied");
        return -ERR_CORRUPT;
    }
    *ret = facts;
    return 0;
}

int copy_verify(struct engine *from, const char *path, struct copy_facts *ret,
                char why[static COPY_WHY_MAX])
{
    CLEANUP(engine_close) struct engine *copy = NULL;
    struct copy_facts facts;
    struct stat st;
    int r = engine_open(path, ENGINE_IMMUTABLE, &copy);

    if (r == 0)
        r = check_copy(copy, why);
    if (r == 0)
        r = compare(from, copy, &facts, why);
    if (r == 0 && stat(path, &st) != 0)
        r = -ERR_IO;
    if (r < 0)
        return r;
    facts.bytes = st.st_size;
    *ret = facts;
    return 0;
}

int copy_make(struct engine *from, const char *path, copy_progress progress, void *cls,
              struct copy_facts *ret, char why[static COPY_WHY_MAX])
{
    int r = engine_hold(from);

    if (r == 0)
        r = engine_copy(from, path, progress, cls);
    if (r == 0)
        r = copy_verify(from, path, ret, why);
    engine_rollback(from);
    return r;
}
