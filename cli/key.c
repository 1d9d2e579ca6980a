#include "db/keys.h"
#include "base/err.h"
#include "base/moment.h"
#include "base/secret.h"
#include "cli/commands.h"
#include "cli/safe_print.h"
#include "cli/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The scopes of a list like "import,publish"; 0 and a complaint when one of them is none. */
static unsigned read_scopes(struct str list)
{
    unsigned scopes = 0;
    struct str name;

    while (str_cut(&list, ',', &name)) {
        unsigned scope = key_scope_find(name);
        if (scope == 0) {
            char all[KEY_SCOPES_TEXT_MAX];
            key_scopes_text(KEY_SCOPES_ALL, all);
            fputs("iprstat: --scopes takes a list of ", stderr);
            fputs(all, stderr);
            fputs("; there is no scope \"", stderr);
            safe_print(stderr, name);
            fputs("\"\n", stderr);
            return 0;
        }
        scopes |= scope;
    }
    return scopes;
}

static enum exit_code read_wish(const struct options *options, struct key_wish *ret)
{
    struct str end = options->text[OPTION_EXPIRES];

    if (!options->given[OPTION_NAME] || !options->given[OPTION_SCOPES]) {
        fputs("iprstat: key create wants --name and --scopes\n", stderr);
        return EXIT_USAGE;
    }
    ret->name = options->text[OPTION_NAME];
    ret->scopes = read_scopes(options->text[OPTION_SCOPES]);
    if (ret->scopes == 0)
        return EXIT_USAGE;
    if (!options->given[OPTION_EXPIRES])
        return EXIT_OK;
    if (moment_parse(end, &ret->expires_at) < 0 || ret->expires_at <= ret->now) {
        fputs("iprstat: --expires takes a day or a moment to come, like 2030-12-31\n", stderr);
        return EXIT_USAGE;
    }
    /* a day is read as its last second, and the key holds to the end of it */
    if (end.n == STR("2030-12-31").n)
        ret->expires_at++;
    return EXIT_OK;
}

/* Makes the file before the key: one that nobody could read would have to be revoked. */
static enum exit_code make_file(const struct options *options, int *ret_fd)
{
    const char *path = options->text[OPTION_OUT].p;

    if (!options->given[OPTION_OUT])
        return EXIT_OK;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        fputs("iprstat: ", stderr);
        safe_print(stderr, str_from(path));
        fputs(errno == EEXIST ? ": is there already; a key goes into a new file\n"
                              : ": can not be made; look at its folder and the permissions\n",
              stderr);
        return EXIT_CANT_CREATE;
    }
    *ret_fd = fd;
    return EXIT_OK;
}

/* Hands the key over: into the file, else to stdout. False: it did not get there. */
static bool hand_over(const char *text, int fd)
{
    char line[KEY_TEXT_LEN + 1];
    bool done;

    memcpy(line, text, KEY_TEXT_LEN);
    line[KEY_TEXT_LEN] = '\n';
    if (fd >= 0) {
        done = write(fd, line, sizeof line) == (ssize_t)sizeof line && fsync(fd) == 0;
    } else {
        /* past the buffer of stdout, which would keep the key in memory */
        done = fflush(stdout) == 0 && write(STDOUT_FILENO, line, sizeof line) == sizeof line;
    }
    secret_wipe(line, sizeof line);
    return done;
}

static enum exit_code create(const struct options *options, struct db *db,
                             const struct key_wish *wish, int fd)
{
    char text[KEY_TEXT_LEN + 1] = {0}, id[KEY_ID_LEN + 1] = {0};

    int r = key_create(db, wish, text);
    if (r < 0)
        return store_failed(options, db, "making a key", r);
    memcpy(id, text + sizeof "iprs_" - 1, KEY_ID_LEN);
    bool shown = hand_over(text, fd);
    secret_wipe(text, sizeof text);
    if (!shown) {
        r = key_revoke(db, str_from(id), wish->now, wish->actor);
        fprintf(stderr, "iprstat: the key %s could not be written out and is %s\n", id,
                r < 0 ? "of no use; revoke it" : "revoked");
        return EXIT_IO;
    }
    if (fd >= 0)
        printf("key %s is in ", id);
    else if (isatty(STDOUT_FILENO))
        printf("this is key %s, shown this once; who has lost it needs another", id);
    if (fd >= 0)
        safe_print(stdout, options->text[OPTION_OUT]);
    if (fd >= 0 || isatty(STDOUT_FILENO))
        putchar('\n');
    return EXIT_OK;
}

static enum exit_code create_command(const struct options *options)
{
    char actor[STORE_ACTOR_MAX];
    struct key_wish wish = {.now = (int64_t)time(NULL), .actor = store_actor(actor)};
    CLEANUP(db_close) struct db *db = NULL;
    int fd = -1;

    if (options->n_operands > 1) {
        fputs("iprstat: key create takes options alone\n", stderr);
        return EXIT_USAGE;
    }
    enum exit_code code = read_wish(options, &wish);
    if (code == EXIT_OK)
        code = store_open(options, STORE_WRITE, &db);
    if (code == EXIT_OK)
        code = make_file(options, &fd);
    if (code == EXIT_OK)
        code = create(options, db, &wish, fd);
    if (fd >= 0) {
        close(fd);
        if (code != EXIT_OK)
            unlink(options->text[OPTION_OUT].p);
    }
    return code;
}

/* A moment, or what stands where there is none. */
static void print_moment(int64_t moment, const char *none)
{
    char text[MOMENT_TEXT_MAX];

    moment_format(moment, text);
    printf("%-20s  ", moment == 0 ? none : text);
}

static void print_key(const struct key_row *key, int64_t now)
{
    const char *state = key->revoked_at != 0                             ? "revoked"
                        : key->expires_at != 0 && key->expires_at <= now ? "expired"
                                                                         : "valid";
    char scopes[KEY_SCOPES_TEXT_MAX];

    key_scopes_text(key->scopes, scopes);
    safe_print(stdout, key->id);
    printf("  %-7s  ", state);
    print_moment(key->created_at, "-");
    print_moment(key->expires_at, "never");
    print_moment(key->revoked_at, "-");
    print_moment(key->last_used_at, "-");
    printf("%-30s  ", scopes);
    safe_print(stdout, key->name);
    putchar('\n');
}

static enum exit_code list_command(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    struct key_row key;
    int r;

    if (options->n_operands > 1) {
        fputs("iprstat: key list takes nothing more\n", stderr);
        return EXIT_USAGE;
    }
    enum exit_code code = store_open(options, STORE_READ, &db);
    if (code != EXIT_OK)
        return code;
    printf("%-8s  %-7s  %-20s  %-20s  %-20s  %-20s  %-30s  %s\n", "key", "state", "created",
           "expires", "revoked", "last used", "scopes", "name");
    CLEANUP(stmt_reset_p) struct stmt *s = keys_list(db);
    while ((r = keys_next(s, &key)) > 0)
        print_key(&key, (int64_t)time(NULL));
    return r < 0 ? store_failed(options, db, "listing keys", r) : EXIT_OK;
}

static enum exit_code revoke_command(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    char actor[STORE_ACTOR_MAX];
    struct str by = store_actor(actor);

    if (options->n_operands < 2) {
        fputs("iprstat: key revoke wants the ID of a key; \"iprstat key list\" shows them\n",
              stderr);
        return EXIT_USAGE;
    }
    enum exit_code code = store_open(options, STORE_WRITE, &db);
    for (size_t i = 1; i < options->n_operands && code == EXIT_OK; i++) {
        struct str id = str_from(options->operands[i]);
        int r = key_revoke(db, id, (int64_t)time(NULL), by);
        if (r == -ERR_NOT_FOUND || r == -ERR_INPUT) {
            fputs("iprstat: key ", stderr);
            /* who gives the whole key by mistake does not find it in a log */
            safe_print(stderr, id.n == KEY_ID_LEN ? id : STR("of that name"));
            fputs(r == -ERR_INPUT ? " is revoked already\n" : " is not there\n", stderr);
            code = EXIT_DATA;
        } else if (r < 0) {
            code = store_failed(options, db, "revoking a key", r);
        } else {
            printf("key %.*s is revoked\n", (int)id.n, id.p);
        }
    }
    return code;
}

enum exit_code cli_key(const struct options *options)
{
    const char *verb = options->n_operands > 0 ? options->operands[0] : "";

    if (strcmp(verb, "create") == 0)
        return create_command(options);
    if (strcmp(verb, "list") == 0)
        return list_command(options);
    if (strcmp(verb, "revoke") == 0)
        return revoke_command(options);
    fputs("iprstat: key wants create, list or revoke\n", stderr);
    return EXIT_USAGE;
}
