#include "api/package_write.h"
#include "base/arena.h"
#include "base/err.h"
#include "cli/commands.h"
#include "cli/safe_print.h"
#include "cli/store.h"
#include "db/releases.h"
#include "db/table_csv.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* limit: 1 MiB of rows at a time, so that memory does not grow with the store; one row is at most
 * a few KiB */
enum { PIECE = 1024 * 1024, PIECE_MAX = 4 * PIECE };

/* limit: the statement of one table takes about 20 KiB */
enum { ARENA_BLOCK = 64 * 1024, ARENA_CAP = 1024 * 1024 };

struct writing {
    const struct options *options;
    const char *folder;
    struct db *db;
    struct release release;
    struct access_epoch access; /* in which it was begun */
    struct arena arena;
    struct buf out;
};

static enum exit_code complain(const char *path, const char *text)
{
    fputs("iprstat: ", stderr);
    safe_print(stderr, str_from(path));
    fprintf(stderr, ": %s\n", text);
    return EXIT_CANT_CREATE;
}

static void close_p(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* A path within the folder; false when it is too long. */
static bool path_of(const struct writing *w, const char *name, char ret[static PATH_MAX])
{
    int n = snprintf(ret, PATH_MAX, "%s/%s", w->folder, name);

    return n > 0 && n < PATH_MAX;
}

static bool write_all(int fd, const struct buf *out)
{
    for (size_t at = 0; at < out->n;) {
        ssize_t n = write(fd, out->p + at, out->n - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* A file that is there already may be someone's work. */
static enum exit_code open_new(const char *path, int *ret_fd)
{
    *ret_fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (*ret_fd >= 0)
        return EXIT_OK;
    return complain(path, errno == EEXIST ? "is there already; name a new or empty folder"
                                          : "can not be made");
}

static enum exit_code write_table(struct writing *w, const struct table *table)
{
    CLEANUP(close_p) int fd = -1;
    struct table_place place = {0};
    char name[64], path[PATH_MAX];
    bool more = true;

    snprintf(name, sizeof name, PACKAGE_TABLE_PATH, table->name);
    if (!path_of(w, name, path))
        return complain(w->folder, "is too long a name");
    enum exit_code code = open_new(path, &fd);
    while (code == EXIT_OK && more) {
        arena_reset(&w->arena);
        buf_reset(&w->out);
        int r =
            table_csv_next(w->db, &w->arena, table, w->release.id, &place, &w->out, PIECE, &more);
        if (r < 0)
            return store_failed(w->options, w->db, "reading", r);
        if (!write_all(fd, &w->out))
            code = complain(path, "can not be written");
    }
    if (code == EXIT_OK && fsync(fd) != 0)
        code = complain(path, "can not be written");
    return code;
}

/* Tables of two epochs do not fit together: one lacks what another refers to, or has what is
 * closed.
 */
static enum exit_code check_epoch(struct writing *w)
{
    struct access_epoch now;
    int r = db_access_epoch(w->db, &now);

    if (r < 0)
        return store_failed(w->options, w->db, "reading", r);
    if (now.release == w->access.release)
        return EXIT_OK;
    return complain(w->folder, "is not whole, since what may be read has changed; export again");
}

/* Written last: a folder without it is no package, so that half an export is never loaded. */
static enum exit_code write_description(struct writing *w)
{
    CLEANUP(close_p) int fd = -1;
    struct package_info info = {.release = &w->release};
    char path[PATH_MAX];

    if (!path_of(w, "datapackage.json", path))
        return complain(w->folder, "is too long a name");
    int r = package_is_synthetic(w->db, w->release.id, &info.synthetic);
    buf_reset(&w->out);
    if (r == 0)
        r = package_write(&w->out, &info);
    if (r < 0)
        return store_failed(w->options, w->db, "reading", r);
    enum exit_code code = open_new(path, &fd);
    if (code == EXIT_OK && (!write_all(fd, &w->out) || fsync(fd) != 0))
        code = complain(path, "can not be written");
    return code;
}

static enum exit_code make_folder(const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return EXIT_OK;
    return complain(path, "can not be made");
}

static enum exit_code write_package(struct writing *w)
{
    char path[PATH_MAX];

    if (!path_of(w, "tables", path))
        return complain(w->folder, "is too long a name");
    enum exit_code code = make_folder(w->folder);
    if (code == EXIT_OK)
        code = make_folder(path);
    for (size_t i = 0; i < tables_n && code == EXIT_OK; i++)
        code = write_table(w, &tables[i]);
    if (code == EXIT_OK)
        code = check_epoch(w);
    if (code == EXIT_OK)
        code = write_description(w);
    if (code == EXIT_OK)
        printf("release %" PRId64 " is written: iprstat load --publish %s\n", w->release.id,
               w->folder);
    return code;
}

/* The release asked for, or the newest. */
static enum exit_code choose_release(struct writing *w)
{
    int64_t wanted = w->options->number[OPTION_AS_OF];
    int r = db_current_release(w->db, &w->release);

    /* what is under embargo is not there yet */
    if (r == 0 && wanted > w->release.id)
        w->release.id = 0;
    else if (r == 0 && wanted > 0 && wanted < w->release.id &&
             (r = release_get(w->db, wanted, &w->release)) == 0)
        w->release.id = 0;
    if (r >= 0)
        r = db_access_epoch(w->db, &w->access);
    if (r < 0)
        return store_failed(w->options, w->db, "reading", r);
    if (w->release.id > 0)
        return EXIT_OK;
    if (wanted > 0)
        fprintf(stderr, "iprstat: there is no release %" PRId64 "\n", wanted);
    else
        fputs("iprstat: nothing has been published yet\n", stderr);
    return EXIT_NO_INPUT;
}

enum exit_code cli_export(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    struct writing w = {.options = options};

    if (options->n_operands != 1) {
        fputs("iprstat: export wants one DIR, a folder to make\n", stderr);
        return EXIT_USAGE;
    }
    enum exit_code code = store_open(options, STORE_READ, &db);
    if (code != EXIT_OK)
        return code;
    w.folder = options->operands[0];
    w.db = db;
    arena_init(&w.arena, ARENA_BLOCK, ARENA_CAP);
    buf_init(&w.out, PIECE_MAX);
    code = choose_release(&w);
    if (code == EXIT_OK)
        code = write_package(&w);
    buf_finish(&w.out);
    arena_finish(&w.arena);
    return code;
}
