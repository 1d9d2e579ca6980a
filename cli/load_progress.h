/* How far a load is, on a terminal: one line that is written over. Elsewhere nothing is said. */
#pragma once

#include "api/package.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct load_progress {
    bool shown;       /* there is a terminal to show it on */
    bool written;     /* a line stands there */
    const char *what; /* what is read */
    int64_t size;     /* bytes of it, 0: unknown */
    int64_t last_ms;  /* when the line was written last */
};

void load_progress_open(struct load_progress *progress);

/* Begins with the rows of a table. */
void load_progress_begin(struct load_progress *progress, const struct package_part *part);

/* As package_reading.progress; cls is the load_progress. */
void load_progress_rows(void *cls, int64_t rows, int64_t bytes);

/* Says what is done when the rows are read. */
void load_progress_say(struct load_progress *progress, const char *what);

/* Takes the line away. */
void load_progress_clear(struct load_progress *progress);
