/* Around reading observations: other orders, one figure by its key, what regions and documents
 * stand for. */
#include "db/observation_order.h"
#include "tests/db/reading.h"

static void check_order(struct db *db, const struct observation_order *order, size_t cap,
                        const char *expected, const char *name)
{
    CLEANUP(bench_end) struct bench bench;
    CLEANUP(observations_close_p) struct observation_scan *scan = NULL;
    struct observation_top top;
    struct observation_key key;
    struct observation row;
    int r;

    if (!bench_begin(&bench, db) || observation_top_init(&top, &bench.arena, order, cap) < 0)
        return;
    r = observations_open(db, &bench.arena, &bench.filter, bench.memo, &scan);
    while (r >= 0 && (r = observations_next(scan, &key)) > 0) {
        if (!observation_top_wants(&top, &key))
            continue;
        r = observation_memo_text(bench.memo, key.measure, &key.measure);
        if (r == 0)
            r = observation_memo_text(bench.memo, key.definition, &key.definition);
        observation_top_put(&top, &key);
    }
    observation_top_sort(&top);
    for (size_t i = 0; i < top.n && r == 0; i++) {
        r = observation_get(db, &bench.arena, 2, &top.v[i], &row);
        if (r == 1)
            put(&bench, &row.key, &row);
        r = r == 1 ? 0 : -ERR_NOT_FOUND;
    }
    tap_is_str(r == 0 ? (struct str){bench.text.p, bench.text.n} : STR("failed"),
               str_from(expected), "%s", name);
}

static void check_orders(struct db *db)
{
    const struct observation_order down = {{{ORDER_BY_VALUE, true}}, 1};
    const struct observation_order up = {{{ORDER_BY_VALUE, false}}, 1};
    const struct observation_order period = {{{ORDER_BY_PERIOD, true}, {ORDER_BY_VALUE, false}}, 2};
    const struct observation_order region = {{{ORDER_BY_REGION, true}, {ORDER_BY_INDICATOR, true}},
                                             2};
    const struct observation_order plain = {0};

    check_order(db, &down, 4,
                "b102:0:2022-12-31=200 b101:0:2022-12-31=110 b101:0:2020-12-31=100 a101:0:2021=21",
                "the largest values");
    check_order(db, &up, 14,
                "a103:0:2021=-36!yoy b1:0:2022-12-31=1 b101:0:2023-12-31=3 a102:0:2020=5"
                " a102:0:2021=5.5 a101:1:2022=7 a101:0:2021-H1=9 a101:0:2020=10 a101:0:2021=21"
                " b101:0:2020-12-31=100 b101:0:2022-12-31=110 b102:0:2022-12-31=200 a101:2:2022=-"
                " a103:0:2021=-",
                "values upwards, missing ones last, among themselves in default order");
    check_order(db, &down, 14,
                "b102:0:2022-12-31=200 b101:0:2022-12-31=110 b101:0:2020-12-31=100 a101:0:2021=21"
                " a101:0:2020=10 a101:0:2021-H1=9 a101:1:2022=7 a102:0:2021=5.5 a102:0:2020=5"
                " b101:0:2023-12-31=3 b1:0:2022-12-31=1 a103:0:2021=-36!yoy a101:2:2022=-"
                " a103:0:2021=-",
                "values downwards, missing ones still last");
    check_order(db, &period, 5,
                "b101:0:2023-12-31=3 b1:0:2022-12-31=1 b101:0:2022-12-31=110 b102:0:2022-12-31=200"
                " a101:1:2022=7",
                "newest first, then by value");
    check_order(db, &region, 3, "b1:0:2022-12-31=1 a103:0:2021=- a103:0:2021=-36!yoy",
                "regions and indicators downwards, the rest in default order");
    check_order(db, &plain, 2, "a101:0:2020=10 a101:0:2021=21", "no field is the default order");
}

static void check_one(struct db *db)
{
    CLEANUP(bench_end) struct bench bench;
    struct observation_key key = {
        .rank = 7,
        .indicator = 21,
        .region = 900102,
        .measure = STR("level"),
        .definition = STR("d"),
        .period = {18262, 18627, FREQ_A},
    };
    const struct memo_document *document;
    const struct memo_region *region;
    struct observation row;

    if (!tap_ok(bench_begin(&bench, db), "a filter"))
        return;
    tap_is_int(observation_get(db, &bench.arena, 2, &key, &row), 1, "one figure by its key");
    tap_is_int((int64_t)row.key.rank, 7, "its rank is taken over");
    tap_is_int(row.key.value_e6, 5000000, "value");
    tap_ok(row.lower.known && row.lower.e6 == 4500000 && row.upper.known && row.upper.e6 == 5500000,
           "interval");
    tap_is_str(row.bound, STR("approx"), "bound");
    tap_is_str(row.raw, STR("=5"), "raw numeral");
    tap_is_str(row.note.en, STR("a \"note\", quoted"), "note");
    tap_is_str(row.note.zh, STR("加“引号”的说明"), "in both languages");
    tap_is_int(observation_memo_document(bench.memo, row.document, &document), 0, "its document");
    tap_ok(str_eq(document->code, STR("doc-two")) && document->second_hand, "is second-hand");
    tap_is_int(observation_memo_region(bench.memo, row.key.region, &region), 0, "its region");
    tap_is_str(region->names.en, STR("West"), "by name");
    tap_is_int(observation_memo_region(bench.memo, 4711, &region), -ERR_CORRUPT,
               "a number of no region is damage");
    tap_is_int(observation_exists(db, 2, &key), 1, "it exists");
    key.period.freq = FREQ_Q;
    tap_is_int(observation_exists(db, 2, &key), 0, "not at another frequency");
    tap_is_int(observation_get(db, &bench.arena, 2, &key, &row), 0, "nor can it be had");
}

static void check_regions(struct db *db)
{
    CLEANUP(bench_end) struct bench bench;
    static const struct period_span ever = {INT32_MIN, INT32_MAX}, leaving = {18627, 18627},
                                    coming = {18628, 18628}, both = {18627, 18628};
    struct id_list below = {0}, all = {0}, level = {0}, pair = {0}, park = {0};
    struct id_list left = {0}, came = {0}, changed = {0};
    bool unverified = false;

    if (!tap_ok(bench_begin(&bench, db), "a filter"))
        return;
    tap_is_int(scope_regions_below(db, &bench.arena, 2, STR("900000"), SCOPE_CHILDREN, &below), 0,
               "children");
    tap_is_int((int64_t)below.n, 3, "three districts");
    tap_is_int(scope_regions_below(db, &bench.arena, 2, STR("100000"), SCOPE_DESCENDANTS, &all), 0,
               "descendants");
    id_list_sort(&all);
    tap_ok(all.n == 4 && id_list_has(&all, 900103) && !id_list_has(&all, 1000000001) &&
               !id_list_has(&all, 100000),
           "the province and its districts, without the zone and the country itself");
    tap_is_int(scope_regions_below(db, &bench.arena, 2, STR("900101"), SCOPE_CHILDREN, &level), 0,
               "children of a district");
    tap_is_int((int64_t)level.n, 0, "its zone is none");
    tap_is_int(scope_regions_at_level(db, &bench.arena, 2, STR("zone"), &level), 0, "a level");
    tap_ok(level.n == 1 && level.v[0] == 1000000001, "zones when they are asked for");
    tap_is_int(scope_regions_in_group(db, &bench.arena, 2, STR("PAIR"), ever, &pair, &unverified),
               0, "a group");
    tap_ok(pair.n == 2 && !unverified, "of two stated members");
    tap_is_int(scope_regions_in_group(db, &bench.arena, 2, STR("PARK"), ever, &park, &unverified),
               0, "another one");
    tap_ok(park.n == 1 && unverified, "whose membership was not verified");
    tap_ok(scope_regions_in_group(db, &bench.arena, 2, STR("ONCE"), leaving, &left, &unverified) ==
                   0 &&
               left.n == 2 && left.v[0] == 900101 && left.v[1] == 900102,
           "on the last day of a membership");
    tap_ok(scope_regions_in_group(db, &bench.arena, 2, STR("ONCE"), coming, &came, &unverified) ==
                   0 &&
               came.n == 2 && came.v[0] == 900102 && came.v[1] == 900103,
           "on the first day of another");
    tap_ok(scope_regions_in_group(db, &bench.arena, 2, STR("ONCE"), both, &changed, &unverified) ==
                   0 &&
               changed.n == 3,
           "over both days");
    id_list_remove(&all, &below);
    tap_ok(all.n == 1 && all.v[0] == 900000, "what is taken away is gone");
}

static void check_documents(struct db *db)
{
    CLEANUP(bench_end) struct bench bench;
    struct id_list indicators = {0}, regions = {0};
    bool all = true;

    if (!tap_ok(bench_begin(&bench, db), "a filter"))
        return;
    tap_is_int(scope_document_indicators(db, &bench.arena, 42, &indicators), 0, "of a document");
    id_list_sort(&indicators);
    tap_ok(indicators.n == 3 && id_list_has(&indicators, 21) && id_list_has(&indicators, 24),
           "its indicators");
    tap_is_int(scope_document_regions(db, &bench.arena, 42, 1, &regions, &all), 0, "its regions");
    tap_ok(!all, "one more than asked for");
    regions.n = 0;
    tap_is_int(scope_document_regions(db, &bench.arena, 42, 2, &regions, &all), 0, "its regions");
    tap_ok(all && regions.n == 2, "these are all");
}

static void run(struct db *db)
{
    check_orders(db);
    check_one(db);
    check_regions(db);
    check_documents(db);
}

int main(void)
{
    return with_figures(run);
}
