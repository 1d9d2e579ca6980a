#include "base/err.h"
#include "base/log.h"
#include "cli/address.h"
#include "cli/commands.h"
#include "cli/store.h"
#include "server/serve.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* limit: 2 s to look for damage before serving; a store that takes longer to read is served
 * unread, since `iprstat check` looks at all of it. */
enum { CHECK_MS = 2000 };

/* Says what is wrong with a store before it is served, in words for whoever starts the server. */
static enum exit_code check_store(const struct options *options)
{
    struct db *db = NULL;
    enum exit_code code =
        store_open(options, options->given[OPTION_IMMUTABLE] ? STORE_IMMUTABLE : STORE_READ, &db);
    int r;

    if (code != EXIT_OK)
        return code;
    r = db_quick_check(db, CHECK_MS);
    if (r < 0 && r != -ERR_TIMEOUT)
        code = store_failed(options, db, "checking", r);
    db_close(&db);
    return code;
}

static enum exit_code explain(const struct options *options, enum server_part part, int r)
{
    enum option_id id = part == SERVER_PART_ADMIN ? OPTION_ADMIN : OPTION_LISTEN;
    const char *where = options->text[id].p;

    if (part == SERVER_PART_GIVEN) {
        fputs("iprstat: the service manager has to pass on one socket that listens for TCP\n",
              stderr);
        return EXIT_USAGE;
    }
    if (part != SERVER_PART_ADMIN && part != SERVER_PART_LISTEN)
        return store_failed(options, NULL, "starting", r);
    if (r == -ERR_BUSY) {
        fprintf(stderr, "iprstat: %s is in use; name another with %s\n", where,
                id == OPTION_ADMIN ? "--admin" : "--listen");
        return EXIT_UNAVAILABLE;
    }
    if (r == -ERR_INPUT)
        return address_refuse(options, id, "this machine has no such address");
    fprintf(stderr, "iprstat: can not listen at %s: the system refuses\n", where);
    return EXIT_UNAVAILABLE;
}

enum exit_code cli_serve(const struct options *options)
{
    struct server_config config = {
        .db_path = options->text[OPTION_DB].p,
        .immutable = options->given[OPTION_IMMUTABLE],
        .threads = (int)options->number[OPTION_THREADS],
        .rate_limit = (uint32_t)options->number[OPTION_RATE_LIMIT],
        .trusted_proxies = options->text[OPTION_TRUSTED_PROXY],
        .upload_max = (size_t)options->number[OPTION_MAX_IMPORT] << 20,
    };
    enum server_part part;
    enum exit_code code;
    int r;

    if (options->given[OPTION_PRINT_CONFIG]) {
        options_print(options);
        return EXIT_OK;
    }
    code = address_read(options, OPTION_LISTEN, &config.address, &config.port);
    if (code == EXIT_OK && options->given[OPTION_ADMIN])
        code = address_read(options, OPTION_ADMIN, &config.admin_address, &config.admin_port);
    if (code == EXIT_OK && !server_proxies_valid(config.trusted_proxies)) {
        fprintf(stderr,
                "iprstat: %s takes addresses and networks, for example 127.0.0.1,10.0.0.0/8\n",
                options_where(options, OPTION_TRUSTED_PROXY));
        code = EXIT_USAGE;
    }
    if (code == EXIT_OK)
        code = check_store(options);
    if (code != EXIT_OK)
        return code;
    log_open(STDOUT_FILENO, (enum log_level)options->number[OPTION_LOG_LEVEL]);
    r = server_run(&config, &part);
    return r < 0 ? explain(options, part, r) : EXIT_OK;
}
