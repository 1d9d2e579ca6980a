/* GET /v1/programmes, /v1/programmes/{id}, /v1/programmes/{id}/tasks */
#include "api/envelope.h"
#include "api/register.h"
#include "base/err.h"
#include "db/db.h"

#define KNOWN                                                                                      \
    {                                                                                              \
        .column = "document", .op = REGISTER_KNOWN_ON, .number = REGISTER_ON_DAY                   \
    }

/* A task is done from the day on which it was done; on an earlier day it was open, and late once
 * its last day was over. On a day that its document does not know of nobody can say so. */
static const struct register_state states[] = {
    {"done", {{.column = "done_on", .op = REGISTER_UNTIL, .number = REGISTER_ON_DAY}}, 1},
    {"done_late",
     {{.column = "done_on", .op = REGISTER_UNTIL, .number = REGISTER_ON_DAY},
      {.column = "done_on", .op = REGISTER_AFTER_COLUMN, .other = "due_on"}},
     2},
    {"open",
     {{.column = "done_on", .op = REGISTER_NOT_UNTIL, .number = REGISTER_ON_DAY}, KNOWN},
     2},
    {"late",
     {{.column = "due_on", .op = REGISTER_BEFORE, .number = REGISTER_ON_DAY},
      {.column = "done_on", .op = REGISTER_NOT_UNTIL, .number = REGISTER_ON_DAY},
      KNOWN},
     3},
};

static bool is_done(const struct register_context *context, const struct register_row *row)
{
    struct register_value done = register_row_get(row, "done_on");

    return done.kind == REGISTER_DAY && done.number <= context->on;
}

static bool is_late(const struct register_context *context, const struct register_row *row)
{
    struct register_value due = register_row_get(row, "due_on");

    return !is_done(context, row) && register_row_knows(row, context->on) &&
           due.kind == REGISTER_DAY && due.number < context->on;
}

static struct register_value state(const struct register_context *context,
                                   const struct register_row *row)
{
    if (is_done(context, row))
        return register_word(STR("done"));
    if (!register_row_knows(row, context->on))
        return register_none();
    return register_word(is_late(context, row) ? STR("late") : STR("open"));
}

/* Days from the day it was done to its last day; negative when it was done after it. */
static struct register_value days_early(const struct register_context *context,
                                        const struct register_row *row)
{
    struct register_value due = register_row_get(row, "due_on");

    if (!is_done(context, row) || due.kind != REGISTER_DAY)
        return register_none();
    return register_number(due.number - register_row_get(row, "done_on").number);
}

static struct register_value days_late(const struct register_context *context,
                                       const struct register_row *row)
{
    if (!is_late(context, row))
        return register_none();
    return register_number(context->on - register_row_get(row, "due_on").number);
}

static const struct register_extra task_extras[] = {
    {"on", register_on},
    {"state", state},
    {"days_early", days_early},
    {"days_late", days_late},
};

static const struct register_spec tasks = {
    .table = "programme_task",
    .path_column = "work_programme",
    .extras = task_extras,
    .n_extras = COUNT_OF(task_extras),
    .states = states,
    .n_states = COUNT_OF(states),
    .judged = true,
};

static const struct register_spec programmes = {
    .table = "work_programme",
    .missing = "There is no programme with this id.",
};

static const struct register_extra programme_extras[] = {{"on", register_on}};

static const struct register_spec judged_programme = {
    .table = "work_programme",
    .missing = "There is no programme with this id.",
    .extras = programme_extras,
    .n_extras = COUNT_OF(programme_extras),
    .judged = true,
};

enum problem_id api_list_programmes(struct api_call *call,
                                    const struct list_programmes_args *args UNUSED)
{
    return register_list(call, &programmes);
}

enum problem_id api_list_programme_tasks(struct api_call *call,
                                         const struct list_programme_tasks_args *args UNUSED)
{
    return register_list(call, &tasks);
}

/* A reading of all records of a table that belong to the programme. */
static int open_parts(const struct register_context *context, const char *table,
                      const struct str *programme, struct register_reading **ret)
{
    const struct api_call *call = context->call;
    struct register_test *test = arena_alloc(call->arena, sizeof *test);
    struct register_query query = {
        .table = table_find(str_from(table)),
        .tests = test,
        .n_tests = 1,
        .english = call->lang == PARAM_LANG_EN,
        .limit = INT64_MAX,
    };

    if (test == NULL)
        return -ERR_NOMEM;
    *test = (struct register_test){
        .column = "work_programme", .op = REGISTER_ANY_OF, .texts = {programme, 1}};
    return registers_open(call->db, call->arena, call->release->id, &query, ret);
}

static int put_projects(struct jw *w, const struct register_context *context,
                        const struct str *programme)
{
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    struct register_row row;
    int r = open_parts(context, "programme_project", programme, &reading);

    JW_KEY(w, "projects");
    jw_array_begin(w);
    while (r >= 0 && (r = registers_next(reading, &row)) > 0) {
        static const char *const names[] = {"id", "position", "name", "names", "document"};

        jw_object_begin(w);
        for (size_t i = 0; i < COUNT_OF(names); i++) {
            struct register_value value = register_row_get(&row, names[i]);

            jw_key(w, str_from(names[i]));
            register_json_value(w, context->call, &value);
        }
        jw_object_end(w);
        envelope_document(context->call, register_row_get(&row, "document").text);
    }
    jw_array_end(w);
    return r;
}

/* How the recorded tasks stand on the day. What a document only counts is in the members that say
 * so. */
struct standing {
    int64_t recorded, done, done_late, late, open, unknown, without_evidence;
};

static void add_task(struct standing *standing, const struct register_context *context,
                     const struct register_row *row)
{
    bool done = is_done(context, row);
    struct register_value early = days_early(context, row);

    standing->recorded++;
    standing->done += done;
    standing->done_late += early.kind == REGISTER_NUMBER && early.number < 0;
    standing->late += is_late(context, row);
    standing->open += !done && register_row_knows(row, context->on);
    standing->unknown += !done && !register_row_knows(row, context->on);
    standing->without_evidence += done && register_row_get(row, "evidence").kind == REGISTER_NULL;
    envelope_document(context->call, register_row_get(row, "document").text);
}

static int put_standing(struct jw *w, const struct register_context *context,
                        const struct str *programme)
{
    CLEANUP(registers_close_p) struct register_reading *reading = NULL;
    struct standing standing = {0};
    struct register_row row;
    int r = open_parts(context, "programme_task", programme, &reading);

    while (r >= 0 && (r = registers_next(reading, &row)) > 0)
        add_task(&standing, context, &row);
    JW_KEY(w, "tasks");
    jw_object_begin(w);
    JW_KEY(w, "recorded");
    jw_i64(w, standing.recorded);
    JW_KEY(w, "done");
    jw_i64(w, standing.done);
    JW_KEY(w, "done_late");
    jw_i64(w, standing.done_late);
    JW_KEY(w, "open");
    jw_i64(w, standing.open);
    JW_KEY(w, "late");
    jw_i64(w, standing.late);
    JW_KEY(w, "unknown");
    jw_i64(w, standing.unknown);
    JW_KEY(w, "done_without_evidence");
    jw_i64(w, standing.without_evidence);
    jw_object_end(w);
    return r;
}

static int put_parts(struct jw *w, const struct register_context *context,
                     const struct register_row *row)
{
    struct str programme = register_row_get(row, "id").text;
    int r = put_projects(w, context, &programme);

    return r < 0 ? r : put_standing(w, context, &programme);
}

enum problem_id api_get_programme(struct api_call *call,
                                  const struct get_programme_args *args UNUSED)
{
    return register_get_more(call, &judged_programme, put_parts);
}
