#include "db/db_impl.h"

#include "base/err.h"
#include "db/audit.h"
#include "db/lock.h"
#include "db/migrate.h"
#include "db/restore.h"
#include "db/statements.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* limit: the records of the statements, about 120 bytes each, and what a writer's load needs on top goes elsewhere */
enum { ARENA_BLOCK = 16 * 1024, ARENA_CAP = 1024 * 1024 };

/* limit: a store is put in the place of another by hand, not three times within a millisecond */
enum { OPEN_TRIES = 3 };

static int prepare_group(struct db *db, size_t g)
{
    const struct stmt_group *group = stmt_groups[g];
    const char *why;

    db->groups[g] = arena_alloc(&db->arena, group->n * sizeof *db->groups[g]);
    if (db->groups[g] == NULL)
        return -ERR_NOMEM;
    for (size_t i = 0; i < group->n; i++) {
        int r = stmt_open(db->engine, &db->arena, &group->specs[i], &db->groups[g][i], &why);
        if (r < 0)
            return r;
    }
    return 0;
}

static int prepare_all(struct db *db)
{
    db->groups = arena_alloc(&db->arena, stmt_groups_n * sizeof *db->groups);
    db->broken = stmt_broken(&db->arena);
    if (db->arena.failed)
        return -ERR_NOMEM;
    for (size_t g = 0; g < stmt_groups_n; g++) {
        int r = prepare_group(db, g);
        if (r < 0)
            return r;
    }
    return 0;
}

static void close_all(struct db *db)
{
    for (size_t g = 0; db->groups != NULL && g < stmt_groups_n; g++) {
        for (size_t i = 0; db->groups[g] != NULL && i < stmt_groups[g]->n; i++)
            stmt_close(&db->groups[g][i]);
    }
}

int db_check_ids(struct engine *engine, bool create, int64_t *ret_version)
{
    struct engine_ids ids;

    int r = engine_get_ids(engine, &ids);
    if (r < 0)
        return r;
    bool fresh = create && ids.empty && ids.application_id == 0;
    if (!fresh && ids.application_id != DB_APPLICATION_ID)
        return -ERR_FOREIGN;
    if (ids.schema_version > migrate_version())
        return -ERR_NEWER;
    *ret_version = ids.schema_version;
    return 0;
}

static int open_as(struct db *db, const char *path, enum engine_mode mode)
{
    int64_t version = 0;

    int r = engine_open(path, mode, &db->engine);
    if (r == 0)
        r = db_check_ids(db->engine, mode == ENGINE_CREATE, &version);
    if (r < 0)
        return r;
    if (mode == ENGINE_READ || mode == ENGINE_IMMUTABLE || db->passive) {
        if (version < migrate_version())
            return -ERR_BUSY;
    } else {
        r = engine_start_writing(db->engine);
        if (r < 0)
            return r;
        db->writing = true;
        r = migrate_run(db->engine, migrations, migrations_n, version);
        if (r < 0)
            return r;
    }
    r = prepare_all(db);
    /* the statements fit a file that this program has just made, so something is missing here */
    if (r == -ERR_INTERNAL && version == migrate_version())
        return -ERR_CORRUPT;
    return r == 0 && db->writing ? audit_begin(db, (int64_t)time(NULL)) : r;
}

/* How a connection is opened. */
struct opening {
    enum engine_mode mode;
    int lock_fd;
    bool passive, fresh; /* fresh: there was no file */
};

static int open_db(const char *path, struct opening o, struct db **ret)
{
    struct arena arena;
    struct db *db;

    arena_init(&arena, ARENA_BLOCK, ARENA_CAP);
    db = arena_alloc(&arena, sizeof *db);
    if (db == NULL) {
        lock_release(&o.lock_fd);
        return -ERR_NOMEM;
    }
    db->arena = arena; /* from here on only this copy is used */
    db->lock_fd = o.lock_fd;
    db->passive = o.passive;
    if (o.fresh)
        db->made = arena_copy(&db->arena, (struct str){path, strlen(path) + 1}).p;
    int r = open_as(db, path, o.mode);
    if (r < 0) {
        db_discard_new(&db);
        return r;
    }
    *ret = db;
    return 0;
}

/* A file may be put in the place of another while it is opened (db/restore.h): its log would then
 * be that of the other one. */
static int open_in_place(const char *path, enum engine_mode mode, struct db **ret)
{
    struct db_file before, after;

    for (int i = 0; i < OPEN_TRIES; i++) {
        struct db *db = NULL;
        int r = engine_look(path, mode);
        if (r == 0)
            r = db_file_look(path, &before);
        if (r == 0)
            r = open_db(path, (struct opening){.mode = mode, .lock_fd = -1}, &db);
        if (r < 0)
            return r;
        if (db_file_look(path, &after) == 0 && db_file_is(&before, &after)) {
            db->file = after; /* by now with the index of its log */
            *ret = db;
            return 0;
        }
        db_close(&db);
    }
    return -ERR_BUSY;
}

int db_open_reader(const char *path, struct db **ret)
{
    return open_in_place(path, ENGINE_READ, ret);
}

int db_open_immutable(const char *path, struct db **ret)
{
    int r = engine_look(path, ENGINE_READ);

    if (r == 0)
        r = engine_is_copy(path);
    /* whether it is a store at all is told first */
    if (r == 0) {
        r = db_open_reader(path, ret);
        if (r == 0)
            db_close(ret);
        return r < 0 ? r : -ERR_BUSY;
    }
    return r < 0 ? r : open_in_place(path, ENGINE_IMMUTABLE, ret);
}

int db_open_private(const char *path, struct db **ret)
{
    return open_db(path, (struct opening){.mode = ENGINE_WRITE, .lock_fd = -1}, ret);
}

/* Refuses a file that is not ours before a lock file is left beside it. Whatever else is wrong is
 * for the opening under the lock to say; so is an empty file, which another writer may be making.
 */
static int refuse_foreign(const char *path)
{
    CLEANUP(engine_close) struct engine *engine = NULL;
    int64_t version;

    int r = engine_open(path, ENGINE_READ, &engine);
    if (r == 0)
        r = db_check_ids(engine, true, &version);
    return r == -ERR_FOREIGN || r == -ERR_NEWER ? r : 0;
}

static bool is_restoring(const char *path)
{
    char name[PATH_MAX];
    int n = snprintf(name, sizeof name, "%s" RESTORE_END, path);

    return n > 0 && (size_t)n < sizeof name && access(name, F_OK) == 0;
}

void db_spill_beside(const char *path)
{
    engine_spill_beside(path);
}

int db_open_writer(const char *path, bool create, struct db **ret)
{
    enum engine_mode mode = create ? ENGINE_CREATE : ENGINE_WRITE;
    int lock_fd = -1;

    int r = engine_look(path, mode);
    if (r == 0)
        r = refuse_foreign(path);
    if (r == 0)
        r = lock_take(path, &lock_fd);
    if (r < 0)
        return r;
    bool fresh = access(path, F_OK) != 0 && errno == ENOENT;
    /* a restore that was interrupted has taken the store away, and waits to be run again */
    if (fresh && is_restoring(path)) {
        lock_release(&lock_fd);
        return -ERR_CORRUPT;
    }
    return open_db(path, (struct opening){mode, lock_fd, false, fresh}, ret);
}

int db_open_checker(const char *path, struct db **ret, bool *ret_constraints)
{
    int lock_fd = -1;

    int r = engine_look(path, ENGINE_WRITE);
    if (r == 0)
        r = refuse_foreign(path);
    if (r < 0)
        return r;
    *ret_constraints = access(path, W_OK) == 0 && lock_take(path, &lock_fd) == 0;
    if (!*ret_constraints)
        return db_open_reader(path, ret);
    return open_db(path, (struct opening){ENGINE_WRITE, lock_fd, true, false}, ret);
}

/* The lock goes last: until then nobody else can have written to the file. */
static void remove_made(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".lock"};
    char name[PATH_MAX];

    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        int n = snprintf(name, sizeof name, "%s%s", path, ends[i]);
        if (n > 0 && (size_t)n < sizeof name)
            unlink(name);
    }
}

static void close_db(struct db **ret_db, bool discard)
{
    struct db *db = *ret_db;
    struct arena arena;

    if (db == NULL)
        return;
    close_all(db);
    /* an empty log at rest: the main file alone is then the whole store */
    if (db->writing)
        db_checkpoint(db, true);
    engine_close(&db->engine);
    if (discard && db->made != NULL)
        remove_made(db->made);
    lock_release(&db->lock_fd);
    arena = db->arena; /* the struct lies in what is released */
    arena_finish(&arena);
    *ret_db = NULL;
}

void db_close(struct db **ret_db)
{
    close_db(ret_db, false);
}

void db_discard_new(struct db **ret_db)
{
    close_db(ret_db, true);
}
