/* The log: one JSON object per line, one write(2) per line. What is logged is decided by the
 * caller; here it is made safe to store and to show on a terminal. Never fails its caller: a line
 * that could not be written is lost, for there is nowhere else to say so. */
#pragma once

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

enum log_type {
    LOG_STR, /* s */
    LOG_I64, /* i */
    LOG_DEC, /* i / 10^scale */
};

/* A member of the line. key is printable ASCII and is not time, level or event. */
struct log_field {
    const char *key;
    enum log_type type;
    struct str s;
    int64_t i;
    uint8_t scale;
};

/* Bytes kept of a text; it is cut at a character. What is longer came from a client. */
enum { LOG_TEXT_MAX = 1024 };

/* Bytes of a line with its LF: what a pipe takes in one piece (PIPE_BUF), so that lines of two
 * threads never mix. Fields that do not fit are left out, and "truncated":true says so. */
enum { LOG_LINE_MAX = 4096 };

/* Lines of level and of what is more urgent go to fd from now on; fd stays the caller's. To be
 * called before other threads log. Until then errors and warnings go to standard error. A process
 * whose fd may be a pipe ignores SIGPIPE, or a reader that went away ends it. */
void log_open(int fd, enum log_level level);

/* Writes {"time":"2024-01-31T12:34:56.789Z","level":"info","event":event,...} with the n fields in
 * order. Controls and characters that are not seen or turn the line around (str_has_invisible())
 * are escaped; bytes that are no UTF-8 become U+FFFD. Does not allocate; errno is unchanged. Safe
 * from any thread. */
void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t n);
