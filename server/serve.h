/* Serving a store over HTTP until told to stop. The only header of this folder that the command
 * line knows. */
#pragma once

#include "base/buf.h"
#include "base/macros.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* limit: 2,000 connections together take about 80 MB at worst, and stay below the 4,096 open files
 * that containers commonly allow. */
enum { SERVER_CONNECTIONS_DEFAULT = 2000 };

/* limit: 256 MiB, twice a national cube of one year as CSV. */
enum { SERVER_UPLOAD_DEFAULT = 256 * 1024 * 1024 };

struct server_config {
    const char *db_path;
    /* The store is a snapshot that nobody writes. */
    bool immutable;
    /* Numeric address or name of this machine, without brackets: "127.0.0.1", "::1". */
    struct str address;
    /* 0: any free one; the log line "listening" says which. */
    uint16_t port;
    /* Of the admin listener (server/admin.h); an empty address: there is none. */
    struct str admin_address;
    uint16_t admin_port;
    /* Worker threads; 0: one for each processor this process may use. */
    int threads;
    /* Most connections at once, over all workers; 0: SERVER_CONNECTIONS_DEFAULT. */
    unsigned connections;
    /* Requests a second of each key, or of each address without one; 0: as many as come. */
    uint32_t rate_limit;
    /* Addresses and networks of proxies whose X-Forwarded-For is believed, with commas between
     * them; empty: none. */
    struct str trusted_proxies;
    /* Most bytes of a file that is sent to be imported; 0: SERVER_UPLOAD_DEFAULT. */
    size_t upload_max;
};

/* Can `text` be server_config.trusted_proxies? */
bool server_proxies_valid(struct str text);

/* Where a start failed. */
enum server_part {
    SERVER_PART_OTHER, /* memory, threads */
    SERVER_PART_STORE,
    SERVER_PART_LISTEN,
    SERVER_PART_GIVEN, /* the socket that a service manager passed on */
    SERVER_PART_ADMIN,
    SERVER_PART_WORKER, /* its connection to the store, its daemon */
};

/* Serves until SIGTERM or SIGINT, then finishes what is under way and returns 0; a change of the
 * store that has begun is made and answered, however long it takes. SIGHUP looks for a new release
 * at once, in what is then opened at the path of the store; otherwise that happens every second,
 * and the path is opened again when it has another file. To be called from the main thread before
 * there are others: it blocks these signals, for good, and ignores SIGPIPE and SIGXFSZ.
 *
 * A service manager that has opened a socket for this process (LISTEN_FDS) is served at that one,
 * whatever the address; one that wants to know (NOTIFY_SOCKET) is told when requests are answered.
 *
 * Before anything is answered it may fail, with a log line "start_failed" that says where, as
 * `*ret_part` does: -ERR_NOT_FOUND, -ERR_FOREIGN, -ERR_NEWER, -ERR_CORRUPT, ... the store cannot be
 * opened (db/db.h); -ERR_INPUT the address or a proxy is none, or the given socket does not listen
 * for TCP; -ERR_BUSY the address and port are taken (also: the store waits for a writer); -ERR_IO,
 * -ERR_NOMEM the system refuses. A store without any release is served. */
MUST_USE int server_run(const struct server_config *config, enum server_part *ret_part);

/* GET of `path` from a server of this kind: the status, and the body where `body` is not NULL. 0,
 * -ERR_INPUT no such address, -ERR_NOT_FOUND nobody listens there, -ERR_TIMEOUT no whole answer
 * within `timeout_ms`, -ERR_FOREIGN the answer is not HTTP or too long, -ERR_IO. */
MUST_USE int server_ask(struct str address, uint16_t port, const char *path, int timeout_ms,
                        unsigned *ret_status, struct buf *body);
