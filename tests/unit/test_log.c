#include "base/err.h"
#include "base/log.h"
#include "base/period.h"
#include "tests/tap.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { TIME_AT = 9, TIME_N = 24 }; /* of the time's text in a line */

static int pipe_out, pipe_in;
static char received[2 * LOG_LINE_MAX];

/* What is in the pipe; the caller knows that it is not empty. */
static struct str take_line(void)
{
    ssize_t n = read(pipe_in, received, sizeof received);

    return (struct str){received, n > 0 ? (size_t)n : 0};
}

/* The line without its time, whose form is checked on the way. */
static struct str take_rest(void)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd.dddZ";
    struct str line = take_line();
    bool formed = line.n > TIME_AT + TIME_N && str_starts(line, STR("{\"time\":\""));

    for (size_t i = 0; formed && i < TIME_N; i++) {
        char c = line.p[TIME_AT + i];

        formed = form[i] == 'd' ? c >= '0' && c <= '9' : c == form[i];
    }
    if (!formed)
        return line;
    return (struct str){line.p + TIME_AT + TIME_N, line.n - TIME_AT - TIME_N};
}

static void test_line(void)
{
    const struct log_field fields[] = {
        {"path", LOG_STR, STR("/v1/regions"), 0, 0},
        {"status", LOG_I64, STR(""), 200, 0},
        {"ms", LOG_DEC, STR(""), 1250, 3},
        {"note", LOG_STR, {NULL, 0}, 0, 0},
    };

    log_write(LOG_INFO, "request", fields, COUNT_OF(fields));
    tap_is_str(take_rest(),
               STR("\",\"level\":\"info\",\"event\":\"request\",\"path\":\"/v1/"
                   "regions\",\"status\":200,\"ms\":1.250,"
                   "\"note\":\"\"}\n"),
               "a line with its fields");
    log_write(LOG_ERROR, "stop", NULL, 0);
    tap_is_str(take_rest(), STR("\",\"level\":\"error\",\"event\":\"stop\"}\n"),
               "a line without fields");
    log_write(LOG_WARNING, NULL, NULL, 0);
    tap_is_str(take_rest(), STR("\",\"level\":\"warning\",\"event\":\"\"}\n"),
               "a line without an event");
}

static void test_time(void)
{
    char before[DATE_TEXT_MAX], after[DATE_TEXT_MAX];
    struct str line, date;

    (void)date_format((int32_t)(time(NULL) / 86400), before);
    log_write(LOG_INFO, "x", NULL, 0);
    (void)date_format((int32_t)(time(NULL) / 86400), after);
    line = take_line();
    date = (struct str){line.p + TIME_AT, 10};
    tap_ok(str_eq(date, str_from(before)) || str_eq(date, str_from(after)),
           "the day is today's in UTC");
}

static void test_levels(void)
{
    log_open(pipe_out, LOG_WARNING);
    log_write(LOG_INFO, "hidden", NULL, 0);
    log_write(LOG_DEBUG, "hidden", NULL, 0);
    log_write(LOG_WARNING, "shown", NULL, 0);
    tap_is_str(take_rest(), STR("\",\"level\":\"warning\",\"event\":\"shown\"}\n"),
               "less urgent lines are left out");
    log_open(pipe_out, LOG_DEBUG);
    log_write(LOG_DEBUG, "shown", NULL, 0);
    tap_is_str(take_rest(), STR("\",\"level\":\"debug\",\"event\":\"shown\"}\n"),
               "all lines are shown");
}

static void test_hostile(void)
{
    static const struct {
        struct str text;
        const char *written;
    } cases[] = {
        {STR("a\nb\r{\"level\":\"error\"}"), "a\\nb\\r{\\\"level\\\":\\\"error\\\"}"},
        {STR("\x1b[31mred\x07"), "\\u001b[31mred\\u0007"},
        {STR("\x7f\xc2\x9b"
             "31m"),
         "\\u007f\\u009b31m"},
        {STR("a\0b"), "a\\u0000b"},
        {STR("\u2028x"), "\\u2028x"},
        {STR("\xff\xfeok\xe7"), "\uFFFD\uFFFDok\uFFFD"},
        {STR("\\"), "\\\\"},
        {STR("知识"), "知识"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct log_field field = {"t", LOG_STR, cases[i].text, 0, 0};
        char expected[256];

        log_write(LOG_INFO, "x", &field, 1);
        (void)snprintf(expected, sizeof expected,
                       "\",\"level\":\"info\",\"event\":\"x\",\"t\":\"%s\"}\n", cases[i].written);
        tap_is_str(take_rest(), str_from(expected), "hostile text %zu", i);
    }
}

/* Each character that is not seen, or that turns around what is. */
static void test_invisible(void)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x200b, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}, {0xe000, 0xe000},
    };
    const struct log_field tag = {"t", LOG_STR, STR("a\U000e0041b"), 0, 0};
    char hidden[2000];

    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        for (uint32_t point = ranges[i].first; point <= ranges[i].last; point++) {
            const char text[] = {'a', (char)(0xe0 | point >> 12), (char)(0x80 | (point >> 6 & 63)),
                                 (char)(0x80 | (point & 63)), 'b'};
            const struct log_field field = {"t", LOG_STR, {text, sizeof text}, 0, 0};
            char expected[256];

            log_write(LOG_INFO, "x", &field, 1);
            (void)snprintf(expected, sizeof expected,
                           "\",\"level\":\"info\",\"event\":\"x\",\"t\":\"a\\u%04xb\"}\n",
                           (unsigned)point);
            tap_is_str(take_rest(), str_from(expected), "U+%04X is escaped", (unsigned)point);
        }
    }
    log_write(LOG_INFO, "x", &tag, 1);
    tap_is_str(take_rest(),
               STR("\",\"level\":\"info\",\"event\":\"x\",\"t\":\"a\\udb40\\udc41b\"}\n"),
               "one above U+FFFF as a pair");

    /* Escapes are counted: what fits only without them is left out. */
    for (size_t i = 0; i + 3 <= 1023; i += 3)
        memcpy(hidden + i, "\u202e", 3);
    const struct log_field many[] = {{"a", LOG_STR, {hidden, 1023}, 0, 0},
                                     {"b", LOG_STR, {hidden, 1023}, 0, 0},
                                     {"c", LOG_I64, STR(""), 3, 0}};
    log_write(LOG_INFO, "x", many, COUNT_OF(many));
    struct str rest = take_line();
    tap_ok(rest.n <= LOG_LINE_MAX && str_ends(rest, STR("\",\"c\":3,\"truncated\":true}\n")),
           "a line that escapes make too long lacks a field");
}

static void test_lengths(void)
{
    static const struct str head = STR("\",\"level\":\"info\",\"event\":\"x\",\"t\":\"");
    char text[2000], controls[LOG_TEXT_MAX];
    struct log_field field = {"t", LOG_STR, {text, sizeof text}, 0, 0};
    struct str rest;

    memset(text, 'x', sizeof text);
    log_write(LOG_INFO, "x", &field, 1);
    rest = take_rest();
    tap_is_int((int64_t)(rest.n - head.n), 1024 + 3, "a text is cut at 1 KiB");
    memcpy(text + 1022, "知", 3);
    log_write(LOG_INFO, "x", &field, 1);
    rest = take_rest();
    tap_is_int((int64_t)(rest.n - head.n), 1022 + 3, "and never within a character");

    memset(controls, 1, sizeof controls);
    const struct log_field many[] = {
        {"a", LOG_I64, STR(""), 1, 0},
        {"b", LOG_STR, {controls, sizeof controls}, 0, 0}, /* 6 KiB when escaped */
        {"c", LOG_I64, STR(""), 3, 0},
    };
    log_write(LOG_INFO, "x", many, COUNT_OF(many));
    tap_is_str(take_rest(),
               STR("\",\"level\":\"info\",\"event\":\"x\",\"a\":1,\"c\":3,\"truncated\":true}\n"),
               "a field that does not fit is left out");
    const struct log_field full[] = {{"a", LOG_STR, {text, 1000}, 0, 0},
                                     {"b", LOG_STR, {text, 1000}, 0, 0},
                                     {"c", LOG_STR, {text, 1000}, 0, 0},
                                     {"d", LOG_STR, {text, 1000}, 0, 0},
                                     {"e", LOG_STR, {text, 1000}, 0, 0}};
    bool whole = true;
    /* Every length of the last field around the one that fills the line. */
    for (size_t n = 0; n <= 1000; n++) {
        struct log_field fields[COUNT_OF(full)];

        memcpy(fields, full, sizeof full);
        fields[3].s.n = n;
        log_write(LOG_INFO, "x", fields, COUNT_OF(fields));
        rest = take_line();
        whole = whole && rest.n <= LOG_LINE_MAX && str_ends(rest, STR("\",\"truncated\":true}\n"));
    }
    tap_ok(whole, "a line never passes its length and says what it lacks");
}

static void test_lost(void)
{
    close(pipe_out);
    errno = ERANGE;
    log_write(LOG_INFO, "x", NULL, 0);
    tap_is_int(errno, ERANGE, "a closed descriptor leaves errno");
}

static void test_pipe_closed(void)
{
    int fds[2];

    (void)signal(SIGPIPE, SIG_IGN);
    if (pipe(fds) != 0) {
        tap_ok(false, "pipe");
        return;
    }
    close(fds[0]);
    log_open(fds[1], LOG_INFO);
    errno = ERANGE;
    log_write(LOG_INFO, "x", NULL, 0);
    tap_is_int(errno, ERANGE, "a reader that went away is survived");
    close(fds[1]);
}

int main(void)
{
    int fds[2];

    /* A zone far from UTC, so that a local time would show. */
    if (setenv("TZ", "Pacific/Kiritimati", 1) != 0 || pipe(fds) != 0)
        return 1;
    pipe_in = fds[0];
    pipe_out = fds[1];
    log_open(pipe_out, LOG_INFO);
    test_line();
    test_time();
    test_levels();
    test_hostile();
    test_invisible();
    test_lengths();
    test_lost();
    test_pipe_closed();
    return tap_done();
}
