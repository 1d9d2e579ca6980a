#include "base/err.h"
#include "base/moment.h"
#include "tests/tap.h"

/* Expected numbers from date(1): date -u -d "2025-03-31 23:59:59" +%s, and so on. */
static void test_parse(void)
{
    static const struct {
        const char *text;
        int result;
        int64_t moment;
    } cases[] = {
        {"1970-01-01", 0, 86399},
        {"2025-03-31", 0, 1743465599},
        {"2025-03-31T08:00:00Z", 0, 1743408000},
        {"2025-03-31T08:00Z", 0, 1743408000},
        {"2025-03-31T16:00:00+08:00", 0, 1743408000},
        {"2025-03-31T16:00:00 08:00", 0, 1743408000},
        {"2025-03-31T16:00+08:00", 0, 1743408000},
        {"2025-03-31T02:30:00-05:30", 0, 1743408000},
        {"1970-01-01T00:00:00+00:01", 0, -60},
        {"2024-02-29T23:59:59Z", 0, 1709251199},
        {"2023-02-29", -ERR_INPUT, 0},
        {"2023-02-29T00:00:00Z", -ERR_INPUT, 0},
        {"1899-12-31", -ERR_LIMIT, 0},
        {"2025-03-31T", -ERR_INPUT, 0},
        {"2025-03-31T08:00:00", -ERR_INPUT, 0},
        {"2025-03-31T08Z", -ERR_INPUT, 0},
        {"2025-03-31T24:00:00Z", -ERR_INPUT, 0},
        {"2025-03-31T08:60:00Z", -ERR_INPUT, 0},
        {"2025-03-31T08:00:60Z", -ERR_INPUT, 0},
        {"2025-03-31T08:00:00ZZ", -ERR_INPUT, 0},
        {"2025-03-31T08:00:00+8:00", -ERR_INPUT, 0},
        {"2025-03-31T08:00:00+08", -ERR_INPUT, 0},
        {"2025-03-31 08:00:00Z", -ERR_INPUT, 0},
        {"T08:00:00Z", -ERR_INPUT, 0},
        {"", -ERR_INPUT, 0},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t moment = 42;

        tap_is_int(moment_parse(str_from(cases[i].text), &moment), cases[i].result, "%s",
                   cases[i].text);
        tap_is_int(moment, cases[i].result == 0 ? cases[i].moment : 42, "%s: what comes out",
                   cases[i].text);
    }
}

static void test_format(void)
{
    static const struct {
        int64_t moment;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},          {1743465599, "2025-03-31T23:59:59Z"},
        {1709210096, "2024-02-29T12:34:56Z"}, {-1, "1969-12-31T23:59:59Z"},
        {-86400, "1969-12-31T00:00:00Z"},
    };
    char text[MOMENT_TEXT_MAX];

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t n = moment_format(cases[i].moment, text);
        int64_t back = 42;

        tap_is_str((struct str){text, n}, str_from(cases[i].text), "%s", cases[i].text);
        tap_is_int(moment_parse((struct str){text, n}, &back), 0, "%s is read back", text);
        tap_is_int(back, cases[i].moment, "%s: the same", text);
    }
}

int main(void)
{
    test_parse();
    test_format();
    return tap_done();
}
