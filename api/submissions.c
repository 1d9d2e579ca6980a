/* GET /v1/submissions, /v1/submissions/status,
 *     /v1/submissions/forms,
 *     /v1/submissions/reporters */
#include "api/envelope.h"
#include "api/register.h"
#include "base/period.h"
#include "db/db.h"
#include "db/submissions.h"

static const struct register_spec submissions = {
    .table = "submission",
};

enum problem_id api_list_submissions(struct api_call *call,
                                     const struct list_submissions_args *args UNUSED)
{
    return register_list(call, &submissions);
}

static const struct register_spec reporting_forms = {
    .table = "reporting_form",
};

enum problem_id api_list_reporting_forms(struct api_call *call,
                                         const struct list_reporting_forms_args *args UNUSED)
{
    return register_list(call, &reporting_forms);
}

static const struct register_spec reporters = {
    .table = "reporter",
};

enum problem_id api_list_reporters(struct api_call *call,
                                   const struct list_reporters_args *args UNUSED)
{
    return register_list(call, &reporters);
}

/* What became of one duty: its versions taken together. */
struct standing {
    struct str form, reporter, region;
    struct names form_names, reporter_names;
    int32_t due_on, taken_on; /* the first version that was not sent back */
    bool taken;
    int64_t versions, errors;
    struct str status; /* of the last version */
};

struct tally {
    int64_t expected, received, in_time, late, missing, returned, not_due;
};

static struct names copy_names(struct arena *arena, struct names names)
{
    return (struct names){arena_copy(arena, names.zh), arena_copy(arena, names.en)};
}

static void begin_standing(struct api_call *call, const struct submission_row *row,
                           struct period period, struct standing *ret)
{
    *ret = (struct standing){
        .form = arena_copy(call->arena, row->form),
        .reporter = arena_copy(call->arena, row->reporter),
        .region = arena_copy(call->arena, row->region),
        .form_names = copy_names(call->arena, row->form_names),
        .reporter_names = copy_names(call->arena, row->reporter_names),
        .due_on = period.ends_on + (int32_t)row->due_days,
    };
    envelope_document(call, row->document);
}

static void add_version(struct api_call *call, const struct submission_row *row,
                        struct standing *standing)
{
    if (!row->came)
        return;
    standing->versions++;
    standing->errors = row->errors;
    standing->status = arena_copy(call->arena, row->status);
    if (!standing->taken && !str_eq(row->status, STR("returned"))) {
        standing->taken = true;
        standing->taken_on = row->received_on;
    }
    envelope_document(call, row->came_document);
}

/* The state of a duty on a day, which is counted too. */
static struct str judge(const struct standing *standing, int32_t on, struct tally *tally)
{
    tally->expected++;
    if (standing->taken) {
        tally->received++;
        if (standing->taken_on <= standing->due_on)
            tally->in_time++;
        else
            tally->late++;
        return standing->status;
    }
    if (standing->versions > 0)
        tally->returned++;
    else if (on > standing->due_on)
        tally->missing++;
    else
        tally->not_due++;
    if (standing->versions > 0)
        return STR("returned");
    return on > standing->due_on ? STR("missing") : STR("not_due");
}

static void put_standing(struct jw *w, struct api_call *call, const struct standing *standing,
                         int32_t on, struct tally *tally)
{
    struct str state = judge(standing, on, tally);
    int32_t until = standing->taken ? standing->taken_on : on;

    jw_object_begin(w);
    JW_KEY(w, "reporting_form");
    jw_str(w, standing->form);
    JW_KEY(w, "reporting_form_name");
    envelope_text(w, envelope_lang(call, standing->form_names));
    JW_KEY(w, "reporter");
    jw_str(w, standing->reporter);
    JW_KEY(w, "reporter_name");
    envelope_text(w, envelope_lang(call, standing->reporter_names));
    JW_KEY(w, "region");
    jw_str(w, standing->region);
    JW_KEY(w, "due_on");
    envelope_date(w, standing->due_on);
    JW_KEY(w, "state");
    jw_str(w, state);
    JW_KEY(w, "received_on");
    envelope_day(w, (struct day){standing->taken, standing->taken_on});
    JW_KEY(w, "days_late");
    jw_i64(w, until > standing->due_on ? until - standing->due_on : 0);
    JW_KEY(w, "versions");
    jw_i64(w, standing->versions);
    JW_KEY(w, "errors");
    if (standing->versions > 0)
        jw_i64(w, standing->errors);
    else
        jw_null(w);
    jw_object_end(w);
}

/* Writes the duties one after another: their versions come together. */
static int put_duties(struct jw *w, struct api_call *call, const struct submission_wish *wish,
                      struct tally *tally)
{
    CLEANUP(stmt_reset_p)
    struct stmt *stmt = submissions_due(call->db, call->release->id, wish);
    struct standing standing = {.versions = 0};
    struct submission_row row;
    bool begun = false;
    int r;

    while ((r = submissions_next(stmt, &row)) > 0) {
        bool same =
            begun && str_eq(row.form, standing.form) && str_eq(row.reporter, standing.reporter);

        if (begun && !same)
            put_standing(w, call, &standing, wish->on, tally);
        if (!same)
            begin_standing(call, &row, wish->period, &standing);
        begun = true;
        add_version(call, &row, &standing);
    }
    if (begun && r == 0)
        put_standing(w, call, &standing, wish->on, tally);
    return r;
}

static void put_tally(struct jw *w, const struct tally *tally)
{
    const struct {
        const char *name;
        int64_t n;
    } members[] = {{"expected", tally->expected}, {"received", tally->received},
                   {"in_time", tally->in_time},   {"late", tally->late},
                   {"missing", tally->missing},   {"returned", tally->returned},
                   {"not_due", tally->not_due}};

    JW_KEY(w, "counts");
    jw_object_begin(w);
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        jw_key(w, str_from(members[i].name));
        jw_i64(w, members[i].n);
    }
    jw_object_end(w);
}

enum problem_id api_get_submissions_status(struct api_call *call,
                                           const struct get_submissions_status_args *args)
{
    struct submission_wish wish = {.form = args->reporting_form};
    struct tally tally = {0};
    struct jw w;
    int r = period_parse(args->period, &wish.period);

    if (r == 0)
        r = register_day(call, &submissions, args->on, &wish.on);
    if (r < 0)
        return api_fail(call, r);
    envelope_begin(call, &w);
    jw_object_begin(&w);
    JW_KEY(&w, "period");
    jw_str(&w, args->period);
    JW_KEY(&w, "on");
    envelope_date(&w, wish.on);
    JW_KEY(&w, "duties");
    jw_array_begin(&w);
    r = put_duties(&w, call, &wish, &tally);
    jw_array_end(&w);
    put_tally(&w, &tally);
    jw_object_end(&w);
    if (tally.expected == 0)
        hint_add(call, HINT_NO_DATA);
    return r < 0 ? api_fail(call, r) : envelope_end(call, &w);
}
