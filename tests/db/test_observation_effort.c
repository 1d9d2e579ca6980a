/* Reading observations in pieces: each scan passes over a few rows and ends, the next goes on, and
 * together they read what one does. */
#include "tests/db/reading.h"

static struct str read_all(struct bench *bench)
{
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct observation row;
    int r = observations_open(bench->db, &bench->arena, &bench->filter, bench->memo, &scan);

    buf_reset(&bench->text);
    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        r = observations_read(scan, &row);
        if (r == 0)
            put(bench, &key, &row);
    }
    return r == 0 ? (struct str){bench->text.p, bench->text.n} : STR("failed");
}

/* The key with text that outlives its scan. */
static struct observation_key kept(struct bench *bench, struct observation_key key)
{
    key.measure = arena_copy(&bench->arena, key.measure);
    key.definition = arena_copy(&bench->arena, key.definition);
    return key;
}

/* The same by scans that each pass over one row, or find one, and go on where the last one stopped.
 * Gives their number, negative on failure. */
static int read_in_pieces(struct bench *bench)
{
    struct observation_key after;
    struct period latest;
    bool more = true;
    int r = 0, n = 0;

    buf_reset(&bench->text);
    bench->filter.effort = 1;
    for (; r >= 0 && more && n < 100; n++) {
        CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
        struct observation_key key;
        struct observation row;

        r = observations_open(bench->db, &bench->arena, &bench->filter, bench->memo, &scan);
        if (r == 0 && !bench->filter.latest_known && observations_latest(scan, &latest))
            bench->filter.latest_found = &latest;
        bench->filter.latest_known = true;
        if (r == 0)
            r = observations_next(scan, &key);
        more = r > 0;
        if (r > 0) {
            r = observations_read(scan, &row);
            put(bench, &key, &row);
            key = row.key;
        } else if (r == 0) {
            more = observations_stopped(scan, &key);
        }
        if (more)
            after = kept(bench, key);
        bench->filter.after = &after;
    }
    return r < 0 ? r : n;
}

static void nothing(struct observation_filter *f UNUSED)
{
}

static void history(struct observation_filter *f)
{
    f->vintages.history = true;
}

static void both_ends(struct observation_filter *f)
{
    f->first = 1;
    f->last = 1;
}

static void rare(struct observation_filter *f)
{
    f->tests[0] = (struct value_test){VALUE_EQ, 5500000};
    f->n_tests = 1;
}

static void rare_end(struct observation_filter *f)
{
    rare(f);
    f->last = 1;
}

/* What another document says is passed over too. */
static void of_document(struct observation_filter *f)
{
    static int64_t ids[] = {42};

    f->documents = (struct id_choice){.ids = {ids, 1, 1}, .only = true};
}

static void of_document_ever(struct observation_filter *f)
{
    of_document(f);
    history(f);
}

/* Years and instants have none in common, so that the span alone is left. */
static void latest_or_2021(struct observation_filter *f)
{
    static const struct period_span span = {18628, 18992};

    f->spans = &span;
    f->n_spans = 1;
    f->latest = true;
}

static void latest_stock(struct observation_filter *f)
{
    f->latest = true;
    f->indicators.v++;
    f->indicators.n--;
}

static const struct {
    void (*change)(struct observation_filter *);
    const char *name;
    int scans; /* at least so many, when each passes over one row */
} cases[] = {
    {nothing, "the widest figures", 15},
    {history, "all vintages", 15},
    {both_ends, "the ends of each series", 14},
    {rare, "one figure among others", 10},
    {rare_end, "one end among others", 10},
    {of_document, "figures of a document", 10},
    {of_document_ever, "vintages of a document", 10},
    {latest_or_2021, "a span, and a latest period that is none", 10},
    {latest_stock, "the latest period", 5},
};

static void run(struct db *db)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(bench_end) struct bench bench;
        struct str whole;
        int n;

        if (!tap_ok(bench_begin(&bench, db), "a filter"))
            return;
        cases[i].change(&bench.filter);
        whole = arena_copy(&bench.arena, read_all(&bench));
        tap_ok(whole.n > 0, "%s: there is something", cases[i].name);
        n = read_in_pieces(&bench);
        tap_is_str((struct str){bench.text.p, bench.text.n}, whole, "and the same in pieces");
        if (!tap_ok(n >= cases[i].scans, "whose effort is bounded"))
            tap_note("%d scans", n);
    }
}

int main(void)
{
    return with_figures(run);
}
