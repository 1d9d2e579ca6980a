/* The handlers of observations and series on figures.sql: what selectors name, pages, CSV, columns
 * with gaps. Expected values are worked out from the rows by hand. */
#include "db/keys.h"
#include "tests/api/ask.h"

#define LIST(...)                                                                                  \
    {                                                                                              \
        (const struct str[]){__VA_ARGS__},                                                         \
            sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str)                         \
    }

static struct list_observations_args of_flow(void)
{
    static const struct str flow = STR("a_flow");

    return (struct list_observations_args){.indicator = {&flow, 1}, .limit = 100};
}

static void get_in(struct db *db, const struct list_observations_args *args, enum param_lang lang,
                   struct answer *ret)
{
    const struct question question = {
        .db = db,
        .op = OP_LIST_OBSERVATIONS,
        .lang = lang,
        .format = args->format,
        .args = args,
        .query = {(const struct str_pair[]){{STR("indicator"), STR("a_flow")}}, 1},
    };

    ask(&question, ret);
}

static void get(struct db *db, const struct list_observations_args *args, struct answer *ret)
{
    get_in(db, args, PARAM_LANG_EN, ret);
}

/* The regions and periods of an answer: "900101 2020, 900102 2021". */
static void rows_are(const struct answer *answer, const char *expected, const char *name)
{
    char text[1024] = "";
    size_t i, n = 0;
    json_t *row;

    json_array_foreach(value_at(answer, "data"), i, row) n +=
        (size_t)snprintf(text + n, sizeof text - n, "%s%s %s", i > 0 ? ", " : "",
                         json_string_value(json_object_get(row, "region")),
                         json_string_value(json_object_get(row, "period")));
    tap_is_str(str_from(text), str_from(expected), "%s", name);
}

static void check_members(struct db *db)
{
    CLEANUP(answer_free) struct answer answer;
    struct list_observations_args args = of_flow();

    args.region = (struct str_list)LIST(STR("900102"));
    get(db, &args, &answer);
    is_json(&answer, "data.0",
            "{\"indicator\":\"a_flow\",\"indicator_name\":\"Flow\",\"definition\":\"d\","
            "\"region\":\"900102\",\"region_name\":\"West\",\"period\":\"2020\",\"breakdown\":{},"
            "\"measure\":\"level\",\"value\":5,\"unit\":\"piece\",\"bound\":\"approx\","
            "\"lower\":4.5,\"upper\":5.5,\"accumulation\":\"period\",\"status\":\"U\","
            "\"extraction\":\"repaired\",\"raw\":\"=5\",\"document\":\"doc-two\",\"locator\":\"1\","
            "\"origin\":\"published\",\"synthetic\":false,"
            "\"note\":\"a \\\"note\\\", quoted\",\"release\":2}");
    tap_ok(strstr(answer.text, "\"value\":5.5,") != NULL, "as published, with its decimal");
    tap_ok(strstr(answer.text, "\"lower\":5.45,\"upper\":5.55") != NULL,
           "ends as fine as it takes");
    is_json(&answer, "meta.matched", "2");
    is_json(&answer, "meta.documents.0.id", "\"doc-one\"");
    is_json(&answer, "meta.documents.1.id", "\"doc-two\"");
    tap_ok(has_note(&answer, "inexact") && has_note(&answer, "second-hand"), "hints to both");
}

/* A note in the language of the answer, or in the other one where it is in one only. */
static void check_notes(struct db *db)
{
    static const struct {
        enum param_lang lang;
        const char *west, *east, *growth;
    } cases[] = {
        {PARAM_LANG_EN, "\"a \\\"note\\\", quoted\"", "\"只有中文\"", "\"English only\""},
        {PARAM_LANG_ZH, "\"加“引号”的说明\"", "\"只有中文\"", "\"English only\""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(answer_free) struct answer west, east, south;
        struct list_observations_args args = of_flow();

        args.region = (struct str_list)LIST(STR("900102"));
        get_in(db, &args, cases[i].lang, &west);
        is_json(&west, "data.0.note", cases[i].west);
        is_json(&west, "data.1.note", "null");
        args.region = (struct str_list)LIST(STR("900101"));
        get_in(db, &args, cases[i].lang, &east);
        is_json(&east, "data.0.note", cases[i].east);
        args.region = (struct str_list)LIST(STR("900103"));
        get_in(db, &args, cases[i].lang, &south);
        is_json(&south, "data.1.note", cases[i].growth);
    }
}

static void check_fields(struct db *db)
{
    CLEANUP(answer_free) struct answer answer, csv;
    struct list_observations_args args = of_flow();

    args.region = (struct str_list)LIST(STR("900103"));
    args.fields = (struct str_list)LIST(STR("value"), STR("period"), STR("value"), STR("lower"));
    get(db, &args, &answer);
    is_json(&answer, "data",
            "[{\"period\":\"2021\",\"value\":null,\"lower\":null},"
            "{\"period\":\"2021\",\"value\":-36,\"lower\":-36.5}]");
    args.format = PARAM_FORMAT_CSV;
    args.bom = true;
    get(db, &args, &csv);
    tap_is_str(str_from(csv.text),
               STR("\xef\xbb\xbfvalue,period,lower\r\n,2021,\r\n-36,2021,-36.5\r\n"),
               "CSV in the order asked for; a number is a number, a missing one an empty cell");
}

static void check_csv(struct db *db)
{
    CLEANUP(answer_free) struct answer answer;
    struct list_observations_args args = of_flow();

    args.format = PARAM_FORMAT_CSV;
    args.breakdown = (struct str_map){
        (const struct str_pair[]){{STR("kind"), STR("x")}, {STR("size"), STR("big")}}, 2};
    get(db, &args, &answer);
    tap_is_str(
        str_from(answer.text),
        STR("indicator,indicator_name,definition,region,region_name,period,breakdown,measure,"
            "value,unit,bound,lower,upper,accumulation,status,extraction,raw,document,"
            "locator,origin,synthetic,note,release\r\n"
            "a_flow,Flow,d,900101,East,2022,kind=x;size=big,level,3,piece,eq,3,3,period,A,"
            "verbatim,3,doc-one,2,published,false,,2\r\n"),
        "all members in the order of the schema");
    args.breakdown = (struct str_map){0};
    args.status = (struct str_list)LIST(STR("U"));
    args.fields = (struct str_list)LIST(STR("raw"), STR("note"));
    get(db, &args, &answer);
    tap_is_str(str_from(answer.text), STR("raw,note\r\n'=5,\"a \"\"note\"\", quoted\"\r\n"),
               "text that looks like a formula is none");
}

static void region_is(struct db *db, struct str_list region, const char *expected)
{
    CLEANUP(answer_free) struct answer answer;
    struct list_observations_args args = {
        .indicator = LIST(STR("b_stock")), .region = region, .limit = 100};

    get(db, &args, &answer);
    rows_are(&answer, expected, region.v[0].p);
}

static void check_regions(struct db *db)
{
    static const char both[] = "900101 2020-12-31, 900101 2022-12-31, 900101 2023-12-31, "
                               "900102 2022-12-31";
    static const char east[] = "900101 2020-12-31, 900101 2022-12-31, 900101 2023-12-31";

    region_is(db, (struct str_list)LIST(STR("900000/*")), both);
    region_is(db, (struct str_list)LIST(STR("100000/**")), both);
    region_is(db, (struct str_list)LIST(STR("100000/*")), "");
    region_is(db, (struct str_list)LIST(STR("@county")), both);
    region_is(db, (struct str_list)LIST(STR("@zone")), "Z-ONE 2022-12-31");
    region_is(db, (struct str_list)LIST(STR("PAIR")), both);
    region_is(db, (struct str_list)LIST(STR("PAIR"), STR("!900102")), east);
    region_is(db, (struct str_list)LIST(STR("!900102"), STR("!@zone")), east);
    region_is(db, (struct str_list)LIST(STR("Z-ONE"), STR("900102")),
              "900102 2022-12-31, Z-ONE 2022-12-31");
}

/* The figures of a group's members in these periods. */
static void members_are(struct db *db, struct str_list group, struct str_list period,
                        const char *expected)
{
    CLEANUP(answer_free) struct answer answer;
    struct list_observations_args args = of_flow();

    args.region = group;
    args.period = period;
    get(db, &args, &answer);
    rows_are(&answer, expected, "members of then");
}

/* A member counts on the days of its membership, as /v1/regions has it. */
static void check_memberships(struct db *db)
{
    const struct str_list once = LIST(STR("ONCE")), not_once = LIST(STR("!ONCE"));

    members_are(db, once, (struct str_list)LIST(STR("2020")), "900101 2020, 900102 2020");
    members_are(db, once, (struct str_list)LIST(STR("2021")),
                "900102 2021, 900103 2021, 900103 2021");
    members_are(db, not_once, (struct str_list)LIST(STR("2021")), "900101 2021, 900101 2021-H1");
    members_are(db, once, (struct str_list)LIST(STR("2021.."), STR("..2020")),
                "900101 2020, 900101 2021, 900101 2021-H1, 900101 2022, 900101 2022, 900102 2020, "
                "900102 2021, 900103 2021, 900103 2021");
    members_are(db, once, (struct str_list){0},
                "900101 2020, 900101 2021, 900101 2021-H1, 900101 2022, 900101 2022, 900102 2020, "
                "900102 2021, 900103 2021, 900103 2021");
    members_are(db, once, (struct str_list)LIST(STR("latest"), STR("2021")),
                "900101 2021, 900101 2021-H1, 900102 2021, 900103 2021, 900103 2021");
}

static void check_selectors(struct db *db)
{
    CLEANUP(answer_free) struct answer answer, empty, other;
    struct list_observations_args args = of_flow();

    args.period = (struct str_list)LIST(STR("2020"), STR("2022.."));
    args.value = (struct str_list)LIST(STR("ge:5.0"), STR("lt:10.000001"));
    get(db, &args, &answer);
    rows_are(&answer, "900101 2020, 900101 2022, 900102 2020", "spans and comparisons");
    tap_ok(has_note(&answer, "has-breakdowns"), "there are parts too");
    args = (struct list_observations_args){.indicator = LIST(STR("c_secret")), .limit = 100};
    get(db, &args, &empty);
    is_json(&empty, "data", "[]");
    is_json(&empty, "meta.matched", "0");
    tap_ok(has_note(&empty, "restricted") && !has_note(&empty, "no-data"), "and says why");
    tap_ok(strstr(empty.text, "77") == NULL, "nothing of a restricted figure is in the answer");
    args = of_flow();
    args.topic = (struct str_list)LIST(STR("flows"));
    args.indicator = (struct str_list)LIST(STR("!b_stock"));
    args.document = (struct str_list)LIST(STR("doc-two"));
    get(db, &args, &other);
    rows_are(&other, "900102 2020", "a document, of which what is restricted stays hidden");
    is_json(&other, "meta.matched", "1");
}

/* With the scope a restricted indicator is answered where it is named, and by this operation alone.
 */
static void check_restricted(struct db *db)
{
    CLEANUP(answer_free) struct answer named, others, all, series;
    struct list_observations_args args = {.indicator = LIST(STR("c_secret")), .limit = 100};
    struct list_series_args of_series = {
        .indicator = LIST(STR("c_secret")), .region = LIST(STR("900101")), .limit = 10};
    struct question question = {
        .db = db,
        .op = OP_LIST_OBSERVATIONS,
        .lang = PARAM_LANG_EN,
        .args = &args,
        .scopes = KEY_READ_RESTRICTED,
    };

    ask(&question, &named);
    rows_are(&named, "900101 2021", "named, with the scope");
    is_json(&named, "data.0.value", "77");
    tap_ok(!has_note(&named, "restricted"), "without a note");
    question.scopes = KEY_SCOPES_ALL & ~KEY_READ_RESTRICTED;
    ask(&question, &others);
    is_json(&others, "data", "[]");
    tap_ok(has_note(&others, "restricted"), "with all other scopes not");
    question.scopes = KEY_SCOPES_ALL;
    args = (struct list_observations_args){.topic = LIST(STR("flows")), .limit = 100};
    ask(&question, &all);
    tap_ok(value_at(&all, "data.0") != NULL && strstr(all.text, "c_secret") == NULL,
           "nor where it is not named");
    question.op = OP_LIST_SERIES;
    question.args = &of_series;
    ask(&question, &series);
    tap_ok(strstr(series.text, "77") == NULL, "nor in series");
}

static void check_empty(struct db *db)
{
    CLEANUP(answer_free) struct answer none, alone, latest, found;
    struct list_observations_args args = of_flow();

    args.region = (struct str_list)LIST(STR("900000"));
    get(db, &args, &none);
    tap_ok(has_note(&none, "no-data"), "nothing published is said");
    args = of_flow();
    args.breakdown = (struct str_map){(const struct str_pair[]){{STR("size"), STR("big")}}, 1};
    get(db, &args, &alone);
    is_json(&alone, "data", "[]");
    tap_ok(has_note(&alone, "has-breakdowns"), "dimensions that there are, are said");
    args = of_flow();
    args.period = (struct str_list)LIST(STR("latest"));
    get(db, &args, &latest);
    tap_ok(has_note(&latest, "no-common-period"), "no common period is said");
    args.region = (struct str_list)LIST(STR("900102"), STR("900103"));
    args.measure = (struct str_list)LIST(STR("!yoy"));
    get(db, &args, &found);
    rows_are(&found, "900102 2021, 900103 2021", "the latest common period");
    tap_ok(has_note(&found, "latest-period"), "and which it is");
}

/* Walks all pages; gives how many there were. */
static int walk(struct db *db, struct list_observations_args args, char *text, size_t room)
{
    char cursor[CURSOR_TEXT_MAX + 1] = "";
    size_t n = 0, i;
    int pages = 0;

    do {
        CLEANUP(answer_free) struct answer answer;
        json_t *row;

        args.cursor = str_from(cursor);
        get(db, &args, &answer);
        if (answer.problem != PROBLEM_NONE)
            return -1;
        if (json_integer_value(value_at(&answer, "meta.matched")) != 9)
            return -2;
        json_array_foreach(value_at(&answer, "data"), i, row) n += (size_t)snprintf(
            text + n, room - n, "%s %s;", json_string_value(json_object_get(row, "region")),
            json_string_value(json_object_get(row, "period")));
        memcpy(cursor, answer.cursor, sizeof cursor);
        pages++;
    } while (cursor[0] != '\0' && pages < 20);
    return pages;
}

static void check_pages(struct db *db)
{
    static const char in_order[] = "900101 2020;900101 2021;900101 2021-H1;900101 2022;900101 2022;"
                                   "900102 2020;900102 2021;900103 2021;900103 2021;";
    /* 21, 10, 9, 7, 5.5, 5, -36, and two missing. */
    static const char by_value[] = "900101 2021;900101 2020;900101 2021-H1;900101 2022;900102 2021;"
                                   "900102 2020;900103 2021;900101 2022;900103 2021;";

    for (int64_t limit = 1; limit <= 10; limit++) {
        struct list_observations_args args = of_flow();
        char text[1024];
        int pages = (int)((9 + limit - 1) / limit);

        args.limit = limit;
        tap_is_int(walk(db, args, text, sizeof text), pages, "pages of %d", (int)limit);
        tap_is_str(str_from(text), str_from(in_order), "in order, each once");
        args.sort = (struct str_list)LIST(STR("-value"));
        tap_is_int(walk(db, args, text, sizeof text), pages, "pages by value");
        tap_is_str(str_from(text), str_from(by_value), "in order, each once");
    }
}

static void check_cursors(struct db *db)
{
    CLEANUP(answer_free) struct answer first, again;
    struct list_observations_args args = of_flow();
    struct question question = {.db = db, .op = OP_LIST_OBSERVATIONS, .args = &args};

    args.limit = 2;
    get(db, &args, &first);
    args.cursor = str_from(first.cursor);
    ask(&question, &again);
    tap_is_int(again.problem, PROBLEM_BAD_CURSOR, "a cursor of another query");
    question.query =
        (struct str_map){(const struct str_pair[]){{STR("indicator"), STR("a_flow")}}, 1};
    question.release = 1;
    ask(&question, &again);
    tap_is_int(again.problem, PROBLEM_STALE_CURSOR, "a cursor of another release");
    question.release = 0;
    args.indicator = (struct str_list)LIST(STR("b_stock"));
    ask(&question, &again);
    tap_is_int(again.problem, PROBLEM_BAD_CURSOR, "a place that is not in the selection");
}

static void check_series(struct db *db)
{
    CLEANUP(answer_free) struct answer answer, second;
    struct list_series_args args = {.indicator = LIST(STR("b_stock")), .limit = 2};
    struct question question = {.db = db, .op = OP_LIST_SERIES, .args = &args};

    ask(&question, &answer);
    is_json(&answer, "data.0",
            "{\"indicator\":\"b_stock\",\"indicator_name\":\"存\",\"region\":\"900101\","
            "\"region_name\":\"东区\",\"breakdown\":{},\"measure\":\"level\",\"definition\":\"d\","
            "\"freq\":\"I\",\"unit\":\"piece\","
            "\"periods\":[\"2020-12-31\",\"2021-12-31\",\"2022-12-31\"],\"values\":[100,null,110],"
            "\"lower\":[100,null,110],\"upper\":[100,null,110],\"bound\":[\"eq\",null,\"eq\"],"
            "\"status\":[\"A\",null,\"A\"],\"extraction\":[\"verbatim\",null,\"verbatim\"],"
            "\"document\":[\"doc-one\",null,\"doc-one\"],"
            "\"origin\":[\"published\",null,\"published\"],"
            "\"synthetic\":[false,null,false]}");
    is_json(&answer, "data.1.unit", "\"case\"");
    is_json(&answer, "data.1.values", "[3]");
    is_json(&answer, "meta.matched", "4");
    tap_ok(has_note(&answer, "gaps"), "gaps are pointed out");
    args.cursor = str_from(answer.cursor);
    ask(&question, &second);
    is_json(&second, "data.0.region", "\"900102\"");
    is_json(&second, "data.0.upper", "[null]");
    is_json(&second, "data.1.region", "\"Z-ONE\"");
    is_json(&second, "meta.matched", "4");
    tap_is_str(str_from(second.cursor), STR(""), "and no third page");
}

static void run(struct db *db)
{
    check_members(db);
    check_notes(db);
    check_fields(db);
    check_csv(db);
    check_regions(db);
    check_memberships(db);
    check_selectors(db);
    check_restricted(db);
    check_empty(db);
    check_pages(db);
    check_cursors(db);
    check_series(db);
}

int main(void)
{
    return with_figures(run);
}
