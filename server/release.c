#include "server/release.h"

#include "base/err.h"

#include <string.h>

/* limit: about 64,000 releases in the life of one process; at one an hour that is seven years. */
enum { MEMORY_BLOCK = 65536, MEMORY_MAX = 64 * 1024 * 1024 };

static const struct served_release nothing;

static bool is_same(const struct release *a, const struct release *b)
{
    return a->id == b->id && strcmp(a->digest, b->digest) == 0;
}

int release_source_connect(const struct release_source *source, struct db **ret)
{
    return source->immutable ? db_open_immutable(source->db_path, ret)
                             : db_open_reader(source->db_path, ret);
}

static int follow_file(struct release_source *source, bool reopen)
{
    struct db_file before = db_file_of(source->db), now;
    struct db *next;
    int r = db_file_look(source->db_path, &now);

    if (r < 0 || (!reopen && db_file_is(&before, &now)))
        return r;
    if (!db_file_may_follow(&before, &now))
        return -ERR_FOREIGN;
    r = release_source_connect(source, &next);
    if (r < 0)
        return r;
    db_close(&source->db);
    source->db = next;
    source->opening++;
    return 0;
}

static int look(struct release_source *source)
{
    const struct served_release *current = atomic_load(&source->current);
    struct served_release found = {.opening = source->opening, .file = db_file_of(source->db)};
    struct served_release *kept;
    int r = db_current_release(source->db, &found.release);

    if (r == 0)
        r = db_newest_release(source->db, &found.upcoming);
    if (r < 0)
        return r;
    bool same_file = found.opening == current->opening;
    if (same_file && is_same(&found.release, &current->release) &&
        is_same(&found.upcoming, &current->upcoming))
        return 0;
    /* One that has appeared does not go when the clock is set back. */
    if (same_file && found.release.id < current->release.id &&
        is_same(&found.upcoming, &current->upcoming))
        return 0;
    /* Looked up once for each release. */
    r = db_release_is_dated(source->db, &found.release, &found.dated);
    if (r == 0)
        r = db_access_epoch(source->db, &found.access);
    if (r < 0)
        return r;
    kept = arena_alloc(&source->arena, sizeof *kept);
    if (kept == NULL)
        return -ERR_NOMEM;
    *kept = found;
    bool appeared = !is_same(&found.release, &current->release);
    atomic_store(&source->current, kept);
    return appeared ? 1 : 0;
}

int release_source_open(struct release_source *source, const char *db_path, bool immutable)
{
    int r;

    arena_init(&source->arena, MEMORY_BLOCK, MEMORY_MAX);
    atomic_init(&source->current, &nothing);
    pthread_mutex_init(&source->looking, NULL);
    source->db = NULL;
    source->db_path = db_path;
    source->immutable = immutable;
    /* That of what is served before anything was found is 0. */
    source->opening = 1;
    r = release_source_connect(source, &source->db);
    if (r == 0)
        r = look(source);
    return r < 0 ? r : 0;
}

void release_source_close(struct release_source *source)
{
    db_close(&source->db);
    arena_finish(&source->arena);
    pthread_mutex_destroy(&source->looking);
}

int release_source_refresh(struct release_source *source, bool reopen)
{
    unsigned before;
    int r;

    pthread_mutex_lock(&source->looking);
    before = source->opening;
    r = follow_file(source, reopen);
    if (r == 0)
        r = look(source);
    if (r >= 0 && source->opening != before)
        r = 2;
    pthread_mutex_unlock(&source->looking);
    return r;
}

int release_source_state(struct release_source *source, struct store_state *ret)
{
    int r;

    pthread_mutex_lock(&source->looking);
    r = db_store_state(source->db, atomic_load(&source->current)->release.id, ret);
    pthread_mutex_unlock(&source->looking);
    return r;
}

const struct served_release *release_source_get(struct release_source *source)
{
    return atomic_load_explicit(&source->current, memory_order_acquire);
}
