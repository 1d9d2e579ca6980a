#include "base/deadline.h"
#include "base/err.h"
#include "base/period.h"
#include "tests/tap.h"

static int32_t day(const char *text)
{
    int32_t ret = 0;

    if (date_parse(str_from(text), &ret) < 0)
        tap_ok(false, "%s is no day", text);
    return ret;
}

static void is_day(int32_t got, const char *expected, const char *what)
{
    char text[DATE_TEXT_MAX];
    size_t n = date_format(got, text);

    tap_is_str((struct str){text, n}, str_from(expected), "%s", what);
}

enum { CHANGES_MAX = 64, SUSPENSIONS_MAX = 4 };

/* Holidays of 2025 up to the summer, as the State Council announced them. */
static struct workdays year_2025(struct workdays_change changes[CHANGES_MAX])
{
    static const struct {
        const char *first, *last;
        bool working;
    } runs[] = {
        {"2025-01-01", "2025-01-01", false}, {"2025-01-26", "2025-01-26", true},
        {"2025-01-28", "2025-02-04", false}, {"2025-02-08", "2025-02-08", true},
        {"2025-04-04", "2025-04-06", false}, {"2025-04-27", "2025-04-27", true},
        {"2025-05-01", "2025-05-05", false}, {"2025-05-31", "2025-06-02", false},
    };
    static const int32_t years[] = {2025};
    size_t n = 0;

    for (size_t i = 0; i < COUNT_OF(runs); i++)
        for (int32_t d = day(runs[i].first); d <= day(runs[i].last); d++)
            changes[n++] = (struct workdays_change){d, runs[i].working};
    return (struct workdays){changes, n, years, COUNT_OF(years)};
}

static const struct deadline_rule rule_2015 = {{3, DEADLINE_MONTH}, {1, DEADLINE_MONTH}};
static const struct deadline_rule rule_2025 = {{3, DEADLINE_MONTH}, {2, DEADLINE_MONTH}};
static const struct deadline_rule passing_off = {{1, DEADLINE_MONTH}, {15, DEADLINE_DAY}};
static const struct deadline_rule ten_days = {{10, DEADLINE_DAY}, {0, DEADLINE_DAY}};
static const struct deadline_rule published = {{20, DEADLINE_WORKING_DAY}, {0, DEADLINE_DAY}};

struct deadline_case {
    const char *what;
    const struct deadline_rule *rule;
    const char *from;
    bool extended;
    struct {
        const char *from, *to; /* to NULL: open; from NULL: none */
    } suspended[SUSPENSIONS_MAX];
    enum deadline_state state;
    const char *pushed, *day;
    int64_t days;
    bool known;
};

/* By hand, on a printed calendar. */
static const struct deadline_case cases[] = {
    {"filed on the last day of the old rule: 30 April",
     &rule_2015,
     "2025-01-31",
     false,
     {{0}},
     DEADLINE_SET,
     "2025-04-30",
     "2025-04-30",
     0,
     true},
    {"filed on the first day of the new rule: 1 May is a holiday",
     &rule_2025,
     "2025-02-01",
     false,
     {{0}},
     DEADLINE_SET,
     "2025-05-01",
     "2025-05-06",
     0,
     true},
    {"extended by one month: four from the first day, and the Dragon Boat Festival",
     &rule_2015,
     "2025-01-31",
     true,
     {{0}},
     DEADLINE_SET,
     "2025-05-31",
     "2025-06-03",
     0,
     true},
    {"extended by two months",
     &rule_2025,
     "2025-02-01",
     true,
     {{0}},
     DEADLINE_SET,
     "2025-07-01",
     "2025-07-01",
     0,
     true},
    {"extended by days",
     &passing_off,
     "2025-03-31",
     true,
     {{0}},
     DEADLINE_SET,
     "2025-05-15",
     "2025-05-15",
     0,
     true},
    {"no extension to be had",
     &ten_days,
     "2025-01-20",
     true,
     {{0}},
     DEADLINE_SET,
     "2025-01-30",
     "2025-02-05",
     0,
     true},
    {"suspended over the end of the year",
     &rule_2015,
     "2024-11-15",
     false,
     {{"2024-12-20", "2025-01-10"}},
     DEADLINE_SET,
     "2025-03-09",
     "2025-03-10",
     22,
     true},
    {"a suspension before the first day does not count, its rest does",
     &rule_2025,
     "2025-02-10",
     false,
     {{"2025-01-01", "2025-02-12"}},
     DEADLINE_SET,
     "2025-05-12",
     "2025-05-12",
     2,
     true},
    {"overlapping suspensions count once",
     &rule_2025,
     "2025-02-10",
     false,
     {{"2025-03-05", "2025-03-10"}, {"2025-03-01", "2025-03-07"}},
     DEADLINE_SET,
     "2025-05-20",
     "2025-05-20",
     10,
     true},
    {"one that begins on the last day counts",
     &ten_days,
     "2025-03-01",
     false,
     {{"2025-03-11", "2025-03-13"}},
     DEADLINE_SET,
     "2025-03-14",
     "2025-03-14",
     3,
     true},
    {"one that begins a day later does not",
     &ten_days,
     "2025-03-01",
     false,
     {{"2025-03-12", "2025-03-13"}},
     DEADLINE_SET,
     "2025-03-11",
     "2025-03-11",
     0,
     true},
    {"one that begins in the days gained counts",
     &ten_days,
     "2025-03-01",
     false,
     {{"2025-03-11", "2025-03-13"}, {"2025-03-14", "2025-03-14"}},
     DEADLINE_SET,
     "2025-03-15",
     "2025-03-17",
     4,
     true},
    {"an open one",
     &rule_2025,
     "2025-02-10",
     false,
     {{"2025-03-01", "2025-03-02"}, {"2025-04-01", NULL}},
     DEADLINE_SUSPENDED,
     "2025-05-12",
     NULL,
     2,
     false},
    {"an open one that began too late",
     &ten_days,
     "2025-03-01",
     false,
     {{"2025-03-12", NULL}},
     DEADLINE_SET,
     "2025-03-11",
     "2025-03-11",
     0,
     true},
    {"a year that the calendar does not know: as it falls",
     &rule_2025,
     "2025-11-01",
     false,
     {{0}},
     DEADLINE_SET,
     "2026-02-01",
     "2026-02-01",
     0,
     false},
    {"twenty working days over the Spring Festival",
     &published,
     "2025-01-20",
     false,
     {{0}},
     DEADLINE_SET,
     "2025-02-21",
     "2025-02-21",
     0,
     true},
    {"working days among suspended ones",
     &published,
     "2025-01-20",
     false,
     {{"2025-01-25", "2025-02-05"}},
     DEADLINE_SET,
     "2025-02-26",
     "2025-02-26",
     3,
     true},
    {"working days of a year that is not known",
     &published,
     "2025-12-20",
     false,
     {{0}},
     DEADLINE_UNKNOWN,
     NULL,
     NULL,
     0,
     false},
};

static void test_deadline(const struct workdays *calendar)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct deadline_case *c = &cases[i];
        struct suspension suspensions[SUSPENSIONS_MAX];
        struct deadline deadline;
        size_t n = 0;

        for (; n < SUSPENSIONS_MAX && c->suspended[n].from != NULL; n++) {
            const char *to = c->suspended[n].to;

            suspensions[n] = (struct suspension){day(c->suspended[n].from),
                                                 to == NULL ? 0 : day(to), to == NULL};
        }
        tap_is_int(
            deadline_of(c->rule, calendar, day(c->from), c->extended, suspensions, n, &deadline), 0,
            "%s", c->what);
        tap_is_int(deadline.state, c->state, "%s: state", c->what);
        if (c->pushed != NULL)
            is_day(deadline.pushed, c->pushed, "where it fell");
        if (c->day != NULL)
            is_day(deadline.day, c->day, "the last day");
        tap_is_int(deadline.suspended, c->days, "%s: days", c->what);
        tap_is_int(deadline.calendar_known, c->known, "%s: calendar", c->what);
    }
}

static void test_limits(const struct workdays *calendar)
{
    struct deadline deadline = {.day = 42};

    tap_is_int(deadline_of(&rule_2015, calendar, day("2199-12-01"), false, NULL, 0, &deadline),
               -ERR_LIMIT, "after the years that are accepted");
    tap_is_int(deadline.day, 42, "nothing comes out");
}

static void test_suspended_days(void)
{
    struct suspension suspensions[] = {
        {day("2024-12-20"), day("2025-01-10"), false},
        {day("2025-01-05"), day("2025-01-12"), false},
        {day("2025-03-01"), 0, true},
        {day("2025-02-10"), day("2025-02-09"), false},
    };

    tap_is_int(suspended_days(suspensions, 4, day("2024-12-01"), day("2025-02-28")), 24,
               "22 over the end of the year and two more");
    tap_is_int(suspended_days(suspensions, 4, day("2024-12-31"), day("2025-01-08")), 8, "a part");
    tap_is_int(suspended_days(suspensions, 4, day("2024-12-20"), day("2024-12-20")), 0, "no days");
    tap_is_int(suspended_days(suspensions, 4, day("2025-01-31"), day("2025-03-10")), 10,
               "an open one lasts to the end");
    tap_is_int(suspended_days(NULL, 0, day("2025-01-31"), day("2025-03-10")), 0, "none");
}

int main(void)
{
    struct workdays_change changes[CHANGES_MAX];
    struct workdays calendar = year_2025(changes);

    test_deadline(&calendar);
    test_limits(&calendar);
    test_suspended_days();
    return tap_done();
}
