/* Which of several rules a case falls under. */
#include "db/time_limits.h"
#include "tests/tap.h"

#define RULE(id, route_of, type, from, to)                                                         \
    {                                                                                              \
        .code = STR(id), .route = STR(route_of), .ip_type = STR(type), .step = STR("decision"),    \
        .valid_from = from, .valid_to = to                                                         \
    }
#define RULE_OF(id, kind, from)                                                                    \
    {                                                                                              \
        .code = STR(id), .route = STR("adjudication"), .ip_type = STR("patent"),                   \
        .dispute_type = STR(kind), .step = STR("decision"), .valid_from = from                     \
    }
#define OPEN                                                                                       \
    {                                                                                              \
        .known = false                                                                             \
    }
#define DAY(n)                                                                                     \
    {                                                                                              \
        true, n                                                                                    \
    }

static const struct time_limit_row rules[] = {
    RULE("any", "", "", OPEN, OPEN),
    RULE("of-type", "", "patent", OPEN, OPEN),
    RULE("of-route", "adjudication", "", DAY(100), OPEN),
    RULE("of-both-old", "adjudication", "patent", DAY(100), DAY(199)),
    RULE("of-both-new", "adjudication", "patent", DAY(200), OPEN),
    RULE("of-both-newer", "adjudication", "patent", DAY(300), OPEN),
    RULE_OF("of-kind", "patent_infringement", DAY(400)),
    RULE_OF("of-all-kinds", "", DAY(500)),
};
static const struct time_limits limits = {rules, COUNT_OF(rules)};

static void falls_under_as(const char *kind, const char *route, const char *type, const char *step,
                           int32_t on, const char *expected)
{
    const struct time_limit_case which = {.route = str_from(route),
                                          .ip_type = str_from(type),
                                          .dispute_type = str_from(kind),
                                          .step = str_from(step)};
    const struct time_limit_row *row = time_limits_find(&limits, &which, on);

    tap_is_str(row == NULL ? STR("none") : row->code, str_from(expected), "%s %s %s %s on %d", kind,
               route, type, step, (int)on);
}

static void falls_under(const char *route, const char *type, const char *step, int32_t on,
                        const char *expected)
{
    falls_under_as("", route, type, step, on, expected);
}

int main(void)
{
    falls_under("adjudication", "patent", "decision", 199, "of-both-old");
    falls_under("adjudication", "patent", "decision", 200, "of-both-new");
    falls_under("adjudication", "patent", "decision", 300, "of-both-newer");
    falls_under("adjudication", "patent", "decision", 99, "of-type");
    falls_under("adjudication", "trademark", "decision", 100, "of-route");
    falls_under("adjudication", "trademark", "decision", 99, "any");
    falls_under("arbitration", "patent", "decision", 250, "of-type");
    falls_under("", "", "decision", 250, "any");
    falls_under("adjudication", "patent", "mediation", 250, "none");
    falls_under_as("patent_infringement", "adjudication", "patent", "decision", 399,
                   "of-both-newer");
    falls_under_as("patent_infringement", "adjudication", "patent", "decision", 600, "of-kind");
    falls_under_as("open_licence", "adjudication", "patent", "decision", 450, "of-both-newer");
    falls_under_as("open_licence", "adjudication", "patent", "decision", 600, "of-all-kinds");
    return tap_done();
}
