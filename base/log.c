#include "base/log.h"

#include "base/jw.h"
#include "base/period.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Room kept for the last member and the end of the line. */
static const char truncated_end[] = ",\"truncated\":true}\n";

/* Set once before there are threads. */
static int log_fd = STDERR_FILENO;
static enum log_level log_most = LOG_WARNING;

void log_open(int fd, enum log_level level)
{
    log_fd = fd;
    log_most = level;
}

static struct str level_name(enum log_level level)
{
    switch (level) {
    case LOG_ERROR:
        return STR("error");
    case LOG_WARNING:
        return STR("warning");
    case LOG_INFO:
        return STR("info");
    case LOG_DEBUG:
        return STR("debug");
    }
    __builtin_unreachable();
}

static void put_time(struct jw *w)
{
    enum { DAY_S = 24 * 60 * 60 };
    struct timespec now = {0};
    char text[DATE_TEXT_MAX + 32];
    int second, n;
    size_t at;

    /* Cannot fail for this clock. */
    (void)clock_gettime(CLOCK_REALTIME, &now);
    at = date_format((int32_t)(now.tv_sec / DAY_S), text);
    second = (int)(now.tv_sec % DAY_S);
    n = snprintf(text + at, sizeof text - at, "T%02d:%02d:%02d.%03dZ", second / 3600,
                 second / 60 % 60, second % 60, (int)(now.tv_nsec / 1000000));
    jw_str(w, (struct str){text, at + (size_t)n});
}

static void put_unit(struct buf *b, uint32_t unit)
{
    char text[8];

    buf_put(b, text, (size_t)snprintf(text, sizeof text, "\\u%04x", (unsigned)unit & 0xffff));
}

/* JSON lets these characters stand, but a terminal shows nothing of them, or the line turned
 * around. Replaces them in what was written from byte `from` on, where they are part of a text. */
static void escape_invisible(struct buf *b, size_t from)
{
    char written[LOG_LINE_MAX];
    struct str rest = {written, b->n - from};

    if (b->failed || !str_has_invisible((struct str){b->p + from, rest.n}))
        return;
    memcpy(written, b->p + from, rest.n);
    b->n = from;
    while (rest.n > 0) {
        uint32_t point;
        struct str one = {rest.p, str_utf8_next(rest, &point)};

        if (!str_has_invisible(one)) {
            buf_put_str(b, one);
        } else if (point < 0x10000) {
            put_unit(b, point);
        } else {
            put_unit(b, 0xd800 + ((point - 0x10000) >> 10));
            put_unit(b, 0xdc00 + ((point - 0x10000) & 0x3ff));
        }
        rest = (struct str){rest.p + one.n, rest.n - one.n};
    }
}

/* Text that the writer cannot refuse: cut, and U+FFFD for each byte that is no UTF-8. */
static void put_text(struct jw *w, struct str s)
{
    char storage[LOG_TEXT_MAX];
    struct buf clean;
    size_t n_before;

    buf_init_fixed(&clean, storage, sizeof storage);
    while (s.n > 0 && !clean.failed) {
        uint32_t point;
        size_t n = str_utf8_next(s, &point);

        buf_put_str(&clean, n > 0 ? (struct str){s.p, n} : STR("\uFFFD"));
        n = n > 0 ? n : 1;
        s = (struct str){s.p + n, s.n - n};
    }
    n_before = w->buf->n;
    jw_str(w, (struct str){clean.p, clean.n});
    escape_invisible(w->buf, n_before);
}

static void put_field(struct jw *w, const struct log_field *field)
{
    jw_key(w, str_from(field->key));
    switch (field->type) {
    case LOG_STR:
        put_text(w, field->s);
        break;
    case LOG_I64:
        jw_i64(w, field->i);
        break;
    case LOG_DEC:
        jw_dec(w, (struct dec){.v = field->i, .scale = field->scale});
        break;
    }
}

/* Leaves a field out whole when it does not fit: half a member is no JSON. */
static bool put_field_if_room(struct jw *w, const struct log_field *field)
{
    struct jw before = *w;
    size_t n = w->buf->n;

    put_field(w, field);
    if (!w->failed && !w->buf->failed && w->buf->n + sizeof truncated_end - 1 <= LOG_LINE_MAX)
        return true;
    *w = before;
    buf_reset(w->buf);
    w->buf->n = n;
    return false;
}

static void write_line(const char *line, size_t n)
{
    ssize_t written;

    do
        written = write(log_fd, line, n);
    while (written < 0 && errno == EINTR);
}

void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t n)
{
    int saved_errno = errno;
    char line[LOG_LINE_MAX];
    bool whole;
    struct buf buf;
    struct jw w;

    if (level > log_most)
        return;
    buf_init_fixed(&buf, line, sizeof line);
    jw_init(&w, &buf);
    jw_object_begin(&w);
    JW_KEY(&w, "time");
    put_time(&w);
    JW_KEY(&w, "level");
    jw_str(&w, level_name(level));
    whole = put_field_if_room(&w, &(struct log_field){"event", LOG_STR, str_from(event), 0, 0});
    for (size_t i = 0; i < n; i++)
        whole = put_field_if_room(&w, &fields[i]) && whole;
    if (whole)
        buf_put_str(&buf, STR("}\n"));
    else
        buf_put_str(&buf, str_from(truncated_end));
    write_line(line, buf.n);
    errno = saved_errno;
}
