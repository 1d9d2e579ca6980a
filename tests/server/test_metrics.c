/* What is counted of exchanges, and what the counters are as text; the parser of the format stands
 * in tests/http. */

#include "server/exchange.h"
#include "server/metrics_text.h"
#include "tests/tap.h"

/* Two workers, so that sums are sums. */
enum { WORKERS = 2 };

static struct metrics metrics[WORKERS];
static struct release_source releases;
static const struct served_release served = {.release = {.id = 7, .published_at = 1700000000}};

static const struct exchange answered = {
    .op = OP_LIST_REGIONS, .status = 200, .bytes = 1000, .duration_us = 300};

static const char *const lines[] = {
    "iprstat_requests_total{operation=\"listRegions\",status=\"200\"} 4\n",
    "iprstat_requests_total{operation=\"listRegions\",status=\"304\"} 1\n",
    "iprstat_requests_total{operation=\"listRegions\",status=\"other\"} 1\n",
    "iprstat_requests_total{operation=\"none\",status=\"404\"} 1\n",
    "iprstat_requests_total{operation=\"none\",status=\"none\"} 1\n",
    "_bucket{operation=\"listRegions\",le=\"0.0001\"} 2\n",
    "_bucket{operation=\"listRegions\",le=\"0.00025\"} 3\n",
    "_bucket{operation=\"listRegions\",le=\"0.0005\"} 5\n",
    "_bucket{operation=\"listRegions\",le=\"5.0\"} 5\n",
    "_bucket{operation=\"listRegions\",le=\"+Inf\"} 6\n",
    "_sum{operation=\"listRegions\"} 60.000801\n",
    "_count{operation=\"listRegions\"} 6\n",
    "_body_bytes_total{operation=\"listRegions\"} 5000\n",
    "iprstat_problems_total{problem=\"not-found\"} 1\n",
    "iprstat_problems_total{problem=\"query-timeout\"} 0\n",
    "iprstat_revalidations_total{result=\"early\"} 1\n",
    "iprstat_requests_aborted_total 2\n",
    "iprstat_release 7\n",
    "iprstat_release_published_timestamp_seconds 1700000000\n",
};

static bool says(const struct buf *text, const char *line)
{
    return memmem(text->p, text->n, line, strlen(line)) != NULL;
}

static void test_statuses(void)
{
    bool all = true;

    for (size_t i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++) {
        bool found = false;

        for (size_t place = 0; place < METRICS_STATUSES; place++)
            found = found || metrics_status(place) == problem_specs[i].status;
        if (!found)
            tap_note("%s has status %d", problem_specs[i].slug, problem_specs[i].status);
        all = all && found;
    }
    tap_ok(all, "the status of every problem is counted by itself");
    tap_is_int(metrics_status(METRICS_STATUSES - 1), -1, "the last place is for any other");
}

static void count(struct exchange exchange, bool aborted)
{
    metrics_count(&metrics[0], &exchange, aborted);
}

static void test_text(const struct status *status)
{
    struct exchange exchange = answered;
    struct buf text;

    metrics_count(&metrics[0], &exchange, false);
    metrics_count(&metrics[1], &exchange, false);
    exchange.duration_us = 100;
    count(exchange, false);
    exchange.duration_us = 101;
    count(exchange, true);
    exchange.duration_us = 60000000;
    exchange.status = 599;
    count(exchange, false);
    exchange = (struct exchange){.op = METRICS_NO_OPERATION};
    count(exchange, true);
    exchange =
        (struct exchange){.op = METRICS_NO_OPERATION, .status = 404, .problem = PROBLEM_NOT_FOUND};
    count(exchange, false);
    exchange = (struct exchange){
        .op = OP_LIST_REGIONS, .status = 304, .validator = METRICS_VALIDATOR_EARLY};
    count(exchange, false);
    buf_init(&text, 1 << 20);
    metrics_text(&text, status);
    tap_ok(!text.failed, "the counters are written");
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        tap_ok(says(&text, lines[i]), "it says %.*s", (int)strcspn(lines[i], "\n"), lines[i]);
    buf_finish(&text);
    buf_init(&text, 100);
    metrics_text(&text, status);
    tap_ok(text.failed, "a buffer that is too small fails");
    buf_finish(&text);
}

static void test_faults(struct status *status)
{
    uint64_t long_ago = metrics_now_us() - (uint64_t)(STATUS_STUCK_MS + 1000) * 1000;

    tap_is_int(status_faults(status), 0, "a server that does its work has no fault");
    metrics_set(&metrics[1].busy_since_us, long_ago);
    tap_is_int(status_faults(status), STATUS_WORKER_STUCK, "a worker that is long at one thing");
    metrics_set(&metrics[1].busy_since_us, metrics_now_us());
    tap_is_int(status_faults(status), 0, "and one that has just begun");
    metrics_set(&metrics[1].busy_since_us, 0);
    atomic_store(&status->looked_us, long_ago);
    tap_is_int(status_faults(status), STATUS_MAIN_STUCK, "nobody looks at the store");
    atomic_store(&status->ending, true);
    tap_is_int(status_faults(status), STATUS_ENDING, "which nobody has to at the end");
    atomic_store(&status->ending, false);
    atomic_store(&status->looked_us, metrics_now_us());
    atomic_store(&status->look, -5);
    tap_is_int(status_faults(status), STATUS_UNREADABLE, "the store can not be read");
    atomic_store(&status->look, 0);
    atomic_store(&releases.current, &(const struct served_release){0});
    tap_is_int(status_faults(status), STATUS_NO_RELEASE, "nothing is published");
    atomic_store(&releases.current, &served);
    for (unsigned fault = 1; fault <= STATUS_ENDING; fault <<= 1)
        tap_ok(status_fault_name((enum status_fault)fault).n > 0, "fault %u has a name", fault);
}

static void test_turn(void)
{
    static struct metrics one;

    metrics_begin_turn(&one);
    tap_ok(metrics_get(&one.busy_since_us) > 0, "a worker at work says since when");
    metrics_end_turn(&one);
    tap_ok(metrics_get(&one.busy_since_us) == 0 && metrics_get(&one.busy_us) < 1000000,
           "and then for how long it was");
}

int main(void)
{
    static struct status status = {
        .db_path = "/nowhere/iprstat.db",
        .releases = &releases,
        .metrics = metrics,
        .n_workers = WORKERS,
        .connections_max = 10,
    };

    atomic_init(&releases.current, &served);
    status.started_us = metrics_now_us();
    atomic_store(&status.looked_us, metrics_now_us());
    test_statuses();
    test_text(&status);
    test_faults(&status);
    test_turn();
    return tap_done();
}
