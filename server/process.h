/* What the system says of this process. */
#pragma once

#include <stdint.h>

/* What the system does not tell is -1. */
struct process_figures {
    int64_t cpu_us;
    int64_t resident_bytes;
    int64_t virtual_bytes;
    int64_t open_files;
    int64_t max_files;
};

void process_read(struct process_figures *ret);
