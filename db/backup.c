#include "db/backup.h"

#include "base/err.h"

#include <sys/stat.h>

/* Only a copy is replaced: not a store that somebody serves or writes, nor a file of another kind.
 */
static int check_place(const struct backup_wish *wish)
{
    CLEANUP(engine_close) struct engine *engine = NULL;
    int64_t version;
    struct stat st;

    if (lstat(wish->file, &st) != 0)
        return 0; /* whatever else is wrong shows when the file is made */
    if (!wish->replace || !S_ISREG(st.st_mode) || engine_is_copy(wish->file) != 1)
        return -ERR_INPUT;
    int r = copy_open_source(wish->file, true, &engine, &version);
    return r == -ERR_FOREIGN ? -ERR_INPUT : 0; /* a damaged or newer one is ours too */
}

static unsigned mode_of(const struct backup_wish *wish)
{
    struct stat st;

    return stat(wish->store, &st) == 0 ? st.st_mode & 0777 : 0600;
}

/* The copy once more, without its unused pages and read-only. */
static int compact(const struct backup_wish *wish, const struct copy_file *copy,
                   struct copy_file *ret_compact, struct backup_report *report)
{
    CLEANUP(engine_close) struct engine *from = NULL;
    int64_t version;
    int r = copy_file_open(wish->file, ".part2", 0600, ret_compact);

    if (r == 0)
        r = engine_compact(copy->path, ret_compact->path);
    if (r == 0)
        r = copy_open_source(copy->path, true, &from, &version);
    if (r == 0)
        r = copy_verify(from, ret_compact->path, &report->facts, report->why);
    return r;
}

static int make(const struct backup_wish *wish, struct engine *store, struct backup_report *report)
{
    CLEANUP(copy_file_drop) struct copy_file copy = COPY_FILE_NONE, small = COPY_FILE_NONE;
    int r = copy_file_open(wish->file, ".part", wish->snapshot ? 0600 : mode_of(wish), &copy);

    if (r == 0)
        r = copy_make(store, copy.path, wish->progress, wish->cls, &report->facts, report->why);
    report->of_file = r != -ERR_CORRUPT;
    if (r < 0 || !wish->snapshot)
        return r < 0 ? r : copy_file_keep(&copy, wish->file, wish->replace);
    r = compact(wish, &copy, &small, report);
    if (r == 0 && fchmod(small.fd, 0444) != 0)
        r = -ERR_IO;
    return r < 0 ? r : copy_file_keep(&small, wish->file, wish->replace);
}

int backup_make(const struct backup_wish *wish, struct backup_report *ret)
{
    CLEANUP(engine_close) struct engine *store = NULL;
    int64_t version;

    *ret = (struct backup_report){0};
    int r = copy_open_source(wish->store, false, &store, &version);
    if (r == 0) {
        r = check_place(wish);
        ret->of_file = r < 0;
    }
    return r < 0 ? r : make(wish, store, ret);
}
