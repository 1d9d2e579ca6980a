#include "cli/store.h"

#include "base/err.h"
#include "cli/safe_print.h"
#include "db/releases.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* limit: 2 s, many times what it takes to record the uses of keys. */
enum { WAIT_MS = 2000, WAIT_TURN_MS = 50 };

static const char *path_of(const struct options *options)
{
    return options->text[OPTION_DB].p; /* an argument or a default, which end in NUL */
}

static enum exit_code say(enum exit_code code, const char *path, const char *text)
{
    fprintf(stderr, "iprstat: %s: %s\n", path, text);
    return code;
}

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum exit_code store_explain(const struct options *options, enum store_use use, int r)
{
    const char *path = path_of(options);

    switch ((enum err) - r) {
    case ERR_NOT_FOUND:
        return say(EXIT_NO_INPUT, path,
                   "there is no such file; \"iprstat load --db FILE --publish PACKAGE...\" makes "
                   "one");
    case ERR_FOREIGN:
        if (is_folder(path))
            return say(EXIT_DATA, path, "is a folder; name a file with --db");
        return say(EXIT_DATA, path, "is no store of iprstat; name another file with --db");
    case ERR_NEWER:
        return say(EXIT_DATA, path,
                   "was written by a newer iprstat; run that version, or load into a new file");
    case ERR_CORRUPT:
        return say(EXIT_DATA, path,
                   "is damaged; put a backup in its place, or load the packages into a new file");
    case ERR_BUSY:
        if (use == STORE_IMMUTABLE)
            return say(EXIT_DATA, path,
                       "is no snapshot of this version; \"iprstat snapshot\" makes one of a store");
        return use == STORE_READ
                   ? say(EXIT_LOCKED, path,
                         "waits for a newer schema or for a writer; \"iprstat load\" updates it")
                   : say(EXIT_LOCKED, path,
                         "another process writes to it (it holds the .lock file); try again when "
                         "that has ended");
    case ERR_INPUT:
    case ERR_LIMIT:
        fprintf(stderr, "iprstat: %s %s is no usable file name\n",
                options_where(options, OPTION_DB), path);
        return EXIT_USAGE;
    case ERR_IO:
        return use == STORE_CREATE
                   ? say(EXIT_CANT_CREATE, path,
                         "can not be made or opened; look at its folder and the permissions")
                   : say(EXIT_IO, path, "can not be opened; look at the permissions");
    case ERR_FULL:
        return say(EXIT_IO, path, "no space is left on the device");
    case ERR_TIMEOUT:
        return say(EXIT_LOCKED, path, "took too long; try again");
    case ERR_NOMEM:
        return say(EXIT_SOFTWARE, path, "memory ran out");
    case ERR_INTERNAL:
        return say(EXIT_SOFTWARE, path, "a fault of this program; please report it");
    }
    return EXIT_SOFTWARE;
}

bool store_wait(int r, int *waited)
{
    const struct timespec turn = {.tv_nsec = WAIT_TURN_MS * 1000000L};

    if (r != -ERR_BUSY || *waited >= WAIT_MS)
        return false;
    nanosleep(&turn, NULL);
    *waited += WAIT_TURN_MS;
    return true;
}

static int open_writer(const char *path, bool create, struct db **ret)
{
    int waited = 0, r;

    do
        r = db_open_writer(path, create, ret);
    while (store_wait(r, &waited));
    return r;
}

enum exit_code store_open(const struct options *options, enum store_use use, struct db **ret)
{
    const char *path = path_of(options);
    int r = 0;

    switch (use) {
    case STORE_READ:
        r = db_open_reader(path, ret);
        break;
    case STORE_WRITE:
        r = open_writer(path, false, ret);
        break;
    case STORE_CREATE:
        r = open_writer(path, true, ret);
        break;
    case STORE_IMMUTABLE:
        r = db_open_immutable(path, ret);
        break;
    }
    return r < 0 ? store_explain(options, use, r) : EXIT_OK;
}

enum exit_code store_open_checker(const struct options *options, struct db **ret,
                                  bool *ret_constraints)
{
    int r = db_open_checker(path_of(options), ret, ret_constraints);

    return r < 0 ? store_explain(options, STORE_READ, r) : EXIT_OK;
}

struct str store_actor(char storage[STORE_ACTOR_MAX])
{
    int n = snprintf(storage, STORE_ACTOR_MAX, "cli:uid=%lu", (unsigned long)getuid());

    return (struct str){storage, (size_t)n};
}

enum exit_code store_failed(const struct options *options, struct db *db, const char *what, int r)
{
    const char *path = path_of(options), *why = db == NULL ? "" : db_explain(db, r);

    if (r == -ERR_FULL || r == -ERR_IO)
        return store_explain(options, STORE_WRITE, r);
    if (r == -ERR_CORRUPT) {
        enum exit_code code = store_explain(options, STORE_WRITE, r);
        if (why[0] != '\0') {
            fputs("iprstat: what is damaged: ", stderr);
            safe_print(stderr, str_from(why));
            fputc('\n', stderr);
        }
        return code;
    }
    fprintf(stderr, "iprstat: %s: %s failed: %s%s", path, what, err_name(r),
            why[0] == '\0' ? "" : ": ");
    safe_print(stderr, str_from(why));
    fputc('\n', stderr);
    return r == -ERR_BUSY ? EXIT_LOCKED : EXIT_SOFTWARE;
}
