/* Reading observations: what each filter takes, in the default order, at one release. */
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

/* One reading of the whole fixture with a filter changed in one way. */
static void expect(struct db *db, void (*change)(struct observation_filter *), const char *expected,
                   const char *name)
{
    CLEANUP(bench_end) struct bench bench;

    if (!bench_begin(&bench, db))
        tap_ok(false, "%s: no filter", name);
    change(&bench.filter);
    tap_is_str(read_all(&bench), str_from(expected), "%s", name);
}

static void nothing(struct observation_filter *f UNUSED)
{
}

static void first_release(struct observation_filter *f)
{
    f->release = 1;
    f->indicators.n = 1;
}

static void no_region(struct observation_filter *f)
{
    f->regions.only = true;
}

static void two_regions(struct observation_filter *f)
{
    static int64_t ids[] = {900102, 900103};

    f->regions = (struct id_choice){.ids = {ids, 2, 2}, .only = true};
}

static void all_but_east(struct observation_filter *f)
{
    static int64_t ids[] = {900101};

    f->regions = (struct id_choice){.ids = {ids, 1, 1}};
}

/* Too many to seek one by one. */
static void many_regions(struct observation_filter *f)
{
    static int64_t ids[REGION_SEEKS_MAX + 1];

    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = 900102 + (int64_t)i;
    f->regions = (struct id_choice){.ids = {ids, COUNT_OF(ids), COUNT_OF(ids)}, .only = true};
}

static void in_2021(struct observation_filter *f)
{
    static const struct period_span span = {18628, 18992};

    f->spans = &span;
    f->n_spans = 1;
}

static void halves(struct observation_filter *f)
{
    f->freqs = 1U << FREQ_H;
}

static void parts(struct observation_filter *f)
{
    static const struct str_pair pair = {STR("kind"), STR("*")};

    f->breakdown = (struct str_map){&pair, 1};
}

static void one_part(struct observation_filter *f)
{
    static const struct str_pair pairs[] = {{STR("size"), STR("big")}, {STR("kind"), STR("x")}};

    f->breakdown = (struct str_map){pairs, 2};
}

static void no_such_part(struct observation_filter *f)
{
    static const struct str_pair pair = {STR("size"), STR("*")};

    f->breakdown = (struct str_map){&pair, 1};
}

static void growth(struct observation_filter *f)
{
    static const struct str yoy = STR("yoy");

    f->measures = (struct text_choice){.texts = {&yoy, 1}, .only = true};
}

static void not_normal(struct observation_filter *f)
{
    static const struct str normal = STR("A");

    f->statuses = (struct text_choice){.texts = {&normal, 1}};
}

static void repaired(struct observation_filter *f)
{
    static const struct str texts[] = {STR("repaired"), STR("implied")};

    f->extractions = (struct text_choice){.texts = {texts, 2}, .only = true};
}

static void from_copy(struct observation_filter *f)
{
    static int64_t ids[] = {42};

    f->documents = (struct id_choice){.ids = {ids, 1, 1}, .only = true};
}

static void between(struct observation_filter *f)
{
    f->tests[0] = (struct value_test){VALUE_GT, 5000000};
    f->tests[1] = (struct value_test){VALUE_LE, 9000000};
    f->n_tests = 2;
}

static void exactly(struct observation_filter *f)
{
    f->tests[0] = (struct value_test){VALUE_EQ, 5500000};
    f->n_tests = 1;
}

/* A part of 2020 is 4, but its total of 10 stands in its place and is no 4. */
static void hidden_part(struct observation_filter *f)
{
    f->tests[0] = (struct value_test){VALUE_LT, 5000000};
    f->tests[1] = (struct value_test){VALUE_GE, 2000000};
    f->n_tests = 2;
}

static void last_one(struct observation_filter *f)
{
    f->last = 1;
}

static void last_two(struct observation_filter *f)
{
    f->last = 2;
    f->indicators.v++;
    f->indicators.n--;
}

static void first_one(struct observation_filter *f)
{
    f->first = 1;
}

static void both_ends(struct observation_filter *f)
{
    f->first = 1;
    f->last = 1;
    f->indicators.v++;
    f->indicators.n--;
}

static void wide_ends(struct observation_filter *f)
{
    both_ends(f);
    f->last = 2;
}

static void latest_stock(struct observation_filter *f)
{
    f->latest = true;
    f->indicators.v++;
    f->indicators.n--;
}

static void latest_level(struct observation_filter *f)
{
    static const struct str level = STR("level");

    two_regions(f);
    f->measures = (struct text_choice){.texts = {&level, 1}, .only = true};
    f->indicators.n = 1;
    f->latest = true;
}

static void latest_of_all(struct observation_filter *f)
{
    f->latest = true;
}

/* The selection of series is that without the values; of their common period only some pass. */
static void latest_large(struct observation_filter *f)
{
    latest_stock(f);
    f->tests[0] = (struct value_test){VALUE_GT, 100000000};
    f->n_tests = 1;
}

static void check_filters(struct db *db)
{
    expect(db, nothing,
           "a101:0:2020=10 a101:0:2021=21 a101:0:2021-H1=9 a101:1:2022=7 a101:2:2022=-"
           " a102:0:2020=5 a102:0:2021=5.5 a103:0:2021=- a103:0:2021=-36!yoy"
           " b101:0:2020-12-31=100 b101:0:2022-12-31=110 b101:0:2023-12-31=3 b102:0:2022-12-31=200"
           " b1:0:2022-12-31=1",
           "the widest figures in order, nothing restricted, no draft");
    expect(db, first_release,
           "a101:0:2020=10 a101:0:2021=20 a101:0:2021-H1=9 a101:1:2022=7 a101:2:2022=-"
           " a102:0:2020=5 a102:0:2021=5.5 a103:0:2021=- a103:0:2021=-36!yoy",
           "an earlier release reads as it was");
    expect(db, no_region, "", "no region is none");
    expect(db, two_regions,
           "a102:0:2020=5 a102:0:2021=5.5 a103:0:2021=- a103:0:2021=-36!yoy b102:0:2022-12-31=200",
           "regions one by one");
    expect(db, many_regions,
           "a102:0:2020=5 a102:0:2021=5.5 a103:0:2021=- a103:0:2021=-36!yoy b102:0:2022-12-31=200",
           "many regions in one pass");
    expect(db, all_but_east,
           "a102:0:2020=5 a102:0:2021=5.5 a103:0:2021=- a103:0:2021=-36!yoy b102:0:2022-12-31=200"
           " b1:0:2022-12-31=1",
           "all regions but one");
    expect(db, in_2021,
           "a101:0:2021=21 a101:0:2021-H1=9 a102:0:2021=5.5 a103:0:2021=- a103:0:2021=-36!yoy",
           "what lies wholly within a span");
    expect(db, halves, "a101:0:2021-H1=9", "a frequency");
    expect(db, growth, "a103:0:2021=-36!yoy", "a measure");
    expect(db, not_normal, "a101:2:2022=- a102:0:2020=5 a103:0:2021=-", "all statuses but one");
    expect(db, repaired, "a102:0:2020=5", "extractions");
    expect(db, from_copy, "a102:0:2020=5", "a document, without what is restricted in it");
}

static void check_places(struct db *db)
{
    expect(db, parts, "a101:1:2020=6 a101:1:2022=7 a101:2:2020=4 a101:2:2022=-",
           "every code of a dimension, and no other dimension");
    expect(db, one_part, "a101:3:2022=3", "two dimensions, named in any order");
    expect(db, no_such_part, "", "a dimension that never stands alone");
    expect(db, between, "a101:0:2021-H1=9 a101:1:2022=7 a102:0:2021=5.5",
           "an interval of values, open below");
    expect(db, exactly, "a102:0:2021=5.5", "a value exactly");
    expect(db, hidden_part, "b101:0:2023-12-31=3",
           "a part does not stand in for a total that fails a comparison");
    expect(db, last_one,
           "a101:0:2021=21 a101:0:2021-H1=9 a101:1:2022=7 a101:2:2022=- a102:0:2021=5.5"
           " a103:0:2021=- a103:0:2021=-36!yoy b101:0:2023-12-31=3 b102:0:2022-12-31=200"
           " b1:0:2022-12-31=1",
           "the last of each series");
    expect(db, last_two,
           "b101:0:2022-12-31=110 b101:0:2023-12-31=3 b102:0:2022-12-31=200 b1:0:2022-12-31=1",
           "the last two, oldest first");
    expect(db, first_one,
           "a101:0:2020=10 a101:0:2021-H1=9 a101:1:2022=7 a101:2:2022=- a102:0:2020=5"
           " a103:0:2021=- a103:0:2021=-36!yoy b101:0:2020-12-31=100 b102:0:2022-12-31=200"
           " b1:0:2022-12-31=1",
           "the first of each series");
    expect(db, both_ends,
           "b101:0:2020-12-31=100 b101:0:2023-12-31=3 b102:0:2022-12-31=200 b1:0:2022-12-31=1",
           "the first and the last, and what is both once");
    expect(db, wide_ends,
           "b101:0:2020-12-31=100 b101:0:2022-12-31=110 b101:0:2023-12-31=3 b102:0:2022-12-31=200"
           " b1:0:2022-12-31=1",
           "ends that meet are the whole series");
    expect(db, latest_stock, "b101:0:2022-12-31=110 b102:0:2022-12-31=200 b1:0:2022-12-31=1",
           "the latest period that all have, not the latest of each");
    expect(db, latest_level, "a102:0:2021=5.5 a103:0:2021=-", "a missing value is of its period");
    expect(db, latest_of_all, "", "years and instants have no period in common");
    expect(db, latest_large, "b101:0:2022-12-31=110 b102:0:2022-12-31=200",
           "values are compared at the latest period");
}

static void check_dimensions(struct db *db)
{
    CLEANUP(bench_end) struct bench bench;
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_key key;
    struct str dimensions;
    struct period period;
    int r;

    if (!tap_ok(bench_begin(&bench, db), "a filter"))
        return;
    r = observations_open(db, &bench.arena, &bench.filter, bench.memo, &scan);
    while (r >= 0 && (r = observations_next(scan, &key)) > 0)
        continue;
    tap_is_int(r, 0, "a scan ends");
    tap_is_int(observations_next(scan, &key), 0, "and has ended for good");
    tap_is_int(observations_other_dimensions(scan, &dimensions), 0, "dimensions kept out");
    tap_is_str(dimensions, STR("kind, size"), "each once, in order");
    tap_ok(!observations_latest(scan, &period), "no latest period was asked for");
}

static void run(struct db *db)
{
    check_filters(db);
    check_places(db);
    check_dimensions(db);
}

int main(void)
{
    return with_figures(run);
}
