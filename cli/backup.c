#include "db/backup.h"
#include "base/err.h"
#include "cli/commands.h"
#include "cli/safe_print.h"
#include "cli/store.h"
#include "db/restore.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static enum exit_code say(enum exit_code code, const char *path, const char *text)
{
    fputs("iprstat: ", stderr);
    safe_print(stderr, str_from(path));
    fprintf(stderr, ": %s\n", text);
    return code;
}

/* Exactly one FILE. NULL: it has been said that one is wanted. */
static const char *file_of(const struct options *options, const char *command)
{
    const char *path = options->n_operands == 1 ? options->operands[0] : "";

    if (path[0] != '\0')
        return path;
    fprintf(stderr, "iprstat: %s wants one FILE\n", command);
    return NULL;
}

/* One line on a terminal, which overwrites itself. */
static int show_progress(void *cls, int64_t done, int64_t all)
{
    int64_t *shown = cls, now = all > 0 ? done * 100 / all : 100;

    if (now != *shown)
        fprintf(stderr, "\rcopying %3" PRId64 " %%%s", now, done == all ? "\n" : "");
    *shown = now;
    return 0;
}

static void print_finding(const char *why)
{
    if (why[0] == '\0')
        return;
    fputs("iprstat: what is damaged: ", stderr);
    safe_print(stderr, str_from(why));
    fputc('\n', stderr);
}

static void print_facts(const char *path, const struct copy_facts *facts)
{
    safe_print(stdout, str_from(path));
    printf(": release %" PRId64 ", schema %" PRId64 ", %" PRId64 " rows, %" PRId64
           " bytes, verified\n",
           facts->release, facts->schema_version, facts->rows, facts->bytes);
}

static enum exit_code explain_target(const struct backup_wish *wish, int r)
{
    switch ((enum err) - r) {
    case ERR_INPUT:
        return say(EXIT_CANT_CREATE, wish->file,
                   wish->replace ? "is no backup or snapshot; --replace overwrites nothing else"
                                 : "is there already; name another file, or say --replace");
    case ERR_BUSY:
        return say(EXIT_LOCKED, wish->file, "another process makes it just now");
    case ERR_FULL:
        return say(EXIT_IO, wish->file, "no space is left on the device");
    case ERR_LIMIT:
        return say(EXIT_USAGE, wish->file, "is too long a name");
    case ERR_NOMEM:
    case ERR_INTERNAL:
        return say(EXIT_SOFTWARE, wish->file, "memory ran out, or a fault of this program");
    case ERR_IO:
    case ERR_FOREIGN:
    case ERR_NOT_FOUND:
    case ERR_CORRUPT:
    case ERR_NEWER:
    case ERR_TIMEOUT:
        break;
    }
    return say(EXIT_CANT_CREATE, wish->file,
               "can not be made; look at its folder and the permissions");
}

static enum exit_code copy(const struct options *options, const char *command, bool snapshot)
{
    int64_t shown = -1;
    struct backup_wish wish = {
        .store = options->text[OPTION_DB].p,
        .file = file_of(options, command),
        .snapshot = snapshot,
        .replace = options->given[OPTION_REPLACE],
        .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
        .cls = &shown,
    };
    struct backup_report report;

    if (wish.file == NULL)
        return EXIT_USAGE;
    int r = backup_make(&wish, &report);
    if (r < 0 && report.of_file)
        return explain_target(&wish, r);
    if (r < 0) {
        enum exit_code code = store_explain(options, STORE_READ, r);
        print_finding(report.why);
        return code;
    }
    print_facts(wish.file, &report.facts);
    return EXIT_OK;
}

enum exit_code cli_backup(const struct options *options)
{
    return copy(options, "backup", false);
}

enum exit_code cli_snapshot(const struct options *options)
{
    return copy(options, "snapshot", true);
}

static enum exit_code explain_source(const struct restore_wish *wish, int r)
{
    switch ((enum err) - r) {
    case ERR_NOT_FOUND:
        return say(EXIT_NO_INPUT, wish->file, "there is no such file; the store is as it was");
    case ERR_FOREIGN:
        return say(EXIT_DATA, wish->file, "is no store of iprstat; the store is as it was");
    case ERR_NEWER:
        return say(EXIT_DATA, wish->file,
                   "was written by a newer iprstat; run that version; the store is as it was");
    case ERR_CORRUPT:
        return say(EXIT_DATA, wish->file, "is damaged; the store is as it was");
    case ERR_INPUT:
        return say(EXIT_USAGE, wish->file, "is the store itself, or no usable file name");
    case ERR_BUSY:
        return say(EXIT_LOCKED, wish->file, "another process writes to it; try again");
    case ERR_IO:
    case ERR_FULL:
    case ERR_LIMIT:
    case ERR_TIMEOUT:
        return say(EXIT_IO, wish->file, "can not be read; the store is as it was");
    case ERR_NOMEM:
    case ERR_INTERNAL:
        break;
    }
    return say(EXIT_SOFTWARE, wish->file, "memory ran out, or a fault of this program");
}

enum exit_code cli_restore(const struct options *options)
{
    char actor[STORE_ACTOR_MAX];
    int64_t shown = -1;
    struct restore_wish wish = {
        .file = file_of(options, "restore"),
        .store = options->text[OPTION_DB].p,
        .now = (int64_t)time(NULL),
        .actor = store_actor(actor),
        .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
        .cls = &shown,
    };
    struct restore_report report;
    int waited = 0, r;

    if (wish.file == NULL)
        return EXIT_USAGE;
    do
        r = restore_run(&wish, &report);
    while (store_wait(r, &waited));
    if (r < 0) {
        enum exit_code code =
            report.of_store ? store_explain(options, STORE_CREATE, r) : explain_source(&wish, r);
        print_finding(report.why);
        return code;
    }
    print_facts(wish.file, &report.facts);
    safe_print(stdout, options->text[OPTION_DB]);
    puts(" is restored from it");
    if (report.kept[0] != '\0') {
        fputs("the store that was there is kept as ", stdout);
        safe_print(stdout, str_from(report.kept));
        putchar('\n');
    }
    return EXIT_OK;
}
