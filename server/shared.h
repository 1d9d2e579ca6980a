/* What all workers of a server share besides the release: the writer, how many may ask, who is
 * believed to be a proxy, and which keys were used. */
#pragma once

#include "base/arena.h"
#include "base/macros.h"
#include "base/str.h"
#include "server/client.h"
#include "server/key_uses.h"
#include "server/limiter.h"
#include "server/writer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct release_source;

struct server_shared {
    struct release_source *releases;
    const char *db_path;
    struct writer writer;
    struct limiter limiter;
    struct key_uses uses;
    struct proxy_list proxies;
    /* Most bytes of a file that is sent. */
    size_t upload_max;
};

struct server_shared_config {
    const char *db_path;
    struct release_source *releases;
    uint32_t rate_limit;
    struct str trusted_proxies;
    size_t upload_max;
};

/* In `arena`, which outlives it; closed by server_shared_close() unless it is NULL, which it is
 * after -ERR_INPUT (no list of proxies) and -ERR_NOMEM. */
MUST_USE int server_shared_open(struct arena *arena, const struct server_shared_config *config,
                                struct server_shared **ret);

/* After all workers were closed: finishes a change that is under way. Takes NULL. */
void server_shared_close(struct server_shared *shared);
