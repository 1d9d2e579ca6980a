#include "api/codes.h"

#include "api/aggregate_groups.h"
#include "base/err.h"
#include "base/period.h"
#include "db/codes.h"
#include "db/db.h"
#include "db/observation_scope.h"

#include <string.h>

/* limit: suggestions for the first 8 wrong codes; each reads a whole list, which is the most that a
 * request of nothing but nonsense should cost. */
enum { SUGGESTED_MAX = 8 };

/* limit: no code is longer; a value beyond it resembles none. */
enum { CODE_MAX = 64 };

struct check {
    struct api_call *call;
    int suggested;
    /* First failure of the store; ends the check. */
    int r;
};

/* A selector taken apart: "!120000/" is prefix "!", code "120000", suffix "/" and a star. */
struct selector {
    struct str prefix, code, suffix;
};

/* One value under check. */
struct subject {
    enum violation_in in;
    struct str name, value;
    struct selector selector;
    const struct param_spec *spec;
};

static struct selector take_apart(struct str value)
{
    struct selector s = {.code = value};
    const char *slash;

    if (str_starts(s.code, STR("!"))) {
        s.prefix = (struct str){s.code.p, 1};
        s.code = (struct str){s.code.p + 1, s.code.n - 1};
    }
    if (str_starts(s.code, STR("@"))) {
        s.prefix.p = value.p;
        s.prefix.n++;
        s.code = scope_level((struct str){s.code.p + 1, s.code.n - 1});
    }
    slash = s.code.n > 0 ? memchr(s.code.p, '/', s.code.n) : NULL;
    if (slash != NULL) {
        s.suffix = (struct str){slash, s.code.n - (size_t)(slash - s.code.p)};
        s.code.n -= s.suffix.n;
    }
    return s;
}

/* The lists a code may be of: one, or two for a region selector without signs. */
static size_t lists_of(const struct subject *subject, struct str ret[2])
{
    const struct selector *s = &subject->selector;

    ret[0] = str_from(subject->spec->codes);
    if (str_eq(ret[0], STR("group-key")))
        ret[0] = STR("dimension");
    if (!str_eq(ret[0], STR("region-selector")))
        return 1;
    if (s->prefix.n > 0 && s->prefix.p[s->prefix.n - 1] == '@') {
        ret[0] = STR("region_level");
        return 1;
    }
    ret[0] = STR("region");
    ret[1] = STR("group");
    return s->suffix.n > 0 ? 1 : 2;
}

static void offer_list(struct check *check, struct str list, struct nearest *nearest)
{
    struct api_call *call = check->call;
    CLEANUP(stmt_reset_p) struct stmt *codes = codes_list(call->db, list, call->release->id);
    struct str code;
    int r;

    while ((r = codes_next(codes, &code)) > 0)
        nearest_offer(nearest, call->arena, code);
    if (r < 0)
        check->r = r;
}

/* Keys of groups that are no dimensions have names of their own. */
static struct str_list names_of(const struct subject *subject)
{
    return str_eq(str_from(subject->spec->codes), STR("group-key")) ? group_by_names()
                                                                    : (struct str_list){0};
}

/* The nearest codes, written as the value was: with its sign and star. */
static struct str_list suggest(struct check *check, const struct subject *subject,
                               const struct str *lists, size_t n_lists)
{
    struct arena *arena = check->call->arena;
    const struct selector *s = &subject->selector;
    struct nearest nearest = {.word = s->code};

    if (check->suggested == SUGGESTED_MAX || s->code.n == 0 || s->code.n > CODE_MAX)
        return (struct str_list){0};
    check->suggested++;
    for (size_t i = 0; i < names_of(subject).n; i++)
        nearest_offer(&nearest, arena, names_of(subject).v[i]);
    for (size_t i = 0; i < n_lists; i++)
        offer_list(check, lists[i], &nearest);
    for (size_t i = 0; i < nearest.n && s->prefix.n + s->suffix.n > 0; i++)
        nearest.best[i].candidate = arena_printf(
            arena, "%.*s%.*s%.*s", (int)s->prefix.n, s->prefix.p, (int)nearest.best[i].candidate.n,
            nearest.best[i].candidate.p, (int)s->suffix.n, s->suffix.p);
    return nearest_list(&nearest, arena);
}

static void check_code(struct check *check, const struct subject *subject)
{
    struct api_call *call = check->call;
    struct str lists[2];
    size_t n = lists_of(subject, lists);

    for (size_t i = 0; i < names_of(subject).n; i++)
        if (str_eq(names_of(subject).v[i], subject->value))
            return;
    for (size_t i = 0; i < n; i++) {
        int r = codes_known(call->db, lists[i], subject->selector.code, call->release->id);

        if (r > 0)
            return;
        if (r < 0) {
            check->r = r;
            return;
        }
    }
    api_violation(call, subject->in, subject->name, subject->value, PROBLEM_UNKNOWN_CODE,
                  arena_printf(call->arena, "There is no such code in the list %.*s.",
                               (int)lists[0].n, lists[0].p),
                  suggest(check, subject, lists, n), str_from(subject->spec->listed_at));
}

static void note_period(struct check *check, const struct subject *subject, int r)
{
    enum problem_id problem = r == -ERR_LIMIT ? PROBLEM_INVALID_RANGE : PROBLEM_INVALID_PARAMETER;

    api_violation(check->call, subject->in, subject->name, subject->value, problem,
                  r == -ERR_LIMIT ? STR("The range runs backwards.")
                                  : STR("There is no such day or period in the calendar."),
                  (struct str_list){0}, (struct str){0});
}

/* Dates and periods are codes of the calendar, which needs no store. False: not one of these. */
static bool check_calendar(struct check *check, const struct subject *subject)
{
    struct str codes = str_from(subject->spec->codes);
    struct period_span span;
    struct period period;
    int32_t day;
    int r = 0;

    if (str_eq(codes, STR("date")))
        r = date_parse(subject->value, &day);
    else if (str_eq(codes, STR("period")))
        r = period_parse(subject->value, &period);
    else if (!str_eq(codes, STR("period-selector")))
        return false;
    else if (!str_eq(subject->value, STR("latest")))
        r = period_span_parse(subject->value, &span);
    if (r < 0)
        note_period(check, subject, r);
    return true;
}

static void check_value(struct check *check, const struct param_spec *spec, struct str value)
{
    struct subject subject = {
        .in = spec->in == PARAM_IN_PATH ? VIOLATION_PATH : VIOLATION_QUERY,
        .name = str_from(spec->name),
        .value = value,
        .spec = spec,
    };

    if (check->r < 0 || check_calendar(check, &subject))
        return;
    subject.selector = take_apart(value);
    check_code(check, &subject);
}

/* "breakdown[dimension]=value": the name is a code of the list of dimensions, the value one of the
 * list of that name, or a star. "breakdown[*]=*" has no codes. */
static void check_breakdown(struct check *check, const struct param_spec *spec,
                            const struct str_pair *pair)
{
    struct api_call *call = check->call;
    struct str name =
        arena_printf(call->arena, "%s[%.*s]", spec->name, (int)pair->key.n, pair->key.p);
    struct param_spec dimension = *spec, item = *spec;
    struct subject subject = {.in = VIOLATION_QUERY,
                              .name = name,
                              .value = pair->key,
                              .selector = {.code = pair->key},
                              .spec = &dimension};
    size_t before = call->violations.n;

    if (str_eq(pair->key, STR("*"))) {
        if (!str_eq(pair->value, STR("*")))
            api_violation(call, VIOLATION_QUERY, name, pair->value, PROBLEM_INVALID_PARAMETER,
                          STR("Any dimension takes any code: breakdown[*]=* is the only form."),
                          (struct str_list){0}, (struct str){0});
        return;
    }
    dimension.codes = "dimension";
    check_code(check, &subject);
    if (check->r < 0 || call->violations.n > before || str_eq(pair->value, STR("*")))
        return;
    item.codes = arena_copy(call->arena, pair->key).p;
    item.listed_at =
        arena_printf(call->arena, "/v1/codelists/%.*s", (int)pair->key.n, pair->key.p).p;
    if (item.codes == NULL || item.listed_at == NULL)
        return;
    subject.value = subject.selector.code = pair->value;
    subject.spec = &item;
    check_code(check, &subject);
}

static void check_param(struct check *check, const struct param_spec *spec)
{
    const unsigned char *at = (const unsigned char *)check->call->args + spec->offset;
    struct str_list list;
    struct str_map map;
    struct str text;

    switch ((enum param_type)spec->type) {
    case PARAM_STRING:
        memcpy(&text, at, sizeof text);
        check_value(check, spec, text);
        break;
    case PARAM_LIST:
        memcpy(&list, at, sizeof list);
        for (size_t i = 0; i < list.n; i++)
            check_value(check, spec, list.v[i]);
        break;
    case PARAM_MAP:
        memcpy(&map, at, sizeof map);
        for (size_t i = 0; i < map.n && check->r == 0; i++)
            check_breakdown(check, spec, &map.v[i]);
        break;
    case PARAM_INTEGER:
    case PARAM_BOOLEAN:
    case PARAM_ENUM:
        break;
    }
}

/* Whether the suggestions have the form that the parameter asks for; their signs are the same. */
static bool well_formed(const struct param_spec *spec, struct str_list suggestions)
{
    return suggestions.n == 0 || spec->pattern == NULL ||
           pattern_match(spec->pattern, suggestions.v[0].p, suggestions.v[0].n);
}

/* Adds the nearest codes to what the parser found malformed: "nanKai" is one as much as a typing
 * error. Only lists in the store have nearest codes. Signs that are the fault are left out. */
static void help_malformed(struct check *check, struct violation *violation)
{
    const struct op_spec *op = check->call->op;

    for (size_t i = 0; i < op->n_params && check->r == 0; i++) {
        const struct param_spec *spec = &op->params[i];
        struct subject subject = {.value = violation->value, .spec = spec};
        struct str lists[2];

        if (spec->codes == NULL || spec->listed_at == NULL || spec->type == PARAM_MAP ||
            !str_eq(str_from(spec->name), violation->name))
            continue;
        subject.selector = take_apart(violation->value);
        violation->suggestions = suggest(check, &subject, lists, lists_of(&subject, lists));
        if (well_formed(spec, violation->suggestions))
            continue;
        subject.selector = (struct selector){.code = subject.selector.code};
        violation->suggestions = suggest(check, &subject, lists, lists_of(&subject, lists));
        if (!well_formed(spec, violation->suggestions))
            violation->suggestions = (struct str_list){0};
    }
}

enum problem_id api_check_codes(struct api_call *call)
{
    const unsigned char *args = call->args;
    struct check check = {.call = call};
    size_t malformed = call->violations.n;
    uint32_t given;

    if (call->release == NULL)
        return PROBLEM_NONE;
    memcpy(&given, args + call->op->given_offset, sizeof given);
    for (size_t i = 0; i < call->op->n_params && check.r == 0; i++) {
        const struct param_spec *spec = &call->op->params[i];

        if (spec->codes != NULL && (given & spec->bit) != 0)
            check_param(&check, spec);
    }
    for (size_t i = 0; i < malformed && check.r == 0; i++) {
        struct violation *violation = &call->violations.v[i];

        if (violation->problem == PROBLEM_INVALID_PARAMETER && violation->suggestions.n == 0)
            help_malformed(&check, violation);
    }
    return check.r < 0 ? api_fail(call, check.r) : PROBLEM_NONE;
}
