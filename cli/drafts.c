#include "base/err.h"
#include "base/moment.h"
#include "cli/commands.h"
#include "cli/safe_print.h"
#include "cli/store.h"
#include "db/draft.h"
#include "db/releases.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static int print_packages(struct db *db, int64_t draft)
{
    CLEANUP(stmt_reset_p) struct stmt *s = draft_packages(db, draft);
    struct release_package_row row;
    int r;

    while ((r = release_packages_next(s, &row)) > 0) {
        fputs("  ", stdout);
        safe_print(stdout, row.package);
    }
    putchar('\n');
    return r;
}

enum exit_code cli_drafts(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    char moment[MOMENT_TEXT_MAX];
    struct draft_info info;
    bool any = false;
    int r;

    enum exit_code code = store_open(options, STORE_READ, &db);
    if (code != EXIT_OK)
        return code;
    struct stmt *s = drafts_list(db);
    while ((r = drafts_next(s, &info)) > 0) {
        if (!any)
            printf("%7s  %-20s  %7s  %8s  %7s  %9s  packages\n", "draft", "loaded at", "on",
                   "inserted", "revised", "withdrawn");
        any = true;
        moment_format(info.created_at, moment);
        printf("%7" PRId64 "  %-20s  %7" PRId64 "  %8" PRId64 "  %7" PRId64 "  %9" PRId64, info.id,
               moment, info.base, info.inserted, info.revised, info.deleted);
        r = print_packages(db, info.id);
        if (r < 0)
            break;
    }
    stmt_reset(s);
    if (r < 0)
        return store_failed(options, db, "reading the drafts", r);
    if (!any)
        puts("no draft waits");
    return EXIT_OK;
}

enum exit_code cli_discard(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    char actor[STORE_ACTOR_MAX];
    int64_t draft;

    if (options->n_operands == 0) {
        fputs("iprstat: discard wants numbers of drafts; \"iprstat drafts\" lists them\n", stderr);
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < options->n_operands; i++) {
        if (str_parse_i64(str_from(options->operands[i]), &draft) < 0) {
            fprintf(stderr, "iprstat: discard wants numbers of drafts, not \"%s\"\n",
                    options->operands[i]);
            return EXIT_USAGE;
        }
    }
    enum exit_code code = store_open(options, STORE_WRITE, &db);
    for (size_t i = 0; i < options->n_operands && code == EXIT_OK; i++) {
        int r = str_parse_i64(str_from(options->operands[i]), &draft);
        if (r == 0)
            r = draft_discard(db, draft, (int64_t)time(NULL), store_actor(actor));
        if (r == -ERR_NOT_FOUND) {
            fprintf(stderr, "iprstat: draft %" PRId64 " does not wait\n", draft);
            return EXIT_DATA;
        }
        if (r < 0)
            return store_failed(options, db, "discarding", r);
        printf("draft %" PRId64 " is discarded\n", draft);
    }
    return code;
}
