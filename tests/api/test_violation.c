#include "api/violation.h"
#include "tests/tap.h"

static struct arena arena;

/* Candidates that are kept for a word, best first, separated by spaces. */
static struct str nearest_of(const char *word, const char *candidates)
{
    struct nearest nearest = {.word = str_from(word)};
    struct str rest = str_from(candidates), candidate, text = STR("");
    struct str_list list;

    while (str_cut(&rest, ' ', &candidate))
        nearest_offer(&nearest, &arena, candidate);
    list = nearest_list(&nearest, &arena);
    for (size_t i = 0; i < list.n; i++)
        text = arena_printf(&arena, "%.*s%s%.*s", (int)text.n, text.p, i > 0 ? " " : "",
                            (int)list.v[i].n, list.v[i].p);
    return text;
}

static void test_nearest(void)
{
    static const struct {
        const char *word, *candidates, *kept;
    } cases[] = {
        {"regon", "period region limit", "region"},
        {"REGION", "period region limit", "region"},
        {"1201160", "120101 120110 120106 120116 420000", "120116 120110 120106"},
        {"contry", "county country province", "country county"},
        {"xyz", "abc def", ""},
        {"a", "b ab abc", "b ab"},
        {"pat", "patents_granted patents_filed agencies", "patents_granted patents_filed"},
        {"pa", "patents_granted", ""},
        {"abcd", "abce abcf abcg abch", "abce abcf abcg"},
        {"abcd", "abce abcf abcg abcd", "abcd abce abcf"},
        {"", "a", "a"},
        {"invention_patents_in_forse", "invention_patents_in_force patents",
         "invention_patents_in_force"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        tap_is_str(nearest_of(cases[i].word, cases[i].candidates), str_from(cases[i].kept),
                   "nearest to \"%s\"", cases[i].word);
}

static void test_list(void)
{
    struct violation_list list = {0};
    struct violation fault = {
        .in = VIOLATION_QUERY, .name = STR("a"), .problem = PROBLEM_DUPLICATE_PARAMETER};
    struct arena small;
    char text[300];

    tap_is_int(violation_problem(&list), PROBLEM_NONE, "no violation, no problem");
    violation_add(&list, &arena, fault);
    fault.problem = PROBLEM_UNKNOWN_CODE;
    violation_add(&list, &arena, fault);
    tap_is_int(violation_problem(&list), PROBLEM_DUPLICATE_PARAMETER, "the first one decides");
    fault.in = VIOLATION_PATH;
    violation_add(&list, &arena, fault);
    tap_is_int(violation_problem(&list), PROBLEM_NOT_FOUND, "but for one in the path");

    memset(text, 'x', sizeof text);
    memcpy(text + 199, "\xe5\xa4\xa9", 3);
    fault.value = (struct str){text, sizeof text};
    violation_add(&list, &arena, fault);
    tap_is_int((int64_t)list.v[3].value.n, 199, "a long value is cut before a character");
    fault.value.n = 200;
    memset(text, 'x', sizeof text);
    violation_add(&list, &arena, fault);
    tap_is_int((int64_t)list.v[4].value.n, 200, "200 bytes are not cut");

    fault.value = STR("caf\xe9");
    violation_add(&list, &arena, fault);
    tap_is_int((int64_t)list.v[5].value.n, 0, "bytes that no answer can show are left out");

    for (int i = 0; i < VIOLATIONS_MAX - 6; i++)
        violation_add(&list, &arena, fault);
    tap_ok(list.n == VIOLATIONS_MAX && !list.cut, "50 fit");
    violation_add(&list, &arena, fault);
    tap_ok(list.n == VIOLATIONS_MAX && list.cut, "51 do not");

    list = (struct violation_list){0};
    arena_init(&small, 64, 64);
    violation_add(&list, &small, fault);
    tap_ok(list.n == 0 && list.cut, "nor does one without memory");
    arena_finish(&small);
}

int main(void)
{
    arena_init(&arena, 32768, 1 << 20);
    test_nearest();
    test_list();
    arena_finish(&arena);
    return tap_done();
}
