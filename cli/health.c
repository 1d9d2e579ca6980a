#include "base/buf.h"
#include "base/err.h"
#include "cli/address.h"
#include "cli/commands.h"
#include "cli/safe_print.h"
#include "server/serve.h"

#include <stdio.h>

/* limit: 4 s, since who asks for a container's health gives up after 5 or more. */
enum { TIMEOUT_MS = 4000 };

/* limit: as much of an answer as fits a line on a screen. */
enum { ANSWER_MAX = 4096 };

static const char *explain(int r)
{
    switch (r) {
    case -ERR_NOT_FOUND:
        return "nobody listens there";
    case -ERR_TIMEOUT:
        return "no answer";
    case -ERR_FOREIGN:
        return "the answer is not that of this program";
    default:
        return "the system refuses";
    }
}

/* A server without an admin listener says no more than that it answers. */
enum exit_code cli_health(const struct options *options)
{
    CLEANUP(buf_finish_p) struct buf body;
    enum option_id id = options->given[OPTION_ADMIN] ? OPTION_ADMIN : OPTION_LISTEN;
    const char *place = options->text[id].p;
    struct str address;
    uint16_t port;
    unsigned status = 0;
    enum exit_code code = address_read(options, id, &address, &port);
    int r;

    buf_init(&body, ANSWER_MAX);
    if (code != EXIT_OK)
        return code;
    r = server_ask(address, port, id == OPTION_ADMIN ? "/readyz" : "/healthz", TIMEOUT_MS, &status,
                   &body);
    if (r == -ERR_INPUT)
        return address_refuse(options, id, "this machine has no such address");
    if (r < 0) {
        fprintf(stderr, "iprstat: %s is not ready: %s\n", place, explain(r));
        return EXIT_UNHEALTHY;
    }
    if (status != 200) {
        fprintf(stderr, "iprstat: %s is not ready: %u ", place, status);
        safe_print(stderr, (struct str){body.p, body.n});
        fputc('\n', stderr);
        return EXIT_UNHEALTHY;
    }
    puts("ready");
    return EXIT_OK;
}
