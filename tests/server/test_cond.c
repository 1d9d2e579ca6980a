#include "server/cond.h"
#include "tests/tap.h"

static struct cond_inputs inputs(void)
{
    return (struct cond_inputs){
        .build = STR("b1"),
        .release_digest = STR("d1"),
        .release = 7,
        .operation = STR("listRegions"),
        .target = STR("/v1/regions?limit=2"),
        .lang = STR("zh"),
        .format = STR("application/json"),
        .coding = STR("gzip"),
    };
}

/* Each input must change the hash, and nothing else may. */
static void test_hash(void)
{
    struct cond_inputs base = inputs();
    struct cond_inputs others[12];
    char one[COND_HASH_SIZE], other[COND_HASH_SIZE];

    for (size_t i = 0; i < COUNT_OF(others); i++)
        others[i] = base;
    others[0].build = STR("b2");
    others[1].release_digest = STR("d2");
    others[2].release = 8;
    others[3].operation = STR("listSeries");
    others[4].target = STR("/v1/regions?limit=3");
    others[5].lang = STR("en");
    others[6].format = STR("text/csv");
    others[7].coding = STR("identity");
    /* The same bytes, cut elsewhere. */
    others[8].operation = STR("listRegions/v1");
    others[8].target = STR("/regions?limit=2");
    others[9].build = STR("b1d1");
    others[9].release_digest = STR("");
    others[10].access_digest = STR("a1");
    others[11].release_digest = STR("");
    others[11].access_digest = STR("d1");

    cond_hash(&base, one);
    cond_hash(&base, other);
    tap_is_str(str_from(other), str_from(one), "equal inputs give an equal hash");
    tap_is_int((int64_t)strlen(one), 64, "of 64 digits");
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        cond_hash(&others[i], other);
        tap_ok(strcmp(one, other) != 0, "input %zu changes the hash", i);
    }
}

#define SHOWN "0123456789abcdef0123456789abcdef"
#define HASH SHOWN SHOWN

/* Computed with another SHA-256: of "64:", the hash, the digits of the length, ":", the length. */
#define CHECK_0 "3a95fedd80300ca7"
#define CHECK_12 "85c5e5b66262596f"
#define CHECK_345 "33d3d9bf89cc31dc"
#define CHECK_MOST "7bc3f97d37be2623"

static void test_matches(void)
{
    static const struct {
        struct str field;
        int64_t length; /* -1: no match */
    } cases[] = {
        {STR("\"" SHOWN "-12-" CHECK_12 "\""), 12},
        {STR("W/\"" SHOWN "-12-" CHECK_12 "\""), 12},
        {STR("\"x\", \"" SHOWN "-0-" CHECK_0 "\""), 0},
        {STR("\"x\",\"" SHOWN "-345-" CHECK_345 "\" , W/\"y\""), 345},
        {STR(" ,, \"" SHOWN "-12-" CHECK_12 "\" ,"), 12},
        {STR("\"a,b\", \"" SHOWN "-12-" CHECK_12 "\""), 12},
        {STR(""), -1},
        {STR("*"), -1},
        {STR("\"x\""), -1},
        {STR("\"" SHOWN "\""), -1},
        {STR("\"" SHOWN "-\""), -1},
        {STR("\"" SHOWN "-12\""), -1},
        {STR("\"" SHOWN "-12-\""), -1},
        /* The length of another answer, or the check of another length. */
        {STR("\"" SHOWN "-9999-" CHECK_12 "\""), -1},
        {STR("W/\"" SHOWN "-9999-" CHECK_12 "\""), -1},
        {STR("\"" SHOWN "-12-" CHECK_345 "\""), -1},
        {STR("\"" SHOWN "-12-" CHECK_12 "0\""), -1},
        {STR("\"" SHOWN "-12x-" CHECK_12 "\""), -1},
        {STR("\"" SHOWN "--12-" CHECK_12 "\""), -1},
        {STR("\"" SHOWN "-012-" CHECK_12 "\""), -1},
        {STR("\"" SHOWN "-99999999999999999999-" CHECK_12 "\""), -1},
        {STR("\"1123456789abcdef0123456789abcdef-12-" CHECK_12 "\""), -1},
        {STR(SHOWN "-12-" CHECK_12), -1},
        {STR("\"" SHOWN "-12-" CHECK_12), -1},
        {STR("\"" SHOWN "-12-" CHECK_12 "\" \"x\""), -1},
        {STR("w/\"" SHOWN "-12-" CHECK_12 "\""), -1},
        {STR("\"" SHOWN "-12-" CHECK_12 "\", nonsense"), -1},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t length = 0;
        bool found = cond_matches(cases[i].field, COND_WEAK, HASH, &length);

        tap_is_int(found ? (int64_t)length : -1, cases[i].length, "If-None-Match: %s",
                   cases[i].field.p);
    }

    char etag[COND_ETAG_SIZE];
    size_t length = 0;
    cond_etag(HASH, SIZE_MAX, etag);
    tap_is_str(str_from(etag), STR("\"" SHOWN "-18446744073709551615-" CHECK_MOST "\""),
               "the longest tag is not cut");
    cond_etag(HASH, 4711, etag);
    tap_ok(cond_matches(str_from(etag), COND_WEAK, HASH, &length) && length == 4711,
           "a tag matches itself and knows its length");
    tap_ok(cond_matches(STR("W/\"x\", \"" SHOWN "-12-" CHECK_12 "\""), COND_STRONG, HASH, &length),
           "a strong tag matches strongly");
    tap_ok(!cond_matches(STR("\"x\", W/\"" SHOWN "-12-" CHECK_12 "\""), COND_STRONG, HASH, &length),
           "a weak tag does not");
    tap_ok(cond_is_any(STR("*")) && cond_is_any(STR(" * ")), "a star is any");
    tap_ok(!cond_is_any(STR("\"*\"")) && !cond_is_any(STR("")) && !cond_is_any(STR("*,*")),
           "nothing else is");
}

static void test_dates(void)
{
    static const struct {
        struct str text;
        int64_t at; /* -1: malformed */
    } cases[] = {
        {STR("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777},
        {STR("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777},
        {STR("Sun Nov  6 08:49:37 1994"), 784111777},
        {STR("Thu, 01 Jan 1970 00:00:00 GMT"), 0},
        {STR("Thu, 29 Feb 2024 12:00:00 GMT"), 1709208000},
        {STR("Friday, 01-Jan-38 00:00:00 GMT"), 2145916800},
        {STR(""), -1},
        {STR("yesterday"), -1},
        {STR("Sun, 06 Nov 1994 08:49:37"), -1},
        {STR("Sun, 06 Nov 1994 08:49:37 CET"), -1},
        {STR("Sun, 6 Nov 1994 08:49:37 GMT"), -1},
        {STR("Sun, 06 Nov 1994 24:49:37 GMT"), -1},
        {STR("Sun, 06 Nov 1994 08:60:37 GMT"), -1},
        {STR("Sun, 00 Nov 1994 08:49:37 GMT"), -1},
        {STR("Sun, 06 nov 1994 08:49:37 GMT"), -1},
        {STR("Sun, 06 Nov 1969 08:49:37 GMT"), -1},
        {STR("Sun,"), -1},
    };
    char text[COND_DATE_SIZE];

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t at = -1;
        bool read = cond_date_parse(cases[i].text, &at);

        tap_is_int(read ? at : -1, cases[i].at, "date \"%s\"", cases[i].text.p);
    }
    cond_date(784111777, text);
    tap_is_str(str_from(text), STR("Sun, 06 Nov 1994 08:49:37 GMT"), "a date is written");
    cond_date(0, text);
    tap_is_str(str_from(text), STR("Thu, 01 Jan 1970 00:00:00 GMT"), "the first one too");
}

int main(void)
{
    test_hash();
    test_matches();
    test_dates();
    return tap_done();
}
