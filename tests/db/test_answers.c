/* The answers of the catalogue's handlers on a store small enough to check by hand: every page of
 * every list, the frame, the languages, the hints. jansson reads what was written. */
#include "api/api.h"
#include "api/envelope.h"
#include "tests/db/catalogue.h"

#include <jansson.h>

/* One call as the server would make it; `args` is what the handler gets. */
struct ask {
    struct db *db;
    enum op_id op;
    enum param_lang lang;
    const void *args;
};

struct answer {
    enum problem_id problem;
    json_t *body; /* NULL: none, or no JSON; owned */
    char cursor[512];
};

static void answer_free(struct answer *answer)
{
    json_decref(answer->body);
}

static struct answer ask(struct ask ask)
{
    struct release release;
    struct arena arena;
    struct buf out;
    struct answer answer = {.problem = PROBLEM_INTERNAL};

    if (db_current_release(ask.db, &release) < 0)
        return answer;
    arena_init(&arena, 4096, 1 << 20);
    buf_init(&out, 1 << 20);
    struct api_call call = {
        .arena = &arena,
        .db = ask.db,
        .out = &out,
        .release = &release,
        .op = &op_specs[ask.op],
        .args = ask.args,
        .lang = ask.lang,
        .path = str_from(op_specs[ask.op].path),
        .self = str_from(op_specs[ask.op].path),
    };
    answer.problem = call.op->run(&call, ask.args);
    if (answer.problem == PROBLEM_NONE)
        answer.body = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES, NULL);
    if (call.next.n > 0) {
        const char *cursor = memmem(call.next.p, call.next.n, "cursor=", 7);

        if (cursor != NULL)
            snprintf(answer.cursor, sizeof answer.cursor, "%.*s",
                     (int)(call.next.p + call.next.n - cursor - 7), cursor + 7);
    }
    buf_finish(&out);
    arena_finish(&arena);
    return answer;
}

/* A text in the body: "data.name", "meta.notes.0.type"; empty when it is not there. */
static struct str text_at(const struct answer *answer, const char *path)
{
    json_t *at = answer->body;
    struct str rest = str_from(path), step;

    while (at != NULL && str_cut(&rest, '.', &step)) {
        int64_t i;

        at = str_parse_i64(step, &i) == 0 ? json_array_get(at, (size_t)i)
                                          : json_object_getn(at, step.p, step.n);
    }
    return str_from(json_string_value(at));
}

static int64_t matched_of(const struct answer *answer)
{
    return json_integer_value(json_object_get(json_object_get(answer->body, "meta"), "matched"));
}

/* Appends the `key` of each entry of a list. */
static void join_entries(struct joined *joined, const struct answer *answer, const char *key)
{
    size_t i;
    json_t *entry;

    json_array_foreach(json_object_get(answer->body, "data"), i, entry)
        join(joined, str_from(json_string_value(json_object_get(entry, key))));
}

/* Reads a list in pages of one entry, setting `cursor` in the argument struct behind `ask.args`. */
static void check_walk(struct ask question, struct str *cursor, const char *key,
                       struct str expected, int64_t matched)
{
    const char *path = op_specs[question.op].path;
    struct joined joined = {0};
    char text[512] = "";

    for (int pages = 0; pages < 10; pages++) {
        CLEANUP(answer_free) struct answer answer = {0};

        *cursor = str_from(text);
        answer = ask(question);
        if (!tap_ok(answer.problem == PROBLEM_NONE && answer.body != NULL, "%s answers", path))
            return;
        tap_is_int(matched_of(&answer), matched, "%s counts all pages", path);
        join_entries(&joined, &answer, key);
        memcpy(text, answer.cursor, sizeof text);
        if (text[0] == '\0')
            break;
    }
    tap_is_str(text_of(&joined), expected, "%s by pages: each entry once, in order", path);
}

static void test_walks(struct db *db)
{
    struct list_regions_args regions = {.limit = 1};
    struct list_indicators_args indicators = {.limit = 1};
    struct list_documents_args documents = {.limit = 1};
    struct list_departments_args departments = {.limit = 1};
    struct list_codelists_args codelists = {.limit = 1};
    struct list_releases_args releases = {.limit = 1};
    struct list_plans_args plans = {.limit = 1};
    struct list_plan_targets_args targets = {
        .id = STR("plan-1"), .kind = LIST_PLAN_TARGETS_KIND_ALL, .limit = 1};

    check_walk((struct ask){db, OP_LIST_REGIONS, PARAM_LANG_ZH, &regions}, &regions.cursor, "code",
               STR("900000 900101 900102 900103 Z-ONE"), 5);
    check_walk((struct ask){db, OP_LIST_INDICATORS, PARAM_LANG_ZH, &indicators}, &indicators.cursor,
               "id", STR("a_count b_ratio c_secret"), 3);
    check_walk((struct ask){db, OP_LIST_DOCUMENTS, PARAM_LANG_ZH, &documents}, &documents.cursor,
               "id", STR("annual notice"), 2);
    check_walk((struct ask){db, OP_LIST_DEPARTMENTS, PARAM_LANG_ZH, &departments},
               &departments.cursor, "id", STR("dep-a dep-b"), 2);
    check_walk((struct ask){db, OP_LIST_CODELISTS, PARAM_LANG_ZH, &codelists}, &codelists.cursor,
               "id", STR("group topic unit"), 3);
    check_walk((struct ask){db, OP_LIST_RELEASES, PARAM_LANG_ZH, &releases}, &releases.cursor,
               "label", STR("second first"), 2);
    check_walk((struct ask){db, OP_LIST_PLANS, PARAM_LANG_ZH, &plans}, &plans.cursor, "id",
               STR("plan-1 plan-2"), 2);
    check_walk((struct ask){db, OP_LIST_PLAN_TARGETS, PARAM_LANG_ZH, &targets}, &targets.cursor,
               "id", STR("t-1 t-2 t-3"), 3);
}

static void test_frame(struct db *db)
{
    const struct list_plans_args args = {.limit = 10};
    CLEANUP(answer_free)
    struct answer answer = ask((struct ask){db, OP_LIST_PLANS, PARAM_LANG_EN, &args});

    tap_is_str(text_at(&answer, "data.0.title"), STR("Plan"), "a title in the language asked for");
    tap_is_str(text_at(&answer, "data.0.titles.zh"), STR("规划"), "and in both");
    tap_is_str(text_at(&answer, "data.0.starts_on"), STR("2024-01-01"), "a day");
    tap_is_str(text_at(&answer, "meta.release.published_at"), STR("1970-01-01T00:33:20Z"),
               "a moment");
    tap_is_str(text_at(&answer, "meta.release.label"), STR("second"), "the release");
    tap_is_str(text_at(&answer, "meta.lang"), STR("en"), "the language");
    tap_is_str(text_at(&answer, "meta.documents.0.id"), STR("annual"), "documents by id");
    tap_is_str(text_at(&answer, "meta.documents.0.published_on"), STR("2022-01-08"), "their day");
    tap_is_str(text_at(&answer, "meta.documents.1.href"), STR("/v1/documents/notice"),
               "and where they are");
    tap_is_str(text_at(&answer, "links.self"), STR("/v1/plans"), "its own address");
    tap_is_str(text_at(&answer, "links.next"), STR(""), "no page after the last");
    tap_is_str(text_at(&answer, "links.alternate"), STR(""), "no format that is not offered");
}

static void test_hints(struct db *db)
{
    const struct get_region_args dead = {.code = STR("900103")};
    const struct list_plan_targets_args targets = {.id = STR("plan-1"), .limit = 10};
    const struct list_departments_args nobody = {.name = STR("nobody"), .limit = 10};
    CLEANUP(answer_free)
    struct answer region = ask((struct ask){db, OP_GET_REGION, PARAM_LANG_EN, &dead});
    CLEANUP(answer_free)
    struct answer plan = ask((struct ask){db, OP_LIST_PLAN_TARGETS, PARAM_LANG_ZH, &targets});
    CLEANUP(answer_free)
    struct answer none = ask((struct ask){db, OP_LIST_DEPARTMENTS, PARAM_LANG_EN, &nobody});

    tap_is_str(text_at(&region, "meta.notes.0.type"), STR("code-not-in-force"), "a dead code");
    tap_is_str(text_at(&region, "meta.notes.0.detail"),
               STR("The code is no longer in force; it went into 900102 (2008-05-02)."),
               "and its successor");
    tap_is_str(text_at(&region, "data.successors.0.changed_on"), STR("2008-05-02"), "since when");
    tap_is_int(matched_of(&plan), 2, "targets are what was asked for by default");
    tap_is_str(text_at(&plan, "meta.notes.0.type"), STR("parameters-apart"), "parameters apart");
    tap_is_str(text_at(&plan, "meta.notes.1.type"), STR("ambiguous-window"), "an open window");
    tap_is_str(text_at(&plan, "data.1.responsible.0.department"), STR("dep-b"), "who is first");
    tap_is_str(text_at(&none, "meta.notes.0.type"), STR("no-data"), "nothing, and says so");
}

static void test_absent(struct db *db)
{
    const struct get_region_args draft = {.code = STR("900104")};
    const struct get_problem_args near = {.slug = STR("not-fond")};
    const struct get_problem_args found = {.slug = STR("not-found")};
    const struct list_regions_args forged = {.cursor = STR("AAAAAAAAAAAAAAAAAAAAAAAA"), .limit = 1};
    CLEANUP(answer_free)
    struct answer problem = ask((struct ask){db, OP_GET_PROBLEM, PARAM_LANG_ZH, &found});

    tap_is_int(ask((struct ask){db, OP_GET_REGION, PARAM_LANG_ZH, &draft}).problem,
               PROBLEM_NOT_FOUND, "a draft's region is not found");
    tap_is_int(ask((struct ask){db, OP_GET_PROBLEM, PARAM_LANG_ZH, &near}).problem,
               PROBLEM_NOT_FOUND, "a problem that does not exist is not found");
    tap_is_int(ask((struct ask){db, OP_LIST_REGIONS, PARAM_LANG_ZH, &forged}).problem,
               PROBLEM_BAD_CURSOR, "a cursor of nobody's is refused");
    tap_is_str(text_at(&problem, "data.slug"), STR("not-found"), "a problem is told");
    tap_ok(json_object_get(json_object_get(problem.body, "meta"), "release") == NULL,
           "without a release, since it belongs to none");
}

static void run(struct db *db)
{
    test_walks(db);
    test_frame(db);
    test_hints(db);
    test_absent(db);
}

int main(void)
{
    return with_catalogue(run);
}
