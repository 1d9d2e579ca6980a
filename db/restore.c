#include "db/restore.h"

#include "base/err.h"
#include "db/audit.h"
#include "db/keys.h"
#include "db/lock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* limit: so many restores within a second or two are a loop that went wrong */
enum { KEPT_MAX = 60 };

/* A restore under way. */
struct restore {
    const struct restore_wish *wish;
    struct restore_report *report;
    char store[PATH_MAX]; /* free of links: a link to the store stays one */
};

/* Which of the files that belong to a store. The main file first: without it nobody opens the
 * others, whatever happens between two moves. */
static const char *const parts[] = {"", "-wal", "-shm"};

static int name_store(struct restore *restore)
{
    const char *path = restore->wish->store;

    if (realpath(path, restore->store) != NULL)
        return 0;
    size_t n = strlen(path);
    if (errno != ENOENT || n >= sizeof restore->store)
        return errno == ENAMETOOLONG || n >= sizeof restore->store ? -ERR_LIMIT : -ERR_IO;
    memcpy(restore->store, path, n + 1);
    return 0;
}

/* What may be set aside: nothing, an empty file, or a store of ours, in whatever state. */
static int check_place(const char *store, bool *ret_sound)
{
    CLEANUP(engine_close) struct engine *engine = NULL;
    int64_t version;
    int r = engine_look(store, ENGINE_READ);

    *ret_sound = false;
    if (r == -ERR_NOT_FOUND)
        return 0;
    if (r == 0)
        r = engine_open(store, ENGINE_READ, &engine);
    if (r == 0)
        r = db_check_ids(engine, true, &version);
    *ret_sound = r == 0;
    return r == -ERR_CORRUPT || r == -ERR_NEWER ? 0 : r;
}

/* So that the file which is kept is whole by itself. What can not be copied is kept in its log. */
static void empty_log(const char *store)
{
    CLEANUP(engine_close) struct engine *engine = NULL;

    if (engine_is_copy(store) == 0 && engine_open(store, ENGINE_WRITE, &engine) == 0 &&
        engine_start_writing(engine) == 0)
        (void)!engine_checkpoint(engine, true);
}

static bool join(char out[static PATH_MAX], const char *path, const char *end)
{
    int n = snprintf(out, PATH_MAX, "%s%s", path, end);

    return n > 0 && n < PATH_MAX;
}

/* Names the place where the store is kept: that of this second, or the next that is free. */
static int name_kept(struct restore *restore)
{
    char *kept = restore->report->kept;
    struct tm tm;

    for (int i = 0; i < KEPT_MAX; i++) {
        time_t moment = (time_t)restore->wish->now + i;
        if (gmtime_r(&moment, &tm) == NULL)
            return -ERR_LIMIT;
        int n = snprintf(kept, PATH_MAX, "%s.before-restore-%04d%02d%02dT%02d%02d%02dZ",
                         restore->store, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                         tm.tm_min, tm.tm_sec);
        if (n < 0 || n >= PATH_MAX)
            return -ERR_LIMIT;
        if (access(kept, F_OK) != 0)
            return 0;
    }
    return -ERR_BUSY;
}

/* Moves a store with all that lies beside it. */
static int move_store(const char *store, const char *place)
{
    char from[PATH_MAX], to[PATH_MAX];

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (!join(from, store, parts[i]) || !join(to, place, parts[i]))
            return -ERR_LIMIT;
        if (rename(from, to) != 0 && errno != ENOENT)
            return -ERR_IO;
    }
    return 0;
}

/* An empty log says nothing, and its index is for those who have it open. */
static void drop_empty_log(const char *store)
{
    char log[PATH_MAX], index[PATH_MAX];
    struct stat st;

    if (!join(log, store, parts[1]) || !join(index, store, parts[2]))
        return;
    if (stat(log, &st) == 0 && st.st_size > 0)
        return;
    unlink(log);
    unlink(index);
}

/* The row of the audit, which goes on from that of the copy. */
static int record(struct restore *restore, struct db *db)
{
    const struct copy_facts *facts = &restore->report->facts;
    char detail[64 + DB_DIGEST_LEN];
    int n = snprintf(detail, sizeof detail, "release %lld%s%s", (long long)facts->release,
                     facts->release > 0 ? " " : "", facts->digest);
    struct audit_event event = {
        .action = AUDIT_RESTORE,
        .at = restore->wish->now,
        .actor = restore->wish->actor,
        .detail = {detail, (size_t)n},
    };
    int r = engine_begin(db_engine(db));

    if (r == 0)
        r = audit_add(db, &event);
    if (r == 0)
        r = engine_commit(db_engine(db));
    if (r < 0)
        engine_rollback(db_engine(db));
    return r;
}

/* A key that was revoked after the copy was made stays so, or a restore would give it back to
 * whoever it was taken from. */
static int revoke_keys(struct restore *restore, struct db *db, struct db *store)
{
    CLEANUP(stmt_reset_p) struct stmt *s = keys_list(store);
    struct key_row row;
    int r, revoked;

    while ((r = keys_next(s, &row)) > 0) {
        if (row.revoked_at == 0)
            continue;
        revoked = key_revoke(db, row.id, restore->wish->now, restore->wish->actor);
        /* it is of later than the copy, or revoked there too */
        if (revoked < 0 && revoked != -ERR_NOT_FOUND && revoked != -ERR_INPUT)
            return revoked;
    }
    /* what can not be read in a store that is given up takes nothing from the other one */
    return 0;
}

/* Makes a store of the copy: its schema as this program has it, its statements, its audit. */
static int make_store(struct restore *restore, const char *copy)
{
    struct db *db = NULL, *store = NULL;
    int r = db_open_private(copy, &db);

    if (r == 0)
        r = db_full_check(db);
    if (r == -ERR_CORRUPT && db != NULL)
        snprintf(restore->report->why, COPY_WHY_MAX, "%s", db_explain(db, r));
    if (r == 0)
        r = record(restore, db);
    if (r == 0 && db_open_reader(restore->store, &store) == 0)
        r = revoke_keys(restore, db, store);
    db_close(&store);
    db_close(&db);
    drop_empty_log(copy);
    return r;
}

/* Whoever has the store open reads on; whoever opens it between the two moves finds nothing, or
 * sees in the end that another file has its place (db_open_reader()). */
static int put_in_place(struct restore *restore, struct copy_file *copy, bool sound)
{
    char *kept = restore->report->kept;
    struct stat st;
    bool there = stat(restore->store, &st) == 0;

    if (sound)
        empty_log(restore->store);
    int r = name_kept(restore);
    if (r == 0)
        r = move_store(restore->store, kept);
    if (r == 0)
        r = copy_file_keep(copy, restore->store, false);
    if (r < 0) {
        /* nobody else writes it, so that what was moved can go back */
        if (kept[0] != '\0' && access(restore->store, F_OK) != 0)
            (void)!move_store(kept, restore->store);
        return r;
    }
    drop_empty_log(kept);
    if (!there)
        kept[0] = '\0';
    return 0;
}

static unsigned mode_of(const char *store)
{
    struct stat st;

    return stat(store, &st) == 0 ? st.st_mode & 0777 : 0644;
}

/* Under the lock of the store. */
static int run_locked(struct restore *restore, struct engine *file)
{
    CLEANUP(copy_file_drop) struct copy_file copy = COPY_FILE_NONE;
    const struct restore_wish *wish = restore->wish;
    struct restore_report *report = restore->report;
    bool sound;

    report->of_store = true;
    int r = check_place(restore->store, &sound);
    if (r == 0)
        r = copy_file_open(restore->store, RESTORE_END, mode_of(restore->store), &copy);
    if (r < 0)
        return r;
    r = copy_make(file, copy.path, wish->progress, wish->cls, &report->facts, report->why);
    if (r == 0)
        r = make_store(restore, copy.path);
    report->of_store = r != -ERR_CORRUPT;
    return r < 0 ? r : put_in_place(restore, &copy, sound);
}

int restore_run(const struct restore_wish *wish, struct restore_report *ret)
{
    CLEANUP(engine_close) struct engine *file = NULL;
    CLEANUP(lock_release) int lock_fd = -1;
    struct restore restore = {.wish = wish, .report = ret};
    struct db_file of_file, of_store;
    int64_t version;

    *ret = (struct restore_report){0};
    int r = copy_open_source(wish->file, true, &file, &version);
    if (r < 0)
        return r;
    if (db_file_look(wish->file, &of_file) == 0 && db_file_look(wish->store, &of_store) == 0 &&
        db_file_is(&of_file, &of_store))
        return -ERR_INPUT;
    ret->of_store = true;
    r = name_store(&restore);
    if (r == 0)
        r = lock_take(restore.store, &lock_fd);
    return r < 0 ? r : run_locked(&restore, file);
}
