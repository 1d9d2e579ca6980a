#include "server/supervise.h"

#include "base/err.h"
#include "db/db.h"
#include "server/build_id.h"
#include "server/listen.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* limit: a line about a number. */
enum { TEXT_MAX = 128 };

/* limit: the identity of the program, and what the arena aligns by. */
enum { MEMORY_OTHER = 4096 };

int supervise_open(struct supervision *supervision, const char *db_path,
                   struct release_source *releases, size_t n_workers)
{
    size_t memory = n_workers * sizeof(struct metrics) + MEMORY_OTHER;
    struct status *status = &supervision->status;

    memset(supervision, 0, sizeof *supervision);
    arena_init(&supervision->memory, memory, memory);
    notify_open(&supervision->notify);
    status->db_path = db_path;
    status->build = build_id(&supervision->memory);
    status->releases = releases;
    status->metrics = arena_alloc(&supervision->memory, n_workers * sizeof *status->metrics);
    status->n_workers = n_workers;
    status->started_us = metrics_now_us();
    status->started_at = (int64_t)time(NULL);
    if (status->metrics == NULL)
        return -ERR_NOMEM;
    supervise_look(supervision, 0);
    return 0;
}

static void tell_release(struct supervision *supervision, const char *first)
{
    char text[TEXT_MAX];
    int64_t id = release_source_get(supervision->status.releases)->release.id;

    supervision->told = id;
    snprintf(text, sizeof text, "%sSTATUS=Release %" PRId64 " is served.", first, id);
    notify_send(&supervision->notify, text);
}

int supervise_ready(struct supervision *supervision, int fd)
{
    struct listen_place place;
    int r = listen_place_of(fd, &place);

    if (r == 0)
        r = watchdog_start(&supervision->watchdog, &supervision->notify, &supervision->status,
                           &place);
    supervision->ready = r == 0;
    if (r == 0)
        tell_release(supervision, "READY=1\n");
    return r;
}

/* `r`, or the code of a failure. */
static int look_further(struct status *status, int r)
{
    struct store_state state = {0};
    int failed = release_source_state(status->releases, &state);

    if (failed < 0)
        return failed;
    atomic_store(&status->drafts_waiting, state.drafts_waiting);
    atomic_store(&status->last_draft_at, state.last_draft_at);
    atomic_store(&status->releases_embargoed, state.releases_embargoed);
    return r;
}

void supervise_look(struct supervision *supervision, int r)
{
    struct status *status = &supervision->status;

    /* What nobody asks for is not counted each second. */
    if (r >= 0 && supervision->admin.daemon != NULL)
        r = look_further(status, r);
    atomic_store(&status->look, r < 0 ? r : 0);
    atomic_store(&status->looked_us, metrics_now_us());
    /* The writer may have found it first. */
    if (supervision->ready && supervision->told != release_source_get(status->releases)->release.id)
        tell_release(supervision, "");
}

void supervise_reload(struct supervision *supervision)
{
    char text[TEXT_MAX];

    snprintf(text, sizeof text, "RELOADING=1\nMONOTONIC_USEC=%" PRIu64, metrics_now_us());
    notify_send(&supervision->notify, text);
}

void supervise_reloaded(struct supervision *supervision)
{
    tell_release(supervision, "READY=1\n");
}

void supervise_ending(struct supervision *supervision)
{
    atomic_store(&supervision->status.ending, true);
    watchdog_stop(&supervision->watchdog);
    notify_send(&supervision->notify, "STOPPING=1\nSTATUS=Finishes what is under way.");
}

void supervise_close(struct supervision *supervision)
{
    watchdog_stop(&supervision->watchdog);
    admin_stop(&supervision->admin);
    notify_close(&supervision->notify);
    arena_finish(&supervision->memory);
}
