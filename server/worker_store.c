#include "server/worker_store.h"

#include "base/log.h"
#include "db/db.h"
#include "server/release.h"
#include "server/worker.h"

#include <time.h>

/* limit: a second, as often as the source looks; meanwhile requests are answered from what is open. */
enum { REOPEN_MS = 1000 };

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A store that was replaced since the source has opened it is opened with the first request. */
int worker_store_open(struct worker *worker)
{
    struct db_file file;
    int r = release_source_connect(worker->releases, &worker->db);

    if (r < 0)
        return r;
    file = db_file_of(worker->db);
    worker->served = release_source_get(worker->releases);
    worker->opening = db_file_is(&file, &worker->served->file) ? worker->served->opening : 0;
    return 0;
}

/* Opens the path again; true when that is the file of the release. */
static bool reopen(struct worker *worker, const struct served_release *wanted)
{
    const struct log_field field = {.key = "worker", .type = LOG_I64, .i = worker->number};
    struct db *next = NULL;
    struct db_file file;

    if (release_source_connect(worker->releases, &next) == 0) {
        file = db_file_of(next);
        if (db_file_is(&file, &wanted->file)) {
            db_close(&worker->db);
            worker->db = next;
            worker->opening = wanted->opening;
            return true;
        }
        db_close(&next);
    }
    worker->reopen_ms = now_ms() + REOPEN_MS;
    log_write(LOG_WARNING, "store_not_opened", &field, 1);
    return false;
}

const struct served_release *worker_store_release(struct worker *worker)
{
    const struct served_release *now = release_source_get(worker->releases);

    if (now->opening == worker->opening || (now_ms() >= worker->reopen_ms && reopen(worker, now)))
        worker->served = now;
    return worker->served;
}
