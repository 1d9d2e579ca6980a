/* POST /v1/credit/schemes/{id}/score: what events make, without keeping them. */
#include "api/body.h"
#include "api/credit_score.h"
#include "api/envelope.h"
#include "base/err.h"
#include "db/credit_schemes.h"
#include "db/db.h"

/* limit: rules of one scheme, some ten times what a published one has */
enum { RULES_MAX = 512 };

/* The events of one rule, or of one kind without a rule. */
struct part {
    struct str rule, name; /* empty: none */
    bool bonus;
    struct credit_number points, max; /* of one event, as the rule has them */
    int64_t events, points_e6;
};

struct trial {
    struct api_call *call;
    struct str scheme, scheme_name;
    struct credit_scale scale;
    size_t n;
    struct part parts[RULES_MAX + 2]; /* the rules, and behind them the two kinds */
    int64_t events, repaired;
};

/* Reads scale and rules of the scheme: 1 found, 0 there is none. */
static int read_scheme(struct trial *trial)
{
    struct api_call *call = trial->call;
    int64_t release = call->release->id;
    struct credit_scheme_row row;
    struct credit_rule_row rule;
    int r;

    {
        CLEANUP(stmt_reset_p) struct stmt *s = NULL;

        r = credit_schemes_get(call->db, release, trial->scheme, &s, &row);
        if (r > 0)
            trial->scheme_name = arena_copy(call->arena, envelope_lang(call, row.names));
    }
    if (r <= 0)
        return r;
    CLEANUP(stmt_reset_p)
    struct stmt *s = credit_schemes_rules(call->db, release, trial->scheme);
    while ((r = credit_schemes_next_rule(s, &rule)) > 0) {
        if (trial->n == RULES_MAX)
            return -ERR_LIMIT;
        trial->parts[trial->n++] = (struct part){
            .rule = arena_copy(call->arena, rule.id),
            .name = arena_copy(call->arena, envelope_lang(call, rule.names)),
            .bonus = rule.bonus,
            .points = rule.points,
            .max = rule.max,
        };
        envelope_document(call, rule.document);
    }
    trial->parts[trial->n] = (struct part){.bonus = false};
    trial->parts[trial->n + 1] = (struct part){.bonus = true};
    r = r < 0 ? r : credit_scale_read(call, trial->scheme, &trial->scale);
    return r < 0 ? r : 1;
}

/* One event of the body, and its place there. */
struct event {
    struct trial *trial;
    const struct jv *object;
    size_t place;
};

/* Notes a fault of a member of the event, or with an empty name of itself. */
static void fault(const struct event *event, const char *member, struct str detail,
                  struct str_list suggestions)
{
    struct api_call *call = event->trial->call;
    bool whole = member[0] == '\0';
    struct str pointer =
        arena_printf(call->arena, "/events/%zu%s%s", event->place, whole ? "" : "/", member);
    struct str listed_at = suggestions.n == 0
                               ? (struct str){0}
                               : arena_printf(call->arena, "/v1/credit/schemes/%.*s",
                                              (int)event->trial->scheme.n, event->trial->scheme.p);

    body_violation(call, pointer,
                   whole ? event->object : jv_member(event->object, str_from(member)), detail,
                   suggestions, listed_at);
}

static void fault_rule(const struct event *event, struct str rule)
{
    struct trial *trial = event->trial;
    struct nearest nearest = {.word = rule};

    for (size_t i = 0; i < trial->n; i++)
        nearest_offer(&nearest, trial->call->arena, trial->parts[i].rule);
    fault(event, "rule", STR("The scheme is not known to have such a rule."),
          nearest_list(&nearest, trial->call->arena));
}

/* What the event belongs to; NULL after a fault was noted. */
static struct part *part_of(const struct event *event)
{
    static const char *const kinds[] = {"deduct", "bonus", NULL};
    struct trial *trial = event->trial;
    struct str rule = body_text(event->object, STR("rule"));
    int kind = body_choice(event->object, STR("kind"), kinds);

    if ((rule.n > 0) == (kind >= 0)) {
        fault(event, "", STR("An event names a rule or a kind, and not both."),
              (struct str_list){0});
        return NULL;
    }
    if (kind >= 0)
        return &trial->parts[trial->n + (size_t)kind];
    for (size_t i = 0; i < trial->n; i++)
        if (str_eq(trial->parts[i].rule, rule))
            return &trial->parts[i];
    fault_rule(event, rule);
    return NULL;
}

/* The points of the event: as given, or as the rule fixes them. False after a fault was noted. */
static bool points_of(const struct event *event, const struct part *part, int64_t *ret_e6)
{
    struct dec given;

    if (!body_number(event->object, STR("points"), &given)) {
        if (!part->points.known)
            fault(event, "",
                  part->rule.n > 0 ? STR("The rule does not fix the points of an event: name them.")
                                   : STR("An event without a rule names its points."),
                  (struct str_list){0});
        *ret_e6 = part->points.e6;
        return part->points.known;
    }
    if (dec_to_e6(given, ret_e6) < 0 || *ret_e6 < 0) {
        fault(event, "points", STR("Points are at least 0."), (struct str_list){0});
        return false;
    }
    if (part->points.known && *ret_e6 != part->points.e6) {
        fault(event, "points", STR("The rule fixes the points of an event at another number."),
              (struct str_list){0});
        return false;
    }
    if (part->max.known && *ret_e6 > part->max.e6) {
        fault(event, "points", STR("The rule has fewer points for an event at most."),
              (struct str_list){0});
        return false;
    }
    return true;
}

static void take_event(const struct event *event)
{
    struct trial *trial = event->trial;
    struct part *part = part_of(event);
    const struct jv *repaired = jv_member(event->object, STR("repaired"));
    int64_t points_e6;

    if (part == NULL || !points_of(event, part, &points_e6))
        return;
    if (repaired != NULL && repaired->yes) {
        trial->repaired++;
        return;
    }
    trial->events++;
    part->events++;
    part->points_e6 += points_e6; /* the contract bounds their number and their points */
}

static void put_rules(struct jw *w, const struct trial *trial)
{
    JW_KEY(w, "rules");
    jw_array_begin(w);
    for (size_t i = 0; i < trial->n + 2; i++) {
        const struct part *part = &trial->parts[i];

        if (part->events == 0)
            continue;
        jw_object_begin(w);
        JW_KEY(w, "rule");
        envelope_text(w, part->rule);
        JW_KEY(w, "name");
        envelope_text(w, part->name);
        JW_KEY(w, "kind");
        jw_str(w, part->bonus ? STR("bonus") : STR("deduct"));
        JW_KEY(w, "events");
        jw_i64(w, part->events);
        JW_KEY(w, "points");
        jw_dec(w, dec_from_e6(part->points_e6, 0));
        jw_object_end(w);
    }
    jw_array_end(w);
}

static enum problem_id put_trial(const struct trial *trial)
{
    int64_t deducted_e6 = 0, added_e6 = 0;
    struct credit_computed computed;
    struct jw json, *w = &json;

    for (size_t i = 0; i < trial->n + 2; i++) {
        if (trial->parts[i].bonus)
            added_e6 += trial->parts[i].points_e6;
        else
            deducted_e6 += trial->parts[i].points_e6;
    }
    computed = credit_compute(&trial->scale, deducted_e6, added_e6, trial->events, 0);
    envelope_begin(trial->call, w);
    jw_object_begin(w);
    JW_KEY(w, "scheme");
    jw_str(w, trial->scheme);
    JW_KEY(w, "scheme_name");
    jw_str(w, trial->scheme_name);
    JW_KEY(w, "full_score");
    credit_number_json(w, trial->scale.full_score);
    credit_computed_members(w, trial->call, &computed);
    JW_KEY(w, "repaired");
    jw_i64(w, trial->repaired);
    put_rules(w, trial);
    jw_object_end(w);
    if (trial->scale.n == 0)
        hint_add_about(trial->call, HINT_NO_SCALE, trial->scheme);
    return envelope_end(trial->call, w);
}

enum problem_id api_score_credit_scheme(struct api_call *call,
                                        const struct score_credit_scheme_args *args)
{
    struct trial *trial = arena_alloc(call->arena, sizeof *trial);
    const struct jv *events = jv_member(call->body, STR("events"));
    int r = -ERR_NOMEM;

    if (trial != NULL) {
        trial->call = call;
        trial->scheme = args->id;
        r = read_scheme(trial);
    }
    if (r < 0)
        return api_fail(call, r);
    if (r == 0)
        return api_problem(call, PROBLEM_NOT_FOUND, "There is no credit scheme with this id.");
    struct event event = {.trial = trial, .object = events->first};
    for (; event.object != NULL; event.object = event.object->next, event.place++)
        take_event(&event);
    return call->violations.n > 0 ? api_invalid(call) : put_trial(trial);
}
