/* POST /v1/releases, POST /v1/releases/{id}/rollback */
#include "api/body.h"
#include "api/envelope.h"
#include "base/err.h"
#include "base/moment.h"
#include "db/check.h"
#include "db/parts_check.h"
#include "db/releases.h"
#include "db/suppressed.h"

#include <string.h>

/* limit: drafts of one release, as in the contract */
enum { DRAFTS_MAX = 1000 };

/* What the store said against the release. */
struct refusal {
    struct api_call *call;
    int64_t conflicts, exposed, miscounted;
    struct str conflict, stale, figure; /* the first of each */
    bool refused;
    enum release_refusal why;
    struct release other;
};

static void take_conflict(void *cls, const struct check_relation *relation)
{
    struct refusal *refusal = cls;

    if (refusal->conflicts++ == 0)
        refusal->conflict = arena_copy(refusal->call->arena, relation->code);
}

static void take_parts(void *cls, const struct parts_fault *fault)
{
    struct refusal *refusal = cls;

    if (refusal->conflicts++ == 0)
        refusal->conflict = fault->restricted ? STR("of an indicator that is restricted")
                                              : arena_copy(refusal->call->arena, fault->indicator);
}

static void take_stale(void *cls, struct str document)
{
    struct refusal *refusal = cls;

    refusal->stale = arena_copy(refusal->call->arena, document);
}

static void take_exposed(void *cls, const struct suppressed_figure *figure)
{
    struct refusal *refusal = cls;

    if (refusal->exposed++ == 0)
        refusal->figure = arena_copy(refusal->call->arena, figure->indicator);
}

static void take_miscounted(void *cls, int64_t figures)
{
    struct refusal *refusal = cls;

    refusal->miscounted = figures;
}

static void take_refusal(void *cls, enum release_refusal why, const struct release *other)
{
    struct refusal *refusal = cls;

    refusal->refused = true;
    refusal->why = why;
    if (other != NULL)
        refusal->other = *other;
}

static enum problem_id explain_refused(struct refusal *refusal)
{
    struct api_call *call = refusal->call;
    const struct release *other = &refusal->other;
    char moment[MOMENT_TEXT_MAX];

    switch (refusal->why) {
    case RELEASE_EMBARGO_PAST:
        body_violation(call, STR("/embargo_until"), jv_member(call->body, STR("embargo_until")),
                       STR("The moment has passed."), (struct str_list){0}, STR(""));
        return api_invalid(call);
    case RELEASE_EMBARGO_PENDING:
        moment_format(other->published_at, moment);
        return api_problem(call, PROBLEM_EMBARGO_PENDING,
                           "Release %lld is under embargo until %s and comes first.",
                           (long long)other->id, moment);
    case RELEASE_EMBARGO_ACCESS:
        return api_problem(call, PROBLEM_RELEASE_REFUSED,
                           "It changes the access of an indicator, which counts for all releases "
                           "at once and can not wait.");
    case RELEASE_SUPERSEDED:
        return api_problem(call, PROBLEM_RELEASE_SUPERSEDED, "The newest release is %lld.",
                           (long long)other->id);
    case RELEASE_UNCHANGED:
        return api_problem(call, PROBLEM_RELEASE_REFUSED,
                           "What would be restored is in force already.");
    case RELEASE_REOPENS:
        break;
    }
    return api_problem(call, PROBLEM_RELEASE_REFUSED,
                       "An indicator that was restricted would be gone, and public again in the "
                       "older releases.");
}

/* Why -ERR_INPUT: for what is in the release, or for a draft. */
static enum problem_id explain_input(struct refusal *refusal, int64_t draft)
{
    struct api_call *call = refusal->call;

    if (refusal->refused)
        return explain_refused(refusal);
    if (draft != 0)
        return api_problem(call, PROBLEM_RELEASE_REFUSED,
                           "Draft %lld was made on an older release, is named twice, has rows in "
                           "common with another one, or restricts an indicator and is not alone.",
                           (long long)draft);
    if (refusal->exposed > 0)
        return api_problem(call, PROBLEM_RELEASE_REFUSED,
                           "%lld figures that are kept back follow from others, the first of %.*s.",
                           (long long)refusal->exposed, (int)refusal->figure.n, refusal->figure.p);
    if (refusal->miscounted > 0)
        return api_problem(call, PROBLEM_RELEASE_REFUSED,
                           "%lld figures would not be those of the records: several drafts change "
                           "one register.",
                           (long long)refusal->miscounted);
    if (refusal->conflicts > 0)
        return api_problem(
            call, PROBLEM_RELEASE_REFUSED,
            "%lld published relations or totals would not be kept, the first is %.*s.",
            (long long)refusal->conflicts, (int)refusal->conflict.n, refusal->conflict.p);
    return api_problem(call, PROBLEM_RELEASE_REFUSED,
                       "The rank or the day of %.*s changes, and not all its figures came with it.",
                       (int)refusal->stale.n, refusal->stale.p);
}

static enum problem_id explain(struct refusal *refusal, int r, int64_t draft)
{
    struct api_call *call = refusal->call;

    if (r == -ERR_INPUT)
        return explain_input(refusal, draft);
    if (r == -ERR_NOT_FOUND && draft != 0)
        return api_problem(call, PROBLEM_RELEASE_REFUSED, "Draft %lld does not wait.",
                           (long long)draft);
    return api_fail(call, r);
}

static struct release_wish wish_of(struct api_call *call, struct refusal *refusal)
{
    const struct jv *allow = jv_member(call->body, STR("allow_conflicts"));

    return (struct release_wish){
        .label = body_text(call->body, STR("label")),
        .note = body_text(call->body, STR("note")),
        .author = body_text(call->body, STR("author")),
        .now = call->now,
        .actor = call->actor,
        .allow_conflicts = allow != NULL && allow->yes,
        .conflict = take_conflict,
        .parts = take_parts,
        .stale = take_stale,
        .exposed = take_exposed,
        .miscounted = take_miscounted,
        .refused = take_refusal,
        .cls = refusal,
    };
}

static enum problem_id answer(struct api_call *call, const struct release *release,
                              int64_t cancelled, int64_t discarded)
{
    struct jw w;

    jw_init(&w, call->out);
    jw_object_begin(&w);
    JW_KEY(&w, "data");
    jw_object_begin(&w);
    JW_KEY(&w, "release");
    if (release->id > 0) {
        envelope_release(&w, release);
        call->status = 201;
        call->location = arena_printf(call->arena, "/v1/releases/%lld", (long long)release->id);
    } else {
        jw_null(&w);
    }
    JW_KEY(&w, "cancelled");
    jw_i64(&w, cancelled);
    JW_KEY(&w, "discarded");
    jw_i64(&w, discarded);
    jw_object_end(&w);
    jw_object_end(&w);
    return api_done(call, &w);
}

/* The moment of the embargo, 0 for none: 1, or 0 with a fault noted. */
static int read_embargo(struct api_call *call, int64_t *ret)
{
    const struct jv *value = jv_member(call->body, STR("embargo_until"));

    *ret = 0;
    if (value == NULL || moment_parse(value->text, ret) == 0)
        return 1;
    body_violation(call, STR("/embargo_until"), value,
                   STR("There is no such moment in the calendar."), (struct str_list){0}, STR(""));
    return 0;
}

enum problem_id api_publish_release(struct api_call *call,
                                    const struct publish_release_args *args UNUSED)
{
    struct refusal refusal = {.call = call};
    struct release_wish wish = wish_of(call, &refusal);
    int64_t drafts[DRAFTS_MAX], discarded = 0, wrong = 0;
    const struct jv *list = jv_member(call->body, STR("drafts"));
    struct release release;
    struct dec number;

    for (const struct jv *at = list->first; at != NULL; at = at->next) {
        if (wish.n_drafts == DRAFTS_MAX)
            return PROBLEM_INTERNAL;
        number = at->number;
        drafts[wish.n_drafts++] = number.v;
    }
    wish.drafts = drafts;
    if (!read_embargo(call, &wish.embargo))
        return api_invalid(call);
    int r = release_publish(call->db, &wish, &release, &discarded, &wrong);
    return r < 0 ? explain(&refusal, r, wrong) : answer(call, &release, 0, discarded);
}

enum problem_id api_roll_back_release(struct api_call *call,
                                      const struct roll_back_release_args *args)
{
    struct refusal refusal = {.call = call};
    struct release_wish wish = wish_of(call, &refusal);
    int64_t cancelled = 0, discarded = 0, through = 0;
    struct release release;
    struct dec number;

    if (body_number(call->body, STR("through"), &number))
        through = number.v;
    int r = release_rollback(call->db, &wish, args->id, through, &release, &cancelled, &discarded);
    if (r == -ERR_NOT_FOUND)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no release %lld.",
                           (long long)(through > 0 ? through : args->id));
    return r < 0 ? explain(&refusal, r, 0) : answer(call, &release, cancelled, discarded);
}
