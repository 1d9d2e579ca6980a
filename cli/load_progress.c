#include "cli/load_progress.h"

#include "cli/safe_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* limit: ten lines a second are as many as one can read */
enum { LINE_MS = 100 };

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void load_progress_open(struct load_progress *progress)
{
    *progress = (struct load_progress){.shown = isatty(STDERR_FILENO) == 1};
}

void load_progress_begin(struct load_progress *progress, const struct package_part *part)
{
    struct stat st;

    progress->what = part->path;
    progress->size = part->path != NULL && stat(part->path, &st) == 0 ? (int64_t)st.st_size : 0;
}

void load_progress_rows(void *cls, int64_t rows, int64_t bytes)
{
    struct load_progress *progress = cls;
    int64_t now = progress->shown ? now_ms() : 0;

    if (!progress->shown || now - progress->last_ms < LINE_MS)
        return;
    progress->last_ms = now;
    progress->written = true;
    fputs("\r\033[K", stderr);
    safe_print(stderr, str_from(progress->what));
    fprintf(stderr, ": %" PRId64 " rows", rows);
    if (progress->size > 0 && bytes <= progress->size)
        fprintf(stderr, ", %" PRId64 " %%", bytes * 100 / progress->size);
    fflush(stderr);
}

void load_progress_say(struct load_progress *progress, const char *what)
{
    if (!progress->shown)
        return;
    progress->written = true;
    fprintf(stderr, "\r\033[K%s", what);
    fflush(stderr);
}

void load_progress_clear(struct load_progress *progress)
{
    if (progress->written)
        fputs("\r\033[K", stderr);
    progress->written = false;
}
