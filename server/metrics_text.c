#include "server/metrics_text.h"

#include "api/version.h"
#include "server/process.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

/* limit: a line has one or two labels, of which the longest are names of operations. */
enum { LINE_MAX_BYTES = 512 };

/* limit: as the longest path that the options take, and what is put behind it. */
enum { PATH_MAX_BYTES = 4096 };

static void PRINTF_LIKE(2, 3) put(struct buf *out, const char *format, ...)
{
    char line[LINE_MAX_BYTES];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof line)
        out->failed = true;
    else
        buf_put(out, line, (size_t)n);
}

static void put_head(struct buf *out, const char *name, const char *type, const char *help)
{
    put(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* One number without labels; a negative one is not known and left out. */
static void put_one(struct buf *out, const char *name, const char *type, const char *help,
                    int64_t value)
{
    if (value < 0)
        return;
    put_head(out, name, type, help);
    put(out, "%s %" PRId64 "\n", name, value);
}

/* As put_one(), from microseconds to seconds. */
static void put_seconds(struct buf *out, const char *name, const char *type, const char *help,
                        int64_t us)
{
    if (us < 0)
        return;
    put_head(out, name, type, help);
    put(out, "%s %" PRId64 ".%06d\n", name, us / 1000000, (int)(us % 1000000));
}

/* The sum over the workers of the counter at an offset within struct metrics. */
static uint64_t sum_at(const struct status *status, size_t offset)
{
    uint64_t total = 0;

    for (size_t i = 0; i < status->n_workers; i++) {
        const char *worker = (const char *)&status->metrics[i];

        total += metrics_get((const metrics_counter *)(const void *)(worker + offset));
    }
    return total;
}

#define SUM(status, member) sum_at((status), offsetof(struct metrics, member))
#define COUNT(status, member) ((int64_t)SUM(status, member))

static const char *operation_name(size_t op)
{
    return op < OP_COUNT ? op_specs[op].operation_id : "none";
}

static void put_requests(struct buf *out, const struct status *status)
{
    const char *name = "iprstat_requests_total";

    put_head(out, name, "counter",
             "Requests that ended, by operation and status of the answer; none: no operation, or no"
             " answer.");
    for (size_t op = 0; op < METRICS_OPERATIONS; op++) {
        for (size_t i = 0; i < METRICS_STATUSES; i++) {
            uint64_t n = SUM(status, operations[op].statuses[i]);
            int code = metrics_status(i);

            if (n == 0)
                continue;
            put(out, "%s{operation=\"%s\",status=\"", name, operation_name(op));
            if (code > 0)
                put(out, "%d", code);
            else
                put(out, "%s", code == 0 ? "none" : "other");
            put(out, "\"} %" PRIu64 "\n", n);
        }
    }
}

static void put_histogram(struct buf *out, const char *name, const struct status *status, size_t op)
{
    const char *operation = operation_name(op);
    uint64_t n[METRICS_BUCKETS + 1], us = SUM(status, operations[op].duration_us), total = 0;

    for (size_t i = 0; i <= METRICS_BUCKETS; i++) {
        n[i] = SUM(status, operations[op].durations[i]);
        total += n[i];
    }
    if (total == 0)
        return;
    total = 0;
    for (size_t i = 0; i < METRICS_BUCKETS; i++) {
        total += n[i];
        put(out, "%s_bucket{operation=\"%s\",le=\"%s\"} %" PRIu64 "\n", name, operation,
            metrics_bucket(i), total);
    }
    total += n[METRICS_BUCKETS];
    put(out, "%s_bucket{operation=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name, operation, total);
    put(out, "%s_sum{operation=\"%s\"} %" PRIu64 ".%06u\n", name, operation, us / 1000000,
        (unsigned)(us % 1000000));
    put(out, "%s_count{operation=\"%s\"} %" PRIu64 "\n", name, operation, total);
}

static void put_operations(struct buf *out, const struct status *status)
{
    const char *durations = "iprstat_request_duration_seconds";
    const char *bytes = "iprstat_response_body_bytes_total";

    put_requests(out, status);
    put_head(out, durations, "histogram",
             "Time to make an answer, from the head of the request that was read to the answer that"
             " is queued.");
    for (size_t op = 0; op < METRICS_OPERATIONS; op++)
        put_histogram(out, durations, status, op);
    put_head(out, bytes, "counter", "Bytes of the bodies of answers, by operation.");
    for (size_t op = 0; op < METRICS_OPERATIONS; op++) {
        uint64_t n = SUM(status, operations[op].bytes);

        if (n > 0)
            put(out, "%s{operation=\"%s\"} %" PRIu64 "\n", bytes, operation_name(op), n);
    }
}

static void put_refusals(struct buf *out, const struct status *status)
{
    static const char *const results[METRICS_VALIDATORS] = {
        [METRICS_VALIDATOR_EARLY] = "early",
        [METRICS_VALIDATOR_LATE] = "late",
        [METRICS_VALIDATOR_OTHER] = "changed",
    };

    put_head(out, "iprstat_problems_total", "counter",
             "Answers that were a problem, by the last part of its type.");
    for (size_t i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++)
        put(out, "iprstat_problems_total{problem=\"%s\"} %" PRIu64 "\n", problem_specs[i].slug,
            SUM(status, problems[i]));
    put_head(out, "iprstat_revalidations_total", "counter",
             "Requests that named what the client has: still true and seen early, by the tag alone,"
             " or late, after the answer was made; or changed.");
    for (size_t i = METRICS_VALIDATOR_NONE + 1; i < METRICS_VALIDATORS; i++)
        put(out, "iprstat_revalidations_total{result=\"%s\"} %" PRIu64 "\n", results[i],
            SUM(status, validators[i]));
    put_head(out, "iprstat_rate_limited_total", "counter",
             "Requests refused because too many came: of one key, of one address without a key, or"
             " with keys that do not hold.");
    for (unsigned kind = LIMIT_KEY; kind <= LIMIT_FAILURES; kind++)
        put(out, "iprstat_rate_limited_total{limit=\"%s\"} %" PRIu64 "\n",
            limit_kind_name((enum limit_kind)kind), SUM(status, limited[kind]));
    put_one(out, "iprstat_requests_aborted_total", "counter",
            "Requests that the client or a time limit ended before the answer was sent.",
            COUNT(status, aborted));
}

/* A reader may see the end of what it did not see begin. */
static int64_t open_now(int64_t begun, int64_t ended)
{
    return begun > ended ? begun - ended : 0;
}

static void put_connections(struct buf *out, const struct status *status)
{
    put_one(out, "iprstat_connections_total", "counter", "Connections that were accepted.",
            COUNT(status, connections));
    put_one(out, "iprstat_connections_open", "gauge", "Connections that are open.",
            open_now(COUNT(status, connections), COUNT(status, connections_ended)));
    put_one(out, "iprstat_connections_max", "gauge",
            "Connections that may be open at once; whoever comes then waits.",
            (int64_t)status->connections_max);
    put_one(out, "iprstat_requests_under_way", "gauge",
            "Requests that have begun and whose answer is not sent.",
            open_now(COUNT(status, requests), COUNT(status, requests_ended)));
    put_head(out, "iprstat_worker_busy_seconds_total", "counter",
             "Time in which the worker had something to do; a second each second is all it can.");
    for (size_t i = 0; i < status->n_workers; i++) {
        uint64_t us = metrics_get(&status->metrics[i].busy_us);

        put(out, "iprstat_worker_busy_seconds_total{worker=\"%zu\"} %" PRIu64 ".%06u\n", i,
            us / 1000000, (unsigned)(us % 1000000));
    }
}

/* The size of a file; 0 when it is not there. */
static int64_t size_of(const char *path, const char *suffix)
{
    char whole[PATH_MAX_BYTES];
    struct stat file;
    int n = snprintf(whole, sizeof whole, "%s%s", path, suffix);

    return n > 0 && (size_t)n < sizeof whole && stat(whole, &file) == 0 ? file.st_size : 0;
}

static void put_store(struct buf *out, const struct status *status)
{
    const struct release *release = &release_source_get(status->releases)->release;

    put_one(out, "iprstat_ready", "gauge", "1 when /readyz says so.", status_faults(status) == 0);
    put_one(out, "iprstat_release", "gauge", "Number of the release that is served; 0: none.",
            release->id);
    put_one(out, "iprstat_release_published_timestamp_seconds", "gauge",
            "When the release that is served was published.", release->published_at);
    put_one(out, "iprstat_store_readable", "gauge",
            "1 when the store could be read at the last look, within a second.",
            atomic_load(&status->look) >= 0);
    put_one(out, "iprstat_store_size_bytes", "gauge", "Size of the file of the store.",
            size_of(status->db_path, ""));
    put_one(out, "iprstat_store_wal_size_bytes", "gauge",
            "Size of the write-ahead log beside the store.", size_of(status->db_path, "-wal"));
    put_one(out, "iprstat_drafts_waiting", "gauge", "Drafts that wait to be published.",
            atomic_load(&status->drafts_waiting));
    put_one(out, "iprstat_last_draft_timestamp_seconds", "gauge",
            "When the last load was kept as a draft; 0: none was.",
            atomic_load(&status->last_draft_at));
    put_one(out, "iprstat_releases_embargoed", "gauge", "Releases that wait for their moment.",
            atomic_load(&status->releases_embargoed));
}

static void put_writes(struct buf *out, const struct status *status)
{
    const struct metrics_writer *writer = status->writer;

    if (writer == NULL)
        return;
    put_one(out, "iprstat_write_running", "gauge", "1 while a change over HTTP is under way.",
            (int64_t)metrics_get(&writer->running));
    put_seconds(out, "iprstat_write_seconds_total", "counter",
                "Time that changes over HTTP took, with those that were refused.",
                (int64_t)metrics_get(&writer->busy_us));
    put_one(out, "iprstat_upload_bytes_total", "counter",
            "Bytes of the files that were sent with changes.",
            (int64_t)metrics_get(&writer->upload_bytes));
    put_one(out, "iprstat_last_write_timestamp_seconds", "gauge",
            "When the last change over HTTP succeeded; 0: none has since the start.",
            (int64_t)metrics_get(&writer->changed_at));
}

/* The names that Prometheus' own libraries give. */
static void put_process(struct buf *out, const struct status *status)
{
    struct process_figures figures;

    process_read(&figures);
    put_head(out, "iprstat_build_info", "gauge", "Always 1; the labels tell what runs.");
    put(out, "iprstat_build_info{version=\"%s\",build=\"%.*s\",http_library=\"%s\"} 1\n",
        api_version().p, (int)status->build.n, status->build.p, MHD_get_version());
    put_one(out, "iprstat_workers", "gauge", "Threads that answer.", (int64_t)status->n_workers);
    put_seconds(out, "iprstat_uptime_seconds", "gauge", "Time since the server started.",
                (int64_t)(metrics_now_us() - status->started_us));
    put_one(out, "process_start_time_seconds", "gauge", "When the server started.",
            status->started_at);
    put_seconds(out, "process_cpu_seconds_total", "counter", "Processor time that was used.",
                figures.cpu_us);
    put_one(out, "process_resident_memory_bytes", "gauge", "Memory that is in use.",
            figures.resident_bytes);
    put_one(out, "process_virtual_memory_bytes", "gauge", "Address space that is in use.",
            figures.virtual_bytes);
    put_one(out, "process_open_fds", "gauge", "Files and sockets that are open.",
            figures.open_files);
    put_one(out, "process_max_fds", "gauge", "Files and sockets that may be open.",
            figures.max_files);
}

void metrics_text(struct buf *out, const struct status *status)
{
    put_operations(out, status);
    put_refusals(out, status);
    put_connections(out, status);
    put_store(out, status);
    put_writes(out, status);
    put_process(out, status);
}
