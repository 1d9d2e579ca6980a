#include "base/err.h"
#include "base/log.h"
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

static enum exit_code refuse(const struct options *options, const char *why)
{
    fprintf(stderr, "iprstat: %s %s: %s\n", options_where(options, OPTION_LISTEN),
            options->text[OPTION_LISTEN].p, why);
    return EXIT_USAGE;
}

/* "127.0.0.1:8080", "[::1]:8080". */
static enum exit_code read_listen(const struct options *options, struct server_config *config)
{
    struct str text = options->text[OPTION_LISTEN];
    const char *colon = memrchr(text.p, ':', text.n);
    struct str address, port;
    int64_t number;

    if (colon == NULL)
        return refuse(options, "must be ADDR:PORT, for example 127.0.0.1:8080");
    address = (struct str){text.p, (size_t)(colon - text.p)};
    port = (struct str){colon + 1, text.n - address.n - 1};
    if (str_starts(address, STR("[")) && str_ends(address, STR("]")))
        address = (struct str){address.p + 1, address.n - 2};
    else if (memchr(address.p, ':', address.n) != NULL)
        return refuse(options, "an IPv6 address stands in brackets, for example [::1]:8080");
    if (address.n == 0)
        return refuse(options, "names no address; 0.0.0.0 is all of IPv4, [::] is all");
    if (str_parse_i64(port, &number) < 0 || number < 0 || number > UINT16_MAX)
        return refuse(options, "the port must be a number from 0 to 65535");
    config->address = address;
    config->port = (uint16_t)number;
    return EXIT_OK;
}

/* Says what is wrong with a store before it is served, in words for whoever starts the server. */
static enum exit_code check_store(const struct options *options)
{
    struct db *db = NULL;
    enum exit_code code = store_open(options, STORE_READ, &db);
    int r;

    if (code != EXIT_OK)
        return code;
    r = db_quick_check(db, CHECK_MS);
    if (r < 0 && r != -ERR_TIMEOUT)
        code = store_failed(options, db, "checking", r);
    db_close(&db);
    return code;
}

static enum exit_code explain(const struct options *options, int r)
{
    const char *listen = options->text[OPTION_LISTEN].p;

    if (r == -ERR_BUSY) {
        fprintf(stderr, "iprstat: %s is in use; name another with --listen\n", listen);
        return EXIT_UNAVAILABLE;
    }
    if (r == -ERR_INPUT)
        return refuse(options, "this machine has no such address");
    if (r == -ERR_IO) {
        fprintf(stderr, "iprstat: can not listen at %s: the system refuses\n", listen);
        return EXIT_UNAVAILABLE;
    }
    return store_failed(options, NULL, "starting", r);
}

enum exit_code cli_serve(const struct options *options)
{
    struct server_config config = {
        .db_path = options->text[OPTION_DB].p,
        .threads = (int)options->number[OPTION_THREADS],
    };
    enum exit_code code;
    int r;

    if (options->given[OPTION_PRINT_CONFIG]) {
        options_print(options);
        return EXIT_OK;
    }
    code = read_listen(options, &config);
    if (code == EXIT_OK)
        code = check_store(options);
    if (code != EXIT_OK)
        return code;
    log_open(STDOUT_FILENO, (enum log_level)options->number[OPTION_LOG_LEVEL]);
    r = server_run(&config);
    return r < 0 ? explain(options, r) : EXIT_OK;
}
