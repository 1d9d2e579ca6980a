#include "server/shared.h"

#include "base/err.h"

int server_shared_open(struct arena *arena, const struct server_shared_config *config,
                       struct server_shared **ret)
{
    struct server_shared *shared = arena_alloc(arena, sizeof *shared);
    int r;

    *ret = NULL;
    if (shared == NULL)
        return -ERR_NOMEM;
    r = proxy_list_read(config->trusted_proxies, &shared->proxies);
    if (r < 0)
        return -ERR_INPUT;
    shared->releases = config->releases;
    shared->db_path = config->db_path;
    shared->upload_max = config->upload_max;
    limiter_init(&shared->limiter, config->rate_limit);
    key_uses_init(&shared->uses);
    writer_open(&shared->writer, config->db_path, config->releases, &shared->uses);
    *ret = shared;
    return 0;
}

void server_shared_close(struct server_shared *shared)
{
    if (shared == NULL)
        return;
    writer_close(&shared->writer);
    key_uses_finish(&shared->uses);
    limiter_finish(&shared->limiter);
}
