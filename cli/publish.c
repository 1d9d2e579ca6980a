#include "base/err.h"
#include "cli/commands.h"
#include "cli/store.h"
#include "db/releases.h"

#include <inttypes.h>
#include <stdio.h>

/* limit: drafts of one release; a steward publishes a handful */
enum { DRAFTS_MAX = 1000 };

/* A release of only some of what waits would throw the rest away as outdated. */
static enum exit_code too_many(void)
{
    fprintf(stderr,
            "iprstat: publish takes at most %d drafts; name those that shall be one release\n",
            DRAFTS_MAX);
    return EXIT_USAGE;
}

static enum exit_code named_drafts(const struct options *options, int64_t *drafts, size_t *ret_n)
{
    if (options->n_operands > DRAFTS_MAX)
        return too_many();
    for (size_t i = 0; i < options->n_operands; i++) {
        if (str_parse_i64(str_from(options->operands[i]), &drafts[i]) < 0) {
            fprintf(stderr, "iprstat: publish wants numbers of drafts, not \"%s\"\n",
                    options->operands[i]);
            return EXIT_USAGE;
        }
        for (size_t k = 0; k < i; k++) {
            if (drafts[k] == drafts[i]) {
                fprintf(stderr, "iprstat: publish names draft %" PRId64 " twice\n", drafts[i]);
                return EXIT_USAGE;
            }
        }
    }
    *ret_n = options->n_operands;
    return EXIT_OK;
}

static enum exit_code waiting_drafts(const struct options *options, struct db *db, int64_t *drafts,
                                     size_t *ret_n)
{
    CLEANUP(stmt_reset_p) struct stmt *s = drafts_list(db);
    struct draft_info info;
    size_t n = 0;
    int r;

    while ((r = drafts_next(s, &info)) > 0) {
        if (n == DRAFTS_MAX)
            return too_many();
        drafts[n++] = info.id;
    }
    if (r < 0)
        return store_failed(options, db, "reading the drafts", r);
    *ret_n = n;
    return EXIT_OK;
}

enum exit_code cli_publish(const struct options *options)
{
    CLEANUP(db_close) struct db *db = NULL;
    int64_t drafts[DRAFTS_MAX];
    size_t n = 0;
    bool refused;

    enum exit_code code = named_drafts(options, drafts, &n);
    if (code == EXIT_OK)
        code = store_open(options, STORE_WRITE, &db);
    if (code == EXIT_OK && n == 0)
        code = waiting_drafts(options, db, drafts, &n);
    if (code != EXIT_OK)
        return code;
    if (n == 0) {
        puts("nothing to publish: no draft waits");
        return EXIT_OK;
    }
    return store_publish(options, db, drafts, n, &refused);
}
