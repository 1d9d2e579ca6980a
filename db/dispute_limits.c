#include "db/dispute_limits.h"

#include "base/err.h"
#include "db/calendars.h"

int dispute_limits_open(struct db *db, struct arena *arena, int64_t release, int32_t on,
                        struct dispute_limits *ret)
{
    struct dispute_limits limits = {.db = db, .arena = arena, .release = release, .on = on};
    int r = time_limits_load(db, arena, release, &limits.rules);

    if (r == 0)
        r = calendars_load(db, arena, release, CALENDAR_NATIONAL, &limits.calendar);
    if (r < 0)
        return r;
    *ret = limits;
    return 0;
}

bool dispute_limits_cut(const struct dispute_limits *limits, struct dispute_case *which)
{
    if (which->filed_on > limits->on)
        return false;
    if (which->closed && which->closed_on > limits->on) {
        which->closed = false;
        which->closed_on = 0;
        which->outcome = STR("");
    }
    return true;
}

/* The suspensions of the case; none lasts beyond its closing. */
static int read_suspensions(struct dispute_limits *limits, const struct dispute_case *which)
{
    struct dispute_suspensions *suspensions = &limits->suspensions;
    int r;

    suspensions->n = 0;
    if (!which->suspended)
        return 0;
    r = dispute_suspensions_read(limits->db, limits->arena, limits->release, which->id, limits->on,
                                 suspensions);
    for (size_t i = 0; r == 0 && which->closed && i < suspensions->n; i++) {
        struct suspension *one = &suspensions->v[i];

        if (one->open && one->from <= which->closed_on) {
            one->open = false;
            one->to = which->closed_on;
        }
    }
    return r;
}

static enum dispute_state state_of(const struct dispute_limits *limits,
                                   const struct dispute_case *which,
                                   const struct deadline *deadline)
{
    switch (deadline->state) {
    case DEADLINE_SUSPENDED:
        return which->closed ? DISPUTE_UNKNOWN : DISPUTE_SUSPENDED;
    case DEADLINE_UNKNOWN:
        return DISPUTE_UNKNOWN;
    case DEADLINE_SET:
        break;
    }
    if (which->closed)
        return which->closed_on <= deadline->day ? DISPUTE_WITHIN : DISPUTE_OVER;
    return limits->on <= deadline->day ? DISPUTE_RUNNING : DISPUTE_OVERDUE;
}

int dispute_limits_judge(struct dispute_limits *limits, const struct dispute_case *which,
                         struct dispute_verdict *ret)
{
    int32_t to = which->closed ? which->closed_on : limits->on;
    struct dispute_suspensions *suspensions = &limits->suspensions;
    const struct time_limit_case of = {.route = which->keys[DISPUTE_ROUTE],
                                       .ip_type = which->keys[DISPUTE_IP_TYPE],
                                       .dispute_type = which->keys[DISPUTE_TYPE],
                                       .step = STR("decision")};
    struct dispute_verdict verdict = {.state = DISPUTE_WITHOUT_RULE};
    struct deadline deadline;
    int r = read_suspensions(limits, which);

    if (r < 0)
        return r;
    verdict.suspended = suspended_days(suspensions->v, suspensions->n, which->filed_on, to);
    verdict.days = to - which->filed_on - verdict.suspended;
    verdict.rule = time_limits_find(&limits->rules, &of, which->filed_on);
    if (verdict.rule != NULL) {
        r = deadline_of(&verdict.rule->rule, &limits->calendar, which->filed_on, which->extended,
                        suspensions->v, suspensions->n, &deadline);
        if (r == -ERR_LIMIT) /* it ends beyond the years that are accepted */
            verdict.state = DISPUTE_UNKNOWN;
        else if (r < 0)
            return r;
        else
            verdict.state = state_of(limits, which, &deadline);
        if (r == 0)
            verdict.deadline = deadline.day;
    }
    *ret = verdict;
    return 0;
}
